//! What both sides think: averages of a side from three answers on, words without names.

use accounts::affiliations;
use kit::{Person, Town, Value, check, expect, json};
use pairings::{
    entity::life::pairing_person,
    kinds::{Duty, Side},
};
use sea_orm::{IntoActiveModel, entity::prelude::*};

use super::{day, pair};

fn said(side: &str, value: i32, benefit: &str) -> Value {
    let keys = match side {
        "mentor" => ["goal", "heard", "time", "support", "own"],
        _ => ["goal", "fit", "time", "respect", "change"],
    };
    let answers: serde_json::Map<String, Value> = keys.iter().map(|key| ((*key).to_owned(), json!(value))).collect();
    json!({"round": "middle", "answers": answers, "benefit": benefit})
}

async fn answers(person: &Person, pair: &str, body: Value) -> kit::Answer {
    person.put(&format!("/pairings/{pair}/survey"), body).await
}

/// One more teacher of the mentor's school.
async fn joins(town: &Town, pair: &str, login: &str) {
    let row = pairing_person::Model {
        id: town.app.new_id(),
        pairing_id: pair.parse().unwrap(),
        side: Side::Mentor,
        person_id: town.id(login).await.parse().unwrap(),
        duty: Duty::Teacher,
        since: day("2026-09-01"),
        until: None,
        by_id: town.id("mun").await.parse().unwrap(),
        created_at: kit::town::morning(),
    };
    let tx = town.app.begin().await.unwrap();
    pairing_person::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_side_is_heard_together_and_nobody_alone() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    joins(&town, &pair, "ben").await;
    let (ana, ben, head, lea) =
        (town.person("ana").await, town.person("ben").await, town.person("head").await, town.person("lea").await);
    answers(&ana, &pair, said("mentor", 5, "Сами стали смотреть на ошибки иначе")).await.ok();
    let two = answers(&ben, &pair, said("mentor", 3, "")).await.ok();
    let mentor = &two["sides"][0];
    assert_eq!((&mentor["answered"], &mentor["average_tenths"]), (&json!(2), &Value::Null));
    assert_eq!(mentor["benefits"], json!(["Сами стали смотреть на ошибки иначе"]));
    assert_eq!(two["own"]["answers"]["goal"], 3);
    // Thought better of.
    answers(&ben, &pair, said("mentor", 4, "")).await.ok();
    answers(&head, &pair, said("mentor", 4, "")).await.ok();
    let path = format!("/pairings/{pair}/survey?round=middle");
    let three = lea.get(&path).await.ok();
    assert_eq!((&three["sides"][0]["answered"], &three["sides"][0]["average_tenths"]["goal"]), (&json!(3), &json!(43)));
    assert_eq!((&three["sides"][1]["answered"], &three["own"]), (&json!(0), &Value::Null));
    assert!(!three.to_string().contains(&ana.id), "{three}");
    let mun = town.person("mun").await;
    assert_eq!(mun.get(&path).await.ok()["can_answer"], false);
    check(&answers(&mun, &pair, said("mentor", 5, "")).await, expect!["403 forbidden"]);
    let end = lea.get(&format!("/pairings/{pair}/survey?round=end")).await.ok();
    assert_eq!(end["sides"][0]["answered"], 0);
}

#[tokio::test]
async fn wrong_answers_are_refused_field_by_field() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let lea = town.person("lea").await;
    let mut wrong = said("mentee", 6, "");
    wrong["answers"].as_object_mut().unwrap().remove("goal");
    wrong["answers"]["heard"] = json!(3);
    check(
        &answers(&lea, &pair, wrong).await,
        expect![
            "422 answers.change: invalid, answers.fit: invalid, answers.heard: invalid, answers.respect: invalid, answers.time: invalid, answers.goal: required"
        ],
    );
    let mut side = said("mentee", 3, "");
    side["side"] = json!("mentor");
    check(&answers(&lea, &pair, side).await, expect!["422 side: invalid"]);
    check(&lea.get(&format!("/pairings/{pair}/survey?round=never")).await, expect!["422 query: invalid"]);
}

#[tokio::test]
async fn whoever_works_in_both_schools_says_for_which_one() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    // Mo runs the twelfth school and teaches in the sixth as well.
    let mut tx = town.app.begin().await.unwrap();
    let (mo, school) = (town.id("mo").await.parse().unwrap(), town.org("school6").await.parse().unwrap());
    affiliations::place(&mut tx, None, mo, school, None).await.unwrap();
    tx.commit().await.unwrap();
    joins(&town, &pair, "mo").await;
    let mo = town.person("mo").await;
    check(&answers(&mo, &pair, said("mentor", 4, "")).await, expect!["422 side: required"]);
    let mut body = said("mentor", 4, "");
    body["side"] = json!("mentor");
    check(&answers(&mo, &pair, body).await, expect!["200"]);
    // And signs a visit for one of them only.
    let plan = json!({"planned_on": "2026-10-01", "by_side": "mentor"});
    let visit = mo.post(&format!("/pairings/{pair}/visits"), plan).await.ok();
    let path = format!("/pairing-visits/{}", visit["id"].as_str().unwrap());
    mo.post(&format!("{path}/hold"), json!({"held_on": "2026-10-01"})).await.ok();
    let words = json!({"revision": 2, "planned_on": "2026-10-01", "met": "Учителя", "findings": "Работают"});
    mo.put(&path, words).await.ok();
    check(&mo.post(&format!("{path}/sign"), json!({"revision": 3})).await, expect!["422 side: required"]);
    check(&mo.post(&format!("{path}/sign"), json!({"revision": 3, "side": "mentor"})).await, expect!["200"]);
    check(&mo.post(&format!("{path}/sign"), json!({"revision": 3, "side": "mentee"})).await, expect!["403 forbidden"]);
    let lea = town.person("lea").await;
    check(&lea.post(&format!("{path}/sign"), json!({"revision": 3})).await, expect!["200"]);
}
