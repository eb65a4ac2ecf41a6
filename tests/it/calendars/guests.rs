//! People without an account who come to what is for everybody.

use chrono::TimeDelta;
use kit::{Answer, Person, Town, Value, check, expect, json};

use super::{published, registers};

fn open(change: Value) -> Value {
    let mut plan = json!({"audience": "everyone", "guests": true, "room": {"capacity": 1, "waiting": 5}});
    change.as_object().unwrap().iter().for_each(|(field, value)| plan[field] = value.clone());
    plan
}

async fn asks(stranger: &Person, event: &str, email: &str) -> Answer {
    let body = json!({"name": " Гость  Гостев ", "email": email, "about": "родитель", "consent": true});
    stranger.post(&format!("/open-events/{event}/guests"), body).await
}

/// The secret of the newest letter to an address.
async fn link(town: &Town, email: &str) -> String {
    let letters = town.letters(email).await;
    let line = letters.iter().find_map(|l| l.text.lines().find(|line| line.contains("/guest/")).map(str::to_owned));
    line.unwrap().rsplit('/').next().unwrap().to_owned()
}

async fn token(town: &Town, event: &str, email: &str) -> Value {
    asks(&town.stranger(), event, email).await.ok();
    json!({"token": link(town, email).await})
}

#[tokio::test]
async fn a_guest_proves_an_address_and_has_a_place_like_others() {
    let town = Town::new().await;
    let id = published(&town, "Открытый семинар", open(json!({}))).await;
    let stranger = town.stranger();
    let seen = stranger.get("/open-events/1").await.ok();
    assert_eq!((&seen["guests"], &seen["room"]["left"]), (&json!(true), &json!(1)));
    check(&asks(&stranger, "1", "guest@town.example").await, expect!["202"]);
    assert_eq!(
        stranger.get("/open-events/1").await.ok()["room"]["taken"],
        0,
        "an address that is not proved has no place"
    );
    let link = json!({"token": link(&town, "guest@").await});
    let place = stranger.post("/event-guests/confirm", link.clone()).await.ok();
    assert_eq!((&place["state"], &place["name"]), (&json!("confirmed"), &json!("Гость Гостев")));
    assert_eq!(place["link"], "https://meet.town.example/room");
    assert_eq!(stranger.post("/event-guests/confirm", link.clone()).await.ok()["state"], "confirmed", "twice is once");
    let letters = town.letters("guest@").await;
    assert_eq!(letters[0].subject, "Вы записаны: Открытый семинар");
    assert!(letters[0].enclosed.as_ref().unwrap().calendar.contains("METHOD:REQUEST"));
    let ana = town.person("ana").await;
    assert_eq!(registers(&ana, &id).await.ok()["state"], "waiting", "a guest counts as a seat");
    check(&stranger.post("/event-guests/cancel", link.clone()).await, expect!["204"]);
    assert_eq!(ana.get(&format!("/events/{id}")).await.ok()["my"]["state"], "confirmed");
    check(&stranger.post("/event-guests/show", link).await, expect!["410 link_expired"]);
}

#[tokio::test]
async fn guests_and_colleagues_stand_in_one_queue() {
    let town = Town::new().await;
    let id = published(&town, "Открытый семинар", open(json!({}))).await;
    let stranger = town.stranger();
    let mine = registers(&town.person("ana").await, &id).await.ok();
    let first = token(&town, &id, "first@town.example").await;
    let place = stranger.post("/event-guests/confirm", first.clone()).await.ok();
    assert_eq!((&place["state"], &place["position"], &place["link"]), (&json!("waiting"), &json!(1), &json!(null)));
    assert_eq!(registers(&town.person("ben").await, &id).await.ok()["position"], 2);
    let path = format!("/events/{id}/registrations/{}", mine["id"].as_str().unwrap());
    town.person("ana").await.delete(&path).await;
    assert_eq!(stranger.post("/event-guests/show", first).await.ok()["state"], "confirmed");
    assert_eq!(town.person("ben").await.get(&format!("/events/{id}")).await.ok()["my"]["position"], 1);
    let head = town.person("head").await;
    let list = head.get(&format!("/events/{id}/guests")).await.ok();
    assert_eq!((&list[0]["email"], &list[0]["about"]), (&json!("first@town.example"), &json!("родитель")));
    check(&town.person("ben").await.get(&format!("/events/{id}/guests")).await, expect!["403 forbidden"]);
    let guest = format!("/events/{id}/guests/{}", list[0]["id"].as_str().unwrap());
    check(&head.delete(&guest).await, expect!["204"]);
    assert_eq!(town.person("ben").await.get(&format!("/events/{id}")).await.ok()["my"]["state"], "confirmed");
    assert_eq!(town.letters("first@").await[0].subject, "Запись отменена: Открытый семинар");
}

