//! Exact unread counts. Unread are posts beyond the read mark, of others, not deleted; in topics never opened, those
//! written after the person came. Nothing is stored but marks, so a count can never drift.

use std::collections::HashMap;

use kernel::{PersonId, Result, SectionId, SpaceId, Timestamp, TopicId};
use sea_orm::{ConnectionTrait, FromQueryResult, Value, entity::prelude::*};

use crate::{
    access::statement,
    entity::{read_mark, topic},
    people,
    watches::EFFECTIVE,
};

/// Posts `p` of topics `t` that are unread for person `$1`, who came at `$2`. The bound on `p.no` comes first:
/// it is what the index on (topic, number) uses.
pub(crate) const UNREAD: &str = "topic t \
     LEFT JOIN read_mark r ON r.topic_id = t.id AND r.person_id = $1 \
     LEFT JOIN space_mark b ON b.space_id = t.space_id AND b.person_id = $1 \
     JOIN post p ON p.topic_id = t.id AND p.no > coalesce(r.last_read_no, 0) \
     WHERE t.deleted_at IS NULL AND t.last_no > coalesce(r.last_read_no, 0) \
     AND p.author_id <> $1 AND p.deleted_at IS NULL \
     AND (r.last_read_no IS NOT NULL OR (t.last_post_at > $2 AND p.created_at > $2 \
          AND (b.read_before IS NULL OR p.created_at > b.read_before)))";

/// Where a person stands in a topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    pub last_read_no: i32,
    pub unread: i32,
}

/// Unread posts of a space and the topics they are in, without what is muted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SpaceUnread {
    pub posts: i32,
    pub topics: i32,
}

#[derive(FromQueryResult)]
struct Counted {
    key: Uuid,
    posts: i64,
    topics: i64,
}

/// `$3, $4, …` for a list of ids.
pub(crate) fn places(from: usize, count: usize) -> String {
    let marks: Vec<String> = (from..from + count).map(|n| format!("${n}")).collect();
    if marks.is_empty() { "NULL".to_owned() } else { marks.join(", ") }
}

fn narrow(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}

async fn counted<C: ConnectionTrait>(
    db: &C,
    person: PersonId,
    joined: Timestamp,
    key: &str,
    only: (&str, Vec<Uuid>),
    muted_too: bool,
) -> Result<HashMap<Uuid, SpaceUnread>> {
    let (column, ids) = only;
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let muted = if muted_too { String::new() } else { format!(" AND {EFFECTIVE} <> 'muted'") };
    let sql = format!(
        "SELECT {key} AS key, count(p.id) AS posts, count(DISTINCT t.id) AS topics FROM {UNREAD} \
         AND {column} IN ({}){muted} GROUP BY {key}",
        places(3, ids.len())
    );
    let mut values: Vec<Value> = vec![person.into(), joined.into()];
    values.extend(ids.into_iter().map(Value::from));
    let rows = Counted::find_by_statement(statement(db, &sql, values)).all(db).await?;
    let count = |row: Counted| (row.key, SpaceUnread { posts: narrow(row.posts), topics: narrow(row.topics) });
    Ok(rows.into_iter().map(count).collect())
}

/// Marks and counts of some topics. Muted topics have counts of their own; they only stay out of totals.
pub async fn of_topics<C: ConnectionTrait>(
    db: &C,
    person: PersonId,
    topics: &[topic::Model],
) -> Result<HashMap<TopicId, Reading>> {
    if topics.is_empty() {
        return Ok(HashMap::new());
    }
    let joined = people::joined(db, person).await?;
    let ids: Vec<Uuid> = topics.iter().map(|t| t.id.0).collect();
    let counts = counted(db, person, joined, "t.id", ("t.id", ids.clone()), true).await?;
    let marks = marks(db, person, joined, ids).await?;
    let reading = |topic: &topic::Model| Reading {
        last_read_no: marks.get(&topic.id).copied().unwrap_or(0),
        unread: counts.get(&topic.id.0).map_or(0, |c| c.posts),
    };
    Ok(topics.iter().map(|t| (t.id, reading(t))).collect())
}

