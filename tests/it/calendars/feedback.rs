//! What people thought of an event, and that nobody learns who thought what.

use kit::{Person, Town, Value, check, expect, json};
use sea_orm::{EntityTrait, QueryOrder};

use super::attended;

const FOUR: &[(&str, Option<i32>)] = &[("ana", None), ("ben", None), ("lea", None), ("mo", None)];

async fn says(person: &Person, event: &str, rating: i32, answers: Value) -> kit::Answer {
    person.post(&format!("/events/{event}/feedback"), json!({"rating": rating, "answers": answers})).await
}

#[tokio::test]
async fn whoever_was_there_answers_once() {
    let town = Town::new().await;
    let (id, _) = attended(&town, json!({}), FOUR, &["far"]).await;
    let ana = town.person("ana").await;
    let form = ana.get(&format!("/events/{id}/feedback-form")).await.ok();
    assert_eq!(
        (&form["anonymous"], &form["may_answer"], &form["answered"]),
        (&json!(true), &json!(true), &json!(false))
    );
    assert_eq!(form["questions"].as_array().unwrap().len(), 2);
    check(&says(&ana, &id, 6, json!([3])).await, expect!["422 rating: invalid, answers[0]: invalid"]);
    check(&says(&ana, &id, 5, json!(["Полоску", null])).await, expect!["204"]);
    check(&says(&ana, &id, 1, json!([])).await, expect!["409 already_exists"]);
    check(&says(&town.person("far").await, &id, 1, json!([])).await, expect!["409 wrong_state"]);
    check(&ana.get(&format!("/events/{id}/feedback")).await, expect!["403 forbidden"]);
    let head = town.person("head").await;
    let other = json!({"anonymous": false, "questions": []});
    check(&head.put(&format!("/events/{id}/feedback-form"), other).await, expect!["409 in_use"]);
    let form = ana.get(&format!("/events/{id}/feedback-form")).await.ok();
    assert_eq!((&form["may_answer"], &form["answered"]), (&json!(false), &json!(true)));
}

#[tokio::test]
async fn nothing_links_an_anonymous_answer_to_its_giver() {
    let town = Town::new().await;
    let (id, _) = attended(&town, json!({}), FOUR, &[]).await;
    let before = calendars::entity::event_registration::Entity::find()
        .order_by_asc(calendars::entity::event_registration::Column::Id)
        .all(town.app.reader())
        .await
        .unwrap();
    says(&town.person("ana").await, &id, 2, json!(["тихий-омут"])).await.ok();
    let rows = calendars::entity::event_feedback::Entity::find().all(town.app.reader()).await.unwrap();
    assert_eq!((rows.len(), rows[0].registration_id), (1, None));
    assert_eq!(rows[0].id.0.get_version_num(), 4, "an id of chance holds no time");
    let after = calendars::entity::event_registration::Entity::find()
        .order_by_asc(calendars::entity::event_registration::Column::Id)
        .all(town.app.reader())
        .await
        .unwrap();
    for (was, is) in before.iter().zip(&after) {
        let expected = calendars::entity::event_registration::Model { answered: is.answered, ..was.clone() };
        assert_eq!(*is, expected, "only that they have answered");
    }
    let events = platform::feed::entity::Entity::find().all(town.app.reader()).await.unwrap();
    let told: Vec<_> = events.iter().filter(|event| event.kind == "calendars.rated").collect();
    assert_eq!(told.len(), 1);
    assert!(told[0].actor.is_none() && told[0].body == "{}", "{:?}", told[0]);
    let own = town.person("ana").await.get("/me/export").await;
    assert!(!own.text.contains("тихий-омут"));
}

#[tokio::test]
async fn numbers_under_three_stay_hidden_and_cannot_be_subtracted() {
    let town = Town::new().await;
    let (id, _) = attended(&town, json!({}), FOUR, &[]).await;
    let head = town.person("head").await;
    let path = format!("/events/{id}/feedback");
    says(&town.person("ana").await, &id, 5, json!(["тайна"])).await.ok();
    says(&town.person("ben").await, &id, 5, json!([])).await.ok();
    let two = head.get(&path).await.ok();
    assert_eq!((&two["hidden"], &two["answers"], &two["mean"]), (&json!(true), &json!(null), &json!(null)));
    assert!(!two.to_string().contains("тайна"));
    says(&town.person("lea").await, &id, 5, json!([])).await.ok();
    says(&town.person("mo").await, &id, 2, json!([])).await.ok();
    let four = head.get(&path).await.ok();
    assert_eq!((&four["hidden"], &four["answers"], &four["mean"]), (&json!(false), &json!(4), &json!(4.3)));
    assert_eq!(four["ratings"], json!([0, null, 0, 0, null]), "the three would tell the one");
    assert_eq!(four["questions"][0]["texts"], json!(["тайна"]));
    assert_eq!(four["named"], json!([]));
}

#[tokio::test]
async fn a_form_with_names_says_whose_answer_it_is() {
    let town = Town::new().await;
    let (id, _) = attended(&town, json!({}), &[("ana", None)], &[]).await;
    let head = town.person("head").await;
    let questions = json!([{"kind": "scale", "title": "Темп"}, {"kind": "text", "title": "Что взять?"}]);
    let form = format!("/events/{id}/feedback-form");
    let many = json!({"anonymous": false, "questions": vec![json!({"kind": "text", "title": "?"}); 6]});
    check(&head.put(&form, many).await, expect!["422 questions: too_many"]);
    check(&head.put(&form, json!({"anonymous": false, "questions": questions})).await, expect!["204"]);
    says(&town.person("ana").await, &id, 4, json!([3, "Полоску"])).await.ok();
    let all = head.get(&format!("/events/{id}/feedback")).await.ok();
    assert_eq!((&all["answers"], &all["ratings"]), (&json!(1), &json!([0, 0, 0, 1, 0])));
    assert_eq!(
        (&all["named"][0]["person"]["surname"], &all["named"][0]["answers"]),
        (&json!("Анисимова"), &json!([3, "Полоску"]))
    );
    assert_eq!(all["questions"][0]["counts"], json!([0, 0, 1, 0, 0]));
}
