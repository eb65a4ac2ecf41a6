//! Renders stored posts anew when the renderer has changed, so that a better sanitizer guards old words too.

use std::sync::Arc;

use async_trait::async_trait;
use kernel::{PostId, Result};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::{QueryOrder, QuerySelect, Set, entity::prelude::*};

use crate::{
    entity::{post, space, topic},
    markdown::RENDERER,
    policy::SpaceFacts,
    posts::touch,
    quoting,
};

const KIND: &str = "forums.render";
/// Posts per write: short enough to let replies through in between.
const BATCH: u64 = 50;

/// Asks for the work once per version of the renderer; called when the house opens.
///
/// # Errors
/// `Internal` when the database refuses.
pub async fn ask(app: &App) -> Result<()> {
    let stale = post::Entity::find().filter(post::Column::RenderedBy.lt(RENDERER)).limit(1).one(app.reader()).await?;
    if stale.is_none() {
        return Ok(());
    }
    let tx = app.begin().await?;
    jobs::enqueue(&tx, KIND, &RENDERER, tx.now(), Some(format!("{KIND}:{RENDERER}"))).await?;
    tx.commit().await?;
    Ok(())
}

/// Asks for posts to be rendered anew although the renderer is the same: a name in them changed for good.
pub(crate) async fn ask_for(tx: &Tx, posts: &[PostId]) -> Result<()> {
    for part in posts.chunks(300) {
        post::Entity::update_many()
            .col_expr(post::Column::RenderedBy, Expr::value(0))
            .filter(post::Column::Id.is_in(part.iter().copied()))
            .exec(tx.db())
            .await?;
    }
    if posts.is_empty() { Ok(()) } else { jobs::enqueue(tx, KIND, &RENDERER, tx.now(), None).await }
}

struct Rendering;

pub fn handler() -> Arc<dyn JobHandler> {
    Arc::new(Rendering)
}

#[async_trait]
impl JobHandler for Rendering {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, app: &App, _: &str) -> Result<()> {
        let mut done = PostId(uuid::Uuid::nil());
        loop {
            let tx = app.begin().await?;
            let rows = post::Entity::find()
                .filter(post::Column::RenderedBy.lt(RENDERER))
                .filter(post::Column::Id.gt(done))
                .order_by_asc(post::Column::Id)
                .limit(BATCH)
                .all(tx.db())
                .await?;
            let Some(last) = rows.last() else { return Ok(()) };
            done = last.id;
            for row in rows {
                again(&tx, row).await?;
            }
            tx.commit().await?;
        }
    }
}

/// The words stay; only what was made of them changes, so no event and no version.
async fn again(tx: &Tx, row: post::Model) -> Result<()> {
    let Some(topic) = topic::Entity::find_by_id(row.topic_id).one(tx.db()).await? else { return Ok(()) };
    let Some(home) = space::Entity::find_by_id(topic.space_id).one(tx.db()).await? else { return Ok(()) };
    let rendered = quoting::render(tx, &SpaceFacts::of(&home, None), &row.body).await?;
    post::Entity::update_many()
        .col_expr(post::Column::Html, Expr::value(rendered.html))
        .col_expr(post::Column::RenderedBy, Expr::value(RENDERER))
        .filter(post::Column::Id.eq(row.id))
        // An edit in the meantime is newer than what was read here.
        .filter(post::Column::Version.eq(row.version))
        .exec(tx.db())
        .await?;
    if row.no == 1 {
        let excerpt = topic::ActiveModel { id: Set(topic.id), excerpt: Set(rendered.excerpt), ..Default::default() };
        excerpt.update(tx.db()).await?;
    }
    touch(tx, topic.id).await
}
