//! What must not work, and says why.

use kit::{check, expect, json};

use super::{District, of, tell};
use crate::pairings::life::{needs, offers, school};

#[tokio::test]
async fn weights_that_weigh_nothing_are_refused() {
    let district = District::new().await;
    let path = district.path("match-weights");
    let weights =
        |value: i64| json!({"context": value, "complementarity": 0, "practice": 0, "access": 0, "history": 0});
    check(&district.mun.post(&path, weights(0)).await, expect!["422 weights: required"]);
    check(&district.mun.post(&path, weights(-5)).await, expect!["422 context: invalid"]);
    check(&district.mun.post(&path, weights(1001)).await, expect!["422 context: invalid"]);
    for text in ["NaN", "\"350\"", "1e400", "3.5", "null", "99999999999"] {
        let body =
            format!("{{\"context\": {text}, \"complementarity\": 0, \"practice\": 0, \"access\": 0, \"history\": 0}}");
        let request = district.mun.request("POST".parse().unwrap(), &path).header("content-type", "application/json");
        let answer = district.mun.send(request.body(body)).await;
        assert!([400, 422].contains(&answer.status.as_u16()), "{text}: {}", answer.text);
    }
    assert_eq!(district.mun.get(&path).await.ok()["versions"].as_array().unwrap().len(), 1, "nothing was kept");
}

#[tokio::test]
async fn others_have_no_board() {
    let district = District::new().await;
    let run = district.run().await;
    let id = run["id"].as_str().unwrap();
    let pair = of(&run, district.mentees[0]);
    let pinned = district.decide(&run, &pair, "pin", None).await.ok();
    let word = json!({"need_id": pair["need"]["id"], "mentor_id": pair["mentor"]["id"], "kind": "accept"});
    for login in ["ana", "head", "far", "farhead", "pen"] {
        let person = district.town.person(login).await;
        for path in [
            district.path("match-runs"),
            district.path("match-weights"),
            format!("/match-runs/{id}"),
            format!("/match-runs/{id}/sensitivity"),
            format!("/match-runs/{id}/compare/{id}"),
            format!("/match-runs/{id}/order.docx"),
        ] {
            check(&person.get(&path).await, expect!["404 not_found"]);
        }
        check(&person.post(&district.path("match-runs"), json!({"mode": "flow"})).await, expect!["404 not_found"]);
        check(&person.post(&format!("/match-runs/{id}/replay"), json!({})).await, expect!["404 not_found"]);
        check(&person.post(&format!("/match-runs/{id}/decisions"), word.clone()).await, expect!["404 not_found"]);
        let undo = format!("/match-decisions/{}", pinned["id"].as_str().unwrap());
        check(&person.delete(&undo).await, expect!["404 not_found"]);
    }
    let foreign = format!("/organisations/{}/match-runs", district.town.org("farland").await);
    check(&district.mun.post(&foreign, json!({"mode": "flow"})).await, expect!["404 not_found"]);
    let school = format!("/organisations/{}/match-runs", district.mentors[0]);
    check(&district.mun.post(&school, json!({"mode": "flow"})).await, expect!["404 not_found"]);
    check(
        &district.mun.post(&district.path("match-runs"), json!({"mode": "dance"})).await,
        expect!["422 mode: invalid"],
    );
    let old = json!({"mode": "flow", "year": 1812});
    check(&district.mun.post(&district.path("match-runs"), old).await, expect!["422 year: invalid"]);
    let reg = district.town.person("reg").await;
    assert_eq!(reg.get(&format!("/match-runs/{id}")).await.ok()["id"], run["id"], "the region answers for it as well");
}

#[tokio::test]
async fn no_offers_at_all_and_vetoes_that_leave_nobody_are_explained() {
    let district = District::new().await;
    needs(&district.town, district.mentees[0], "physics").await;
    let run = district.run().await;
    let left = &run["uncovered_list"][0];
    assert_eq!(left["need"]["theme"], "physics");
    assert_eq!(left["reasons"], json!(["Никто на территории не предлагает помощь по теме «Физика»."]));
    assert_eq!(left["advice"], json!(["Попросите сильную школу внести предложение по этой теме."]));
    for mentor in &district.mentors {
        let body = json!({"need_id": district.needs[0], "mentor_id": mentor, "kind": "veto", "reason": "Нельзя"});
        district.mun.post(&format!("/match-runs/{}/decisions", run["id"].as_str().unwrap()), body).await.ok();
    }
    let run = district.run().await;
    let left = run["uncovered_list"].as_array().unwrap();
    let left = left.iter().find(|one| one["need"]["id"] == district.needs[0].to_string()).unwrap();
    let expected = json!([
        "Ни одна из школ, предлагающих помощь по этой теме, не подходит.",
        "«Школа наставник 1», «Школа наставник 2», «Школа наставник 3»: пару запретил координатор."
    ]);
    assert_eq!(left["reasons"], expected);
    assert_eq!(left["advice"], json!(["Отмените запрет в выборе наставника, если он больше не нужен."]));
}

