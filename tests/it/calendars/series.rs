//! Many events of one rule, slots of the yearly plan, templates.

use kit::{Person, Town, Value, check, expect, json};

use super::{planned, published, registers, titles};

async fn series(town: &Town, rule: &str, change: Value) -> kit::Answer {
    let head = town.person("head").await;
    let plan = planned(town, "Кружок", change).await;
    head.post("/event-series", json!({"plan": plan, "rule": rule})).await
}

fn starts(series: &Value) -> Vec<(String, String)> {
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    series["events"].as_array().unwrap().iter().map(|e| (word(&e["starts"]), word(&e["state"]))).collect()
}

async fn fresh(person: &Person, series: &Value) -> Value {
    person.get(&format!("/event-series/{}", series["id"].as_str().unwrap())).await.ok()
}

fn id(series: &Value, at: usize) -> String {
    series["events"][at]["id"].as_str().unwrap().to_owned()
}

fn days(series: &Value) -> Vec<String> {
    starts(series).into_iter().map(|(starts, _)| starts[5..].to_owned()).collect()
}

#[tokio::test]
async fn a_rule_makes_events_that_keep_the_wall_and_live_by_themselves() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let until = json!({"register_until": "2026-10-10T12:00"});
    let made = series(&town, "FREQ=WEEKLY;INTERVAL=2;COUNT=3", until).await.ok();
    assert_eq!(days(&made), ["10-12T15:00", "10-26T15:00", "11-09T15:00"]);
    assert!(titles(&town.person("ana").await, "").await.is_empty(), "drafts");
    check(
        &town.person("far").await.get(&format!("/event-series/{}", made["id"].as_str().unwrap())).await,
        expect!["404 not_found"],
    );
    let shown = head.post(&format!("/event-series/{}/publish", made["id"].as_str().unwrap()), json!({})).await.ok();
    assert_eq!(shown, json!({"changed": 3, "kept": []}));
    assert_eq!(titles(&town.person("far").await, "").await.len(), 3);
    let second = town.person("ana").await.get(&format!("/events/{}", id(&made, 1))).await.ok();
    assert_eq!((&second["series"]["no"], &second["series"]["of"]), (&json!(2), &json!(3)));
    assert_eq!(second["register_until"], "2026-10-24T07:00:00Z");
    registers(&town.person("ana").await, &id(&made, 1)).await.ok();
    let third = town.person("ana").await.get(&format!("/events/{}", id(&made, 2))).await.ok();
    assert_eq!(third["room"]["taken"], 0, "places are counted for each");
}

#[tokio::test]
async fn a_preview_tells_the_dates_and_a_million_of_them_is_refused() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let ask = |rule: &str| json!({"starts": "2027-03-26T02:30", "ends": "2027-03-26T03:30", "time_zone": "Europe/Berlin", "rule": rule});
    let seen = ana.post("/event-series/preview", ask("FREQ=DAILY;COUNT=3")).await.ok();
    let day =
        |at: usize| (seen["dates"][at]["starts"].as_str().unwrap(), seen["dates"][at]["starts_at"].as_str().unwrap());
    assert_eq!(day(1), ("2027-03-27T02:30", "2027-03-27T01:30:00Z"));
    assert_eq!(day(2), ("2027-03-29T02:30", "2027-03-29T00:30:00Z"), "the wall is kept, the moment moves");
    assert_eq!(seen["skipped"], json!(["2027-03-28T02:30"]));
    let million = ana.post("/event-series/preview", ask("FREQ=DAILY;COUNT=1000000")).await;
    check(&million, expect!["422 series_too_long"]);
    check(&ana.post("/event-series/preview", ask("по вторникам")).await, expect!["422 rule: invalid"]);
    check(&series(&town, "FREQ=DAILY;COUNT=1000000", json!({})).await, expect!["422 series_too_long"]);
    check(&series(&town, "FREQ=DAILY;COUNT=3", json!({"ends": null})).await, expect!["422 ends: required"]);
    let foreign = planned(&town, "Чужая школа", json!({"host": town.org("school3").await})).await;
    let foreign = ana.post("/event-series", json!({"plan": foreign, "rule": "FREQ=DAILY;COUNT=2"})).await;
    check(&foreign, expect!["422 host: unknown"]);
}

