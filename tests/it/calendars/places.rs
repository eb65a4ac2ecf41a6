//! Places, queues, and who may know where one connects.

use chrono::TimeDelta;
use kit::{Town, check, expect, json};

use super::{published, registers};

#[tokio::test]
async fn places_go_in_order_and_a_place_given_back_goes_to_the_head_of_the_queue() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    let path = format!("/events/{id}");
    let mut taken = Vec::new();
    for login in ["ana", "ben", "lea", "mo"] {
        let person = town.person(login).await;
        let row = registers(&person, &id).await.ok();
        taken.push((person, row));
    }
    let states: Vec<_> =
        taken.iter().map(|(_, row)| (row["state"].as_str().unwrap(), row["position"].as_u64())).collect();
    assert_eq!(states, [("confirmed", None), ("confirmed", None), ("waiting", Some(1)), ("waiting", Some(2))]);
    check(&registers(&town.person("far").await, &id).await, expect!["409 no_places"]);
    check(&registers(&taken[0].0, &id).await, expect!["409 already_registered"]);
    let mine = taken[0].1["id"].as_str().unwrap();
    check(&taken[1].0.delete(&format!("{path}/registrations/{mine}")).await, expect!["404 not_found"]);
    check(&taken[0].0.delete(&format!("{path}/registrations/{mine}")).await, expect!["204"]);
    check(&taken[0].0.delete(&format!("{path}/registrations/{mine}")).await, expect!["409 wrong_state"]);
    assert_eq!(taken[2].0.get(&path).await.ok()["my"]["state"], "confirmed");
    let fourth = taken[3].0.get(&path).await.ok();
    assert_eq!((&fourth["my"]["state"], &fourth["my"]["position"]), (&json!("waiting"), &json!(1)));
    let seats = json!({"capacity": 2, "taken": 2, "left": 0, "waiting": 1, "waiting_limit": 2, "kept": 0});
    assert_eq!(fourth["room"], seats);
    check(&registers(&taken[0].0, &id).await, expect!["201"]);
}

#[tokio::test]
async fn more_places_let_the_queue_in_and_fewer_than_taken_are_refused() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    for login in ["ana", "ben", "lea"] {
        registers(&town.person(login).await, &id).await.ok();
    }
    let head = town.person("head").await;
    let page = head.get(&format!("/events/{id}")).await.ok();
    let save = |capacity: i32, revision: i64| {
        let mut plan = page["plan"].clone();
        plan["room"]["capacity"] = json!(capacity);
        json!({"revision": revision, "plan": plan})
    };
    let revision = page["revision"].as_i64().unwrap();
    let fewer = head.put(&format!("/events/{id}"), save(1, revision)).await;
    check(&fewer, expect!["422 room.capacity: taken"]);
    let more = head.put(&format!("/events/{id}"), save(5, revision)).await.ok();
    assert_eq!((&more["room"]["taken"], &more["room"]["waiting"]), (&json!(3), &json!(0)));
    let mut plan = more["plan"].clone();
    plan["room"] = json!(null);
    plan["online"] = json!({});
    let gone = head.put(&format!("/events/{id}"), json!({"revision": more["revision"], "plan": plan})).await;
    check(&gone, expect!["422 room: taken"]);
}

#[tokio::test]
async fn the_room_and_the_line_are_counted_apart() {
    let town = Town::new().await;
    let id = published(&town, "Вебинар", json!({"room": {"capacity": 1, "waiting": 0}, "online": {}})).await;
    let path = format!("/events/{id}/registrations");
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    check(&ana.post(&path, json!({})).await, expect!["422 way: required"]);
    check(&ana.post(&path, json!({"way": "room"})).await, expect!["201"]);
    check(&ben.post(&path, json!({"way": "room"})).await, expect!["409 no_places"]);
    check(&ben.post(&path, json!({"way": "online"})).await, expect!["201"]);
    let page = ben.get(&format!("/events/{id}")).await.ok();
    assert_eq!((&page["room"]["left"], &page["online"]["left"]), (&json!(0), &json!(null)));
}

#[tokio::test]
async fn where_one_connects_is_told_to_those_who_have_a_place() {
    let town = Town::new().await;
    let id = published(&town, "Вебинар", json!({"room": null, "online": {"capacity": 1}})).await;
    let path = format!("/events/{id}");
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let before = ana.get(&path).await.ok();
    assert_eq!((&before["link"], &before["has_link"]), (&json!(null), &json!(true)));
    registers(&ana, &id).await.ok();
    registers(&ben, &id).await.ok();
    assert_eq!(ana.get(&path).await.ok()["link"], "https://meet.town.example/room");
    assert_eq!(ben.get(&path).await.ok()["link"], json!(null), "who waits has no place yet");
    let list = ben.get("/events").await;
    assert!(!list.text.contains("meet.town.example"));
    assert_eq!(town.person("head").await.get(&path).await.ok()["link"], "https://meet.town.example/room");
}

