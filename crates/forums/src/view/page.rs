//! A page of posts: the shared part is projected once to bytes and reused until the topic's revision changes.
//!
//! One statement answers who asks and what the topic's revision is; its answer is believed until the feed tells of the
//! topic, its space or the reader's rights ([`platform::seen`]). What only the reader sees (own reactions and bookmarks)
//! is kept apart under the same revision: bookmarks raise it too.
//! Names inside kept pages may lag a minute behind a person's change of name.

use std::{collections::BTreeMap, time::Duration};

use bytes::Bytes;
use chrono::TimeDelta;
use kernel::{Actor, Error, FeedEvent, PersonId, Result, SpaceId, Timestamp, TopicId};
use moka::sync::Cache;
use platform::{App, seen::Seen};
use sea_orm::{ConnectionTrait, FromQueryResult};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{
    Post,
    marks::{MarkCache, MyMarks},
    post as projection,
};
use crate::{
    access::{ROOM, room_of, statement},
    event::kind,
    kinds::TopicKind,
    policy::TopicFacts,
    unread,
};

/// Posts of a topic in the order of their numbers. The answer may be newer than `position`, never older.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PostPage {
    pub posts: Vec<Post>,
    /// Number of the first post of the page; 0 when it is empty.
    pub first_no: i32,
    /// Highest number given in the topic.
    pub last_no: i32,
    pub has_before: bool,
    pub has_after: bool,
    /// The reader's marks by post id; posts without any are absent.
    #[schema(value_type = std::collections::HashMap<String, MyMarks>)]
    pub mine: BTreeMap<String, MyMarks>,
    pub position: i64,
}

/// Which part of a topic is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    After(i32),
    Before(i32),
    /// A page that holds this number; 0 means the first unread post.
    Around(i32),
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct PageKey {
    topic: TopicId,
    revision: i64,
    from: i32,
    to: i32,
}

/// Kept pages of one running application.
pub struct PageCache {
    seen: Seen<Uuid>,
    doors: Cache<(PersonId, TopicId), Opened>,
    /// `"posts":[…],"first_no":…,"last_no":…,"has_before":…,"has_after":…`
    shared: Cache<PageKey, Bytes>,
    mine: MarkCache,
}

impl Default for PageCache {
    fn default() -> Self {
        let weight = |_: &PageKey, page: &Bytes| u32::try_from(page.len() + 200).unwrap_or(u32::MAX);
        Self {
            seen: Seen::new(&[], concerned),
            doors: Cache::builder().max_capacity(50_000).time_to_idle(Duration::from_secs(120)).build(),
            shared: Cache::builder()
                .max_capacity(32 << 20)
                .weigher(weight)
                .time_to_live(Duration::from_secs(60))
                .build(),
            mine: MarkCache::default(),
        }
    }
}

/// The topic, the space or the person an event is about. Of what goes to a person alone only rights matter here.
fn concerned(event: &FeedEvent) -> Option<Uuid> {
    match (event.stream.kind.as_str(), event.kind.as_str()) {
        ("user", kind) if !kind.ends_with(".rights_changed") => None,
        (_, kind::BOOKMARKED) => Some(event.subject),
        _ => Some(event.stream.id),
    }
}

/// Grants end by the calendar too, and no event tells of that.
const BELIEVED: TimeDelta = TimeDelta::seconds(30);

/// An answer of [`door`] with the feed position and the moment it was read at.
#[derive(Clone, Copy)]
struct Opened {
    position: i64,
    at: Timestamp,
    space: SpaceId,
    revision: i64,
    last_no: i32,
}

#[derive(FromQueryResult)]
struct Door {
    revision: i64,
    last_no: i32,
    author_id: PersonId,
    kind: TopicKind,
    locked: bool,
    deleted: bool,
}

/// The door from memory while nothing has happened to what it depends on.
async fn opened(app: &App, cache: &PageCache, actor: &Actor, topic: TopicId) -> Result<(Opened, i64)> {
    let position = cache.seen.look(app).await?;
    let key = (actor.person, topic);
    if let Some(kept) = cache.doors.get(&key)
        && (TimeDelta::zero()..BELIEVED).contains(&(app.now() - kept.at))
        && cache.seen.holds(kept.position, [&actor.person.0, &topic.0, &kept.space.0])
    {
        return Ok((kept, position));
    }
    let at = app.now();
    let (door, space) = door(app.reader(), actor, topic).await?;
    let opened = Opened { position, at, space, revision: door.revision, last_no: door.last_no };
    cache.doors.insert(key, opened);
    Ok((opened, position))
}

