//! `/files/{id}`: what is known of a file, links to it, its page, taking it back.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{DateTime, FileId, Utc};
use platform::{
    App,
    http::{Created, Id, MaybeActor, Problems, Result, Signed},
    ports::FileRef,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    binding, links,
    links::FileLinks,
    previews::{self, FilePreview},
};

/// A file as its readers see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct FileMeta {
    #[serde(flatten)]
    file: FileRef,
    created_at: DateTime<Utc>,
    /// Something holds it: a post, a practice.
    attached: bool,
    width: Option<i32>,
    height: Option<i32>,
}

/// What is known of a file
#[utoipa::path(
    get,
    path = "/files/{id}",
    tag = "files",
    operation_id = "files_get",
    params(("id" = FileId, Path)),
    responses((status = 200, body = FileMeta), Problems)
)]
pub async fn get(State(app): State<App>, MaybeActor(actor): MaybeActor, Id(id): Id<FileId>) -> Result<Json<FileMeta>> {
    let (row, contents) = binding::seen(&app, actor.as_ref(), id).await?;
    Ok(Json(FileMeta {
        file: binding::shown(&row, &contents),
        created_at: row.created_at,
        attached: row.owner_id.is_some(),
        width: contents.width,
        height: contents.height,
    }))
}

/// Takes back a file of one's own that is attached to nothing
#[utoipa::path(
    delete,
    path = "/files/{id}",
    tag = "files",
    operation_id = "files_withdraw",
    params(("id" = FileId, Path)),
    responses((status = 204), Problems)
)]
pub async fn withdraw(State(app): State<App>, Signed(actor): Signed, Id(id): Id<FileId>) -> Result<StatusCode> {
    let tx = app.begin().await?;
    binding::withdraw(&tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Addresses of a file that work for some minutes, without a sign-in, for this reader
#[utoipa::path(
    post,
    path = "/files/{id}/link",
    tag = "files",
    operation_id = "files_link",
    params(("id" = FileId, Path)),
    responses((status = 201, body = FileLinks), Problems)
)]
pub async fn link(
    State(app): State<App>,
    MaybeActor(actor): MaybeActor,
    Id(id): Id<FileId>,
) -> Result<Created<FileLinks>> {
    let (row, contents) = binding::seen(&app, actor.as_ref(), id).await?;
    Ok(Created(links::of(&app, actor.as_ref(), &row, &contents).await?))
}

/// The file as a page or a picture, to read without downloading
#[utoipa::path(
    get,
    path = "/files/{id}/preview",
    tag = "files",
    operation_id = "files_preview",
    params(("id" = FileId, Path)),
    responses((status = 200, body = FilePreview), Problems)
)]
pub async fn preview(
    State(app): State<App>,
    MaybeActor(actor): MaybeActor,
    Id(id): Id<FileId>,
) -> Result<Json<FilePreview>> {
    Ok(Json(previews::of(&app, actor.as_ref(), id).await?))
}
