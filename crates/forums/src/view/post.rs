//! A post as everybody sees it.

use std::collections::HashMap;

use kernel::{DateTime, PersonId, PersonRef, PostId, Result, TopicId, Utc};
use platform::{
    App,
    db::{Gathered, gathered},
    ports::{FileRef, Names},
};
use sea_orm::{ConnectionTrait, FromQueryResult, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};
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
    // As the database wrote it in JSON: nothing is read or escaped anew for those who only pass it on.
    #[schema(value_type = String)]
    pub html: Box<RawValue>,
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

/// What a page reads of a post, without its source text, in the order of [`LINE`].
#[derive(Deserialize)]
struct Line {
    id: PostId,
    topic_id: TopicId,
    no: i32,
    author_id: PersonId,
    html: Box<RawValue>,
    version: i32,
    reply_to_id: Option<PostId>,
    created_at: DateTime<Utc>,
    edited_at: Option<DateTime<Utc>>,
    deleted_at: Option<DateTime<Utc>>,
    deleted_by: Option<PersonId>,
    delete_reason: Option<String>,
    useful: i32,
    apply: i32,
    thanks: i32,
    files: i32,
}

const LINE: [Gathered; 16] = [
    Gathered::Id("id"),
    Gathered::Id("topic_id"),
    Gathered::Plain("no"),
    Gathered::Id("author_id"),
    Gathered::Plain("html"),
    Gathered::Plain("version"),
    Gathered::Id("reply_to_id"),
    Gathered::Plain("created_at"),
    Gathered::Plain("edited_at"),
    Gathered::Plain("deleted_at"),
    Gathered::Id("deleted_by"),
    Gathered::Plain("delete_reason"),
    Gathered::Plain("useful"),
    Gathered::Plain("apply"),
    Gathered::Plain("thanks"),
    Gathered::Plain("files"),
];

impl TryFrom<post::Model> for Line {
    type Error = serde_json::Error;

    fn try_from(row: post::Model) -> serde_json::Result<Self> {
        Ok(Self {
            id: row.id,
            topic_id: row.topic_id,
            no: row.no,
            author_id: row.author_id,
            html: to_raw_value(&row.html)?,
            version: row.version,
            reply_to_id: row.reply_to_id,
            created_at: row.created_at,
            edited_at: row.edited_at,
            deleted_at: row.deleted_at,
            deleted_by: row.deleted_by,
            delete_reason: row.delete_reason,
            useful: row.useful,
            apply: row.apply,
            thanks: row.thanks,
            files: row.files,
        })
    }
}

/// Posts of a topic with numbers from `from` to `to`, both included, in their order.
pub async fn between(app: &App, topic: TopicId, from: i32, to: i32) -> Result<Vec<Post>> {
    let db = app.reader();
    let sql = gathered(db.get_database_backend(), &LINE, "FROM post WHERE topic_id = $1 AND no BETWEEN $2 AND $3");
    let row = db.query_one_raw(statement(db, &sql, [topic.into(), from.into(), to.into()])).await?;
    let text: String = row.map_or_else(|| Ok("[]".to_owned()), |row| row.try_get_by_index(0))?;
    let mut lines: Vec<Line> = serde_json::from_str(&text)?;
    lines.sort_unstable_by_key(|line| line.no);
    in_words(app, db, lines).await
}

/// Projects posts in their order.
pub async fn posts<C: ConnectionTrait>(app: &App, db: &C, rows: Vec<post::Model>) -> Result<Vec<Post>> {
    let lines: serde_json::Result<Vec<Line>> = rows.into_iter().map(Line::try_from).collect();
    in_words(app, db, lines?).await
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
    Ok(rows.into_iter().map(post).collect::<serde_json::Result<_>>()?)
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

fn project(
    row: Line,
    targets: &HashMap<PostId, Target>,
    names: &Names,
    files: Vec<FileRef>,
) -> serde_json::Result<Post> {
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
    Ok(Post {
        id: row.id,
        topic_id: row.topic_id,
        no: row.no,
        author: names.of(row.author_id),
        html: if deleted.is_some() { RawValue::from_string("\"\"".to_owned())? } else { row.html },
        version: row.version,
        reply_to,
        created_at: row.created_at,
        edited_at: row.edited_at,
        deleted,
        reactions: Reactions { useful: row.useful, apply: row.apply, thanks: row.thanks },
        files,
    })
}
