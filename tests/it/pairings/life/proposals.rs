//! What may be proposed, and what not.

use accounts::organisations::{self, Change};
use kernel::OrgId;
use kit::{Town, check, expect, json, town};
use sea_orm::EntityTrait;

use super::{Crew, id, needs, org, school};

async fn close(town: &Town, school: OrgId) {
    let admin = town::actor(&town.app, "admin").await;
    let version = accounts::entity::organisation::Entity::find_by_id(school);
    let version = version.one(town.app.reader()).await.unwrap().unwrap().version;
    let mut tx = town.app.begin().await.unwrap();
    let change = Change { version, closed: Some(true), ..Change::default() };
    organisations::change(&mut tx, &admin, school, change).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_pair_by_hand_needs_a_reason_and_two_schools_of_the_coordinator() {
    let crew = Crew::new().await;
    let far = org(&crew.town, "school3").await;
    let whole = json!({"mentor_id": crew.mentor, "mentee_id": crew.mentee, "theme_kind": "management", "theme": "parents", "reason": "Просили"});
    for (change, expected) in [
        (json!({"reason": "  "}), "422 reason: required"),
        (json!({"reason": "х".repeat(2_001)}), "422 reason: too_long"),
        (json!({"mentee_id": null}), "422 mentee_id: required"),
        (json!({"theme": "alchemy"}), "422 theme: unknown"),
        (json!({"theme_kind": "subject"}), "422 theme: unknown"),
        (json!({"mentor_id": crew.mentee}), "422 mentor_id: same"),
        (json!({"mentor_id": far}), "422 mentor_id: unknown"),
        (json!({"mentee_id": far}), "422 mentee_id: unknown"),
        (json!({"mentor_id": org(&crew.town, "district").await}), "422 mentor_id: unknown"),
        (json!({"need_id": crew.town.id("ana").await}), "422 need_id: unknown"),
        (json!({"skills": [crew.town.id("ana").await]}), "422 skills[0]: unknown"),
    ] {
        let mut body = whole.clone();
        for (field, value) in change.as_object().unwrap() {
            body[field] = value.clone();
        }
        assert_eq!(crew.mun.post("/pairings", body).await.summary(), expected, "{change}");
    }
    for login in ["head", "ana"] {
        let answer = crew.person(login).await.post("/pairings", whole.clone()).await;
        assert_eq!(answer.summary(), "422 mentee_id: unknown", "{login} answers for no school");
    }
    // Whoever answers for the region pairs its districts.
    let across = json!({"mentor_id": far, "mentee_id": crew.mentee, "theme_kind": "management", "theme": "parents", "reason": "Просили"});
    let made = crew.person("reg").await.post("/pairings", across).await.ok();
    assert_eq!((&made["theme_kind"], &made["year"]), (&json!("management"), &json!(2026)));
    crew.person("farhead").await.get(&format!("/pairings/{}", id(&made))).await.ok();
}

#[tokio::test]
async fn two_schools_are_one_pair_in_a_theme_and_nobody_helps_in_a_circle() {
    let crew = Crew::new().await;
    let third = school(&crew.town, "school7").await;
    crew.town.settle().await;
    let mun = crew.person("mun").await;
    let pair = async |mentor: OrgId, mentee: OrgId, theme: &str| {
        let body =
            json!({"mentor_id": mentor, "mentee_id": mentee, "theme_kind": "subject", "theme": theme, "reason": "Так"});
        mun.post("/pairings", body).await
    };
    let first = pair(crew.mentor, crew.mentee, "math").await.ok();
    assert_eq!(first["need_id"], json!(crew.need), "the open need is answered");
    check(&pair(crew.mentor, crew.mentee, "math").await, expect!["409 already_exists"]);
    check(&pair(crew.mentee, crew.mentor, "math").await, expect!["409 already_exists"]);
    // In another theme the roles may turn.
    pair(crew.mentee, crew.mentor, "physics").await.ok();
    pair(crew.mentee, third, "math").await.ok();
    check(&pair(third, crew.mentor, "math").await, expect!["409 pairing_circle"]);
    mun.post(&format!("/pairings/{}/withdraw", id(&first)), json!({"reason": "Иначе"})).await.ok();
    pair(third, crew.mentor, "math").await.ok();
}

#[tokio::test]
async fn nothing_is_proposed_with_a_closed_school() {
    let crew = Crew::new().await;
    let need = needs(&crew.town, crew.mentee, "physics").await;
    close(&crew.town, crew.mentor).await;
    let body = json!({"mentor_id": crew.mentor, "need_id": need, "reason": "Так"});
    check(&crew.mun.post("/pairings", body).await, expect!["422 mentor_id: closed"]);
    close(&crew.town, crew.mentee).await;
    let body = json!({"mentor_id": school(&crew.town, "school7").await, "need_id": need, "reason": "Так"});
    crew.town.settle().await;
    check(&crew.person("mun").await.post("/pairings", body).await, expect!["422 mentee_id: closed"]);
}

#[tokio::test]
async fn lists_show_to_each_what_is_theirs() {
    let crew = Crew::new().await;
    let pair = crew.proposed().await;
    let far = org(&crew.town, "farland").await;
    let count = async |login: &str, query: &str| {
        let page = crew.person(login).await.get(&format!("/pairings?{query}")).await.ok();
        page["items"].as_array().unwrap().len()
    };
    for login in ["mun", "reg", "admin", "head", "mo"] {
        assert_eq!(count(login, "").await, 1, "{login}");
    }
    for login in ["ana", "far", "farhead", "lea"] {
        assert_eq!(count(login, "").await, 0, "{login}");
    }
    assert_eq!(count("reg", &format!("territory={far}")).await, 0);
    assert_eq!(count("reg", &format!("school={}", crew.mentee)).await, 1);
    assert_eq!((count("mun", "state=active").await, count("mun", "live=true").await), (0, 1));
    crew.mun.post(&format!("/pairings/{pair}/veto"), json!({"reason": "Нет"})).await.ok();
    assert_eq!((count("mun", "live=true").await, count("mun", "state=vetoed").await), (0, 1));
    for _ in 0..2 {
        let pair = crew.proposed().await;
        crew.mun.post(&format!("/pairings/{pair}/withdraw"), json!({})).await.ok();
    }
    let first = crew.mun.get("/pairings?limit=2").await.ok();
    let next = crew.mun.get(&format!("/pairings?limit=2&cursor={}", first["next"].as_str().unwrap())).await.ok();
    assert_eq!((first["items"][0]["number"].clone(), next["items"][0]["number"].clone()), (json!(3), json!(1)));
    assert_eq!(next["next"], json!(null));
}

#[tokio::test]
async fn a_closed_school_takes_its_proposals_back_and_its_pairs_rest() {
    let crew = Crew::new().await;
    let pair = crew.active().await;
    let body = json!({"mentor_id": crew.mentee, "mentee_id": crew.mentor, "theme_kind": "management", "theme": "parents", "reason": "Так"});
    let asked = id(&crew.mun.post("/pairings", body).await.ok());
    close(&crew.town, crew.mentor).await;
    crew.town.settle().await;
    let (resting, gone) = (crew.page(&pair).await, crew.page(&asked).await);
    assert_eq!((&resting["state"], &resting["reason"]), (&json!("suspended"), &json!("Школа закрыта")));
    assert_eq!((&gone["state"], &gone["steps"][0]["by"]), (&json!("withdrawn"), &json!(null)));
    check(&crew.mun.post(&format!("/pairings/{pair}/resume"), json!({})).await, expect!["409 school_closed"]);
    let end = json!({"reason": "Школа закрыта", "debrief": "Учителя перешли"});
    assert_eq!(crew.mun.post(&format!("/pairings/{pair}/end"), end).await.ok()["state"], "ended");
}
