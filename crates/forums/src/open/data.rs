//! A topic in the words of schema.org: a question with answers, or a talk.

use platform::App;
use serde_json::{Value, json};

use super::{Said, Told, name, path};
use crate::{kinds::TopicKind, markdown};

/// Replies told in full; more would double the page.
const REPLIES: usize = 20;

pub fn of(app: &App, told: &Told) -> Value {
    let replies = told.posts.get(1..).unwrap_or_default();
    let mut data = match told.topic.kind {
        TopicKind::Question if !replies.is_empty() => question(app, told, replies),
        _ => talk(app, told, replies),
    };
    data["@context"] = json!("https://schema.org");
    data["inLanguage"] = json!("ru");
    data["url"] = json!(app.address(&path(told.topic.id)));
    data
}

fn question(app: &App, told: &Told, replies: &[Said]) -> Value {
    let accepted = |said: &&Said| told.topic.accepted_post_id == Some(said.row.id);
    let mut asked = json!({
        "@type": "Question",
        "name": told.topic.title,
        "text": told.posts.first().map(|said| markdown::bare(&said.html)),
        "author": told.posts.first().map(person),
        "datePublished": told.topic.created_at.to_rfc3339(),
        "answerCount": told.topic.post_count - 1,
        "upvoteCount": told.posts.first().map_or(0, votes),
        "suggestedAnswer":
            replies.iter().filter(|said| !accepted(said)).take(REPLIES).map(|said| answer(app, told, said, "Answer"))
                .collect::<Vec<_>>(),
    });
    if let Some(said) = replies.iter().find(accepted) {
        asked["acceptedAnswer"] = answer(app, told, said, "Answer");
    }
    json!({ "@type": "QAPage", "name": told.topic.title, "mainEntity": asked })
}

fn talk(app: &App, told: &Told, replies: &[Said]) -> Value {
    json!({
        "@type": "DiscussionForumPosting",
        "headline": told.topic.title,
        "text": told.posts.first().map(|said| markdown::bare(&said.html)),
        "author": told.posts.first().map(person),
        "datePublished": told.topic.created_at.to_rfc3339(),
        "dateModified": told.topic.last_post_at.to_rfc3339(),
        "isPartOf": { "@type": "WebPage", "name": told.space },
        "commentCount": told.topic.post_count - 1,
        "comment":
            replies.iter().take(REPLIES).map(|said| answer(app, told, said, "Comment")).collect::<Vec<_>>(),
    })
}

fn answer(app: &App, told: &Told, said: &Said, kind: &str) -> Value {
    json!({
        "@type": kind,
        "text": markdown::bare(&said.html),
        "author": person(said),
        "datePublished": said.row.created_at.to_rfc3339(),
        "upvoteCount": votes(said),
        "url": format!("{}#post-{}", app.address(&path(told.topic.id)), said.row.no),
    })
}

fn person(said: &Said) -> Value {
    json!({ "@type": "Person", "name": name(said) })
}

fn votes(said: &Said) -> i32 {
    said.row.useful + said.row.thanks
}
