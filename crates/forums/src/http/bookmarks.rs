//! `/bookmarks`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Actor, Page, PageQuery, PostId};
use platform::{
    App,
    http::{Id, Parameters, Problems, Reader, Result},
};

use crate::{
    bookmarks,
    view::bookmarks::{self as view, Bookmark},
};

async fn set(app: &App, actor: &Actor, id: PostId, on: bool) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    bookmarks::set(&mut tx, actor, id, on).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Puts a post on the caller's shelf
#[utoipa::path(put, path = "/posts/{id}/bookmark", tag = "forums", params(("id" = PostId, Path)), responses((status = 204), Problems))]
pub async fn add_bookmark(State(app): State<App>, Reader(actor): Reader, Id(id): Id<PostId>) -> Result<StatusCode> {
    set(&app, &actor, id, true).await
}

/// Takes a post off the caller's shelf
#[utoipa::path(delete, path = "/posts/{id}/bookmark", tag = "forums", params(("id" = PostId, Path)), responses((status = 204), Problems))]
pub async fn remove_bookmark(State(app): State<App>, Reader(actor): Reader, Id(id): Id<PostId>) -> Result<StatusCode> {
    set(&app, &actor, id, false).await
}

/// The caller's shelf, newest first; posts the caller may no longer read are left out
#[utoipa::path(get, path = "/bookmarks", tag = "forums", params(PageQuery), responses((status = 200, body = Page<Bookmark>), Problems))]
pub async fn list_bookmarks(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(page): Parameters<PageQuery>,
) -> Result<Json<Page<Bookmark>>> {
    Ok(Json(view::list(&app, &actor, &page).await?))
}
