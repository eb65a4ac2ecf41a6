//! Calendars over HTTP.

mod agenda;
mod attendance;
mod feeds;
mod groups;
mod guests;
mod letters;
mod life;
mod places;
mod policy;
mod readers;
mod reminders;
mod rules;
mod series;
mod storm;
mod telling;
mod territory;
mod walls;

use kit::{Person, Town, Value, json};

/// A plan that may be published: a seminar of the sixth school in a week, in Yekaterinburg.
pub async fn plan(town: &Town, title: &str) -> Value {
    json!({
        "kind": "seminar",
        "title": title,
        "summary": "Разбираем задание 8: проценты.",
        "body": "Приходите с **тетрадями**.",
        "host": town.org("school6").await,
        "subjects": ["math"],
        "grades": [5],
        "programme": [{"minute": 0, "minutes": 30, "title": "Полоска", "who": "Анисимова"}],
        "starts": "2026-10-12T15:00",
        "ends": "2026-10-12T17:00",
        "time_zone": "Asia/Yekaterinburg",
        "place": "кабинет 12",
        "link": "https://meet.town.example/room",
        "level": "municipal",
        "audience": "network",
        "room": {"capacity": 2, "waiting": 2}
    })
}

/// The same with some fields changed.
pub async fn planned(town: &Town, title: &str, change: Value) -> Value {
    let mut plan = plan(town, title).await;
    for (field, value) in change.as_object().unwrap() {
        plan[field] = value.clone();
    }
    plan
}

/// An event of the head of the sixth school that its audience knows of, by id.
pub async fn published(town: &Town, title: &str, change: Value) -> String {
    let head = town.person("head").await;
    let made = head.post("/events", planned(town, title, change).await).await.ok();
    let id = made["id"].as_str().unwrap().to_owned();
    head.post(&format!("/events/{id}/publish"), json!({})).await.ok();
    id
}

/// Asks for a place.
pub async fn registers(person: &Person, event: &str) -> kit::Answer {
    person.post(&format!("/events/{event}/registrations"), json!({})).await
}

/// Titles of a list.
pub async fn titles(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&format!("/events?{query}")).await.ok();
    page["items"].as_array().unwrap().iter().map(|p| p["title"].as_str().unwrap().to_owned()).collect()
}