#[tokio::test]
async fn schools_of_which_too_little_is_known_are_not_guessed_at_but_may_be_pinned() {
    let district = District::new().await;
    let dark = school(&district.town, "неизвестная").await;
    let need = needs(&district.town, dark, "math").await;
    let run = district.run().await;
    let left = &run["uncovered_list"][0];
    assert_eq!(left["need"]["id"], need.to_string());
    assert!(left["reasons"].to_string().contains("недостаточно данных, чтобы сравнить условия"), "{left}");
    let path = format!("/match-runs/{}/decisions", run["id"].as_str().unwrap());
    let say = |kind: &str, reason: &str| json!({"need_id": need, "mentor_id": district.mentors[0], "kind": kind, "reason": reason});
    check(&district.mun.post(&path, say("accept", "")).await, expect!["422 mentor_id: no_context"]);
    check(&district.mun.post(&path, say("pin", " ")).await, expect!["422 reason: required"]);
    district.mun.post(&path, say("pin", "Соседи, знают друг друга")).await.ok();
    let pair = of(&district.run().await, dark);
    assert_eq!((&pair["mentor"]["id"], &pair["fixed"]), (&json!(district.mentors[0].to_string()), &json!("pin")));
    assert_eq!(pair["parts"]["context"], json!(null), "what is not known does not count");
    assert!(pair["explanation"].to_string().contains("Условия сравнить нельзя"), "{pair}");
}

#[tokio::test]
async fn closed_schools_neither_help_nor_are_helped() {
    let district = District::new().await;
    let admin = district.town.person("admin").await;
    for id in [district.mentors[0], district.mentees[0]] {
        admin.patch(&format!("/organisations/{id}"), json!({"version": 1, "closed": true})).await.ok();
    }
    let run = district.run().await;
    assert_eq!((&run["pairs"], &run["uncovered"]), (&json!(2), &json!(0)));
    assert!(!run.to_string().contains("наставник 1") && !run.to_string().contains("подопечная 1"));
}

#[tokio::test]
async fn a_school_is_never_its_own_mentor_and_nobody_helps_in_a_circle() {
    let district = District::new().await;
    // The first two of each side ask for and offer the same.
    needs(&district.town, district.mentors[0], "math").await;
    offers(&district.town, district.mentees[0], 2, &[("math", 2)]).await;
    let run = district.run().await;
    for pair in run["pairs_list"].as_array().unwrap() {
        assert_ne!(pair["need"]["school"]["id"], pair["mentor"]["id"]);
        let mentor = pair["mentor"]["id"].as_str().unwrap();
        assert!(mentor != district.mentors[0].to_string() && mentor != district.mentees[0].to_string());
    }
    let path = format!("/match-runs/{}/decisions", run["id"].as_str().unwrap());
    let own = json!({"need_id": district.needs[0], "mentor_id": district.mentees[0], "kind": "pin", "reason": "Сами"});
    check(&district.mun.post(&path, own).await, expect!["422 mentor_id: itself"]);
    let unknown = json!({"need_id": district.mentors[0], "mentor_id": district.mentors[1], "kind": "accept"});
    check(&district.mun.post(&path, unknown).await, expect!["422 need_id: unknown"]);
}

#[tokio::test]
async fn a_run_without_needs_is_a_run_without_pairs() {
    let town = kit::Town::new().await;
    let mun = town.person("mun").await;
    tell(&mun, town.org("school6").await.parse().unwrap(), 1).await;
    let path = format!("/organisations/{}/match-runs", town.org("district").await);
    let run = mun.post(&path, json!({"mode": "flow"})).await.ok();
    assert_eq!((&run["pairs"], &run["uncovered"], &run["total"]), (&json!(0), &json!(0), &json!(0)));
}
