//! What schools need help in.

use futures_util::future::join_all;
use kernel::Role;
use kit::{Town, Value, check, expect, json};
use pairings::{entity::schools::need, kinds::NeedState};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::{close, of, pair, skill, with, with_role};

fn need(theme: &str) -> Value {
    json!({"theme_kind": "subject", "theme": theme, "grade_from": 5, "grade_to": 6, "strength": 60, "priority": 1,
        "note": "Проценты", "skills": []})
}

/// A pair works on it.
async fn matched(town: &Town, id: &str) {
    let tx = town.app.begin().await.unwrap();
    let change =
        need::ActiveModel { id: Set(id.parse().unwrap()), state: Set(NeedState::Matched), ..Default::default() };
    change.update(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_school_or_its_coordinator_names_needs_in_the_order_of_urgency() {
    let town = Town::new().await;
    let (head, mun) = (town.person("head").await, town.person("mun").await);
    let path = of(&town, "school6", "/needs").await;
    let percent = skill(&town, 0).await;
    let maths =
        with(need("math"), json!({"priority": 2, "skills": [{"skill_id": percent, "share_done": 34, "pupils": 41}]}));
    let made = head.post(&path, maths).await.ok();
    assert_eq!((&made["source"], &made["state"], &made["revision"]), (&json!("school"), &json!("open"), &json!(1)));
    assert_eq!(made["theme"], json!({"kind": "subject", "theme": "math", "title": "Математика"}));
    assert_eq!((&made["skills"][0]["skill"]["id"], &made["skills"][0]["share_done"]), (&json!(percent), &json!(34)));
    let staff = json!({"theme_kind": "management", "theme": "staff", "strength": 40, "priority": 1});
    let staff = mun.post(&path, staff).await.ok();
    assert_eq!((&staff["source"], &staff["by"]["surname"]), (&json!("coordinator"), &json!("Мунирова")));
    check(&head.post(&path, need("math")).await, expect!["409 already_exists"]);
    let list = head.get(&path).await.ok();
    let themes: Vec<_> =
        list["items"].as_array().unwrap().iter().map(|n| n["theme"]["theme"].as_str().unwrap()).collect();
    assert_eq!(themes, ["staff", "math"]);
    assert_eq!((&list["suggested"], &list["can_edit"]), (&json!([]), &json!(true)));
    let themes = head.get("/pairing-themes").await.ok();
    let themes = themes.as_array().unwrap();
    assert!(themes.iter().any(|t| t["theme"] == "staff" && t["kind"] == "management"), "{themes:?}");
}

#[tokio::test]
async fn needs_that_make_no_sense_are_refused() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let path = of(&town, "school6", "/needs").await;
    let known = skill(&town, 0).await;
    let nothing = "0190b0f4-7b2a-7c3d-8e4f-0123456789ab";
    let table = [
        (json!({"theme": "alchemy"}), expect!["422 theme: unknown"]),
        (json!({"theme_kind": "management", "theme": "math"}), expect!["422 theme: unknown"]),
        (json!({"strength": 0, "priority": 4}), expect!["422 strength: invalid, priority: invalid"]),
        (json!({"strength": 101, "priority": 0}), expect!["422 strength: invalid, priority: invalid"]),
        (json!({"strength": i64::MAX}), expect!["422 strength: invalid"]),
        (json!({"grade_from": 7}), expect!["422 grade_to: invalid"]),
        (json!({"grade_from": 0}), expect!["422 grade_from: invalid"]),
        (json!({"grade_to": null}), expect!["422 grade_to: required"]),
        (json!({"note": "ё".repeat(2001)}), expect!["422 note: too_long"]),
        (
            json!({"skills": [{"skill_id": known, "share_done": 101, "pupils": 0}]}),
            expect![["422 skills[0].share_done: invalid, skills[0].pupils: invalid"]],
        ),
        (json!({"skills": [{"skill_id": known}, {"skill_id": known}]}), expect!["422 skills[1].skill_id: taken"]),
        (json!({"skills": [{"skill_id": nothing}]}), expect!["422 skills: unknown"]),
        (json!({"from_results": true}), expect!["422 from_results: unknown"]),
    ];
    for (change, expected) in table {
        check(&mun.post(&path, with(need("math"), change)).await, expected);
    }
    assert_eq!(mun.get(&path).await.ok()["items"], json!([]));
}

#[tokio::test]
async fn needs_are_changed_and_closed_and_what_a_pair_works_on_stays() {
    let town = Town::new().await;
    let (head, mun) = (town.person("head").await, town.person("mun").await);
    let path = of(&town, "school6", "/needs").await;
    let made = head.post(&path, need("math")).await.ok();
    let id = made["id"].as_str().unwrap();
    let one = format!("/needs/{id}");
    let saved = mun.put(&one, with(need("algebra"), json!({"revision": 1, "strength": 80}))).await.ok();
    assert_eq!((&saved["theme"]["theme"], &saved["revision"]), (&json!("algebra"), &json!(2)));
    let stale = head.put(&one, with(need("math"), json!({"revision": 1}))).await;
    check(&stale, expect!["409 version_conflict"]);
    let now = &stale.json()["current"];
    assert_eq!(
        (&now["strength"], &now["theme"]["theme"], &now["revision"]),
        (&json!(80), &json!("algebra"), &json!(2))
    );
    head.post(&path, need("russian")).await.ok();
    let doubled = head.put(&one, with(need("russian"), json!({"revision": 2}))).await;
    check(&doubled, expect!["409 already_exists"]);
    matched(&town, id).await;
    check(&head.post(&format!("{one}/close"), json!({"reason": "Передумали"})).await, expect!["409 wrong_state"]);
    check(&head.put(&one, with(need("math"), json!({"revision": 2}))).await, expect!["409 wrong_state"]);
    check(&head.put(&one, with(need("algebra"), json!({"revision": 2, "strength": 70}))).await, expect!["200"]);
    let other = head.get(&path).await.ok()["items"].as_array().unwrap().clone();
    let russian = other.iter().find(|n| n["theme"]["theme"] == "russian").unwrap()["id"].as_str().unwrap().to_owned();
    let shut = format!("/needs/{russian}/close");
    check(&head.post(&shut, json!({"reason": " "})).await, expect!["422 reason: required"]);
    let closed = head.post(&shut, json!({"reason": "Справились сами"})).await.ok();
    assert_eq!((&closed["state"], &closed["close_reason"]), (&json!("closed"), &json!("Справились сами")));
    check(&head.post(&shut, json!({"reason": "Ещё раз"})).await, expect!["409 wrong_state"]);
    check(&head.post(&path, need("russian")).await, expect!["201"]);
}

#[tokio::test]
async fn of_many_who_name_the_same_need_one_is_heard() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let path = of(&town, "school6", "/needs").await;
    let naming = (0..8).map(|_| {
        let (mun, path) = (mun.clone(), path.clone());
        async move { mun.post(&path, need("math")).await.summary() }
    });
    let mut answers = join_all(naming).await;
    answers.sort();
    let mut expected = vec!["409 already_exists".to_owned(); 7];
    expected.insert(0, "201".to_owned());
    assert_eq!(answers, expected);
}

