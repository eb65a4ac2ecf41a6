//! Drafts from documents, and practices to take along.

use axum::{
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::FileId;
use platform::{
    App,
    http::{Body, Created, Problems, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::extract::{Address, Reader};
use crate::{
    access, documents, export,
    view::{self, Practice},
};

#[derive(Deserialize, ToSchema)]
pub struct CreateFromFile {
    /// A stored file of the author, bound to nothing yet.
    pub file: FileId,
}

/// Begins a practice from a document: title, text, keywords, subject and grades are guessed for the author to confirm
#[utoipa::path(post, path = "/practices/from-file", tag = "practices", request_body = CreateFromFile, responses((status = 201, body = Practice), Problems))]
pub async fn create_from_file(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(CreateFromFile { file }): Body<CreateFromFile>,
) -> Result<Created<Practice>> {
    let id = documents::draft_from(&app, &actor, file).await?;
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.current(app.reader()).await?;
    Ok(Created(view::page(&app, &actor, &desk, version).await?))
}

fn zipped(name: &str, bytes: Vec<u8>) -> Response {
    let disposition = format!("attachment; filename=\"{name}\"");
    let headers = [
        (header::CONTENT_TYPE, "application/zip".to_owned()),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}

/// Everything the reader owns, drafts too, with files, as a ZIP
#[utoipa::path(get, path = "/practices/export", tag = "practices", responses((status = 200, content_type = "application/zip", body = Vec<u8>), Problems))]
pub async fn export_practices(State(app): State<App>, Reader(actor): Reader) -> Result<Response> {
    Ok(zipped("practices.zip", export::own(&app, &actor).await?))
}

/// One practice with its files, as a ZIP
#[utoipa::path(get, path = "/practices/{id}/export", tag = "practices", params(("id" = String, Path)), responses((status = 200, content_type = "application/zip", body = Vec<u8>), Problems))]
pub async fn export_practice(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<Response> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.current(app.reader()).await?;
    let name = desk.row.number.map_or_else(|| id.to_string(), |number| number.to_string());
    Ok(zipped(&format!("practice-{name}.zip"), export::one(&app, &desk, version).await?))
}
