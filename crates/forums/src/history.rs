//! Wordings of a post. Everybody who reads the post reads how it changed, except words that a moderator replaced:
//! those may be a pupil's name, and stay with the author and the moderators.

use kernel::{Actor, DateTime, PersonRef, PostId, Result, Utc};
use platform::App;
use platform::ports::Names;
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    access,
    entity::{post, post_version},
    markdown::diff,
    policy::PostFacts,
};

/// One wording.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Version {
    pub version: i32,
    pub at: DateTime<Utc>,
    pub by: PersonRef,
    pub reason: Option<String>,
    /// `<ins>` and `<del>` against the wording before, over Markdown; white space matters.
    pub html_diff: String,
    pub body: String,
}

pub async fn versions(app: &App, actor: &Actor, id: PostId) -> Result<Vec<Version>> {
    let db = app.reader();
    let (place, post) = access::post(db, actor, id).await?;
    let facts = PostFacts::from(&post);
    place.seat().read_history(place.facts(), facts).or_refuse()?;
    let mut rows = stored(db, &post).await?;
    if !place.seat().read_replaced(facts) {
        let replaced = rows.iter().rposition(|row| row.edited_by != post.author_id).unwrap_or(0);
        rows.drain(..replaced);
    }
    let names = Names::load(app, rows.iter().map(|row| row.edited_by).collect()).await?;
    let mut versions: Vec<Version> = Vec::with_capacity(rows.len());
    for row in rows {
        let before = versions.last().map(|v| v.body.as_str());
        versions.push(Version {
            html_diff: before
                .map_or_else(|| crate::markdown::escape(&row.body), |before| diff::words(before, &row.body)),
            version: row.version,
            at: row.at,
            by: names.of(row.edited_by),
            reason: row.reason,
            body: row.body,
        });
    }
    Ok(versions)
}

async fn stored<C: sea_orm::ConnectionTrait>(db: &C, post: &post::Model) -> Result<Vec<post_version::Model>> {
    let rows = post_version::Entity::find()
        .filter(post_version::Column::PostId.eq(post.id))
        .order_by_asc(post_version::Column::Version)
        .all(db)
        .await?;
    if !rows.is_empty() {
        return Ok(rows);
    }
    Ok(vec![post_version::Model {
        post_id: post.id,
        version: post.version,
        body: post.body.clone(),
        edited_by: post.author_id,
        at: post.created_at,
        reason: None,
    }])
}
