//! Search through HTTP.

mod asking;
mod files;
mod finding;
mod lasting;
mod meaning;
mod privacy;

use kit::{Person, Town, Value};

/// A query in an address.
pub fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// The answer to a query with further parameters.
pub async fn ask(person: &Person, query: &str, rest: &str) -> Value {
    person.get(&format!("/search?q={}{rest}", encoded(query))).await.ok()
}

/// Titles found.
pub async fn titles(person: &Person, query: &str) -> Vec<String> {
    titles_of(&ask(person, query, "").await)
}

pub fn titles_of(answer: &Value) -> Vec<String> {
    let items = answer["items"].as_array().unwrap();
    items.iter().map(|i| i["card"]["title"].as_str().unwrap().to_owned()).collect()
}

/// A town whose index has taken everything in.
pub async fn found_town() -> Town {
    let town = Town::new().await;
    town.settle().await;
    town
}
