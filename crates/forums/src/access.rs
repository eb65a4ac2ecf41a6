//! Loads the facts a decision needs. Missing and hidden leave by the same door.

use kernel::{Actor, Error, OrgId, PostId, Result, SectionId, SpaceId, TopicId};
use sea_orm::{
    ConnectionTrait, DbBackend, FromQueryResult, QueryResult, Statement, Value, entity::prelude::*,
};

use crate::{
    entity::{post, section, topic},
    kinds::{Audience, JoinRule, MemberState, SpaceKind, SpaceRole, WatchLevel},
    policy::{PostFacts, Seat, SpaceFacts, TopicFacts},
    watches::EFFECTIVE,
};

/// A statement both engines read: `$1`, `$2`… and the portable subset only.
pub(crate) fn statement<C: ConnectionTrait>(db: &C, sql: &str, values: impl IntoIterator<Item = Value>) -> Statement {
    Statement::from_sql_and_values(db.get_database_backend(), sql, values)
}

/// A space with the actor's seat in it.
#[derive(Clone, Debug)]
pub struct Room {
    pub facts: SpaceFacts,
    pub title: String,
    pub seat: Seat,
}

/// A topic with the actor's seat in its space.
#[derive(Clone, Debug)]
pub struct Place {
    pub topic: topic::Model,
    pub room: Room,
    /// How closely the actor follows the topic.
    pub level: WatchLevel,
}

impl Place {
    pub fn seat(&self) -> &Seat {
        &self.room.seat
    }

    pub fn facts(&self) -> TopicFacts {
        TopicFacts::from(&self.topic)
    }
}

/// Columns of [`Room`] in a query that joins `space s` and the actor's `space_member m`.
pub(crate) const ROOM: &str = "s.id AS room_id, s.kind AS room_kind, s.organisation_id AS room_org, \
     s.join_rule AS room_join, s.audience AS room_audience, s.title AS room_title, s.archived_at IS NOT NULL AS room_archived, \
     m.role AS room_role, m.state AS room_state";

#[derive(FromQueryResult)]
struct RoomRow {
    id: SpaceId,
    kind: SpaceKind,
    org: Option<OrgId>,
    join: JoinRule,
    audience: Audience,
    title: String,
    archived: bool,
    role: Option<SpaceRole>,
    state: Option<MemberState>,
}

impl RoomRow {
    fn read(row: &QueryResult) -> Result<(SpaceFacts, String)> {
        let row = Self::from_query_result(row, "room_")?;
        let facts = SpaceFacts {
            id: row.id,
            kind: row.kind,
            organisation: row.org,
            join: row.join,
            audience: row.audience,
            explicit: row.role.zip(row.state),
            archived: row.archived,
        };
        Ok((facts, row.title))
    }
}

/// Reads the columns of [`ROOM`], where the member `m` is the actor.
pub(crate) fn room_of(row: &QueryResult, actor: &Actor) -> Result<Room> {
    let (facts, title) = RoomRow::read(row)?;
    let seat = Seat::take(actor, &facts);
    Ok(Room { facts, title, seat })
}

/// Reads the columns of [`ROOM`] when nobody sits down.
pub(crate) fn facts_of(row: &QueryResult) -> Result<SpaceFacts> {
    Ok(RoomRow::read(row)?.0)
}

/// The space, if the actor may know that it exists.
pub async fn room<C: ConnectionTrait>(db: &C, actor: &Actor, id: SpaceId) -> Result<Room> {
    let sql = format!(
        "SELECT {ROOM} FROM space s LEFT JOIN space_member m ON m.space_id = s.id AND m.person_id = $2 WHERE s.id = $1"
    );
    let row = db.query_one_raw(statement(db, &sql, [id.into(), actor.person.into()])).await?.ok_or(Error::Hidden)?;
    let room = room_of(&row, actor)?;
    room.seat.see().or_refuse()?;
    Ok(room)
}

/// The space, if the actor reads what is inside.
pub async fn readable_room<C: ConnectionTrait>(db: &C, actor: &Actor, id: SpaceId) -> Result<Room> {
    let room = room(db, actor, id).await?;
    room.seat.read().or_refuse()?;
    Ok(room)
}

/// The topic, if the actor may read it.
pub async fn place<C: ConnectionTrait>(db: &C, actor: &Actor, id: TopicId) -> Result<Place> {
    let sql = format!(
        "SELECT t.*, {EFFECTIVE} AS watch_level, {ROOM} FROM topic t JOIN space s ON s.id = t.space_id \
         LEFT JOIN space_member m ON m.space_id = t.space_id AND m.person_id = $1 WHERE t.id = $2"
    );
    let row = db.query_one_raw(statement(db, &sql, [actor.person.into(), id.into()])).await?.ok_or(Error::Hidden)?;
    let topic = topic::Model::from_query_result(&row, "")?;
    let room = room_of(&row, actor)?;
    room.seat.see().or_refuse()?;
    room.seat.read_topic(TopicFacts::from(&topic)).or_refuse()?;
    Ok(Place { topic, room, level: row.try_get("", "watch_level")? })
}

/// The same with the topic's row locked until the transaction ends: numbers, counters and states change under this lock.
/// It does not block rows that merely refer to the topic.
///
/// Where writers wait for rows, the facts are read by a statement of their own: one that waited for the lock would tell
/// what they were before. SQLite has one writer, and its whole transaction is the lock.
pub async fn locked_place<C: ConnectionTrait>(db: &C, actor: &Actor, id: TopicId) -> Result<Place> {
    if db.get_database_backend() == DbBackend::Postgres {
        db.query_one_raw(statement(db, "SELECT 1 FROM topic WHERE id = $1 FOR NO KEY UPDATE", [id.into()])).await?;
    }
    place(db, actor, id).await
}

/// The post with its topic, if the actor may read the topic.
pub async fn post<C: ConnectionTrait>(db: &C, actor: &Actor, id: PostId) -> Result<(Place, post::Model)> {
    let post = post::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    Ok((place(db, actor, post.topic_id).await?, post))
}

/// The same with the topic locked; the post is read again under the lock.
pub async fn locked_post<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: PostId,
) -> Result<(Place, post::Model, PostFacts)> {
    let topic = post::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?.topic_id;
    let place = locked_place(db, actor, topic).await?;
    let post = post::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let facts = PostFacts::from(&post);
    Ok((place, post, facts))
}

/// The section with the actor's seat in its space, if the actor reads it.
pub async fn section<C: ConnectionTrait>(db: &C, actor: &Actor, id: SectionId) -> Result<(section::Model, Room)> {
    let section = section::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let room = readable_room(db, actor, section.space_id).await?;
    Ok((section, room))
}
