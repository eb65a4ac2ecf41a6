//! Events that are there already: chosen for an item by name and date, and let go again.

use kit::{Person, Town, Value, check, expect, json};

use super::{pair, planned};
use crate::calendars;

async fn choices(by: &Person, pair: &str) -> Vec<(String, Value)> {
    let found = by.get(&format!("/pairings/{pair}/plan/events")).await.ok();
    let line = |one: &Value| (one["title"].as_str().unwrap().to_owned(), one["hosts"].clone());
    found.as_array().unwrap().iter().map(line).collect()
}

#[tokio::test]
async fn events_of_both_schools_that_one_knows_of_are_offered_the_nearest_first() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    assert_eq!(choices(&ana, &pair).await, [], "nobody holds anything yet");
    let far = town.person("far").await;
    far.post("/events", json!({"title": "Чужой", "host": town.org("school3").await})).await.ok();
    let head = town.person("head").await;
    head.post("/events", calendars::plan(&town, "Тайный").await).await.ok();
    let dates = json!({"starts": "2026-11-12T15:00", "ends": "2026-11-12T17:00"});
    calendars::published(&town, "Поздний", dates).await;
    let with = json!({"co_hosts": [town.org("school12").await]});
    let early = calendars::published(&town, "Ранний", with).await;
    let mine = json!({"title": "Без даты", "host": town.org("school6").await});
    ana.post("/events", mine).await.ok();
    let expected = [
        ("Ранний".to_owned(), json!(["mentor", "mentee"])),
        ("Поздний".to_owned(), json!(["mentor"])),
        ("Без даты".to_owned(), json!(["mentor"])),
    ];
    assert_eq!(choices(&ana, &pair).await, expected);
    let item = planned(&ana, &pair, json!({})).await;
    ana.post(&format!("/plan-items/{item}/event"), json!({"event_id": early})).await.ok();
    let found = ana.get(&format!("/pairings/{pair}/plan/events")).await.ok();
    assert_eq!((&found[0]["item_id"], &found[1]["item_id"]), (&json!(item), &Value::Null));
    head.post(&format!("/events/{early}/cancel"), json!({"reason": "Карантин"})).await.ok();
    assert_eq!(choices(&ana, &pair).await.len(), 2, "what was called off is not offered");
    check(&town.person("mun").await.get(&format!("/pairings/{pair}/plan/events")).await, expect!["403 forbidden"]);
    check(&far.get(&format!("/pairings/{pair}/plan/events")).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn an_item_lets_its_event_go_and_the_event_stays() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let item = planned(&ana, &pair, json!({})).await;
    let path = format!("/plan-items/{item}/event");
    let event = calendars::published(&town, "Семинар", json!({})).await;
    ana.post(&path, json!({"event_id": event})).await.ok();
    let free = lea.delete(&path).await.ok();
    assert_eq!((&free["event"], &free["state"], &free["revision"]), (&Value::Null, &json!("planned"), &json!(3)));
    assert_eq!(lea.delete(&path).await.ok()["revision"], 3, "twice is once");
    check(&ana.get(&format!("/events/{event}")).await, expect!["200"]);
    town.clock.set(calendars::AFTER.parse().unwrap());
    town.person("head").await.post(&format!("/events/{event}/hold"), json!({})).await.ok();
    town.settle().await;
    let ana = town.person("ana").await;
    assert_eq!(ana.get(&format!("/plan-items/{item}")).await.ok()["state"], "planned", "it is nothing to the item now");
    ana.post(&format!("/plan-items/{item}/done"), json!({"done_on": "2026-10-12"})).await.ok();
    check(&ana.delete(&path).await, expect!["409 wrong_state"]);
    check(&town.person("far").await.delete(&path).await, expect!["404 not_found"]);
}
