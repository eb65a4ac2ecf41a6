//! From a draft to what was held.

use chrono::TimeDelta;
use kit::{Town, check, expect, json};

use super::{plan, planned, published, registers, titles};

#[tokio::test]
async fn a_draft_is_for_its_owner_and_the_heads_of_the_host() {
    let town = Town::new().await;
    let (ana, head) = (town.person("ana").await, town.person("head").await);
    let made = ana.post("/events", planned(&town, "Замысел", json!({"level": "school"})).await).await.ok();
    let path = format!("/events/{}", made["id"].as_str().unwrap());
    assert_eq!((made["state"].as_str(), made["number"].as_i64()), (Some("draft"), None));
    for login in ["ben", "lea", "far", "mun"] {
        check(&town.person(login).await.get(&path).await, expect!["404 not_found"]);
        assert!(titles(&town.person(login).await, "filter=drafts").await.is_empty());
    }
    assert_eq!(titles(&head, "filter=drafts").await, ["Замысел"]);
    assert!(titles(&ana, "").await.is_empty(), "a draft is not on the agenda");
    ana.post(&format!("{path}/publish"), json!({})).await.ok();
    assert_eq!(titles(&town.person("far").await, "").await, ["Замысел"]);
    check(&ana.delete(&path).await, expect!["409 wrong_state"]);
}

#[tokio::test]
async fn what_goes_beyond_the_school_is_published_by_those_who_lead_it() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let made = ana.post("/events", plan(&town, "Семинар").await).await.ok();
    let path = format!("/events/{}/publish", made["id"].as_str().unwrap());
    check(&ana.post(&path, json!({})).await, expect!["403 forbidden"]);
    let shown = town.person("head").await.post(&path, json!({})).await.ok();
    assert_eq!((shown["number"].as_i64(), shown["path"].as_str()), (Some(1), Some("/e/1")));
    let page = town.person("lea").await.get("/events/1").await.ok();
    assert_eq!(page["html"], "<p>Приходите с <strong>тетрадями</strong>.</p>\n");
    assert_eq!(page["can"]["edit"], false);
    assert_eq!(page["plan"], json!(null));
}

#[tokio::test]
async fn each_kind_says_what_it_needs_before_others_hear_of_it() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let kinds = head.get("/event-kinds").await.ok();
    assert_eq!(kinds.as_array().unwrap().len(), 12);
    let bare = json!({"kind": "open_lesson", "host": town.org("school6").await, "audience": "places"});
    let made = head.post("/events", bare).await.ok();
    let path = format!("/events/{}/publish", made["id"].as_str().unwrap());
    check(
        &head.post(&path, json!({})).await,
        expect![
            "422 title: required, summary: required, starts: required, places: required, subjects: required, grades: required"
        ],
    );
}

#[tokio::test]
async fn wrong_plans_are_refused_field_by_field() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let wrong = json!({
        "starts": "2026-02-31T10:00", "time_zone": "Europe/Urupinsk", "link": "javascript:alert(1)", "grades": [13],
        "subjects": ["магия"], "room": {"capacity": 0}, "association": town.org("school6").await
    });
    check(
        &head.post("/events", planned(&town, "Так нельзя", wrong).await).await,
        expect![
            "422 link: invalid, subjects[0]: unknown, grades[0]: invalid, room.capacity: invalid, time_zone: unknown, association: unknown"
        ],
    );
    for (starts, ends) in [("2026-02-31T10:00", "2026-03-01T10:00"), ("завтра", "2026-03-01T10:00")] {
        let sent = planned(&town, "Дата", json!({"starts": starts, "ends": ends})).await;
        check(&head.post("/events", sent).await, expect!["422 starts: invalid"]);
    }
    let backwards = planned(&town, "Назад", json!({"ends": "2026-10-12T14:00"})).await;
    check(&head.post("/events", backwards).await, expect!["422 ends: invalid"]);
    let foreign = planned(&town, "Чужая школа", json!({"host": town.org("school3").await})).await;
    check(&head.post("/events", foreign).await, expect!["422 host: unknown"]);
}

