//! What strangers, search engines and harvesters read.

mod harvesting;
mod maps;
mod names;
mod pages;
mod protocol;
mod topics;
mod words;
mod xml;

use std::path::Path;

use kernel::Role;
use kit::{Answer, Person, Town, Value, json, town};
use practices::import::{Order, run};

/// An address outside the API, as a stranger's browser asks for it.
pub async fn visit(town: &Town, path: &str) -> Answer {
    let stranger = town.stranger();
    stranger.send(stranger.client.get(format!("{}{path}", town.url))).await
}

/// The structured data of a page.
#[track_caller]
pub fn data(page: &Answer) -> Value {
    let (_, rest) = page.text.split_once("type=\"application/ld+json\">").expect("no structured data");
    serde_json::from_str(rest.split_once("</script>").unwrap().0).unwrap()
}

/// What stands between two marks.
#[track_caller]
pub fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no {before} in {text}"));
    rest.split_once(after).unwrap_or_else(|| panic!("no {after} in {text}")).0
}

/// Everything of an answer that somebody at the other end can compare.
pub fn seen(answer: &Answer) -> String {
    let mut headers: Vec<String> = answer
        .headers
        .iter()
        .filter(|(name, _)| !["date", "x-request-id"].contains(&name.as_str()))
        .map(|(name, value)| format!("{name}: {}", value.to_str().unwrap()))
        .collect();
    headers.sort();
    format!("{}\n{}\n\n{}", answer.status, headers.join("\n"), answer.text)
}

/// Makes Lea and Mo experts, once per town.
pub async fn experts(town: &Town) {
    for login in ["lea", "mo"] {
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

/// Ana's practice, reviewed and published; answers its id.
pub async fn published(town: &Town, passport: Value) -> String {
    let ana = town.person("ana").await;
    let made = ana.post("/practices", passport).await.ok();
    let id = made["id"].as_str().unwrap().to_owned();
    review(town, &ana, &id).await;
    id
}

/// Takes the version in work all the way.
pub async fn review(town: &Town, author: &Person, id: &str) {
    let mun = town.person("mun").await;
    author.post(&format!("/practices/{id}/submit"), json!({})).await.ok();
    mun.post(&format!("/practices/{id}/check"), json!({"complete": true})).await.ok();
    for login in ["lea", "mo"] {
        let expert = town.person(login).await;
        mun.post(&format!("/practices/{id}/reviews"), json!({"expert_id": expert.id})).await.ok();
        let task = expert.get(&format!("/practices/{id}")).await.ok()["my"]["review"].as_str().unwrap().to_owned();
        let sheet = json!({"result": 8, "efficiency": 8, "novelty": 8, "transfer": 8, "scale": 8,
            "verdict": "recommend", "text": "Работает.", "done": true});
        expert.put(&format!("/reviews/{task}"), sheet).await.ok();
    }
    mun.post(&format!("/practices/{id}/publish"), json!({"level": "municipal"})).await.ok();
    town.settle().await;
}

/// A line of a file from another bank.
pub fn line(id: &str, title: &str, subject: &str, licence: &str) -> String {
    let body = "Берём бумажную полоску и складываем её пополам, потом ещё раз, и подписываем каждую часть. ".repeat(2);
    json!({"id": id, "title": title, "summary": "Коротко.", "body": body, "subject": subject, "grades": [5],
        "type": "technique", "author": "Лариса Голованова", "school": "Школа № 15", "licence": licence,
        "keywords": ["проценты"], "skills": ["math-5-8"]})
    .to_string()
}

pub async fn import(town: &Town, lines: &[String]) {
    let owner = town::actor(&town.app, "admin").await.person;
    let order = Order { owner, dry_run: false, skip_wrong: false, folder: Path::new(".") };
    let report = run(&town.app, &order, &lines.join("\n"), &mut |_, _| {}).await.unwrap();
    assert!(
        report.errors.is_empty(),
        "{:?}",
        report.errors.iter().map(|e| (e.line, &e.field, &e.code)).collect::<Vec<_>>()
    );
    town.settle().await;
}

/// Agrees to be named on open pages; answers the consent's id.
pub async fn agrees(person: &Person) -> String {
    let given = person.post("/me/consents", json!({"kind": "publication", "version": 1})).await.ok();
    given["id"].as_str().unwrap().to_owned()
}