#[tokio::test]
async fn nobody_learns_from_the_answers_who_is_registered_and_links_end() {
    let town = Town::new().await;
    let id = published(&town, "Открытый семинар", open(json!({}))).await;
    let stranger = town.stranger();
    let link = token(&town, &id, "guest@town.example").await;
    stranger.post("/event-guests/confirm", link.clone()).await.ok();
    check(&asks(&stranger, &id, "guest@town.example").await, expect!["202"]);
    assert_eq!(town.letters("guest@").await.len(), 2, "not more often than once a minute");
    town.clock.advance(TimeDelta::minutes(2));
    check(&asks(&stranger, &id, "GUEST@town.example ").await, expect!["202"]);
    assert_eq!(town.letters("guest@").await[0].subject, "Ваша запись: Открытый семинар");
    check(&stranger.post("/event-guests/show", link).await, expect!["410 link_expired"]);
    let late = token(&town, &id, "late@town.example").await;
    town.clock.advance(TimeDelta::hours(25));
    check(&stranger.post("/event-guests/confirm", late).await, expect!["410 link_expired"]);
    check(&stranger.post("/event-guests/confirm", json!({"token": "нет"})).await, expect!["410 link_expired"]);
    check(&asks(&stranger, &id, "не адрес").await, expect!["422 email: invalid"]);
    let silent = json!({"name": "Гость", "email": "a@town.example", "consent": false});
    check(&stranger.post(&format!("/open-events/{id}/guests"), silent).await, expect!["422 consent: required"]);
}

#[tokio::test]
async fn what_is_not_for_everybody_is_not_there_for_guests() {
    let town = Town::new().await;
    let stranger = town.stranger();
    let network = published(&town, "Для сети", json!({})).await;
    check(&stranger.get(&format!("/open-events/{network}")).await, expect!["404 not_found"]);
    check(&asks(&stranger, &network, "guest@town.example").await, expect!["404 not_found"]);
    let closed = published(&town, "Без гостей", json!({"audience": "everyone"})).await;
    assert_eq!(stranger.get(&format!("/open-events/{closed}")).await.ok()["guests"], false);
    check(&asks(&stranger, &closed, "guest@town.example").await, expect!["409 registration_closed"]);
    let open = published(&town, "С гостями", open(json!({}))).await;
    let link = token(&town, &open, "guest@town.example").await;
    town.person("head").await.post(&format!("/events/{open}/cancel"), json!({"reason": "нет"})).await.ok();
    check(&stranger.post("/event-guests/confirm", link).await, expect!["409 registration_closed"]);
}

#[tokio::test]
async fn guests_are_told_of_changes_reminded_and_forgotten_a_month_later() {
    let town = Town::new().await;
    let id = published(&town, "Открытый семинар", open(json!({}))).await;
    let stranger = town.stranger();
    let link = token(&town, &id, "guest@town.example").await;
    stranger.post("/event-guests/confirm", link).await.ok();
    let head = town.person("head").await;
    let page = head.get(&format!("/events/{id}")).await.ok();
    let mut plan = page["plan"].clone();
    plan["place"] = json!("актовый зал");
    head.put(&format!("/events/{id}"), json!({"revision": page["revision"], "plan": plan})).await.ok();
    let letter = &town.letters("guest@").await[0];
    assert!(letter.text.contains("Место было: кабинет 12.\nГде: актовый зал."), "{}", letter.text);
    town.clock.set("2026-10-11T10:30:00Z".parse().unwrap());
    assert_eq!(town.letters("guest@").await[0].subject, "Напоминание: Открытый семинар");
    town.clock.set("2026-10-12T10:30:00Z".parse().unwrap());
    let head = town.person("head").await;
    let guests = head.get(&format!("/events/{id}/guests")).await.ok();
    let came = format!("/events/{id}/guests/{}/attendance", guests[0]["id"].as_str().unwrap());
    check(&head.put(&came, json!({"present": true})).await, expect!["204"]);
    town.clock.set("2026-11-12T10:30:00Z".parse().unwrap());
    town.settle().await;
    let head = town.person("head").await;
    let guests = head.get(&format!("/events/{id}/guests")).await.ok();
    assert_eq!((&guests[0]["name"], &guests[0]["email"]), (&json!(""), &json!("")));
    assert!(guests[0]["attended_at"].is_string(), "that somebody came stays");
}
