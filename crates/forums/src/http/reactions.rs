//! `/posts/{id}/reactions/{kind}`

use axum::{Json, extract::State};
use kernel::{Actor, PostId};
use platform::{
    App,
    http::{Id, Problems, Reader, Result},
};

use crate::{kinds::Reaction, reactions, view::Reactions};

async fn set(app: &App, actor: &Actor, id: PostId, kind: Reaction, on: bool) -> Result<Json<Reactions>> {
    let mut tx = app.begin().await?;
    let post = reactions::set(&mut tx, actor, id, kind, on).await?;
    tx.commit().await?;
    Ok(Json(Reactions { useful: post.useful, apply: post.apply, thanks: post.thanks }))
}

/// Says «полезно», «применю» or «спасибо»
#[utoipa::path(put, path = "/posts/{id}/reactions/{kind}", tag = "forums", params(("id" = PostId, Path), ("kind" = Reaction, Path)), responses((status = 200, body = Reactions), Problems))]
pub async fn add_reaction(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, kind)): Id<(PostId, Reaction)>,
) -> Result<Json<Reactions>> {
    set(&app, &actor, id, kind, true).await
}

/// Takes a reaction back
#[utoipa::path(delete, path = "/posts/{id}/reactions/{kind}", tag = "forums", params(("id" = PostId, Path), ("kind" = Reaction, Path)), responses((status = 200, body = Reactions), Problems))]
pub async fn remove_reaction(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, kind)): Id<(PostId, Reaction)>,
) -> Result<Json<Reactions>> {
    set(&app, &actor, id, kind, false).await
}
