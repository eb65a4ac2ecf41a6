//! Who came, whoever said so and however late; and what reports make of it.

use kit::{Person, Town, Value, check, expect, json};

use super::{published, registers};

/// An hour after the seminar of [`super::plan`] began.
const DURING: &str = "2026-10-12T11:00:00Z";

/// An event with a place for each of these; answers their registrations.
async fn gathered(town: &Town, change: Value, logins: &[&str]) -> (String, Vec<String>) {
    let id = published(town, "Семинар", change).await;
    let mut rows = Vec::new();
    for login in logins {
        let row = registers(&town.person(login).await, &id).await.ok();
        rows.push(row["id"].as_str().unwrap().to_owned());
    }
    (id, rows)
}

fn scan(registration: &str, at: &str) -> Value {
    json!({"registration_id": registration, "method": "scan", "at": at})
}

async fn marks(person: &Person, event: &str, marks: Value) -> kit::Answer {
    person.post(&format!("/events/{event}/attendance/marks"), json!({"marks": marks})).await
}

#[tokio::test]
async fn two_phones_without_a_line_scan_the_same_person_and_the_earliest_counts() {
    let town = Town::new().await;
    let wide = json!({"room": {"capacity": 10}, "co_hosts": [town.org("school12").await]});
    let (id, rows) = gathered(&town, wide, &["ana", "ben", "far"]).await;
    town.clock.set(DURING.parse().unwrap());
    let (head, mun) = (town.person("head").await, town.person("mun").await);
    let late = json!([scan(&rows[0], "2026-10-12T10:07:00Z"), scan(&rows[1], "2026-10-12T10:08:00Z")]);
    let outcome = marks(&head, &id, late.clone()).await.ok();
    assert_eq!((&outcome["accepted"], &outcome["known"]), (&json!(2), &json!(0)));
    let again = marks(&head, &id, late).await.ok();
    assert_eq!((&again["accepted"], &again["known"]), (&json!(0), &json!(2)), "sent twice, heard once");
    marks(&mun, &id, json!([scan(&rows[0], "2026-10-12T10:03:00Z")])).await.ok();
    let list = head.get(&format!("/events/{id}/attendance")).await.ok();
    let ana = &list.as_array().unwrap().iter().find(|row| row["registration_id"] == json!(rows[0])).unwrap();
    assert_eq!(ana["attended_at"], "2026-10-12T10:03:00Z");
    assert_eq!(ana["marks"].as_array().unwrap().len(), 2, "both are kept");
    assert_eq!(ana["marks"][0]["by"]["surname"], "Мунирова");
    let word = json!([{"registration_id": rows[0], "method": "list", "present": false, "at": "2026-10-12T10:30:00Z"}]);
    marks(&head, &id, word).await.ok();
    let list = head.get(&format!("/events/{id}/attendance")).await.ok();
    let ana = list.as_array().unwrap().iter().find(|row| row["registration_id"] == json!(rows[0])).unwrap().clone();
    assert_eq!(ana["attended_at"], json!(null), "the host's word on the list decides");
}

#[tokio::test]
async fn the_code_on_the_screen_changes_and_counts_for_those_who_have_a_place() {
    let town = Town::new().await;
    let (id, _) = gathered(&town, json!({}), &["ana", "ben", "lea"]).await;
    let path = format!("/events/{id}/attendance");
    let early = town.person("head").await.post(&format!("{path}/code"), json!({})).await;
    check(&early, expect!["409 wrong_state"]);
    town.clock.set(DURING.parse().unwrap());
    let (head, ana) = (town.person("head").await, town.person("ana").await);
    let shown = head.post(&format!("{path}/code"), json!({})).await.ok();
    let code = shown["code"].as_str().unwrap().to_owned();
    assert_eq!((code.len(), shown["until"].as_str()), (7, Some("2026-10-12T11:00:30Z")));
    check(&ana.post(&format!("{path}/code"), json!({})).await, expect!["403 forbidden"]);
    check(&ana.post(&path, json!({"code": "000000"})).await, expect!["422 code: invalid"]);
    check(&ana.post(&path, json!({"code": code.to_lowercase()})).await, expect!["204"]);
    check(&ana.post(&path, json!({"code": code})).await, expect!["204"]);
    let waiting = town.person("lea").await.post(&path, json!({"code": code})).await;
    check(&waiting, expect!["409 wrong_state"]);
    check(&town.person("far").await.post(&path, json!({"code": code})).await, expect!["409 wrong_state"]);
    town.clock.advance(chrono::TimeDelta::seconds(100));
    let sent_home = town.person("ben").await.post(&path, json!({"code": code})).await;
    check(&sent_home, expect!["422 code: invalid"]);
    let list = head.get(&path).await.ok();
    let came: Vec<_> = list.as_array().unwrap().iter().map(|row| !row["attended_at"].is_null()).collect();
    assert_eq!(came, [true, false]);
}

