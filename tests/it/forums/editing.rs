//! Edits, conflicts, history, deletion and return of posts.

use kit::{Person, Town, Value, check, expect, json};

struct Scene {
    town: Town,
    ana: Person,
    ben: Person,
    mo: Person,
    topic: String,
    post: String,
}

/// A topic of Ana's with one reply of Ben's.
async fn scene() -> Scene {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    let topic = ana.opens(&town.space("open").await, "Правки").await;
    let topic = topic["id"].as_str().unwrap().to_owned();
    let post = ben.replies(&topic, "первые слова").await.ok();
    Scene { town, ana, ben, mo, topic, post: post["id"].as_str().unwrap().to_owned() }
}

impl Scene {
    fn path(&self) -> String {
        format!("/posts/{}", self.post)
    }

    async fn shown(&self) -> Value {
        self.ana.get(&self.path()).await.ok()["post"].clone()
    }
}

#[tokio::test]
async fn an_edit_keeps_every_wording() {
    let s = scene().await;
    let edited = s.ben.patch(&s.path(), json!({"version": 1, "body": "вторые слова", "reason": "уточнил"})).await.ok();
    assert_eq!((&edited["version"], &edited["html"]), (&json!(2), &json!("<p>вторые слова</p>\n")));
    assert!(edited["edited_at"].is_string());
    s.ben.patch(&s.path(), json!({"version": 2, "body": "вторые слова и третьи"})).await.ok();
    let versions = s.ana.get(&format!("{}/versions", s.path())).await.ok();
    let told: Vec<_> =
        versions["items"].as_array().unwrap().iter().map(|v| (v["version"].clone(), v["html_diff"].clone())).collect();
    let expected = [
        (json!(1), json!("первые слова")),
        (json!(2), json!("<del>первые</del><ins>вторые</ins> слова")),
        (json!(3), json!("вторые слова<ins> и третьи</ins>")),
    ];
    assert_eq!(told, expected);
    assert_eq!(versions["items"][1]["reason"], "уточнил");
    let same = s.ben.patch(&s.path(), json!({"version": 3, "body": "вторые слова и третьи"})).await.ok();
    assert_eq!(same["version"], 3, "an edit that changes nothing is none");
}

#[tokio::test]
async fn a_conflict_shows_both_texts() {
    let s = scene().await;
    s.ben.patch(&s.path(), json!({"version": 1, "body": "с телефона"})).await.ok();
    let late = s.ben.patch(&s.path(), json!({"version": 1, "body": "с компьютера"})).await;
    check(&late, expect!["409 version_conflict"]);
    assert_eq!(late.json()["current"], json!({"version": 2, "body": "с телефона"}));
}

#[tokio::test]
async fn of_two_edits_at_once_one_wins_and_one_hears_of_it() {
    let s = scene().await;
    let edit =
        |body: &'static str| s.ben.patch(Box::leak(s.path().into_boxed_str()), json!({"version": 1, "body": body}));
    let (one, two) = tokio::join!(edit("левая"), edit("правая"));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    assert_eq!(s.shown().await["version"], 2);
}

