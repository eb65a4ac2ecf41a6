//! Live streams of the forums: `topic`, `space`, and the reader's own marks on `user`.
//! Frames are read anew from the rows, so deleted words are never sent again.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{Actor, Error, FeedEvent, PersonId, PersonRef, Result, SpaceId, Stream, TopicId};
use platform::ports::Names;
use platform::{
    App,
    ports::{Frame, Streams},
};
use sea_orm::entity::prelude::*;
use serde::Serialize;
use serde_json::{json, value::to_raw_value};

use crate::{
    access,
    entity::{post, topic},
    event::{Where, kind},
    unread,
    view::{Post, Reactions, TopicShared, post as posts, topic as topics},
};

/// The forums' streams.
pub struct ForumStreams;

pub fn streams() -> Arc<dyn Streams> {
    Arc::new(ForumStreams)
}

#[async_trait]
impl Streams for ForumStreams {
    fn kinds(&self) -> &'static [&'static str] {
        &["topic", "space", "user"]
    }

    async fn may_watch(&self, app: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
        let db = app.reader();
        let answer = match stream.kind.as_str() {
            "topic" => access::place(db, actor, TopicId(stream.id)).await.map(|_| ()),
            "space" => access::readable_room(db, actor, SpaceId(stream.id)).await.map(|_| ()),
            _ => return Ok(stream.kind == "user" && stream.id == actor.person.0),
        };
        match answer {
            Ok(()) => Ok(true),
            Err(Error::Hidden | Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    async fn frame(&self, app: &App, event: &FeedEvent) -> Result<Option<Frame>> {
        match event.stream.kind.as_str() {
            "topic" => in_topic(app, event).await,
            "space" => in_space(app, event).await,
            "user" if event.kind == kind::READ => read(app, event).await.map(Some),
            // Lists of spaces, badges and what may be written have to be asked for again.
            "user" if event.kind == kind::RIGHTS_CHANGED => frame("acl", &json!({}), false),
            _ => Ok(None),
        }
    }
}

fn frame(kind: &'static str, data: &impl Serialize, recheck: bool) -> Result<Option<Frame>> {
    Ok(Some(Frame { kind, data: to_raw_value(data)?, recheck }))
}

#[derive(Serialize)]
struct WithPost {
    post: Post,
}

#[derive(Serialize)]
struct WithTopic {
    topic: TopicShared,
}

#[derive(Serialize)]
struct Bumped {
    topic_id: TopicId,
    last_no: i32,
    post_count: i32,
    last_post_at: kernel::Timestamp,
    last_post_by: PersonRef,
}

async fn in_topic(app: &App, event: &FeedEvent) -> Result<Option<Frame>> {
    let Some(at) = Where::of(event) else { return Ok(None) };
    let named = match event.kind.as_str() {
        kind::POST_CREATED => "post_created",
        kind::POST_EDITED => "post_edited",
        kind::POST_DELETED => "post_deleted",
        kind::POST_RESTORED => "post_restored",
        kind::POST_REACTED => "post_reacted",
        kind::ANSWER_ACCEPTED => {
            return frame("accepted", &json!({ "post_id": at.post, "no": at.no }), false);
        }
        kind::TOPIC_CHANGED => return topic_changed(app, at.topic).await,
        _ => return Ok(None),
    };
    let Some(id) = at.post else { return Ok(None) };
    let Some(row) = post::Entity::find_by_id(id).one(app.reader()).await? else { return Ok(None) };
    if named == "post_reacted" {
        let reactions = Reactions { useful: row.useful, apply: row.apply, thanks: row.thanks };
        return frame(named, &json!({ "post_id": id, "no": row.no, "reactions": reactions }), false);
    }
    frame(named, &WithPost { post: posts::post(app, app.reader(), row).await? }, false)
}

/// A deleted topic is gone for all but moderators: whoever listens is asked again first.
async fn topic_changed(app: &App, id: TopicId) -> Result<Option<Frame>> {
    let Some(row) = topic::Entity::find_by_id(id).one(app.reader()).await? else { return Ok(None) };
    let topic = topics::shared(app, app.reader(), &row).await?;
    frame("topic_changed", &WithTopic { topic }, row.deleted_at.is_some())
}

async fn in_space(app: &App, event: &FeedEvent) -> Result<Option<Frame>> {
    if event.kind == kind::SPACE_CHANGED {
        // Kind and audience of a space never change; who loses their seat hears it on their own stream.
        return frame("space_changed", &json!({}), false);
    }
    let Some(at) = Where::of(event) else { return Ok(None) };
    match event.kind.as_str() {
        kind::TOPIC_CREATED => frame("topic_created", &json!({ "topic_id": at.topic }), false),
        kind::TOPIC_CHANGED => frame("topic_changed", &json!({ "topic_id": at.topic }), false),
        kind::TOPIC_BUMPED => {
            let Some(row) = topic::Entity::find_by_id(at.topic).one(app.reader()).await? else { return Ok(None) };
            let names = Names::load(app, vec![row.last_post_by]).await?;
            let bumped = Bumped {
                topic_id: row.id,
                last_no: row.last_no,
                post_count: row.post_count,
                last_post_at: row.last_post_at,
                last_post_by: names.of(row.last_post_by),
            };
            frame("topic_bumped", &bumped, false)
        }
        _ => Ok(None),
    }
}

/// The reader's other devices learn the mark and the counts as they are now.
async fn read(app: &App, event: &FeedEvent) -> Result<Frame> {
    #[derive(serde::Deserialize)]
    struct Body {
        space: SpaceId,
        topic: Option<TopicId>,
    }
    let Body { space, topic } = event.body()?;
    let (db, person) = (app.reader(), PersonId(event.stream.id));
    let row = match topic {
        Some(id) => topic::Entity::find_by_id(id).one(db).await?,
        None => None,
    };
    let reading = match &row {
        Some(row) => Some(unread::of_topic(db, person, row).await?),
        None => None,
    };
    let space_unread = unread::of_space(db, person, space).await?.posts;
    let data = json!({
        "topic_id": topic,
        "space_id": space,
        "last_read_no": reading.map(|r| r.last_read_no),
        "unread": reading.map_or(space_unread, |r| r.unread),
        "space_unread": space_unread,
    });
    Ok(Frame { kind: "read", data: to_raw_value(&data)?, recheck: false })
}
