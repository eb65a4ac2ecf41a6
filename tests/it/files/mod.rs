//! Files: how they come, what they are taken for, who reads them, what is read in them, when they go.

mod access;
mod collecting;
mod documents;
mod links;
pub(crate) mod made;
mod own;
mod pictures;
mod posts;
mod practices;
mod reading;
mod refusing;
mod stores;
mod uploading;

use kit::{Answer, Person, Town, Value, json};
use reqwest::Method;

/// Sends a piece.
async fn piece(person: &Person, upload: &str, offset: usize, bytes: &[u8]) -> Answer {
    let request = person
        .request(Method::PATCH, &format!("/uploads/{upload}"))
        .header("upload-offset", offset.to_string())
        .header("content-type", "application/octet-stream")
        .body(bytes.to_vec());
    person.send(request).await
}

async fn begin(person: &Person, name: &str, size: usize) -> Answer {
    person.post("/uploads", json!({"name": name, "size": size})).await
}

/// Uploads in one piece and answers whatever came back last.
async fn try_upload(person: &Person, name: &str, bytes: &[u8]) -> Answer {
    let begun = begin(person, name, bytes.len()).await;
    if !begun.status.is_success() {
        return begun;
    }
    piece(person, begun.json()["id"].as_str().unwrap(), 0, bytes).await
}

/// The file that an upload became.
pub(crate) async fn upload(person: &Person, name: &str, bytes: &[u8]) -> Value {
    try_upload(person, name, bytes).await.ok()["file"].clone()
}

pub(crate) fn id(file: &Value) -> String {
    file["id"].as_str().unwrap().to_owned()
}

/// Addresses of a file.
async fn links(person: &Person, file: &str) -> Value {
    person.post(&format!("/files/{file}/link"), json!({})).await.ok()
}

/// What an address serves, without a sign-in.
async fn fetch(town: &Town, address: &str) -> reqwest::Response {
    kit::person::client().get(format!("{}{address}", town.url)).send().await.unwrap()
}

/// The bytes behind a fresh link.
async fn contents(town: &Town, person: &Person, file: &str) -> Vec<u8> {
    let address = links(person, file).await["download"].as_str().unwrap().to_owned();
    fetch(town, &address).await.bytes().await.unwrap().to_vec()
}

/// The text that was read in a file.
async fn text_of(town: &Town, person: &Person, file: &str) -> String {
    let by = person.id.parse::<kernel::PersonId>().unwrap();
    town.app.files().unwrap().read(&town.app, by, file.parse().unwrap()).await.unwrap().text
}
