//! The life of a practice: experts of other schools, a third when they differ, a level the totals allow, a new version.

use expect_test::expect;
use kernel::Role;
use kit::{Answer, Person, Town, Value, check, json};

use super::{passport, submitted, titles};

/// Makes these people experts of the region.
pub async fn experts(town: &Town, logins: &[&str]) {
    for login in logins {
        let mut tx = town.app.begin().await.unwrap();
        let new = accounts::grants::NewGrant {
            person_id: town.id(login).await.parse().unwrap(),
            role: Role::Expert,
            scope_id: Some(town.org("district").await.parse().unwrap()),
            since: None,
            until: None,
            basis: "приказ".into(),
        };
        accounts::grants::record(&mut tx, None, new).await.unwrap();
        tx.commit().await.unwrap();
    }
}

pub(super) async fn assign(by: &Person, id: &str, expert: &str) -> Answer {
    by.post(&format!("/practices/{id}/reviews"), json!({"expert_id": expert})).await
}

async fn reviews(person: &Person, id: &str) -> Value {
    person.get(&format!("/practices/{id}/reviews")).await.ok()
}

fn sheet(marks: [i32; 5]) -> Value {
    let [result, efficiency, novelty, transfer, scale] = marks;
    json!({"result": result, "efficiency": efficiency, "novelty": novelty, "transfer": transfer, "scale": scale,
        "verdict": "recommend", "text": "Работает.", "done": true})
}

/// Hands in the expert's own sheet.
pub(super) async fn judges(expert: &Person, id: &str, marks: [i32; 5]) -> Answer {
    let page = expert.get(&format!("/practices/{id}")).await.ok();
    let review = page["my"]["review"].as_str().unwrap().to_owned();
    expert.put(&format!("/reviews/{review}"), sheet(marks)).await
}

#[tokio::test]
async fn two_independent_experts_and_a_coordinator_publish_a_practice() {
    let town = Town::new().await;
    experts(&town, &["lea", "mo", "far", "ben"]).await;
    let id = submitted(&town, "Полоска").await;
    let (ana, mun) = (town.person("ana").await, town.person("mun").await);
    let (lea, mo) = (town.person("lea").await, town.person("mo").await);
    check(&assign(&mun, &id, &lea.id).await, expect!["409 wrong_state"]);
    check(&mun.post(&format!("/practices/{id}/check"), json!({"complete": true})).await, expect!["200"]);
    // Ben is an expert, but teaches at Ana's school.
    check(&assign(&mun, &id, &town.id("ben").await).await, expect!["409 not_independent"]);
    check(&assign(&mun, &id, &ana.id).await, expect!["422 expert_id: unknown"]);
    check(&assign(&mun, &id, &town.id("head").await).await, expect!["422 expert_id: unknown"]);
    let offered = mun.get(&format!("/practices/{id}/experts")).await.ok();
    assert_eq!(offered["items"].as_array().unwrap().len(), 3, "{offered}");
    check(&assign(&mun, &id, &lea.id).await, expect!["201"]);
    check(&assign(&mun, &id, &lea.id).await, expect!["409 already_exists"]);
    check(&assign(&mun, &id, &mo.id).await, expect!["201"]);
    check(&assign(&mun, &id, &town.id("far").await).await, expect!["422 expert_id: too_many"]);
    assert_eq!(titles(&lea, "filter=to_review").await, ["Полоска"]);
    check(&judges(&lea, &id, [9, 9, 7, 8, 8]).await, expect!["204"]);
    // Nobody sees the other's sheet, and the author none before the decision.
    assert_eq!(reviews(&mo, &id).await["items"].as_array().unwrap().len(), 1);
    assert!(reviews(&mo, &id).await["score"].is_null());
    assert_eq!(reviews(&ana, &id).await["items"], json!([]));
    let path = format!("/practices/{id}/publish");
    let publish = |level: &str| {
        let (mun, path, body) = (mun.clone(), path.clone(), json!({"level": level}));
        async move { mun.post(&path, body).await }
    };
    check(&publish("municipal").await, expect!["409 reviews_missing"]);
    check(&judges(&mo, &id, [8, 8, 6, 8, 8]).await, expect!["204"]);
    check(&publish("regional").await, expect!["422 level: invalid"]);
    check(&publish("municipal").await, expect!["200"]);
    let far = town.person("far").await;
    let page = far.get("/practices/1").await.ok();
    assert_eq!(
        (page["level"].as_str(), page["score"].as_f64(), page["path"].as_str()),
        (Some("municipal"), Some(39.5), Some("/b/1"))
    );
    assert!(page["topic_id"].is_string());
    assert_eq!(titles(&far, "level=municipal&subject=math&grade=5").await, ["Полоска"]);
    let told = reviews(&ana, &id).await;
    assert_eq!(told["items"].as_array().unwrap().len(), 2);
    assert!(told["items"][0]["expert"].is_null(), "names of experts stay hidden from authors");
    town.settle().await;
    let notices = ana.get("/notices").await.ok();
    assert!(notices.to_string().contains("practice_published"), "{notices}");
}

