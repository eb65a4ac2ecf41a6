//! A mentor chosen by hand: whom one may choose and what stands in the way, pins that hold, pins that do not.

use kernel::{NeedId, OrgId, Role};
use kit::{Value, check, expect, json};

use super::{District, of, tell};
use crate::pairings::life::{give, needs, offers, school};

async fn mentors(district: &District, run: &Value, need: NeedId) -> Vec<Value> {
    let path = format!("/match-runs/{}/needs/{need}/mentors", run["id"].as_str().unwrap());
    district.mun.get(&path).await.ok()["mentors"].as_array().unwrap().clone()
}

fn mentor(mentors: &[Value], id: OrgId) -> Value {
    mentors.iter().find(|one| one["mentor"]["id"] == id.to_string()).cloned().unwrap_or(Value::Null)
}

async fn pin(district: &District, run: &Value, need: NeedId, mentor: OrgId, reason: &str) -> kit::Answer {
    let body = json!({"need_id": need, "mentor_id": mentor, "kind": "pin", "reason": reason});
    district.mun.post(&format!("/match-runs/{}/decisions", run["id"].as_str().unwrap()), body).await
}

/// Another school that asks for help in mathematics, of which as much is known as of the others.
async fn another(district: &District, at: i64) -> (OrgId, NeedId) {
    let id = school(&district.town, &format!("подопечная {at}")).await;
    tell(&district.mun, id, at).await;
    (id, needs(&district.town, id, "math").await)
}

#[tokio::test]
async fn a_mentor_chosen_by_hand_is_kept_and_the_rest_is_solved_round_it() {
    let district = District::new().await;
    another(&district, 7).await;
    let run = district.run().await;
    let left = run["uncovered_list"][0]["need"].clone();
    let need: NeedId = left["id"].as_str().unwrap().parse().unwrap();
    let choice = mentors(&district, &run, need).await;
    assert_eq!(choice.len(), 3);
    for one in &choice {
        assert_eq!((&one["may_pin"], &one["needs_reason"], &one["free"]), (&json!(true), &json!(false), &json!(1)));
        assert!(one["score"].as_i64().unwrap() > 0 && one["parts"]["context"].is_i64(), "{one}");
        assert_eq!(one["obstacle"], json!(null));
    }
    let scores: Vec<i64> = choice.iter().map(|one| one["score"].as_i64().unwrap()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "the better before: {scores:?}");
    let chosen: OrgId = choice[1]["mentor"]["id"].as_str().unwrap().parse().unwrap();
    pin(&district, &run, need, chosen, "").await.ok();
    // Its only place is promised now.
    let other = district.needs.iter().copied().find(|id| *id != need).unwrap();
    check(&pin(&district, &run, other, chosen, "").await, expect!["409 mentor_full"]);
    let full = mentor(&mentors(&district, &run, other).await, chosen);
    assert_eq!((&full["obstacle"], &full["may_pin"], &full["free"]), (&json!("full"), &json!(false), &json!(0)));
    assert_eq!(full["hindrance"], "все места заняты");
    let seen = district.mun.get(&format!("/match-runs/{}", run["id"].as_str().unwrap())).await.ok();
    assert_eq!(seen["uncovered_list"][0]["pinned"]["mentor"]["id"], chosen.to_string());
    assert_eq!(seen["stale"], true);
    let again = district.run().await;
    let kept = again["pairs_list"].as_array().unwrap().iter().find(|pair| pair["need"]["id"] == left["id"]).unwrap();
    assert_eq!((&kept["mentor"]["id"], &kept["fixed"]), (&json!(chosen.to_string()), &json!("pin")));
    assert_eq!(again["unheld"], json!([]));
    assert_eq!(again["uncovered"], 1, "somebody else is without a mentor now");
}

#[tokio::test]
async fn a_mentor_too_little_is_known_of_is_chosen_with_a_reason_only() {
    let district = District::new().await;
    let dark = school(&district.town, "неизвестная").await;
    let need = needs(&district.town, dark, "math").await;
    let run = district.run().await;
    let one = mentor(&mentors(&district, &run, need).await, district.mentors[0]);
    assert_eq!((&one["may_pin"], &one["needs_reason"], &one["score"]), (&json!(true), &json!(true), &json!(null)));
    assert_eq!(one["obstacle"], "no_context");
    assert!(one["advice"].as_str().unwrap().contains("назвав причину"), "{one}");
    check(&pin(&district, &run, need, district.mentors[0], "  ").await, expect!["422 reason: required"]);
    pin(&district, &run, need, district.mentors[0], "Соседи").await.ok();
    let said = mentor(&mentors(&district, &run, need).await, district.mentors[0])["decision"].clone();
    assert_eq!((&said["kind"], &said["reason"]), (&json!("pin"), &json!("Соседи")));
}

