//! The bank of practices over HTTP.

mod archives;
mod certificates;
mod drafts;
mod import;
pub(crate) mod life;
mod living;
mod papers;
mod pdf;
mod policy;

use kit::{Person, Town, Value, json};

/// A passport that may be submitted.
pub fn passport(title: &str) -> Value {
    json!({
        "kind": "technique",
        "title": title,
        "summary": "Дети складывают полоску и видят сотую долю.",
        "problem": "Прибавляют 20 вместо 20 %.",
        "goal": "Находят процент от числа.",
        "body": format!("## Этап 1\nБерём бумажную полоску и складываем пополам. {}", "Потом ещё раз. ".repeat(10)),
        "resources": "Полоски бумаги.",
        "conditions": "Любой класс.",
        "risks": "Без проверки руки делают, голова нет.",
        "result_before": "34 %",
        "result_after": "61 %",
        "result_how": "одна и та же задача",
        "licence": "cc_by",
        "employer_consent": true,
        "keywords": ["проценты", "полоска"],
        "links": [],
        "subjects": ["math"],
        "grades": [5],
        "skills": []
    })
}

/// A draft of this person; answers its id.
pub async fn drafted(person: &Person, title: &str) -> String {
    let made = person.post("/practices", passport(title)).await.ok();
    made["id"].as_str().unwrap().to_owned()
}

/// Titles of a list.
pub async fn titles(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&format!("/practices?{query}")).await.ok();
    page["items"].as_array().unwrap().iter().map(|p| p["title"].as_str().unwrap().to_owned()).collect()
}

/// A practice submitted by Ana, by id.
pub async fn submitted(town: &Town, title: &str) -> String {
    let ana = town.person("ana").await;
    let id = drafted(&ana, title).await;
    ana.post(&format!("/practices/{id}/submit"), json!({"level": "municipal"})).await.ok();
    id
}

/// The same published at municipal level after expertise.
pub async fn published(town: &Town, title: &str) -> String {
    let id = submitted(town, title).await;
    life::experts(town, &["lea", "mo"]).await;
    reviewed(town, &id).await;
    id
}

/// What is submitted goes through the hands of two experts, who are so already, and a coordinator.
pub async fn reviewed(town: &Town, id: &str) {
    let mun = town.person("mun").await;
    mun.post(&format!("/practices/{id}/check"), json!({"complete": true})).await.ok();
    for login in ["lea", "mo"] {
        let expert = town.person(login).await;
        life::assign(&mun, id, &expert.id).await.ok();
        life::judges(&expert, id, [9, 8, 8, 8, 8]).await.ok();
    }
    mun.post(&format!("/practices/{id}/publish"), json!({"level": "municipal"})).await.ok();
}

/// Bytes of a download with its headers.
pub async fn bytes(person: &Person, path: &str) -> (reqwest::header::HeaderMap, Vec<u8>) {
    let answer = person.request(reqwest::Method::GET, path).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{path}");
    (answer.headers().clone(), answer.bytes().await.unwrap().to_vec())
}