#[tokio::test]
async fn two_who_differ_ask_for_a_third() {
    let town = Town::new().await;
    experts(&town, &["lea", "mo", "far"]).await;
    let id = submitted(&town, "Полоска").await;
    let (mun, lea, mo, far) =
        (town.person("mun").await, town.person("lea").await, town.person("mo").await, town.person("far").await);
    mun.post(&format!("/practices/{id}/check"), json!({"complete": true})).await.ok();
    for expert in [&lea, &mo] {
        assign(&mun, &id, &expert.id).await.ok();
    }
    judges(&lea, &id, [9, 9, 9, 9, 9]).await.ok();
    judges(&mo, &id, [6, 6, 6, 6, 6]).await.ok();
    assert_eq!(reviews(&mun, &id).await["needed"], 3);
    check(
        &mun.post(&format!("/practices/{id}/publish"), json!({"level": "school"})).await,
        expect!["409 reviews_missing"],
    );
    assign(&mun, &id, &far.id).await.ok();
    judges(&far, &id, [9, 8, 8, 9, 8]).await.ok();
    // The two nearest each other count.
    assert_eq!(reviews(&mun, &id).await["score"], 43.5);
    check(&mun.post(&format!("/practices/{id}/publish"), json!({"level": "municipal"})).await, expect!["200"]);
}

#[tokio::test]
async fn a_returned_practice_comes_back_to_its_experts_and_a_new_version_leaves_the_old_one_readable() {
    let town = Town::new().await;
    experts(&town, &["lea", "mo"]).await;
    let id = submitted(&town, "Полоска").await;
    let (ana, mun) = (town.person("ana").await, town.person("mun").await);
    let (lea, mo) = (town.person("lea").await, town.person("mo").await);
    let path = format!("/practices/{id}");
    let remark = json!({"complete": false, "remarks": [{"field": "risks", "text": "А если бумаги нет?"}]});
    check(&mun.post(&format!("{path}/check"), json!({"complete": false})).await, expect!["422 remarks: required"]);
    check(&mun.post(&format!("{path}/check"), remark).await, expect!["200"]);
    let work = ana.get(&format!("{path}/draft")).await.ok();
    assert_eq!(work["remarks"][0]["field"], "risks");
    let save = json!({"revision": work["revision"], "passport": passport("Полоска и нитка")});
    ana.put(&format!("{path}/draft"), save).await.ok();
    ana.post(&format!("{path}/submit"), json!({})).await.ok();
    mun.post(&format!("{path}/check"), json!({"complete": true})).await.ok();
    for expert in [&lea, &mo] {
        assign(&mun, &id, &expert.id).await.ok();
        judges(expert, &id, [8, 8, 8, 8, 8]).await.ok();
    }
    mun.post(&format!("{path}/publish"), json!({"level": "school"})).await.ok();
    check(
        &ana.put(&format!("{path}/draft"), json!({"revision": 9, "passport": passport("х")})).await,
        expect!["409 wrong_state"],
    );
    let again = ana.post(&format!("{path}/revise"), json!({})).await.ok();
    assert_eq!(again["version"], 2);
    let save = json!({"revision": again["revision"], "passport": passport("Полоска, вторая редакция")});
    ana.put(&format!("{path}/draft"), save).await.ok();
    let far = town.person("far").await;
    assert_eq!(far.get(&path).await.ok()["title"], "Полоска и нитка");
    check(&far.get(&format!("{path}/draft")).await, expect!["404 not_found"]);
    check(&far.get(&format!("{path}/versions/2")).await, expect!["404 not_found"]);
    assert!(titles(&far, "q=редакция").await.is_empty());
    ana.post(&format!("{path}/submit"), json!({})).await.ok();
    mun.post(&format!("{path}/check"), json!({"complete": true})).await.ok();
    for expert in [&lea, &mo] {
        assign(&mun, &id, &expert.id).await.ok();
        judges(expert, &id, [9, 9, 9, 9, 9]).await.ok();
    }
    mun.post(&format!("{path}/publish"), json!({"level": "municipal"})).await.ok();
    assert_eq!(far.get(&path).await.ok()["version"], 2);
    assert_eq!(far.get(&format!("{path}/versions/1")).await.ok()["title"], "Полоска и нитка");
    let diff = far.get(&format!("{path}/versions/2/diff")).await.ok();
    assert!(diff["fields"][0]["html"].as_str().unwrap().contains("<ins>"), "{diff}");
    let citation = far.get(&format!("{path}/citation")).await.ok();
    assert!(
        citation["gost"].as_str().unwrap().starts_with("Анисимова М. П. Полоска, вторая редакция [Электронный ресурс]")
    );
    assert!(citation["bibtex"].as_str().unwrap().contains("@misc{staffroom1,"));
}

#[tokio::test]
async fn an_expert_is_reminded_and_the_coordinator_hears_when_the_deadline_has_passed() {
    let town = Town::new().await;
    experts(&town, &["lea"]).await;
    let id = submitted(&town, "Полоска").await;
    let (mun, lea) = (town.person("mun").await, town.person("lea").await);
    mun.post(&format!("/practices/{id}/check"), json!({"complete": true})).await.ok();
    assign(&mun, &id, &lea.id).await.ok();
    let kinds = |person: Person| async move {
        let page = person.get("/notices").await.ok();
        page["items"].as_array().unwrap().iter().map(|n| n["kind"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    town.settle().await;
    assert_eq!(kinds(lea.clone()).await, ["review_assigned"]);
    town.clock.advance(chrono::TimeDelta::days(26));
    town.settle().await;
    let lea = town.person("lea").await;
    assert_eq!(kinds(lea.clone()).await, ["review_due", "review_assigned"]);
    town.clock.advance(chrono::TimeDelta::days(6));
    town.settle().await;
    let (lea, mun) = (town.person("lea").await, town.person("mun").await);
    assert_eq!(kinds(lea).await, ["review_late", "review_due", "review_assigned"]);
    assert_eq!(kinds(mun).await, ["review_late", "practice_submitted"]);
}
