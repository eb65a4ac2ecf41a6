//! A coordinator's board over HTTP: runs, decisions, runs again, compared, played again, and the order.

use kernel::Role;
use kit::{check, expect, json};
use pairings::{entity::life::pairing, kinds::PairState};
use sea_orm::EntityTrait;

use super::{District, couples, docx_text, of};
use crate::pairings::life::give;

#[tokio::test]
async fn every_school_finds_a_mentor_of_its_own_and_the_run_comes_out_the_same_again() {
    let district = District::new().await;
    let run = district.run().await;
    assert_eq!((&run["number"], &run["pairs"], &run["uncovered"]), (&json!(1), &json!(3), &json!(0)));
    let mut mentors: Vec<String> = couples(&run).into_iter().map(|(_, mentor)| mentor).collect();
    mentors.sort();
    assert_eq!(mentors, ["Школа наставник 1", "Школа наставник 2", "Школа наставник 3"]);
    assert_eq!(run["weights_version"], 0);
    assert_eq!((&run["stale"], &run["can_decide"]), (&json!(false), &json!(true)));
    let places = run["schools"].as_array().unwrap();
    assert_eq!(places.len(), 6, "schools of which nothing is known are nowhere");
    assert!(places.iter().all(|place| place["mentor"] != place["mentee"]));
    assert!(
        places
            .iter()
            .any(|place| place["x"].as_i64().unwrap().abs() == 1000 || place["y"].as_i64().unwrap().abs() == 1000)
    );
    let again = district.run().await;
    assert_eq!(again["number"], 2);
    assert_eq!(again["input_hash"], run["input_hash"]);
    assert_eq!(again["result_hash"], run["result_hash"]);
    let path = format!("/match-runs/{}", run["id"].as_str().unwrap());
    assert_eq!(district.mun.post(&format!("{path}/replay"), json!({})).await.ok(), json!({"same": true}));
    assert_eq!(district.mun.get(&path).await.ok(), run);
    let listed = district.mun.get(&district.path("match-runs")).await.ok();
    assert_eq!(
        listed.as_array().unwrap().iter().map(|run| run["number"].as_i64().unwrap()).collect::<Vec<_>>(),
        [2, 1]
    );
}

#[tokio::test]
async fn a_run_that_somebody_changed_in_the_database_is_noticed() {
    use pairings::entity::matching::match_run;
    use sea_orm::{ActiveModelTrait, ActiveValue::Set};
    let district = District::new().await;
    let run = district.run().await;
    let id: kernel::MatchRunId = run["id"].as_str().unwrap().parse().unwrap();
    let row = match_run::Entity::find_by_id(id).one(district.town.app.reader()).await.unwrap().unwrap();
    let tx = district.town.app.begin().await.unwrap();
    let input = row.input.replacen("\"context\":", "\"context\": ", 1);
    let change = match_run::ActiveModel { id: Set(id), input: Set(input), ..Default::default() };
    change.update(tx.db()).await.unwrap();
    tx.commit().await.unwrap();
    let again = district.mun.post(&format!("/match-runs/{id}/replay"), json!({})).await.ok();
    assert_eq!(again, json!({"same": false}));
}

