//! The joint plan: written by both schools, read by whoever knows of the pair, counted.

use kit::{Town, Value, check, expect, json};
use pairings::kinds::PairState;

use super::{heads_the_twelfth, line, pair, pair_in, planned};

#[tokio::test]
async fn both_schools_write_one_plan() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let path = format!("/pairings/{pair}/plan");
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    let skill = ana.get("/skills?subject=math&grade=5&q=проценты").await.ok()["items"][0]["id"].clone();
    let people = json!({"skills": [skill], "mentor_person_id": ana.id, "mentee_person_id": town.id("lea").await});
    let made = ana.post(&path, line("  Семинар   по процентам ", people)).await.ok();
    assert_eq!((&made["title"], &made["state"]), (&json!("Семинар по процентам"), &json!("planned")));
    assert_eq!(made["skills"][0]["id"], skill);
    assert_eq!(made["mentee_person"]["surname"], "Леонова");
    planned(&mo, &pair, json!({"title": "Посещение уроков", "form": "visit", "due": "2026-10-02"})).await;
    let plan = mo.get(&path).await.ok();
    assert_eq!(plan["items"].as_array().unwrap().len(), 2);
    assert_eq!(plan["items"][1]["overdue"], true);
    assert_eq!((&plan["since"], &plan["until"]), (&json!("2026-09-01"), &json!("2027-06-30")));
    let progress = &plan["progress"];
    assert_eq!((&progress["total"], &progress["done"], &progress["percent"]), (&json!(2), &json!(0), &json!(0)));
    assert_eq!(progress["overdue"], 1);
    assert_eq!(plan["can"], json!({"plan": true, "work": true}));
}

#[tokio::test]
async fn foreign_schools_and_colleagues_outside_the_pair_do_not_know_of_it() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let item = planned(&ana, &pair, json!({})).await;
    // A teacher of the sixth school who is nobody in the pair, and a foreign school with its head.
    for login in ["ben", "far", "farhead", "pen"] {
        let other = town.person(login).await;
        for path in ["plan", "visits", "reports", "survey?round=middle", "effect"] {
            check(&other.get(&format!("/pairings/{pair}/{path}")).await, expect!["404 not_found"]);
        }
        check(&other.post(&format!("/pairings/{pair}/plan"), line("Чужое", json!({}))).await, expect!["404 not_found"]);
        check(&other.get(&format!("/plan-items/{item}")).await, expect!["404 not_found"]);
        let done = json!({"done_on": "2026-10-05"});
        check(&other.post(&format!("/plan-items/{item}/done"), done).await, expect!["404 not_found"]);
    }
    // Coordinators read, and do not write for the schools.
    let mun = town.person("mun").await;
    assert_eq!(mun.get(&format!("/pairings/{pair}/plan")).await.ok()["can"], json!({"plan": false, "work": false}));
    check(&mun.post(&format!("/pairings/{pair}/plan"), line("За школы", json!({}))).await, expect!["403 forbidden"]);
    check(&mun.post(&format!("/plan-items/{item}/reopen"), json!({})).await, expect!["403 forbidden"]);
}

#[tokio::test]
async fn a_teacher_of_the_school_that_is_helped_is_no_person_of_the_pair_by_that() {
    let town = Town::new().await;
    let pair = pair_in(&town, PairState::Active).await;
    // Mo works in the twelfth school; nobody has named her, and she runs nothing there yet.
    let mo = town.person("mo").await;
    check(&mo.get(&format!("/pairings/{pair}/plan")).await, expect!["404 not_found"]);
    check(&mo.post(&format!("/pairings/{pair}/plan"), line("Моё", json!({}))).await, expect!["404 not_found"]);
    // Those of the pair may name her for a thing she is to do all the same.
    let named = json!({"mentee_person_id": mo.id});
    let item = planned(&town.person("lea").await, &pair, named).await;
    check(&mo.get(&format!("/plan-items/{item}")).await, expect!["404 not_found"]);
    heads_the_twelfth(&town).await;
    town.settle().await;
    let mo = town.person("mo").await;
    check(&mo.get(&format!("/plan-items/{item}")).await, expect!["200"]);
}

