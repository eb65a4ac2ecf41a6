//! What becomes of items: events, visits, documents; what is held, signed or published closes them, what is called off
//! lets them go.

use kit::{Person, Town, Value, check, expect, json};

use super::{pair, planned};
use crate::{
    calendars,
    files::{id, upload},
    practices::{life::experts, passport, reviewed},
};

async fn item(person: &Person, id: &str) -> Value {
    person.get(&format!("/plan-items/{id}")).await.ok()
}

/// The draft of an item's event, written to the end and published by whoever began it; answers its id.
async fn published(town: &Town, by: &Person, event: &str) -> String {
    let page = by.get(&format!("/events/{event}")).await.ok();
    let mut plan = calendars::plan(town, page["title"].as_str().unwrap()).await;
    for (field, value) in [("level", json!("school")), ("audience", json!("places"))] {
        plan[field] = value;
    }
    plan["places"] = json!([town.org("school6").await, town.org("school12").await]);
    plan["co_hosts"] = json!([town.org("school12").await]);
    by.put(&format!("/events/{event}"), json!({"revision": page["revision"], "plan": plan})).await.ok();
    by.post(&format!("/events/{event}/publish"), json!({})).await.ok();
    event.to_owned()
}

#[tokio::test]
async fn an_item_becomes_a_draft_of_an_event_and_closes_itself_when_that_is_held() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let skill = ana.get("/skills?subject=math&grade=5&q=проценты").await.ok()["items"][0]["id"].clone();
    let seminar = planned(&ana, &pair, json!({"form": "workshop", "skills": [skill]})).await;
    let made = ana.post(&format!("/plan-items/{seminar}/event"), json!({})).await.ok();
    assert_eq!(made["event"]["state"], "draft");
    let event = made["event"]["id"].as_str().unwrap().to_owned();
    let page = ana.get(&format!("/events/{event}")).await.ok();
    assert_eq!((&page["title"], &page["kind"]), (&json!("Семинар по процентам"), &json!("master_class")));
    assert_eq!(page["summary"], "Разобрать задание 8");
    let text = page.to_string();
    for said in [town.org("school6").await, town.org("school12").await, skill.as_str().unwrap().to_owned()] {
        assert!(text.contains(&said), "{said}: {text}");
    }
    assert!(text.contains("\"subjects\":[\"math\"]") && text.contains("\"grades\":[5]"), "{text}");
    assert!(text.contains(&format!("/pairings/{pair}")), "{text}");
    // It is one event already.
    check(&ana.post(&format!("/plan-items/{seminar}/event"), json!({})).await, expect!["409 already_exists"]);
    check(&ana.post(&format!("/plan-items/{seminar}/visit"), json!({})).await, expect!["409 already_exists"]);
    published(&town, &ana, &event).await;
    town.settle().await;
    assert_eq!(item(&ana, &seminar).await["state"], "planned");
    let lea = town.person("lea").await;
    let place = calendars::registers(&lea, &event).await.ok();
    town.clock.set(calendars::AFTER.parse().unwrap());
    let ana = town.person("ana").await;
    let mark = json!({"registration_id": place["id"], "method": "list", "at": "2026-10-12T10:05:00Z", "minutes": 120});
    ana.post(&format!("/events/{event}/attendance/marks"), json!({"marks": [mark]})).await.ok();
    ana.post(&format!("/events/{event}/hold"), json!({})).await.ok();
    town.settle().await;
    let closed = item(&ana, &seminar).await;
    assert_eq!((&closed["state"], &closed["done_on"]), (&json!("done"), &json!("2026-10-12")));
    assert_eq!((&closed["minutes"], &closed["present"], &closed["done_by"]), (&json!(120), &json!(1), &Value::Null));
    assert_eq!(closed["event"]["state"], "held");
}

#[tokio::test]
async fn an_event_that_is_called_off_or_thrown_away_leaves_the_item_free() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let seminar = planned(&ana, &pair, json!({"form": "workshop"})).await;
    let path = format!("/plan-items/{seminar}/event");
    let first = ana.post(&path, json!({})).await.ok()["event"]["id"].as_str().unwrap().to_owned();
    check(&ana.delete(&format!("/events/{first}")).await, expect!["204"]);
    // A draft leaves no word in the feed: the page says that it is gone.
    let gone = item(&ana, &seminar).await;
    assert_eq!((&gone["event"]["id"], &gone["event"]["state"]), (&json!(first), &Value::Null));
    let second = ana.post(&path, json!({})).await.ok()["event"]["id"].as_str().unwrap().to_owned();
    assert_ne!(first, second);
    published(&town, &ana, &second).await;
    ana.post(&format!("/events/{second}/cancel"), json!({"reason": "Карантин"})).await.ok();
    town.settle().await;
    let free = item(&ana, &seminar).await;
    assert_eq!((&free["event"], &free["state"]), (&Value::Null, &json!("planned")));
    let third = ana.post(&path, json!({})).await.ok()["event"]["id"].as_str().unwrap().to_owned();
    assert_ne!(second, third);
}

