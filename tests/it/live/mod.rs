//! The live connection: replay, rights, limits, typing and presence, several nodes, and random histories.

mod device;
mod limits;
mod model;
mod nodes;
mod presence;
mod replay;
mod rights;
mod slow;

use kernel::{NewEvent, Stream};
use kit::{Town, Value, json};
use platform::App;

/// `topic:<id>` of a topic's answer.
fn stream(topic: &Value) -> String {
    format!("topic:{}", topic["id"].as_str().unwrap())
}

/// Numbers of events among frames.
fn seqs(frames: &[Value]) -> Vec<i64> {
    frames.iter().filter(|f| f["t"] == "ev").map(|f| f["seq"].as_i64().unwrap()).collect()
}

/// Writes events about a post without touching it: what is told each time is the post as it is.
async fn stir(town: &Town, post: &Value, times: usize) -> i64 {
    stir_in(&town.app, post, times).await
}

async fn stir_in(app: &App, post: &Value, times: usize) -> i64 {
    let (topic, id) = (post["topic_id"].as_str().unwrap(), post["id"].as_str().unwrap());
    let mut tx = app.begin().await.unwrap();
    for _ in 0..times {
        tx.emit(NewEvent {
            kind: "forums.post_edited",
            stream: Stream::new("topic", topic.parse().unwrap()),
            subject: id.parse().unwrap(),
            actor: None,
            body: json!({"topic": topic, "space": topic, "post": id}),
        });
    }
    tx.commit().await.unwrap()
}
