//! `/uploads`: announce, send in pieces, ask how far it is, give up.

use axum::{
    Json,
    body::Bytes,
    extract::{State, rejection::BytesRejection},
    http::{HeaderMap, StatusCode},
};
use kernel::{Code, Error};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Result, Signed},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    entity::UploadId,
    uploads::{self, NewUpload, Upload},
};

/// A file about to be sent.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewUploadBody {
    name: String,
    /// Bytes.
    size: i64,
    /// Hexadecimal hash of the whole, if the client knows it: what arrives otherwise is refused.
    sha256: Option<String>,
}

/// Announces a file; the answer says where to send it
#[utoipa::path(
    post,
    path = "/uploads",
    tag = "files",
    operation_id = "uploads_begin",
    request_body = NewUploadBody,
    responses((status = 201, body = Upload), Problems)
)]
pub async fn begin(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<NewUploadBody>,
) -> Result<Created<Upload>> {
    let new = NewUpload { name: body.name, size: body.size, sha256: body.sha256 };
    Ok(Created(uploads::begin(&app, &actor, new).await?))
}

/// How far an upload is: the next piece begins at `offset`
#[utoipa::path(
    get,
    path = "/uploads/{id}",
    tag = "files",
    operation_id = "uploads_state",
    params(("id" = UploadId, Path)),
    responses((status = 200, body = Upload), Problems)
)]
pub async fn state(State(app): State<App>, Signed(actor): Signed, Id(id): Id<UploadId>) -> Result<Json<Upload>> {
    Ok(Json(uploads::state(&app, &actor, id).await?))
}

/// Sends the next piece, at most 8 MB; the last one makes the file
///
/// A piece that begins elsewhere than at `offset` answers 409 with the upload as it is in `current`. An empty piece at
/// the end asks again for the file when the last answer was lost.
#[utoipa::path(
    patch,
    path = "/uploads/{id}",
    tag = "files",
    operation_id = "uploads_append",
    params(
        ("id" = UploadId, Path),
        ("upload-offset" = i64, Header, description = "Where in the file this piece begins")
    ),
    request_body(content = Vec<u8>, content_type = "application/octet-stream"),
    responses((status = 200, body = Upload), Problems)
)]
pub async fn append(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<UploadId>,
    headers: HeaderMap,
    piece: Result<Bytes, BytesRejection>,
) -> Result<Json<Upload>> {
    let offset = headers.get("upload-offset").and_then(|v| v.to_str().ok()).and_then(|v| v.parse().ok());
    let offset = offset.filter(|o: &i64| *o >= 0).ok_or(Error::invalid("upload-offset", "required"))?;
    let piece = piece.map_err(|rejection| {
        let too_large = rejection.status() == StatusCode::PAYLOAD_TOO_LARGE;
        Error::Refused(if too_large { Code::TooLarge } else { Code::BadRequest })
    })?;
    Ok(Json(uploads::append(&app, &actor, id, offset, piece).await?))
}

/// Gives an upload up
#[utoipa::path(
    delete,
    path = "/uploads/{id}",
    tag = "files",
    operation_id = "uploads_abandon",
    params(("id" = UploadId, Path)),
    responses((status = 204), Problems)
)]
pub async fn abandon(State(app): State<App>, Signed(actor): Signed, Id(id): Id<UploadId>) -> Result<StatusCode> {
    uploads::abandon(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