#[tokio::test]
async fn the_rest_is_solved_again_round_vetoes_and_pins() {
    let district = District::new().await;
    let run = district.run().await;
    let refused = of(&run, district.mentees[0]);
    check(&district.decide(&run, &refused, "veto", None).await, expect!["422 reason: required"]);
    district.decide(&run, &refused, "veto", Some("Весной туда не доехать")).await.ok();
    let pinned = of(&run, district.mentees[1]);
    district.decide(&run, &pinned, "pin", None).await.ok();
    let seen = district.mun.get(&format!("/match-runs/{}", run["id"].as_str().unwrap())).await.ok();
    assert_eq!(seen["stale"], true);
    assert_eq!(of(&seen, district.mentees[0])["decision"]["reason"], "Весной туда не доехать");
    let again = district.run().await;
    assert_eq!(again["stale"], false);
    assert_ne!(of(&again, district.mentees[0])["mentor"]["id"], refused["mentor"]["id"]);
    let kept = of(&again, district.mentees[1]);
    assert_eq!((&kept["mentor"], &kept["fixed"]), (&pinned["mentor"], &json!("pin")));
    let path = format!("/match-runs/{}/compare/{}", again["id"].as_str().unwrap(), run["id"].as_str().unwrap());
    let compared = district.mun.get(&path).await.ok();
    assert_eq!((&compared["before"]["number"], &compared["after"]["number"]), (&json!(1), &json!(2)));
    assert_eq!(compared["same_input"], false);
    let moved = compared["moved"].as_array().unwrap();
    assert!(moved.iter().any(|moved| moved["need"]["school"]["id"] == district.mentees[0].to_string()));
    assert_eq!(moved.len() + usize::try_from(compared["kept"].as_u64().unwrap()).unwrap(), 3);
    let trials = district.mun.get(&format!("/match-runs/{}/sensitivity", run["id"].as_str().unwrap())).await.ok();
    assert_eq!(trials.as_array().unwrap().len(), 10);
    // Taken back, it is as before.
    let veto = of(&seen, district.mentees[0])["decision"]["id"].as_str().unwrap().to_owned();
    check(&district.mun.delete(&format!("/match-decisions/{veto}")).await, expect!["204"]);
    check(&district.mun.delete(&format!("/match-decisions/{veto}")).await, expect!["409 wrong_state"]);
    assert_eq!(couples(&district.run().await), couples(&run));
}

#[tokio::test]
async fn an_accepted_pair_is_proposed_and_taken_back_it_is_withdrawn() {
    let district = District::new().await;
    let run = district.run().await;
    let pair = of(&run, district.mentees[0]);
    let accepted = district.decide(&run, &pair, "accept", None).await.ok();
    check(&district.decide(&run, &pair, "accept", None).await, expect!["409 already_exists"]);
    let seen = district.mun.get(&format!("/match-runs/{}", run["id"].as_str().unwrap())).await.ok();
    let id = of(&seen, district.mentees[0])["pairing_id"].as_str().unwrap().to_owned();
    assert_eq!(seen["stale"], false, "what was accepted of a run it has found itself");
    let state = async || {
        let id: kernel::PairingId = id.parse().unwrap();
        pairing::Entity::find_by_id(id).one(district.town.app.reader()).await.unwrap().unwrap()
    };
    let row = state().await;
    assert_eq!(
        (row.state, row.run_id.map(|id| id.to_string())),
        (PairState::Proposed, run["id"].as_str().map(str::to_owned))
    );
    assert_eq!(i64::from(row.score.unwrap()), pair["score"].as_i64().unwrap());
    assert!(row.explanation.contains("Балл пары"), "{}", row.explanation);
    let parts = district.mun.get(&format!("/pairings/{id}")).await.ok()["parts"].clone();
    assert!(parts["context"].is_i64() && parts["practice"].is_null(), "what is not known is no nought: {parts}");
    assert!(!row.explanation.contains("Следующий") && !row.explanation.contains("Почему не"), "{}", row.explanation);
    let again = district.run().await;
    let kept = of(&again, district.mentees[0]);
    assert_eq!((&kept["mentor"], &kept["fixed"]), (&pair["mentor"], &json!("accept")));
    check(
        &district.mun.delete(&format!("/match-decisions/{}", accepted["id"].as_str().unwrap())).await,
        expect!["204"],
    );
    assert_eq!(state().await.state, PairState::Withdrawn);
    district.decide(&again, &kept, "accept", Some("Всё же они")).await.ok();
}