#[tokio::test]
async fn marks_are_the_hosts_and_of_their_own_event_and_time() {
    let town = Town::new().await;
    let (id, rows) = gathered(&town, json!({"room": {"capacity": 1, "waiting": 1}}), &["ana", "ben"]).await;
    let (_, foreign) = gathered(&town, json!({}), &["far"]).await;
    let before = marks(&town.person("head").await, &id, json!([scan(&rows[0], "2026-10-05T04:00:00Z")])).await;
    check(&before, expect!["409 wrong_state"]);
    town.clock.set(DURING.parse().unwrap());
    let head = town.person("head").await;
    let all = json!([scan(&rows[0], DURING), scan(&rows[1], DURING), scan(&foreign[0], DURING)]);
    let outcome = marks(&head, &id, all).await.ok();
    assert_eq!((&outcome["accepted"], &outcome["refused"]), (&json!(1), &json!([rows[1], foreign[0]])));
    let ana = town.person("ana").await;
    check(&marks(&ana, &id, json!([scan(&rows[0], DURING)])).await, expect!["403 forbidden"]);
    check(&ana.get(&format!("/events/{id}/attendance")).await, expect!["403 forbidden"]);
    let future = marks(&head, &id, json!([scan(&rows[0], "2026-10-12T12:00:00Z")])).await;
    check(&future, expect!["422 marks[0].at: invalid"]);
    let code = json!([{"registration_id": rows[0], "method": "code", "at": DURING}]);
    check(&marks(&head, &id, code).await, expect!["422 marks[0].method: invalid"]);
}

#[tokio::test]
async fn coverage_counts_people_of_schools_and_hours_are_ones_own() {
    let town = Town::new().await;
    let (id, rows) = gathered(&town, json!({"room": {"capacity": 10}}), &["ana", "ben", "lea"]).await;
    town.clock.set(DURING.parse().unwrap());
    let head = town.person("head").await;
    let came = json!([
        {"registration_id": rows[0], "method": "list", "at": DURING, "minutes": 90},
        {"registration_id": rows[2], "method": "list", "at": DURING},
    ]);
    marks(&head, &id, came).await.ok();
    let path = format!("/organisations/{}/event-coverage", town.org("district").await);
    check(&head.get(&path).await, expect!["403 forbidden"]);
    let mun = town.person("mun").await;
    let rows = mun.get(&path).await.ok();
    let line = |row: &Value| {
        let number = |field: &str| row[field].as_i64().unwrap();
        (
            row["school"]["short_name"].as_str().unwrap().to_owned(),
            [number("people"), number("took_part"), number("percent"), number("minutes")],
        )
    };
    let lines: Vec<_> = rows.as_array().unwrap().iter().map(line).collect();
    let expected =
        [("МБОУ ООШ № 12 п. Малый Увал".to_owned(), [2, 1, 50, 120]), ("МБОУ СОШ № 6".to_owned(), [4, 1, 25, 90])];
    assert_eq!(lines, expected);
    assert_eq!(mun.get(&format!("{path}?subject=russian")).await.ok()[1]["took_part"], 0);
    // Of those who hold a role: Ana teaches, the head does not and did not come.
    let of = async |role: &str| {
        let rows = mun.get(&format!("{path}?role={role}")).await.ok();
        [&rows[1]["people"], &rows[1]["took_part"]].map(|number| number.as_i64().unwrap())
    };
    assert_eq!((of("teacher").await, of("school_head").await), ([2, 1], [1, 0]));
    assert_eq!(mun.get(&format!("{path}?role=chief")).await.status, 422);
    let book = mun.get(&format!("{path}/xlsx")).await;
    assert_eq!(book.status, 200);
    let hours = town.person("ana").await.get("/me/event-hours").await.ok();
    assert_eq!(hours, json!({"events": 1, "minutes": 90}));
    assert_eq!(town.person("ben").await.get("/me/event-hours").await.ok(), json!({"events": 0, "minutes": 0}));
}
