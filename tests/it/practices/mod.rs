//! The bank of practices over HTTP.

mod drafts;
mod import;
mod life;
mod living;
mod papers;
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
