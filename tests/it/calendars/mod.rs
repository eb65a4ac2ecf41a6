//! Calendars over HTTP.

mod after;
mod agenda;
mod attendance;
mod certificates;
mod dative;
mod feedback;
mod feeds;
mod groups;
mod guests;
mod join_log;
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
mod visits;
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

/// When the seminar of [`plan`] is over.
pub const AFTER: &str = "2026-10-12T13:00:00Z";

/// A seminar that is over: who came, for how many minutes, and who had a place and did not. Answers their registrations
/// in the same order.
pub async fn attended(
    town: &Town,
    change: Value,
    came: &[(&str, Option<i32>)],
    stayed_away: &[&str],
) -> (String, Vec<String>) {
    let mut wide = json!({"room": {"capacity": 50}});
    for (field, value) in change.as_object().unwrap() {
        wide[field] = value.clone();
    }
    let title = wide["title"].as_str().unwrap_or("Семинар").to_owned();
    let id = published(town, &title, wide).await;
    let mut rows = Vec::new();
    for login in came.iter().map(|(login, _)| login).chain(stayed_away) {
        let row = registers(&town.person(login).await, &id).await.ok();
        rows.push(row["id"].as_str().unwrap().to_owned());
    }
    town.settle().await;
    town.clock.set(AFTER.parse().unwrap());
    let mark = |(row, (_, minutes)): (&String, &(&str, Option<i32>))| json!({"registration_id": row, "method": "list", "at": "2026-10-12T10:05:00Z", "minutes": minutes});
    let marks: Vec<Value> = rows.iter().zip(came).map(mark).collect();
    let head = town.person("head").await;
    head.post(&format!("/events/{id}/attendance/marks"), json!({"marks": marks})).await.ok();
    (id, rows)
}