/// Access and revision at once.
async fn door<C: ConnectionTrait>(db: &C, actor: &Actor, topic: TopicId) -> Result<(Door, SpaceId)> {
    let sql = format!(
        "SELECT t.revision, t.last_no, t.author_id, t.kind, \
         t.locked_at IS NOT NULL AS locked, t.deleted_at IS NOT NULL AS deleted, {ROOM} \
         FROM topic t JOIN space s ON s.id = t.space_id \
         LEFT JOIN space_member m ON m.space_id = t.space_id AND m.person_id = $2 WHERE t.id = $1"
    );
    let row = db.query_one_raw(statement(db, &sql, [topic.into(), actor.person.into()])).await?.ok_or(Error::Hidden)?;
    let door = Door::from_query_result(&row, "")?;
    let facts = TopicFacts {
        author: door.author_id,
        kind: door.kind,
        locked: door.locked,
        deleted: door.deleted,
        answered: door.last_no > 1,
    };
    let room = room_of(&row, actor)?;
    room.seat.read_topic(facts).or_refuse()?;
    Ok((door, room.facts.id))
}

/// A page as finished JSON.
pub async fn json(
    app: &App,
    cache: &PageCache,
    actor: &Actor,
    topic: TopicId,
    range: Range,
    limit: i32,
) -> Result<Bytes> {
    let (door, position) = opened(app, cache, actor, topic).await?;
    let (from, to) = match range {
        Range::Around(0) => {
            let first = unread::first(app.reader(), actor.person, topic).await?.unwrap_or(door.last_no);
            bounds(Range::Around(first), limit, door.last_no)
        }
        range => bounds(range, limit, door.last_no),
    };
    let key = PageKey { topic, revision: door.revision, from, to };
    let page = match cache.shared.get(&key) {
        Some(page) => page,
        None => {
            let page = project(app, key, door.last_no).await?;
            cache.shared.insert(key, page.clone());
            page
        }
    };
    let mine = cache.mine.json(app, actor.person, (topic, door.revision), (from, to)).await?;
    Ok(join(&page, &mine, position))
}

/// Numbers of the page, both ends included. Numbers have no gaps, so a page is a range of them.
fn bounds(range: Range, limit: i32, last: i32) -> (i32, i32) {
    let (from, to) = match range {
        Range::After(no) => {
            let from = no.clamp(0, last).saturating_add(1);
            (from, from.saturating_add(limit - 1))
        }
        Range::Before(no) => {
            let to = no.clamp(1, last.saturating_add(1)) - 1;
            (to.saturating_sub(limit - 1), to)
        }
        Range::Around(no) => {
            let from = no.clamp(1, last.max(1)).saturating_sub(limit / 4).min(last.saturating_sub(limit - 1)).max(1);
            (from, from.saturating_add(limit - 1))
        }
    };
    (from.max(1), to.min(last))
}

#[derive(Serialize)]
struct Shared<'a> {
    posts: &'a [Post],
    first_no: i32,
    last_no: i32,
    has_before: bool,
    has_after: bool,
}

async fn project(app: &App, key: PageKey, last_no: i32) -> Result<Bytes> {
    let posts = projection::between(app, key.topic, key.from, key.to).await?;
    let shared = Shared {
        posts: &posts,
        first_no: posts.first().map_or(0, |p| p.no),
        last_no,
        has_before: key.from > 1,
        has_after: key.to < last_no,
    };
    // One allocation: a page of ordinary posts.
    let mut json = Vec::with_capacity(32 * 1024);
    serde_json::to_writer(&mut json, &shared)?;
    // Without the braces: personal parts follow.
    json.pop();
    json.remove(0);
    json.shrink_to_fit();
    Ok(json.into())
}

fn join(shared: &[u8], mine: &[u8], position: i64) -> Bytes {
    let position = position.to_string();
    let mut json = Vec::with_capacity(shared.len() + mine.len() + position.len() + 24);
    json.push(b'{');
    json.extend_from_slice(shared);
    json.extend_from_slice(b",\"mine\":");
    json.extend_from_slice(mine);
    json.extend_from_slice(b",\"position\":");
    json.extend_from_slice(position.as_bytes());
    json.push(b'}');
    json.into()
}
