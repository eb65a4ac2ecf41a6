//! A post as everybody sees it.

use std::collections::HashMap;

use kernel::{DateTime, PersonId, PersonRef, PostId, Result, TopicId, Utc};
use platform::ports::Names;
use platform::{App, ports::FileRef};
use sea_orm::{ConnectionTrait, FromQueryResult, QueryResult, QuerySelect, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{access::statement, attachments, entity::post};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reactions {
    pub useful: i32,
    pub apply: i32,
    pub thanks: i32,
}

/// The post this one answers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReplyTo {
    pub post_id: PostId,
    pub no: i32,
    pub author: PersonRef,
}

/// Who took a post away, when and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Deletion {
    pub by: PersonRef,
    pub at: DateTime<Utc>,
    pub reason: Option<String>,
}

/// A post. `html` of a deleted one is empty for everybody, and so are its files.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Post {
    pub id: PostId,
    pub topic_id: TopicId,
    pub no: i32,
    pub author: PersonRef,
    pub html: String,
    pub version: i32,
    pub reply_to: Option<ReplyTo>,
    pub created_at: DateTime<Utc>,
    pub edited_at: Option<DateTime<Utc>>,
    pub deleted: Option<Deletion>,
    pub reactions: Reactions,
    pub files: Vec<FileRef>,
}

#[derive(FromQueryResult)]
struct Target {
    id: PostId,
    no: i32,
    author_id: PersonId,
}

/// What a page reads of a post, without its source text.
struct Line {
    id: PostId,
    topic_id: TopicId,
    no: i32,
    author_id: PersonId,
    html: String,
    version: i32,
    reply_to_id: Option<PostId>,
    created_at: DateTime<Utc>,
    edited_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
    deleted_by: Option<PersonId>,
    delete_reason: Option<String>,
    reactions: Reactions,
    files: i32,
}

/// Columns in the order in which [`Line::read`] takes them: by place, since names cost more than the values.
const LINE: &str = "id, no, author_id, html, version, reply_to_id, created_at, edited_at, deleted_at, deleted_by, \
     delete_reason, useful, apply, thanks, files";

impl Line {
    fn read(topic_id: TopicId, row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            id: row.try_get_by_index(0)?,
            topic_id,
            no: row.try_get_by_index(1)?,
            author_id: row.try_get_by_index(2)?,
            html: row.try_get_by_index(3)?,
            version: row.try_get_by_index(4)?,
            reply_to_id: row.try_get_by_index(5)?,
            created_at: row.try_get_by_index(6)?,
            edited_at: row.try_get_by_index(7)?,
            deleted_at: row.try_get_by_index(8)?,
            deleted_by: row.try_get_by_index(9)?,
            delete_reason: row.try_get_by_index(10)?,
            reactions: Reactions {
                useful: row.try_get_by_index(11)?,
                apply: row.try_get_by_index(12)?,
                thanks: row.try_get_by_index(13)?,
            },
            files: row.try_get_by_index(14)?,
        })
    }
}

impl From<post::Model> for Line {
    fn from(row: post::Model) -> Self {
        Self {
            id: row.id,
            topic_id: row.topic_id,
            no: row.no,
            author_id: row.author_id,
            html: row.html,
            version: row.version,
            reply_to_id: row.reply_to_id,
            created_at: row.created_at,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
            deleted_by: row.deleted_by,
            delete_reason: row.delete_reason,
            reactions: Reactions { useful: row.useful, apply: row.apply, thanks: row.thanks },
            files: row.files,
        }
    }
}

/// Posts of a topic with numbers from `from` to `to`, both included, in their order.
pub async fn between(app: &App, topic: TopicId, from: i32, to: i32) -> Result<Vec<Post>> {
    let db = app.reader();
    let sql = format!("SELECT {LINE} FROM post WHERE topic_id = $1 AND no BETWEEN $2 AND $3 ORDER BY no");
    let rows = db.query_all_raw(statement(db, &sql, [topic.into(), from.into(), to.into()])).await?;
    let lines: Result<Vec<Line>, DbErr> = rows.iter().map(|row| Line::read(topic, row)).collect();
    in_words(app, db, lines?).await
}

/// Projects posts in their order.
pub async fn posts<C: ConnectionTrait>(app: &App, db: &C, rows: Vec<post::Model>) -> Result<Vec<Post>> {
    in_words(app, db, rows.into_iter().map(Line::from).collect()).await
}

async fn in_words<C: ConnectionTrait>(app: &App, db: &C, rows: Vec<Line>) -> Result<Vec<Post>> {
    let targets = targets(db, &rows).await?;
    let people: Vec<PersonId> = rows
        .iter()
        .flat_map(|p| [Some(p.author_id), p.deleted_by])
        .flatten()
        .chain(targets.values().map(|target| target.author_id))
        .collect();
    let names = Names::load(app, people).await?;
    let mut files =
        attachments::of(app, rows.iter().filter(|p| p.files > 0 && p.deleted_at.is_none()).map(|p| p.id)).await?;
    let post = |row: Line| {
        let files = files.remove(&row.id).unwrap_or_default();
        project(row, &targets, &names, files)
    };
    Ok(rows.into_iter().map(post).collect())
}

pub async fn post<C: ConnectionTrait>(app: &App, db: &C, row: post::Model) -> Result<Post> {
    let mut made = posts(app, db, vec![row]).await?;
    made.pop().ok_or(kernel::Error::Hidden)
}

async fn targets<C: ConnectionTrait>(db: &C, rows: &[Line]) -> Result<HashMap<PostId, Target>> {
    let ids: Vec<PostId> = rows.iter().filter_map(|p| p.reply_to_id).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let found = post::Entity::find()
        .select_only()
        .columns([post::Column::Id, post::Column::No, post::Column::AuthorId])
        .filter(post::Column::Id.is_in(ids))
        .into_model::<Target>()
        .all(db)
        .await?;
    Ok(found.into_iter().map(|target| (target.id, target)).collect())
}

fn project(row: Line, targets: &HashMap<PostId, Target>, names: &Names, files: Vec<FileRef>) -> Post {
    let reply_to = row.reply_to_id.and_then(|id| targets.get(&id)).map(|target| ReplyTo {
        post_id: target.id,
        no: target.no,
        author: names.of(target.author_id),
    });
    let deleted = row.deleted_at.map(|at| Deletion {
        by: names.of(row.deleted_by.unwrap_or(row.author_id)),
        at,
        reason: row.delete_reason,
    });
    Post {
        id: row.id,
        topic_id: row.topic_id,
        no: row.no,
        author: names.of(row.author_id),
        html: if deleted.is_some() { String::new() } else { row.html },
        version: row.version,
        reply_to,
        created_at: row.created_at,
        edited_at: row.edited_at,
        deleted,
        reactions: row.reactions,
        files,
    }
}