#[tokio::test]
async fn registration_ends_with_its_deadline_and_asks_for_the_role() {
    let town = Town::new().await;
    let only = json!({"register_until": "2026-10-10T12:00", "roles": ["school_head", "teacher"]});
    let id = published(&town, "Для учителей", only).await;
    check(&registers(&town.person("mo").await, &id).await, expect!["403 not_invited"]);
    check(&registers(&town.person("pen").await, &id).await, expect!["404 not_found"]);
    check(&registers(&town.person("ana").await, &id).await, expect!["201"]);
    town.clock.set("2026-10-10T07:00:00Z".parse().unwrap());
    check(&registers(&town.person("ben").await, &id).await, expect!["409 registration_closed"]);
    let head = town.person("head").await;
    let written = json!({"person_id": town.id("ben").await});
    check(&head.post(&format!("/events/{id}/registrations"), written).await, expect!["201"]);
    town.clock.advance(TimeDelta::days(3));
    check(&registers(&town.person("far").await, &id).await, expect!["409 registration_closed"]);
}

#[tokio::test]
async fn a_head_registers_teachers_of_their_own_school_only() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    let path = format!("/events/{id}/registrations");
    let farhead = town.person("farhead").await;
    let sent = farhead.post(&path, json!({"person_id": town.id("far").await})).await.ok();
    assert_eq!((&sent["state"], &sent["by"]["surname"]), (&json!("confirmed"), &json!("Дальний")));
    assert_eq!(sent["school"]["short_name"], "МКОУ СОШ № 3");
    let foreign = farhead.post(&path, json!({"person_id": town.id("ana").await})).await;
    check(&foreign, expect!["422 person_id: unknown"]);
    let colleague = town.person("ben").await.post(&path, json!({"person_id": town.id("ana").await})).await;
    check(&colleague, expect!["422 person_id: unknown"]);
    check(&farhead.get(&path).await, expect!["403 forbidden"]);
    let id = sent["id"].as_str().unwrap();
    check(&farhead.delete(&format!("{path}/{id}")).await, expect!["204"]);
}

#[tokio::test]
async fn the_host_decides_where_approval_is_asked_for() {
    let town = Town::new().await;
    let id = published(&town, "Стажировка", json!({"registration": "approval"})).await;
    let path = format!("/events/{id}/registrations");
    let head = town.person("head").await;
    let mut rows = Vec::new();
    for login in ["ana", "ben", "lea"] {
        let row = registers(&town.person(login).await, &id).await.ok();
        assert_eq!(row["state"], "applied");
        rows.push(row["id"].as_str().unwrap().to_owned());
    }
    assert_eq!(head.get(&format!("/events/{id}")).await.ok()["room"]["taken"], 0);
    let decide = |row: &str| format!("{path}/{row}/decide");
    check(&town.person("ana").await.post(&decide(&rows[0]), json!({"accept": true})).await, expect!["403 forbidden"]);
    assert_eq!(head.post(&decide(&rows[0]), json!({"accept": true})).await.ok()["state"], "confirmed");
    assert_eq!(head.post(&decide(&rows[1]), json!({"accept": false})).await.ok()["state"], "rejected");
    check(&head.post(&decide(&rows[1]), json!({"accept": true})).await, expect!["409 wrong_state"]);
    let list = head.get(&format!("{path}?state=applied")).await.ok();
    assert_eq!(list["items"].as_array().unwrap().len(), 1);
    check(&registers(&town.person("ben").await, &id).await, expect!["201"]);
}

#[tokio::test]
async fn open_pages_hear_how_many_places_are_left() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    let draft = town.person("head").await.post("/events", super::plan(&town, "Черновик").await).await.ok();
    let mut socket = town.person("lea").await.watches(&format!("event:{id}")).await;
    registers(&town.person("ana").await, &id).await.ok();
    let frame = socket.event("event_seats").await;
    assert_eq!((&frame["data"]["room"]["left"], &frame["data"]["room"]["taken"]), (&json!(1), &json!(1)));
    assert!(!frame.to_string().contains("Анисимова"));
    let mut other = town.person("lea").await.connects().await;
    let answer = other.subscribe(&[&format!("event:{}", draft["id"].as_str().unwrap())], None).await;
    assert_eq!(answer["refused"][0]["code"], "not_found");
}