#[tokio::test]
async fn wrong_items_are_refused_field_by_field() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let path = format!("/pairings/{pair}/plan");
    // Before the pair began, after its agreement ends.
    for due in ["2026-08-31", "2027-07-01"] {
        check(&ana.post(&path, line("Поздно", json!({"due": due}))).await, expect!["422 due: invalid"]);
    }
    let strangers = json!({"title": "  ", "mentor_person_id": town.id("lea").await,
        "mentee_person_id": town.id("far").await, "skills": ["0190b0f4-7b2a-7c3d-8e4f-0123456789ab"]});
    check(
        &ana.post(&path, line("", strangers)).await,
        expect!["422 title: required, skills[0]: unknown, mentor_person_id: unknown, mentee_person_id: unknown"],
    );
    let long = json!({"title": "ё".repeat(301), "goal": "ё".repeat(4001)});
    check(&ana.post(&path, line("", long)).await, expect!["422 title: too_long, goal: too_long"]);
    check(&ana.post(&path, line("Бал", json!({"form": "ball"}))).await, expect!["422 form: invalid"]);
    let item = planned(&ana, &pair, json!({})).await;
    let path = format!("/plan-items/{item}");
    for (body, expected) in [
        (json!({"done_on": "2026-10-20"}), expect!["422 done_on: invalid"]),
        (json!({"done_on": "2026-08-20"}), expect!["422 done_on: invalid"]),
        (json!({"done_on": "2026-10-05", "minutes": 0}), expect!["422 minutes: invalid"]),
        (json!({"done_on": "2026-10-05", "minutes": 100_000}), expect!["422 minutes: invalid"]),
    ] {
        check(&ana.post(&format!("{path}/done"), body).await, expected);
    }
    check(&ana.post(&format!("{path}/cancel"), json!({"reason": " "})).await, expect!["422 reason: required"]);
}

#[tokio::test]
async fn an_item_that_somebody_changed_meanwhile_is_not_written_over() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let item = planned(&ana, &pair, json!({})).await;
    let path = format!("/plan-items/{item}");
    let change = |revision: i32, title: &str| line(title, json!({"revision": revision}));
    let saved = lea.put(&path, change(1, "Семинар у нас")).await.ok();
    assert_eq!(saved["revision"], 2);
    let late = ana.put(&path, change(1, "Семинар у вас")).await;
    check(&late, expect!["409 version_conflict"]);
    assert_eq!(late.json()["current"]["title"], "Семинар у нас");
    let done = json!({"done_on": "2026-10-05", "minutes": 90, "outcome": "Разобрали"});
    ana.post(&format!("{path}/done"), done.clone()).await.ok();
    check(&ana.post(&format!("{path}/done"), done).await, expect!["409 wrong_state"]);
    check(&lea.put(&path, change(3, "Поздно")).await, expect!["409 wrong_state"]);
    check(&lea.post(&format!("{path}/cancel"), json!({"reason": "нет"})).await, expect!["409 wrong_state"]);
    let again = lea.post(&format!("{path}/reopen"), json!({})).await.ok();
    assert_eq!(
        (&again["state"], &again["minutes"], &again["done_on"]),
        (&json!("planned"), &Value::Null, &Value::Null)
    );
    lea.post(&format!("{path}/cancel"), json!({"reason": "Карантин"})).await.ok();
    let plan = ana.get(&format!("/pairings/{pair}/plan")).await.ok();
    assert_eq!((&plan["progress"]["total"], &plan["progress"]["cancelled"]), (&json!(0), &json!(1)));
    assert_eq!(plan["progress"]["percent"], Value::Null, "of nothing there is no percent");
}

