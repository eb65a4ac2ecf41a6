//! People who come together, so many of one school, places kept for some, and who is not in yet.

use kit::{Answer, Person, Town, Value, check, expect, json};

use super::{published, registers};

async fn group(by: &Person, event: &str, town: &Town, logins: &[&str]) -> Answer {
    let mut people = Vec::new();
    for login in logins {
        people.push(town.id(login).await);
    }
    by.post(&format!("/events/{event}/groups"), json!({"people": people})).await
}

fn states(answer: &Value) -> Vec<(&str, Option<i64>)> {
    answer.as_array().unwrap().iter().map(|r| (r["state"].as_str().unwrap(), r["queue_no"].as_i64())).collect()
}

#[tokio::test]
async fn two_teachers_come_together_or_nobody_does() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({"room": {"capacity": 3, "waiting": 2}})).await;
    let (head, lea) = (town.person("head").await, town.person("lea").await);
    let pair = group(&head, &id, &town, &["ana", "ben"]).await.ok();
    assert_eq!(states(&pair), [("confirmed", None), ("confirmed", None)]);
    assert!(pair[0]["group"].is_string() && pair[0]["group"] == pair[1]["group"]);
    // One place is left: two do not fit, and wait side by side; nobody behind them passes.
    let waits = group(&head, &id, &town, &["mo", "far"]).await.ok();
    assert_eq!(states(&waits), [("waiting", Some(1)), ("waiting", Some(2))]);
    check(&registers(&lea, &id).await, expect!["409 no_places"]);
    let page = lea.get(&format!("/events/{id}")).await.ok();
    assert_eq!((&page["room"]["taken"], &page["room"]["waiting"]), (&json!(2), &json!(2)));
    let first = pair[0]["id"].as_str().unwrap();
    check(&head.delete(&format!("/events/{id}/registrations/{first}")).await, expect!["204"]);
    let page = lea.get(&format!("/events/{id}")).await.ok();
    assert_eq!((&page["room"]["taken"], &page["room"]["waiting"]), (&json!(3), &json!(0)), "both came in at once");
    for (people, answer) in [
        (vec!["lea", "lea"], "422 people[1]: taken"),
        (vec!["lea", "pen"], "422 people[1]: unknown"),
        (vec!["lea", "ben"], "409 already_registered"),
        (vec![], "422 people: required"),
    ] {
        assert_eq!(group(&head, &id, &town, &people).await.summary(), answer);
    }
    assert_eq!(lea.get(&format!("/events/{id}")).await.ok()["my"], json!(null), "nobody of them is in");
}

#[tokio::test]
async fn a_group_is_given_back_whole_and_shrinks_when_one_stays_away() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({"room": {"capacity": 1}})).await;
    let (head, farhead) = (town.person("head").await, town.person("farhead").await);
    registers(&town.person("lea").await, &id).await.ok();
    let waits = group(&head, &id, &town, &["ana", "ben"]).await.ok();
    let mine = waits[0]["id"].as_str().unwrap();
    town.person("ana").await.delete(&format!("/events/{id}/registrations/{mine}")).await;
    let page = head.get(&format!("/events/{id}")).await.ok();
    assert_eq!((&page["room"]["taken"], &page["room"]["waiting"]), (&json!(1), &json!(1)));
    let whole = format!("/events/{id}/groups/{}", waits[0]["group"].as_str().unwrap());
    check(&farhead.delete(&whole).await, expect!["404 not_found"]);
    check(&head.delete(&whole).await, expect!["204"]);
    check(&head.delete(&whole).await, expect!["404 not_found"]);
    let page = head.get(&format!("/events/{id}")).await.ok();
    assert_eq!((&page["room"]["taken"], &page["room"]["waiting"]), (&json!(1), &json!(0)));
}

#[tokio::test]
async fn heads_send_their_own_and_where_approval_is_asked_a_group_is_decided_on_whole() {
    let town = Town::new().await;
    let id = published(&town, "Стажировка", json!({"registration": "approval", "room": {"capacity": 5}})).await;
    let (head, farhead) = (town.person("head").await, town.person("farhead").await);
    check(&group(&farhead, &id, &town, &["farhead", "ana"]).await, expect!["422 people[1]: unknown"]);
    let asked = group(&farhead, &id, &town, &["farhead", "far"]).await.ok();
    assert_eq!(states(&asked), [("applied", None), ("applied", None)]);
    let decide = format!("/events/{id}/registrations/{}/decide", asked[1]["id"].as_str().unwrap());
    assert_eq!(head.post(&decide, json!({"accept": true})).await.ok()["state"], "confirmed");
    assert_eq!(head.get(&format!("/events/{id}")).await.ok()["room"]["taken"], 2);
    let colleagues = farhead.get(&format!("/events/{id}/colleagues")).await.ok();
    let line = |c: &Value| (c["person"]["surname"].as_str().unwrap().to_owned(), c["registration"]["state"].clone());
    let lines: Vec<_> = colleagues.as_array().unwrap().iter().map(line).collect();
    assert_eq!(lines, [("Дальнева".to_owned(), json!("confirmed")), ("Дальний".to_owned(), json!("confirmed"))]);
    assert_eq!(town.person("far").await.get(&format!("/events/{id}/colleagues")).await.ok(), json!([]));
}