#[tokio::test]
async fn of_two_who_save_at_once_the_later_hears_of_the_other() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let id = published(&town, "Семинар", json!({})).await;
    let page = head.get(&format!("/events/{id}")).await.ok();
    let revision = page["revision"].as_i64().unwrap();
    let mut plan = page["plan"].clone();
    plan["title"] = json!("Семинар с чаем");
    let save = json!({"revision": revision, "plan": plan});
    let saved = head.put(&format!("/events/{id}"), save.clone()).await.ok();
    assert_eq!(saved["title"], "Семинар с чаем");
    let late = head.put(&format!("/events/{id}"), save).await;
    check(&late, expect!["409 version_conflict"]);
    assert_eq!(late.json()["current"]["title"], "Семинар с чаем");
    plan["title"] = json!("");
    let emptied = json!({"revision": revision + 1, "plan": plan});
    check(&head.put(&format!("/events/{id}"), emptied).await, expect!["422 title: required"]);
}

#[tokio::test]
async fn postponed_needs_a_new_date_and_keeps_its_participants() {
    let town = Town::new().await;
    let (head, ana) = (town.person("head").await, town.person("ana").await);
    let id = published(&town, "Семинар", json!({})).await;
    let path = format!("/events/{id}");
    registers(&ana, &id).await.ok();
    check(&head.post(&format!("{path}/postpone"), json!({"reason": " "})).await, expect!["422 reason: required"]);
    let postponed = head.post(&format!("{path}/postpone"), json!({"reason": "Карантин"})).await.ok();
    assert_eq!((postponed["state"].as_str(), postponed["reason"].as_str()), (Some("postponed"), Some("Карантин")));
    check(&registers(&town.person("ben").await, &id).await, expect!["409 registration_closed"]);
    let mut plan = postponed["plan"].clone();
    plan["starts"] = json!("2026-10-26T15:00");
    plan["ends"] = json!("2026-10-26T17:00");
    head.put(&path, json!({"revision": postponed["revision"], "plan": plan})).await.ok();
    let again = head.post(&format!("{path}/publish"), json!({})).await.ok();
    assert_eq!((again["state"].as_str(), again["number"].as_i64()), (Some("published"), Some(1)));
    assert_eq!(ana.get(&path).await.ok()["my"]["state"], "confirmed");
}

#[tokio::test]
async fn it_is_held_after_it_began_and_nothing_changes_once_closed() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    let path = format!("/events/{id}");
    let head = town.person("head").await;
    check(&head.post(&format!("{path}/hold"), json!({})).await, expect!["409 wrong_state"]);
    town.clock.advance(TimeDelta::days(8));
    let head = town.person("head").await;
    assert!(titles(&head, "").await.is_empty());
    assert_eq!(titles(&head, "past=true").await, ["Семинар"]);
    head.post(&format!("{path}/hold"), json!({})).await.ok();
    head.post(&format!("{path}/close"), json!({})).await.ok();
    check(&head.post(&format!("{path}/cancel"), json!({"reason": "поздно"})).await, expect!["409 wrong_state"]);
}

#[tokio::test]
async fn a_copy_is_a_draft_of_ones_own_without_dates() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    let lea = town.person("lea").await;
    let copy = lea.post(&format!("/events/{id}/copy"), json!({})).await.ok();
    assert_eq!((copy["state"].as_str(), copy["title"].as_str()), (Some("draft"), Some("Семинар")));
    assert_eq!(copy["plan"]["host"], json!(town.org("school12").await), "one's own school holds it");
    assert_eq!((&copy["plan"]["starts"], &copy["plan"]["link"]), (&json!(null), &json!("")));
    assert_eq!(copy["plan"]["programme"][0]["title"], "Полоска");
}
