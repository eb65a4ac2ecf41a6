//! The inbox: who is told what, what is counted, what clears it, what is hidden from whom.

mod counting;
mod hiding;
mod telling;

use kit::{Person, Value, json};

/// A reply that calls somebody by name.
async fn mentions(author: &Person, topic: &Value, whom: &Person) -> Value {
    let text = format!("посмотрите, @[Коллега](person:{})", whom.id);
    author.replies(topic["id"].as_str().unwrap(), &text).await.ok()
}

async fn unread(person: &Person) -> i64 {
    person.get("/notices/count").await.ok()["unread"].as_i64().unwrap()
}

/// Kinds in the inbox, newest first.
async fn kinds(person: &Person) -> Vec<String> {
    let page = person.get("/notices").await.ok();
    page["items"].as_array().unwrap().iter().map(|n| n["kind"].as_str().unwrap().to_owned()).collect()
}

async fn marks_all(person: &Person) -> i64 {
    person.post("/notices/read", json!({"all": true})).await.ok()["unread"].as_i64().unwrap()
}