#[tokio::test]
async fn pins_that_cannot_hold_are_refused_by_what_stands_in_the_way() {
    let district = District::offering(2).await;
    let run = district.run().await;
    let need = district.needs[0];
    let foreign: OrgId = district.town.org("school3").await.parse().unwrap();
    check(&pin(&district, &run, need, foreign, "Хороши").await, expect!["422 mentor_id: not_offered"]);
    check(&pin(&district, &run, need, district.mentees[1], "Хороши").await, expect!["422 mentor_id: not_offered"]);
    // What changes after the run counts as well: a school says no, a coordinator says no, an offer rests.
    give(&district.town, "ben", Role::SchoolHead, district.mentees[0]).await;
    let wish = json!({"wishes": [{"other_id": district.mentors[0], "veto": true, "reason": "Спорили"}]});
    let ben = district.town.person("ben").await;
    ben.put(&format!("/organisations/{}/wishes", district.mentees[0]), wish).await.ok();
    check(&pin(&district, &run, need, district.mentors[0], "Надо").await, expect!["422 mentor_id: wish"]);
    let veto = json!({"need_id": need, "mentor_id": district.mentors[1], "kind": "veto", "reason": "Ремонт"});
    let path = format!("/match-runs/{}/decisions", run["id"].as_str().unwrap());
    let veto = district.mun.post(&path, veto).await.ok();
    check(&pin(&district, &run, need, district.mentors[1], "Надо").await, expect!["409 already_exists"]);
    let pause = format!("/organisations/{}/offer/pause", district.mentors[2]);
    district.mun.post(&pause, json!({})).await.ok();
    check(&pin(&district, &run, need, district.mentors[2], "Надо").await, expect!["409 no_offer"]);
    let choice = mentors(&district, &run, need).await;
    let why = |at: usize| mentor(&choice, district.mentors[at])["obstacle"].clone();
    assert_eq!((why(0), why(1), why(2)), (json!("wish"), json!("veto"), json!("not_offered")));
    assert!(choice.iter().all(|one| one["may_pin"] == false && one["advice"].is_string()), "{choice:?}");
    assert_eq!(mentor(&choice, district.mentors[1])["decision"]["id"], veto["id"], "to be taken back from there");
    // Taken back before another run was made, it stands in nobody's way.
    district.mun.delete(&format!("/match-decisions/{}", veto["id"].as_str().unwrap())).await;
    assert_eq!(mentor(&mentors(&district, &run, need).await, district.mentors[1])["may_pin"], true);
}

#[tokio::test]
async fn a_pin_the_next_run_cannot_keep_is_told_with_its_reason() {
    let district = District::offering(2).await;
    let run = district.run().await;
    let pair = of(&run, district.mentees[0]);
    district.decide(&run, &pair, "pin", Some("Давно дружат")).await.ok();
    let mentor = pair["mentor"]["id"].as_str().unwrap();
    district.mun.post(&format!("/organisations/{mentor}/offer/pause"), json!({})).await.ok();
    let again = district.run().await;
    let lost = &again["unheld"][0];
    assert_eq!((&lost["mentor"]["id"], &lost["need"]["id"]), (&pair["mentor"]["id"], &pair["need"]["id"]));
    assert_eq!(lost["reason"], "не предлагает помощь по этой теме на этой территории");
    assert!(lost["advice"].is_string() && lost["decision"]["kind"] == "pin", "{lost}");
    let undo = format!("/match-decisions/{}", lost["decision"]["id"].as_str().unwrap());
    check(&district.mun.delete(&undo).await, expect!["204"]);
    assert_eq!(district.run().await["unheld"], json!([]));
}

#[tokio::test]
async fn specialists_in_the_theme_are_places_too() {
    let district = District::new().await;
    let busy = school(&district.town, "наставник 4").await;
    tell(&district.mun, busy, 9).await;
    offers(&district.town, busy, 3, &[("math", 1), ("physics", 2)]).await;
    let run = district.run().await;
    pin(&district, &run, district.needs[0], busy, "").await.ok();
    check(&pin(&district, &run, district.needs[1], busy, "").await, expect!["409 mentor_full"]);
}

#[tokio::test]
async fn needs_the_run_does_not_know_have_nobody_to_choose_from() {
    let district = District::new().await;
    let run = district.run().await;
    let (_, later) = another(&district, 8).await;
    let path = format!("/match-runs/{}/needs/{later}/mentors", run["id"].as_str().unwrap());
    check(&district.mun.get(&path).await, expect!["404 not_found"]);
    check(&pin(&district, &run, later, district.mentors[0], "").await, expect!["422 need_id: unknown"]);
}
