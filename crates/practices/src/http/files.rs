//! Drafts from documents, and practices to take along.

use axum::{extract::State, response::Response};
use kernel::FileId;
use platform::{
    App,
    http::{Body, Created, Problems, Reader, Result, sent},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::extract::Address;
use crate::{
    access::{self, Desk},
    documents, export, paper,
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

/// A practice as a PDF
#[utoipa::path(get, path = "/practices/{id}/pdf", tag = "practices", params(("id" = String, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn print_practice(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<Response> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.current(app.reader()).await?;
    let told = paper::read(&app, &desk, &version).await?;
    Ok(sent("application/pdf", &format!("{}.pdf", named(&desk)), paper::practice(&app, &told).await?))
}

/// Everything the reader owns, drafts too, with files, as a ZIP
#[utoipa::path(get, path = "/practices/export", tag = "practices", responses((status = 200, content_type = "application/zip", body = Vec<u8>), Problems))]
pub async fn export_practices(State(app): State<App>, Reader(actor): Reader) -> Result<Response> {
    Ok(sent("application/zip", "practices.zip", export::own(&app, &actor).await?))
}

/// One practice as a PDF, readable text and JSON, with its files, as a ZIP
#[utoipa::path(get, path = "/practices/{id}/export", tag = "practices", params(("id" = String, Path)), responses((status = 200, content_type = "application/zip", body = Vec<u8>), Problems))]
pub async fn export_practice(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<Response> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.current(app.reader()).await?;
    let name = format!("{}.zip", named(&desk));
    Ok(sent("application/zip", &name, export::one(&app, desk, version).await?))
}

fn named(desk: &Desk) -> String {
    let name = desk.row.number.map_or_else(|| desk.row.id.to_string(), |number| number.to_string());
    format!("practice-{name}")
}