#[tokio::test]
async fn only_authors_and_moderators_edit() {
    let s = scene().await;
    check(&s.ana.patch(&s.path(), json!({"version": 1, "body": "чужое"})).await, expect!["403 not_author"]);
    assert_eq!(s.ana.get(&s.path()).await.ok()["body"], Value::Null);
    assert_eq!(s.ben.get(&s.path()).await.ok()["body"], "первые слова");
    check(&s.mo.patch(&s.path(), json!({"version": 1, "body": "без имени"})).await, expect!["422 reason: required"]);
    let body = json!({"version": 1, "body": "без имени", "reason": "имя ученика"});
    check(&s.mo.patch(&s.path(), body).await, expect!["200"]);
    // What a moderator replaced is no longer everybody's.
    let versions = |person: Person| {
        let path = format!("{}/versions", s.path());
        async move { person.get(&path).await }
    };
    let seen = versions(s.ana.clone()).await;
    assert_eq!(seen.ok()["items"].as_array().unwrap().len(), 1);
    assert!(!seen.text.contains("первые"), "{}", seen.text);
    assert_eq!(versions(s.ben.clone()).await.ok()["items"].as_array().unwrap().len(), 2);
    assert_eq!(versions(s.mo.clone()).await.ok()["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_deleted_post_keeps_its_number_and_loses_its_words() {
    let s = scene().await;
    s.ben.replies(&s.topic, "после").await.ok();
    check(&s.ana.delete(&s.path()).await, expect!["403 not_author"]);
    check(&s.mo.delete(&s.path()).await, expect!["422 reason: required"]);
    s.mo.delete_with(&s.path(), json!({"reason": "не по теме"})).await.ok();
    let page = s.mo.get(&format!("/topics/{}/posts", s.topic)).await;
    assert!(!page.text.contains("первые"), "not even moderators get deleted words in a page");
    let post = page.ok()["posts"][1].clone();
    assert_eq!((&post["no"], &post["html"]), (&json!(2), &json!("")));
    assert_eq!(post["deleted"]["reason"], "не по теме");
    assert_eq!(post["deleted"]["by"]["surname"], "Морозова");
    for path in [format!("/topics/{}/posts", s.topic), s.path(), "/topics".into(), "/home".into()] {
        assert!(!s.ana.get(&path).await.text.contains("первые"), "{path}");
    }
    check(&s.ana.get(&format!("{}/versions", s.path())).await, expect!["404 not_found"]);
    check(&s.mo.get(&format!("{}/versions", s.path())).await, expect!["200"]);
    let topic = s.ana.get(&format!("/topics/{}", s.topic)).await.ok();
    assert_eq!((&topic["post_count"], &topic["last_no"]), (&json!(2), &json!(3)));
    check(&s.ben.post(&format!("{}/restore", s.path()), json!({})).await, expect!["403 forbidden"]);
    s.mo.post(&format!("{}/restore", s.path()), json!({})).await.ok();
    assert_eq!(s.shown().await["html"], "<p>первые слова</p>\n");
    let next = s.ana.replies(&s.topic, "дальше").await.ok();
    assert_eq!(next["no"], 4, "numbers are never given twice");
}

#[tokio::test]
async fn authors_take_back_their_own_deletion() {
    let s = scene().await;
    s.ben.delete(&s.path()).await.ok();
    s.ben.delete(&s.path()).await.ok();
    let card = s.ana.get(&format!("/topics/{}", s.topic)).await.ok();
    assert_eq!(card["last_post_by"]["surname"], "Анисимова", "the last post is the last that stands");
    check(&s.ben.patch(&s.path(), json!({"version": 1, "body": "новое"})).await, expect!["404 not_found"]);
    s.ben.post(&format!("{}/restore", s.path()), json!({})).await.ok();
    assert_eq!(s.shown().await["deleted"], Value::Null);
    let first = s.ana.get(&format!("/topics/{}/posts?limit=1", s.topic)).await.ok()["posts"][0]["id"].clone();
    let first = format!("/posts/{}", first.as_str().unwrap());
    check(&s.ana.delete(&first).await, expect!["403 forbidden"]);
    drop(s.town);
}

#[tokio::test]
async fn mentions_and_quotes_follow_the_audience() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let (circle, open) = (town.space("circle").await, town.space("open").await);
    let hidden = town.hidden().await;
    let topic = ana.opens(&open, "Вслух").await;
    let topic = topic["id"].as_str().unwrap();
    let (mo, ben_id) = (town.id("mo").await, &ben.id);
    let body = format!("> [!quote post={}]\n> слова\n\n@[Бен](person:{ben_id}) @[Мо](person:{mo})", hidden.post);
    let aloud = ana.replies(topic, &body).await.ok();
    let html = aloud["html"].as_str().unwrap();
    assert!(html.contains(&format!("/people/{mo}")) && html.contains("@Белов М. П."), "{html}");
    assert!(!html.contains("data-post"), "the source of a quote from a private place is nobody's business: {html}");
    let inside = ana.replies(&hidden.topic, &body).await.ok();
    let html = inside["html"].as_str().unwrap();
    assert!(html.contains("data-post") && html.contains("Анисимова М. П., № 2"), "{html}");
    assert!(!html.contains(&format!("/people/{mo}")), "who may not read here cannot be called here: {html}");
    let preview = ana.post("/preview", json!({"body": body})).await.ok();
    assert!(preview["html"].as_str().unwrap().contains("data-post"));
    drop(circle);
}