#[tokio::test]
async fn hours_are_counted_for_whoever_did_it() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let ours = planned(&ana, &pair, json!({"mentor_person_id": ana.id})).await;
    let joint = planned(&lea, &pair, json!({"title": "Педсовет", "form": "council"})).await;
    let both = json!({"title": "Урок", "mentor_person_id": ana.id, "mentee_person_id": lea.id});
    let both = planned(&lea, &pair, both).await;
    for (item, minutes) in [(&ours, 45), (&joint, 120), (&both, 60)] {
        let done = json!({"done_on": "2026-10-05", "minutes": minutes});
        lea.post(&format!("/plan-items/{item}/done"), done).await.ok();
    }
    planned(&ana, &pair, json!({"title": "Ещё один", "mentor_person_id": ana.id})).await;
    let plan = ana.get(&format!("/pairings/{pair}/plan")).await.ok();
    let progress = &plan["progress"];
    assert_eq!((&progress["mentor_minutes"], &progress["mentee_minutes"]), (&json!(225), &json!(180)));
    assert_eq!((&progress["total"], &progress["done"], &progress["percent"]), (&json!(4), &json!(3), &json!(75)));
    let deeds = [
        json!({"person_id": ana.id, "side": "mentor", "done": 2, "planned": 1, "minutes": 105}),
        json!({"person_id": lea.id, "side": "mentee", "done": 1, "planned": 0, "minutes": 60}),
    ];
    assert_eq!(progress["people"], json!(deeds));
    assert_eq!(plan["people"].as_array().unwrap().len(), 2);
    assert_eq!(
        progress["forms"],
        json!([
        {"form": "council", "planned": 0, "done": 1}, {"form": "seminar", "planned": 1, "done": 2}])
    );
}

#[tokio::test]
async fn a_plan_ends_at_three_hundred_items_and_is_still_read() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let ana = town.person("ana").await;
    let id: kernel::PairingId = pair.parse().unwrap();
    let actor = kit::town::actor(&town.app, "ana").await;
    let mut tx = town.app.begin().await.unwrap();
    for number in 0..300 {
        let plan = pairings::work::items::ItemPlan {
            form: pairings::kinds::PlanForm::Seminar,
            title: format!("Дело {number}"),
            goal: String::new(),
            due: None,
            skills: Vec::new(),
            mentor_person: None,
            mentee_person: None,
        };
        pairings::work::items::add(&mut tx, &actor, id, plan).await.unwrap();
    }
    tx.commit().await.unwrap();
    let path = format!("/pairings/{pair}/plan");
    check(&ana.post(&path, line("Триста первое", json!({}))).await, expect!["422 items: too_many"]);
    let plan = ana.get(&path).await.ok();
    assert_eq!(plan["items"].as_array().unwrap().len(), 300);
    assert_eq!(plan["items"][299]["title"], "Дело 299");
    town.settle().await;
}

#[tokio::test]
async fn a_pair_that_does_not_work_writes_no_plan() {
    let town = Town::new().await;
    heads_the_twelfth(&town).await;
    let mo = town.person("mo").await;
    let agreed = pair_in(&town, PairState::Agreed).await;
    let item = planned(&mo, &agreed, json!({})).await;
    let done = json!({"done_on": "2026-10-05"});
    check(&mo.post(&format!("/plan-items/{item}/done"), done).await, expect!["409 wrong_state"]);
    check(&mo.post(&format!("/plan-items/{item}/event"), json!({})).await, expect!["409 wrong_state"]);
    check(&mo.post(&format!("/plan-items/{item}/cancel"), json!({"reason": "нет"})).await, expect!["200"]);
}

#[tokio::test]
async fn a_pair_that_is_over_plans_nothing_more() {
    let town = Town::new().await;
    heads_the_twelfth(&town).await;
    let over = pair_in(&town, PairState::Completed).await;
    let mo = town.person("mo").await;
    check(&mo.post(&format!("/pairings/{over}/plan"), line("Ещё", json!({}))).await, expect!["409 wrong_state"]);
    check(&mo.get(&format!("/pairings/{over}/plan")).await, expect!["200"]);
    let report = json!({"year": 2026, "half": 1});
    check(&mo.post(&format!("/pairings/{over}/reports"), report).await, expect!["201"]);
}