#[tokio::test]
async fn a_change_goes_to_this_one_to_those_that_follow_or_to_all() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let made = series(&town, "FREQ=WEEKLY;COUNT=4", json!({})).await.ok();
    let save = async |at: usize, scope: &str, change: Value| {
        let page = head.get(&format!("/events/{}", id(&made, at))).await.ok();
        let mut plan = page["plan"].clone();
        change.as_object().unwrap().iter().for_each(|(field, value)| plan[field] = value.clone());
        let body = json!({"revision": page["revision"], "plan": plan, "scope": scope});
        head.put(&format!("/events/{}/series", id(&made, at)), body).await
    };
    let one = save(3, "this", json!({"title": "Итоговое занятие"})).await.ok();
    assert_eq!((&one["changed"], &one["page"]["title"]), (&json!(1), &json!("Итоговое занятие")));
    let moved = save(1, "following", json!({"starts": "2026-10-20T16:00", "ends": "2026-10-20T18:30"})).await.ok();
    assert_eq!((&moved["changed"], &moved["kept"]), (&json!(3), &json!([])));
    let now = fresh(&head, &made).await;
    assert_eq!(days(&now), ["10-12T15:00", "10-20T16:00", "10-27T16:00", "11-03T16:00"]);
    assert_eq!(now["events"][3]["ends"], "2026-11-03T18:30");
    assert_eq!(now["events"][3]["title"], "Итоговое занятие", "what was its own stays its own");
    let all = save(2, "all", json!({"place": "актовый зал", "room": {"capacity": 9}})).await.ok();
    assert_eq!(all["changed"], 4);
    let now = fresh(&head, &made).await;
    assert!(
        now["events"].as_array().unwrap().iter().all(|e| e["place"] == "актовый зал" && e["room"]["capacity"] == 9)
    );
    let stale = json!({"revision": 1, "plan": all["page"]["plan"], "scope": "all"});
    check(&head.put(&format!("/events/{}/series", id(&made, 2)), stale).await, expect!["409 version_conflict"]);
}

#[tokio::test]
async fn an_event_with_people_is_kept_and_named_until_it_is_called_off_with_a_letter() {
    let town = Town::new().await;
    let (head, ana) = (town.person("head").await, town.person("ana").await);
    let made = series(&town, "FREQ=WEEKLY;COUNT=4", json!({"room": {"capacity": 2}})).await.ok();
    head.post(&format!("/event-series/{}/publish", made["id"].as_str().unwrap()), json!({})).await.ok();
    registers(&ana, &id(&made, 2)).await.ok();
    registers(&town.person("ben").await, &id(&made, 2)).await.ok();
    let path = format!("/events/{}/series", id(&made, 1));
    let page = head.get(&format!("/events/{}", id(&made, 1))).await.ok();
    let mut plan = page["plan"].clone();
    plan["room"]["capacity"] = json!(1);
    let fewer = json!({"revision": page["revision"], "plan": plan, "scope": "following"});
    let fewer = head.put(&path, fewer).await.ok();
    assert_eq!((&fewer["changed"], &fewer["kept"][0]["why"]), (&json!(2), &json!("seats")));
    check(&ana.post(&format!("{path}/drop"), json!({"scope": "all"})).await, expect!["403 forbidden"]);
    let dropped = head.post(&format!("{path}/drop"), json!({"scope": "following"})).await.ok();
    assert_eq!(dropped["changed"], 2);
    let kept = &dropped["kept"][0];
    assert_eq!((&kept["why"], &kept["registered"]), (&json!("registered"), &json!(2)));
    assert_eq!(kept["event"]["id"], id(&made, 2));
    let states: Vec<String> = starts(&fresh(&head, &made).await).into_iter().map(|(_, state)| state).collect();
    assert_eq!(states, ["published", "cancelled", "published", "cancelled"]);
    let last = format!("/events/{}/series/drop", id(&made, 2));
    let silent = head.post(&last, json!({"scope": "this", "cancel_registered": true})).await;
    check(&silent, expect!["422 reason: required"]);
    let said = json!({"scope": "this", "cancel_registered": true, "reason": "Карантин"});
    assert_eq!(head.post(&last, said).await.ok()["changed"], 1);
    assert!(town.letters("ana@").await[0].text.contains("Карантин"));
}