#[tokio::test]
async fn an_event_that_is_there_closes_the_item_too_unless_it_is_foreign() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let seminar = planned(&ana, &pair, json!({})).await;
    let path = format!("/plan-items/{seminar}/event");
    let far = town.person("far").await;
    let theirs = json!({"title": "Чужой семинар", "host": town.org("school3").await});
    let theirs = far.post("/events", theirs).await.ok()["id"].clone();
    // Of our school, and a draft of the head that Ana does not know of.
    let head = town.person("head").await;
    let hidden = head.post("/events", calendars::plan(&town, "Тайный").await).await.ok()["id"].clone();
    for event in [theirs, hidden, json!("0190b0f4-7b2a-7c3d-8e4f-0123456789ab")] {
        check(&ana.post(&path, json!({"event_id": event})).await, expect!["422 event_id: unknown"]);
    }
    let ours = calendars::published(&town, "Наш семинар", json!({})).await;
    let tied = ana.post(&path, json!({"event_id": ours})).await.ok();
    assert_eq!(tied["event"]["state"], "published");
    town.clock.set(calendars::AFTER.parse().unwrap());
    let head = town.person("head").await;
    head.post(&format!("/events/{ours}/hold"), json!({})).await.ok();
    town.settle().await;
    let ana = town.person("ana").await;
    assert_eq!(item(&ana, &seminar).await["state"], "done");
    let other = planned(&ana, &pair, json!({"title": "Второй"})).await;
    let held = ana.post(&format!("/plan-items/{other}/event"), json!({"event_id": ours})).await;
    check(&held, expect!["422 event_id: invalid"]);
}

#[tokio::test]
async fn only_the_school_one_belongs_to_holds_the_event() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let lea = town.person("lea").await;
    let seminar = planned(&lea, &pair, json!({})).await;
    let path = format!("/plan-items/{seminar}/event");
    check(&lea.post(&path, json!({"host": "mentor"})).await, expect!["422 host: unknown"]);
    let event = lea.post(&path, json!({})).await.ok()["event"]["id"].as_str().unwrap().to_owned();
    let page = lea.get(&format!("/events/{event}")).await.ok();
    assert_eq!(page["host"]["id"], json!(town.org("school12").await));
}

#[tokio::test]
async fn a_link_or_a_file_is_the_document_and_closes_the_item() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let cards = planned(&ana, &pair, json!({"form": "materials", "title": "Карточки"})).await;
    let path = format!("/plan-items/{cards}/materials");
    check(&ana.post(&format!("/plan-items/{cards}/event"), json!({})).await, expect!["409 wrong_state"]);
    check(&ana.post(&path, json!({})).await, expect!["422 files: required"]);
    check(&ana.post(&path, json!({"link": "javascript:alert(1)"})).await, expect!["422 link: invalid"]);
    let file = id(&upload(&ana, "карточки.txt", "проценты".as_bytes()).await);
    // Of somebody else it is not there.
    check(&lea.post(&path, json!({"files": [file]})).await, expect!["422 files[0]: unknown"]);
    let done =
        ana.post(&path, json!({"files": [file], "link": "https://school6.example/cards", "minutes": 30})).await.ok();
    assert_eq!(
        (&done["state"], &done["minutes"], &done["done_on"]),
        (&json!("done"), &json!(30), &json!("2026-10-05"))
    );
    assert_eq!(done["files"][0]["name"], "карточки.txt");
    // Both schools read it, nobody else does.
    check(&lea.get(&format!("/files/{file}")).await, expect!["200"]);
    check(&town.person("ben").await.get(&format!("/files/{file}")).await, expect!["404 not_found"]);
    check(&town.stranger().get(&format!("/files/{file}")).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn a_practice_closes_the_item_when_it_is_published() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let cards = planned(&ana, &pair, json!({"form": "materials", "title": "Полоска"})).await;
    let path = format!("/plan-items/{cards}/materials");
    let begun = ana.post(&path, json!({"practice": true})).await.ok();
    let practice = begun["practice_id"].as_str().unwrap().to_owned();
    assert_eq!(begun["state"], "planned");
    check(&ana.post(&path, json!({"practice": true})).await, expect!["409 already_exists"]);
    let work = ana.get(&format!("/practices/{practice}/draft")).await.ok();
    let save = json!({"revision": work["revision"], "passport": passport("Полоска")});
    ana.put(&format!("/practices/{practice}/draft"), save).await.ok();
    ana.post(&format!("/practices/{practice}/submit"), json!({"level": "municipal"})).await.ok();
    experts(&town, &["lea", "mo"]).await;
    reviewed(&town, &practice).await;
    town.settle().await;
    assert_eq!(item(&ana, &cards).await["state"], "done");
}
