//! Topics and the weak spots they are about.

use kit::{Person, Town, Value, check, expect, json, town::actor};
use platform::ports::DocKey;

async fn skill(person: &Person, subject: &str, grade: &str, code: &str) -> Value {
    let found = person.get(&format!("/skills?subject={subject}&grade={grade}")).await.ok();
    let all = found["items"].as_array().unwrap();
    all.iter().find(|s| s["code"] == code).unwrap_or_else(|| panic!("no {subject}-{grade}-{code}")).clone()
}

fn shorts(topic: &Value) -> Vec<&str> {
    topic["skills"].as_array().unwrap().iter().map(|s| s["short"].as_str().unwrap()).collect()
}

async fn about(town: &Town, person: &Person, skills: &[&Value]) -> Value {
    let ids: Vec<&Value> = skills.iter().map(|s| &s["id"]).collect();
    let body = json!({
        "space_id": town.space("open").await, "kind": "question", "title": "Проценты не идут", "body": "Как быть?",
        "skills": ids,
    });
    person.post_once("/topics", body).await.ok()
}

#[tokio::test]
async fn a_topic_says_which_weak_spots_it_is_about() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let (percent, parts) = (skill(&ana, "math", "5", "8").await, skill(&ana, "math", "5", "1").await);
    let topic = about(&town, &ana, &[&percent, &parts, &percent]).await;
    assert_eq!(shorts(&topic), [percent["short"].as_str().unwrap(), parts["short"].as_str().unwrap()]);
    let chip = &topic["skills"][0];
    assert_eq!((&chip["id"], &chip["code"], &chip["grade"]), (&percent["id"], &json!("8"), &json!(5)));
    let id = topic["id"].as_str().unwrap();
    let list = ben.get(&format!("/topics?skill={}", percent["id"].as_str().unwrap())).await.ok();
    assert_eq!((list["items"].as_array().unwrap().len(), &list["items"][0]["skills"]), (1, &topic["skills"]));
    // Changed by the author, searched by the new ones.
    let change = json!({"version": topic["version"], "skills": [parts["id"]]});
    let changed = ana.patch(&format!("/topics/{id}"), change.clone()).await.ok();
    assert_eq!(shorts(&changed), [parts["short"].as_str().unwrap()]);
    let list = ben.get(&format!("/topics?skill={}", percent["id"].as_str().unwrap())).await.ok();
    assert_eq!(list["items"], json!([]));
    check(&ben.patch(&format!("/topics/{id}"), change).await, expect!["403 not_author"]);
    // Another change leaves them alone.
    let change = json!({"version": changed["version"], "title": "Проценты пошли"});
    assert_eq!(shorts(&ana.patch(&format!("/topics/{id}"), change).await.ok()).len(), 1);
}

#[tokio::test]
async fn skills_outside_the_catalogue_are_refused_by_their_place() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let percent = skill(&ana, "math", "5", "8").await;
    let space = town.space("open").await;
    let body = |skills: Value| json!({"space_id": space, "kind": "discussion", "title": "Тема", "body": "т", "skills": skills});
    let unknown = body(json!([percent["id"], town.id("ben").await]));
    check(&ana.post_once("/topics", unknown).await, expect!["422 skills[1]: unknown"]);
    let many: Vec<Value> = (0..9).map(|_| percent["id"].clone()).collect();
    check(&ana.post_once("/topics", body(json!(many))).await, expect!["422 skills: too_many"]);
    check(&ana.post_once("/topics", body(json!(["проценты"]))).await, expect!["422 skills[0]: invalid"]);
    check(&ana.get("/topics?skill=8").await, expect!["422 query: invalid"]);
}

#[tokio::test]
async fn the_index_knows_the_skills_of_a_topic_and_of_its_replies() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let percent = skill(&ana, "math", "5", "8").await;
    let topic = about(&town, &ana, &[&percent]).await;
    let reply = ben.replies(topic["id"].as_str().unwrap(), "Через скидки").await.ok();
    let source = town.app.search_sources().iter().find(|s| s.kinds().contains(&"post")).unwrap().clone();
    let key = |kind, value: &Value| DocKey { kind, id: value["id"].as_str().unwrap().parse().unwrap() };
    let keys = [key("topic", &topic), key("post", &reply)];
    for document in source.load(&town.app, &keys).await.unwrap() {
        assert_eq!(document.skills.len(), 1);
        assert_eq!(json!(document.skills[0]), percent["id"]);
    }
    let reader = actor(&town.app, "ben").await;
    let cards = source.cards(&town.app, Some(&reader), &keys).await.unwrap();
    assert!(cards.values().all(|card| card.skills.len() == 1));
}