#[tokio::test]
async fn of_one_school_come_as_many_as_the_host_allows() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({"per_school": 1, "room": {"capacity": 9}})).await;
    check(&registers(&town.person("ana").await, &id).await, expect!["201"]);
    check(&registers(&town.person("ben").await, &id).await, expect!["409 school_quota"]);
    check(&registers(&town.person("lea").await, &id).await, expect!["201"]);
    let farhead = town.person("farhead").await;
    check(&group(&farhead, &id, &town, &["far", "farhead"]).await, expect!["409 school_quota"]);
    let head = town.person("head").await;
    let written = json!({"person_id": town.id("ben").await});
    check(&head.post(&format!("/events/{id}/registrations"), written).await, expect!["201"]);
}

#[tokio::test]
async fn kept_places_are_for_the_schools_named_until_the_day_and_then_for_the_queue() {
    let town = Town::new().await;
    let kept = json!({
        "room": {"capacity": 3, "kept": 2}, "kept_for": [town.org("farland").await], "kept_until": "2026-10-08T12:00"
    });
    let id = published(&town, "Семинар", kept).await;
    let path = format!("/events/{id}");
    let (ana, ben, lea) = (town.person("ana").await, town.person("ben").await, town.person("lea").await);
    assert_eq!(registers(&ana, &id).await.ok()["state"], "confirmed");
    assert_eq!(registers(&ben, &id).await.ok()["state"], "waiting", "two places are kept for others");
    assert_eq!(registers(&lea, &id).await.ok()["state"], "waiting");
    let page = ben.get(&path).await.ok();
    assert_eq!((&page["room"]["left"], &page["room"]["kept"]), (&json!(2), &json!(2)));
    let far = town.person("far").await;
    let mine = registers(&far, &id).await.ok();
    assert_eq!((&mine["state"], &mine["favoured"]), (&json!("confirmed"), &json!(true)));
    let schools = town.person("head").await.get(&format!("{path}/schools")).await.ok();
    let line = |s: &Value| (s["school"]["short_name"].as_str().unwrap().to_owned(), s["confirmed"].as_u64().unwrap());
    let lines: Vec<_> = schools.as_array().unwrap().iter().map(line).collect();
    assert_eq!(lines[0], ("МБОУ ООШ № 12 п. Малый Увал".to_owned(), 0), "who is not in yet stands first");
    check(&ana.get(&format!("{path}/schools")).await, expect!["403 forbidden"]);
    // Given back before the day, a kept place stays kept.
    far.delete(&format!("{path}/registrations/{}", mine["id"].as_str().unwrap())).await;
    assert_eq!(ben.get(&path).await.ok()["my"]["state"], "waiting");
    registers(&far, &id).await.ok();
    town.clock.set("2026-10-08T07:00:01Z".parse().unwrap());
    town.settle().await;
    let (ben, lea) = (town.person("ben").await, town.person("lea").await);
    assert_eq!(ben.get(&path).await.ok()["my"]["state"], "confirmed", "the day has come");
    let page = lea.get(&path).await.ok();
    assert_eq!(
        (&page["my"]["state"], &page["room"]["kept"], &page["room"]["taken"]),
        (&json!("waiting"), &json!(0), &json!(3))
    );
}

#[tokio::test]
async fn terms_that_make_no_sense_are_refused() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let wrong = json!({
        "guests": true, "per_school": 0, "room": {"capacity": 2, "kept": 3}, "kept_until": "2026-10-13T12:00"
    });
    check(
        &head.post("/events", super::planned(&town, "Так нельзя", wrong).await).await,
        expect![
            "422 guests: invalid, per_school: invalid, room.kept: invalid, kept_for: required, kept_until: invalid"
        ],
    );
    let id = published(&town, "Семинар", json!({"room": {"capacity": 2}})).await;
    for login in ["ana", "ben"] {
        registers(&town.person(login).await, &id).await.ok();
    }
    let page = head.get(&format!("/events/{id}")).await.ok();
    let mut plan = page["plan"].clone();
    plan["room"]["kept"] = json!(1);
    plan["kept_for"] = json!([town.org("school3").await]);
    let sat = head.put(&format!("/events/{id}"), json!({"revision": page["revision"], "plan": plan})).await;
    check(&sat, expect!["422 room.kept: taken"]);
}