#[tokio::test]
async fn the_order_lists_what_was_accepted_with_number_date_and_title() {
    let district = District::new().await;
    let run = district.run().await;
    district.decide(&run, &of(&run, district.mentees[0]), "accept", None).await.ok();
    let path = format!("/match-runs/{}/order.pdf", run["id"].as_str().unwrap());
    let asked = "?number=112-%D0%BE%D0%B4&date=2026-12-01&title=%D0%9E%20%D0%BF%D0%B0%D1%80%D0%B0%D1%85";
    let docx = district.mun.get(&format!("{}{asked}", path.replace(".pdf", ".docx"))).await;
    assert_eq!(docx.headers["content-type"], "application/vnd.openxmlformats-officedocument.wordprocessingml.document");
    let pdf = district.mun.get(&format!("{path}{asked}")).await;
    assert_eq!((pdf.status.as_u16(), &pdf.headers["content-type"]), (200, &"application/pdf".parse().unwrap()));
    check(&district.mun.get(&format!("{path}?date=31.02.2026")).await, expect!["422 date: invalid"]);
    let id: kernel::MatchRunId = run["id"].as_str().unwrap().parse().unwrap();
    let row = pairings::entity::matching::match_run::Entity::find_by_id(id).one(district.town.app.reader()).await;
    let query = pairings::matching::order::OrderQuery {
        number: "112-од".into(),
        date: "2026-12-01".into(),
        title: String::new(),
    };
    let row = row.unwrap().unwrap();
    let order = pairings::matching::order::text(district.town.app.reader(), &row, &query).await.unwrap();
    let (text, docx) = (&order.text, order.docx().unwrap());
    assert_eq!((order.title.as_str(), order.draft), ("О закреплении школ-наставников", false));
    assert!(!docx_text(&docx).contains("Проект"), "with number and date it is an order");
    let bare = pairings::matching::order::OrderQuery { date: String::new(), ..query };
    let draft = pairings::matching::order::text(district.town.app.reader(), &row, &bare).await.unwrap();
    assert!(draft.draft && docx_text(&draft.docx().unwrap()).contains("Проект. Приказ ещё не подписан"));
    assert!(draft.pdf().unwrap().len() > order.pdf().unwrap().len(), "the paper says so as well");
    assert!(text.contains("от 1 декабря 2026 г.") && text.contains("2026/27 учебном году"), "{text}");
    let mentor = of(&run, district.mentees[0])["mentor"]["short_name"].as_str().unwrap().to_owned();
    assert!(text.contains(&format!("| 1 | {mentor} | Школа подопечная 1 | Математика |")), "{text}");
    assert!(!text.contains("| 2 |"), "{text}");
}

#[tokio::test]
async fn weights_have_versions_and_the_newest_counts() {
    let district = District::new().await;
    let path = district.path("match-weights");
    let built_in = district.mun.get(&path).await.ok();
    assert_eq!((&built_in["current"]["version"], &built_in["current"]["context"]), (&json!(0), &json!(350)));
    let road =
        json!({"context": 0, "complementarity": 0, "practice": 0, "access": 300, "history": 0, "note": "Важна дорога"});
    assert_eq!(district.mun.post(&path, road).await.ok(), json!({"version": 1}));
    let run = district.run().await;
    assert_eq!((&run["weights_version"], &run["weights"]["access"]), (&json!(1), &json!(300)));
    // All are neighbours: every pair is worth the same, and the weights are all that counts.
    assert!(run["pairs_list"].as_array().unwrap().iter().all(|pair| pair["score"] == 1000));
    let saved = district.mun.get(&path).await.ok();
    let versions: Vec<i64> =
        saved["versions"].as_array().unwrap().iter().map(|v| v["version"].as_i64().unwrap()).collect();
    assert_eq!((versions, &saved["current"]["note"]), (vec![1, 0], &json!("Важна дорога")));
}

#[tokio::test]
async fn a_school_that_declined_is_not_proposed_again_and_the_need_is_free_for_another() {
    let district = District::new().await;
    let run = district.run().await;
    let pair = of(&run, district.mentees[0]);
    district.decide(&run, &pair, "accept", None).await.ok();
    let seen = district.mun.get(&format!("/match-runs/{}", run["id"].as_str().unwrap())).await.ok();
    let id = of(&seen, district.mentees[0])["pairing_id"].as_str().unwrap().to_owned();
    give(&district.town, "ben", Role::SchoolHead, district.mentees[0]).await;
    let ben = district.town.person("ben").await;
    ben.post(&format!("/pairings/{id}/decline"), json!({"reason": "Не успеем"})).await.ok();
    let again = district.run().await;
    let other = of(&again, district.mentees[0]);
    assert_ne!(other["mentor"]["id"], pair["mentor"]["id"]);
    assert_eq!(other["fixed"], json!(null));
    district.decide(&again, &other, "accept", None).await.ok();
    let last = district.run().await;
    assert_eq!(of(&last, district.mentees[0])["fixed"], "accept");
}