#[tokio::test]
async fn results_of_pupils_are_for_the_two_schools_and_those_who_answer_for_them() {
    let town = Town::new().await;
    let path = of(&town, "school6", "/needs").await;
    let (many, few) = (skill(&town, 0).await, skill(&town, 1).await);
    let skills = json!([
        {"skill_id": many, "share_done": 34, "pupils": 50},
        {"skill_id": few, "share_done": 50, "pupils": 6}
    ]);
    let made = town.person("head").await.post(&path, with(need("math"), json!({"skills": skills}))).await.ok();
    for who in ["far", "farhead", "lea", "pen"] {
        let person = town.person(who).await;
        check(&person.get(&path).await, expect!["404 not_found"]);
        check(&person.post(&path, need("russian")).await, expect!["404 not_found"]);
        let one = format!("/needs/{}", made["id"].as_str().unwrap());
        check(&person.put(&one, need("math")).await, expect!["404 not_found"]);
        check(&person.post(&format!("{one}/close"), json!({"reason": "Так"})).await, expect!["404 not_found"]);
    }
    let ben = town.person("ben").await;
    check(&ben.post(&path, need("russian")).await, expect!["403 forbidden"]);
    pair(&town, "school12", "school6").await;
    for who in [ben, town.person("lea").await] {
        let seen = who.get(&path).await.ok();
        let skills = &seen["items"][0]["skills"];
        assert_eq!((&seen["items"][0]["strength"], &skills[0]["share_done"]), (&json!(60), &json!(34)));
        let small = (&skills[1]["share_done"], &skills[1]["pupils"], &skills[1]["hidden"]);
        assert_eq!(small, (&json!(null), &json!(null), &json!(true)), "three of six can be counted");
    }
    let observer = with_role(&town, "mo", Role::Observer, "district").await;
    let mut outline = observer.get(&path).await.ok();
    // School 12 works with school 6: what its people see of it goes beyond what observers see.
    assert_eq!(outline["items"][0]["strength"], 60);
    let observer = with_role(&town, "far", Role::Observer, "district").await;
    outline = observer.get(&path).await.ok();
    let seen = &outline["items"][0];
    assert_eq!((&seen["strength"], &seen["note"], &seen["by"]), (&json!(null), &json!(""), &json!(null)));
    assert!(seen["skills"].as_array().unwrap().iter().all(|s| s["share_done"].is_null() && s["hidden"] == true));
    check(&observer.post(&path, need("russian")).await, expect!["403 read_only"]);
}

#[tokio::test]
async fn a_closed_school_needs_nothing_new() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let path = of(&town, "school6", "/needs").await;
    let made = mun.post(&path, need("math")).await.ok();
    let one = format!("/needs/{}", made["id"].as_str().unwrap());
    close(&town, "school6").await;
    check(&mun.post(&path, need("russian")).await, expect!["409 wrong_state"]);
    check(&mun.put(&one, with(need("math"), json!({"revision": 1}))).await, expect!["409 wrong_state"]);
    check(&mun.post(&format!("{one}/close"), json!({"reason": "Школа закрыта"})).await, expect!["200"]);
    check(&mun.post(&of(&town, "school3", "/needs").await, need("math")).await, expect!["404 not_found"]);
    check(&mun.post(&of(&town, "district", "/needs").await, need("math")).await, expect!["404 not_found"]);
}