#[derive(FromQueryResult)]
struct Before {
    topic_id: TopicId,
    no: i32,
}

/// The mark, or for topics never opened the last number that counts as read.
async fn marks<C: ConnectionTrait>(
    db: &C,
    person: PersonId,
    joined: Timestamp,
    topics: Vec<Uuid>,
) -> Result<HashMap<TopicId, i32>> {
    let rows = read_mark::Entity::find()
        .filter(read_mark::Column::PersonId.eq(person))
        .filter(read_mark::Column::TopicId.is_in(topics.iter().copied()))
        .all(db)
        .await?;
    let mut marks: HashMap<TopicId, i32> = rows.into_iter().map(|m| (m.topic_id, m.last_read_no)).collect();
    let unopened: Vec<Uuid> = topics.into_iter().filter(|id| !marks.contains_key(&TopicId(*id))).collect();
    if unopened.is_empty() {
        return Ok(marks);
    }
    let sql = format!(
        "SELECT p.topic_id, max(p.no) AS no FROM post p JOIN topic t ON t.id = p.topic_id \
         LEFT JOIN space_mark b ON b.space_id = t.space_id AND b.person_id = $1 \
         WHERE p.topic_id IN ({}) AND (p.created_at <= $2 OR p.created_at <= b.read_before) GROUP BY p.topic_id",
        places(3, unopened.len())
    );
    let mut values: Vec<Value> = vec![person.into(), joined.into()];
    values.extend(unopened.into_iter().map(Value::from));
    let rows = Before::find_by_statement(statement(db, &sql, values)).all(db).await?;
    marks.extend(rows.into_iter().map(|row| (row.topic_id, row.no)));
    Ok(marks)
}

pub async fn of_topic<C: ConnectionTrait>(db: &C, person: PersonId, topic: &topic::Model) -> Result<Reading> {
    let found = of_topics(db, person, std::slice::from_ref(topic)).await?;
    Ok(found.get(&topic.id).copied().unwrap_or_default())
}

pub async fn of_spaces<C: ConnectionTrait>(
    db: &C,
    person: PersonId,
    spaces: &[SpaceId],
) -> Result<HashMap<SpaceId, SpaceUnread>> {
    let joined = people::joined(db, person).await?;
    let ids = spaces.iter().map(|id| id.0).collect();
    let counts = counted(db, person, joined, "t.space_id", ("t.space_id", ids), false).await?;
    Ok(counts.into_iter().map(|(id, count)| (SpaceId(id), count)).collect())
}

pub async fn of_space<C: ConnectionTrait>(db: &C, person: PersonId, space: SpaceId) -> Result<SpaceUnread> {
    Ok(of_spaces(db, person, &[space]).await?.get(&space).copied().unwrap_or_default())
}

pub async fn of_sections<C: ConnectionTrait>(
    db: &C,
    person: PersonId,
    sections: &[SectionId],
) -> Result<HashMap<SectionId, i32>> {
    let joined = people::joined(db, person).await?;
    let ids = sections.iter().map(|id| id.0).collect();
    let counts = counted(db, person, joined, "t.section_id", ("t.section_id", ids), false).await?;
    Ok(counts.into_iter().map(|(id, count)| (SectionId(id), count.posts)).collect())
}

#[derive(FromQueryResult)]
struct First {
    no: Option<i32>,
}

/// Number of the first unread post; `None` when everything is read.
pub async fn first<C: ConnectionTrait>(db: &C, person: PersonId, topic: TopicId) -> Result<Option<i32>> {
    let joined = people::joined(db, person).await?;
    let sql = format!("SELECT min(p.no) AS no FROM {UNREAD} AND t.id = $3");
    let row =
        First::find_by_statement(statement(db, &sql, [person.into(), joined.into(), topic.into()])).one(db).await?;
    Ok(row.and_then(|row| row.no))
}
