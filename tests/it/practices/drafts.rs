//! Drafts: nobody else's business, and never lost when two write at once.

use expect_test::expect;
use kit::{Town, check, json};

use super::{drafted, passport, submitted, titles};

#[tokio::test]
async fn a_draft_does_not_exist_for_anybody_else() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let id = drafted(&ana, "Тихий омут").await;
    assert_eq!(titles(&ana, "filter=mine").await, ["Тихий омут"]);
    for who in ["ben", "head", "mun", "reg", "admin", "far", "pen"] {
        let other = town.person(who).await;
        for path in ["", "/draft", "/reviews", "/experts"] {
            check(&other.get(&format!("/practices/{id}{path}")).await, expect!["404 not_found"]);
        }
        let save = json!({"revision": 1, "passport": passport("Моё")});
        check(&other.put(&format!("/practices/{id}/draft"), save).await, expect!["404 not_found"]);
        check(&other.delete(&format!("/practices/{id}/draft")).await, expect!["404 not_found"]);
        for list in ["", "filter=mine", "filter=to_check", "filter=to_review", "q=омут", "subject=math", "grade=5"]
        {
            assert!(titles(&other, list).await.is_empty(), "{who} {list}");
        }
    }
}

#[tokio::test]
async fn of_two_authors_who_save_at_once_the_later_gets_the_words_of_the_other() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let id = drafted(&ana, "Полоска").await;
    ana.put(&format!("/practices/{id}/authors"), json!({"people": [ana.id, ben.id]})).await.ok();
    let path = format!("/practices/{id}/draft");
    let seen = ben.get(&path).await.ok();
    assert_eq!(seen["revision"], 1);
    let saved = ana.put(&path, json!({"revision": 1, "passport": passport("Полоска Аны")})).await.ok();
    assert_eq!(saved["revision"], 2);
    let late = ben.put(&path, json!({"revision": 1, "passport": passport("Полоска Бена")})).await;
    check(&late, expect!["409 version_conflict"]);
    let current = &late.json()["current"];
    assert_eq!((current["revision"].as_i64(), current["passport"]["title"].as_str()), (Some(2), Some("Полоска Аны")));
    ben.put(&path, json!({"revision": 2, "passport": passport("Полоска обоих")})).await.ok();
    assert_eq!(ana.get(&path).await.ok()["passport"]["title"], "Полоска обоих");
    assert_eq!(titles(&ben, "filter=mine").await, ["Полоска обоих"]);
    check(&ben.put(&format!("/practices/{id}/authors"), json!({"people": []})).await, expect!["403 not_author"]);
    check(&ben.delete(&format!("/practices/{id}/authors/me")).await, expect!["204"]);
    check(&ben.get(&path).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn what_is_missing_is_named_before_anybody_reads_it() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let empty = ana.post("/practices", json!({})).await.ok();
    let id = empty["id"].as_str().unwrap();
    check(
        &ana.post(&format!("/practices/{id}/submit"), json!({})).await,
        expect![
            "422 title: required, summary: required, body: required, problem: required, goal: required, subjects: required, employer_consent: required"
        ],
    );
    let half = json!({"result_before": "34 %", "links": [{"url": "javascript:1"}], "grades": [40], "subjects": ["magic"],
        "skills": ["0190b0f4-7b2a-7c3d-8e4f-0123456789ab"]});
    check(
        &ana.put(&format!("/practices/{id}/draft"), json!({"revision": 1, "passport": half})).await,
        expect!["422 links[0].url: invalid, subjects[0]: unknown, grades[0]: invalid, skills[0]: unknown"],
    );
}

#[tokio::test]
async fn a_submitted_practice_is_seen_by_those_who_look_after_its_school_and_by_nobody_else() {
    let town = Town::new().await;
    let id = submitted(&town, "Полоска").await;
    for who in ["mun", "reg", "admin"] {
        let person = town.person(who).await;
        assert_eq!(titles(&person, "filter=to_check").await, ["Полоска"], "{who}");
        check(&person.get(&format!("/practices/{id}/draft")).await, expect!["200"]);
        check(
            &person.put(&format!("/practices/{id}/draft"), json!({"revision": 1, "passport": passport("Моё")})).await,
            expect!["403 not_author"],
        );
    }
    for who in ["ben", "head", "far", "farhead", "lea", "pen"] {
        let person = town.person(who).await;
        assert!(titles(&person, "filter=to_check").await.is_empty(), "{who}");
        check(&person.get(&format!("/practices/{id}")).await, expect!["404 not_found"]);
        check(
            &person.post(&format!("/practices/{id}/check"), json!({"complete": true})).await,
            expect!["404 not_found"],
        );
    }
    let ana = town.person("ana").await;
    check(&ana.post(&format!("/practices/{id}/withdraw"), json!({})).await, expect!["200"]);
    check(&town.person("mun").await.get(&format!("/practices/{id}")).await, expect!["404 not_found"]);
    check(&ana.delete(&format!("/practices/{id}/draft")).await, expect!["204"]);
}