#[tokio::test]
async fn drafts_of_a_series_disappear_and_the_last_takes_the_series_along() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let made = series(&town, "FREQ=WEEKLY;COUNT=3", json!({})).await.ok();
    check(&head.delete(&format!("/events/{}", id(&made, 0))).await, expect!["204"]);
    assert_eq!(days(&fresh(&head, &made).await).len(), 2);
    let gone = head.post(&format!("/events/{}/series/drop", id(&made, 1)), json!({"scope": "all"})).await.ok();
    assert_eq!(gone["changed"], 2);
    check(&head.get(&format!("/event-series/{}", made["id"].as_str().unwrap())).await, expect!["404 not_found"]);
    let alone = published(&town, "Семинар", json!({})).await;
    let nothing = head.post(&format!("/events/{alone}/series/drop"), json!({"scope": "all"})).await;
    check(&nothing, expect!["409 wrong_state"]);
}

#[tokio::test]
async fn a_month_of_the_yearly_plan_becomes_an_event_when_a_date_is_given() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let slot = json!({"starts": null, "ends": null, "month": "2027-03", "yearly": true, "room": {"capacity": 20}});
    let made = published(&town, "Неделя математики", slot).await;
    let listed = town.person("ana").await.get("/events?filter=planned").await.ok();
    let card = &listed["items"][0];
    assert_eq!((&card["month"], &card["slot"]), (&json!("2027-03"), &json!("март 2027, ежегодно")));
    check(&registers(&town.person("ana").await, &made).await, expect!["409 registration_closed"]);
    let page = head.get(&format!("/events/{made}")).await.ok();
    assert_eq!((&page["plan"]["slot"], &page["next_year"]), (&json!(""), &json!(null)));
    let mut plan = page["plan"].clone();
    plan["starts"] = json!("2027-03-15T10:00");
    plan["ends"] = json!("2027-03-15T12:00");
    let dated = head.put(&format!("/events/{made}"), json!({"revision": page["revision"], "plan": plan})).await.ok();
    assert_eq!((&dated["next_year"]["state"], &dated["starts"]), (&json!("draft"), &json!("2027-03-15T10:00")));
    let next = head.get(&format!("/events/{}", dated["next_year"]["id"].as_str().unwrap())).await.ok();
    assert_eq!((&next["month"], &next["starts"], &next["yearly"]), (&json!("2028-03"), &json!(null), &json!(true)));
    check(&registers(&town.person("ana").await, &made).await, expect!["201"]);
    check(
        &head.post("/events", planned(&town, "Плохой месяц", json!({"month": "март"})).await).await,
        expect!["422 month: invalid"],
    );
}

#[tokio::test]
async fn templates_are_offered_below_the_organisation_that_keeps_them() {
    let town = Town::new().await;
    let (head, mun, ana) = (town.person("head").await, town.person("mun").await, town.person("ana").await);
    let event = published(&town, "Открытый урок", json!({"kind": "open_lesson"})).await;
    let keep = |title: &str, org: Value| json!({"title": title, "event_id": event, "org_id": org});
    let school = json!(town.org("school6").await);
    let kept = head.post("/event-templates", keep("Урок школы № 6", school.clone())).await.ok();
    mun.post("/event-templates", keep("Урок района", json!(town.org("district").await))).await.ok();
    check(&head.post("/event-templates", keep("Всем", json!(null))).await, expect!["403 forbidden"]);
    check(&ana.post("/event-templates", keep("Моё", school)).await, expect!["403 forbidden"]);
    let offered = async |login: &str| {
        let list = town.person(login).await.get("/event-templates?kind=open_lesson").await.ok();
        list.as_array().unwrap().iter().map(|t| t["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(offered("ana").await, ["Урок района", "Урок школы № 6"]);
    assert_eq!(offered("lea").await, ["Урок района"]);
    assert!(offered("far").await.is_empty());
    let path = format!("/event-templates/{}", kept["id"].as_str().unwrap());
    check(&town.person("far").await.get(&path).await, expect!["404 not_found"]);
    let plan = ana.get(&path).await.ok()["plan"].clone();
    assert_eq!((&plan["starts"], &plan["link"], &plan["kind"]), (&json!(null), &json!(""), &json!("open_lesson")));
    check(&ana.post("/events", plan.clone()).await, expect!["201"]);
    check(&ana.put(&path, json!({"title": "Моё", "plan": plan})).await, expect!["403 forbidden"]);
    assert_eq!(head.put(&path, json!({"title": "Урок", "plan": plan})).await.ok()["title"], "Урок");
    check(&head.delete(&path).await, expect!["204"]);
}
