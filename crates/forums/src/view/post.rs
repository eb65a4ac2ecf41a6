//! A post as everybody sees it.

use std::collections::HashMap;

use kernel::{DateTime, PersonId, PersonRef, PostId, Result, TopicId, Utc};
use platform::App;
use sea_orm::{ConnectionTrait, FromQueryResult, QuerySelect, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{entity::post, people::Names};

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

/// A post. `html` of a deleted one is empty for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
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
}

#[derive(FromQueryResult)]
struct Target {
    id: PostId,
    no: i32,
    author_id: PersonId,
}

/// Projects posts in their order.
pub async fn posts<C: ConnectionTrait>(app: &App, db: &C, rows: Vec<post::Model>) -> Result<Vec<Post>> {
    let targets = targets(db, &rows).await?;
    let people: Vec<PersonId> = rows
        .iter()
        .flat_map(|p| [Some(p.author_id), p.deleted_by])
        .flatten()
        .chain(targets.values().map(|target| target.author_id))
        .collect();
    let names = Names::load(app, people).await?;
    Ok(rows.into_iter().map(|row| project(row, &targets, &names)).collect())
}

pub async fn post<C: ConnectionTrait>(app: &App, db: &C, row: post::Model) -> Result<Post> {
    let mut made = posts(app, db, vec![row]).await?;
    made.pop().ok_or(kernel::Error::Hidden)
}

async fn targets<C: ConnectionTrait>(db: &C, rows: &[post::Model]) -> Result<HashMap<PostId, Target>> {
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

fn project(row: post::Model, targets: &HashMap<PostId, Target>, names: &Names) -> Post {
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
        reactions: Reactions { useful: row.useful, apply: row.apply, thanks: row.thanks },
    }
}
