//! A person's shelf of posts.

use kernel::{Actor, DateTime, Page, PageQuery, PostId, Result, SpaceId, TopicId, Utc};
use platform::App;
use sea_orm::{
    Condition, ConnectionTrait, FromQueryResult, Order,
    entity::prelude::*,
    sea_query::{ExprTrait, Query},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Post, SpaceRef, post as posts};
use crate::{
    entity::{bookmark, post, space, topic},
    kinds::SpaceKind,
    policy::visible,
};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct BookmarkTopic {
    pub id: TopicId,
    pub title: String,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Bookmark {
    pub post: Post,
    pub topic: BookmarkTopic,
    pub space: SpaceRef,
    pub created_at: DateTime<Utc>,
}

#[derive(FromQueryResult)]
struct Line {
    post_id: PostId,
    created_at: DateTime<Utc>,
    topic_id: TopicId,
    topic_title: String,
    space_id: SpaceId,
    space_title: String,
    space_kind: SpaceKind,
    space_archived: bool,
}

/// Bookmarked posts that stand in topics the person may read now, newest bookmark first.
pub async fn list(app: &App, actor: &Actor, page: &PageQuery) -> Result<Page<Bookmark>> {
    let db = app.reader();
    let lines = lines(db, actor, page).await?;
    let cut = Page::cut(lines, page.limit(), |line| (line.created_at, line.post_id))?;
    let rows =
        post::Entity::find().filter(post::Column::Id.is_in(cut.items.iter().map(|line| line.post_id))).all(db).await?;
    let mut made: std::collections::HashMap<PostId, Post> =
        posts::posts(app, db, rows).await?.into_iter().map(|post| (post.id, post)).collect();
    let item = |line: Line| {
        Some(Bookmark {
            post: made.remove(&line.post_id)?,
            topic: BookmarkTopic { id: line.topic_id, title: line.topic_title },
            space: SpaceRef {
                id: line.space_id,
                title: line.space_title,
                kind: line.space_kind,
                archived: line.space_archived,
            },
            created_at: line.created_at,
        })
    };
    Ok(Page { items: cut.items.into_iter().filter_map(item).collect(), next: cut.next })
}

async fn lines<C: ConnectionTrait>(db: &C, actor: &Actor, page: &PageQuery) -> Result<Vec<Line>> {
    let mut query = Query::select();
    query
        .column((bookmark::Entity, bookmark::Column::PostId))
        .column((bookmark::Entity, bookmark::Column::CreatedAt))
        .expr_as(Expr::col((topic::Entity, topic::Column::Id)), "topic_id")
        .expr_as(Expr::col((topic::Entity, topic::Column::Title)), "topic_title")
        .expr_as(Expr::col((space::Entity, space::Column::Id)), "space_id")
        .expr_as(Expr::col((space::Entity, space::Column::Title)), "space_title")
        .expr_as(Expr::col((space::Entity, space::Column::Kind)), "space_kind")
        .expr_as(Expr::col((space::Entity, space::Column::ArchivedAt)).is_not_null(), "space_archived")
        .from(bookmark::Entity)
        .inner_join(
            post::Entity,
            Expr::col((post::Entity, post::Column::Id)).equals((bookmark::Entity, bookmark::Column::PostId)),
        )
        .inner_join(
            topic::Entity,
            Expr::col((topic::Entity, topic::Column::Id)).equals((post::Entity, post::Column::TopicId)),
        )
        .inner_join(
            space::Entity,
            Expr::col((space::Entity, space::Column::Id)).equals((topic::Entity, topic::Column::SpaceId)),
        )
        .and_where(bookmark::Column::PersonId.eq(actor.person))
        .and_where(topic::Column::DeletedAt.is_null())
        .cond_where(visible::readable(actor))
        .order_by((bookmark::Entity, bookmark::Column::CreatedAt), Order::Desc)
        .order_by((bookmark::Entity, bookmark::Column::PostId), Order::Desc)
        .limit(page.limit() as u64 + 1);
    if let Some((at, id)) = page.key::<(DateTime<Utc>, PostId)>()? {
        query.cond_where(
            Condition::any()
                .add(bookmark::Column::CreatedAt.lt(at))
                .add(Condition::all().add(bookmark::Column::CreatedAt.eq(at)).add(bookmark::Column::PostId.lt(id))),
        );
    }
    Ok(Line::find_by_statement(db.get_database_backend().build(&query)).all(db).await?)
}
