//! `/pairings/{id}/agreement`

use axum::{Json, extract::State, response::Response};
use kernel::{Actor, Error, FileId, PairingId};
use platform::{
    App,
    http::{Body, Id, Problems, Reader, Result, sent},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::steps::{PairingReason, PairingSideWord};
use crate::{
    entity::life::agreement,
    life::{
        PairDesk,
        agreements::{
            self, Saved, Written, paper, scan,
            view::{self, PairingAgreements},
        },
        desk,
    },
};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

#[derive(Deserialize, ToSchema)]
pub struct AttachScan {
    /// A file of the reader's own; absent takes the scan off.
    pub file_id: Option<FileId>,
}

async fn fresh(app: &App, actor: &Actor, id: PairingId) -> Result<Json<PairingAgreements>> {
    Ok(Json(view::agreements(app, actor, id).await?))
}

/// Agreements of a pair; before the first, what a draft may begin with
#[utoipa::path(get, path = "/pairings/{id}/agreement", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingAgreements), Problems))]
pub async fn get_pairing_agreement(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingAgreements>> {
    fresh(&app, &actor, id).await
}

/// Begins or saves the draft; an old revision answers 409 with what is there
#[utoipa::path(put, path = "/pairings/{id}/agreement", tag = "pairings", params(("id" = PairingId, Path)), request_body = Written, responses((status = 200, body = PairingAgreements), Problems))]
pub async fn save_pairing_agreement(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(written): Body<Written>,
) -> Result<Json<PairingAgreements>> {
    let mut tx = app.begin().await?;
    if matches!(agreements::save(&mut tx, &actor, id, written).await?, Saved::Done) {
        tx.commit().await?;
        return fresh(&app, &actor, id).await;
    }
    drop(tx);
    let now = view::agreements(&app, &actor, id).await?;
    Err(Error::Stale(serde_json::to_value(now).map_err(Error::from)?).into())
}

/// Asks both heads for their word; nothing in it changes any more
#[utoipa::path(post, path = "/pairings/{id}/agreement/send", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingAgreements), Problems))]
pub async fn send_pairing_agreement(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingAgreements>> {
    let mut tx = app.begin().await?;
    agreements::send(&mut tx, &actor, id).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// Takes it back to be written; a word given counts no more
#[utoipa::path(post, path = "/pairings/{id}/agreement/recall", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingAgreements), Problems))]
pub async fn recall_pairing_agreement(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingAgreements>> {
    let mut tx = app.begin().await?;
    agreements::recall(&mut tx, &actor, id).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// A head confirms it for their school
#[utoipa::path(post, path = "/pairings/{id}/agreement/sign", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingSideWord, responses((status = 200, body = PairingAgreements), Problems))]
pub async fn sign_pairing_agreement(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingSideWord { side }): Body<PairingSideWord>,
) -> Result<Json<PairingAgreements>> {
    let mut tx = app.begin().await?;
    agreements::sign(&mut tx, &actor, id, side).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// Begins the next one with the words of the last
#[utoipa::path(post, path = "/pairings/{id}/agreement/renew", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingAgreements), Problems))]
pub async fn renew_pairing_agreement(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingAgreements>> {
    let mut tx = app.begin().await?;
    agreements::renew(&mut tx, &actor, id).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// Ends it before its last day, with a reason; an active pair rests then
#[utoipa::path(post, path = "/pairings/{id}/agreement/terminate", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingReason, responses((status = 200, body = PairingAgreements), Problems))]
pub async fn terminate_pairing_agreement(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingReason { reason }): Body<PairingReason>,
) -> Result<Json<PairingAgreements>> {
    let mut tx = app.begin().await?;
    agreements::terminate(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// Hangs the scan of the paper on it, or takes it off
#[utoipa::path(put, path = "/pairings/{id}/agreement/scan", tag = "pairings", params(("id" = PairingId, Path)), request_body = AttachScan, responses((status = 200, body = PairingAgreements), Problems))]
pub async fn attach_agreement_scan(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(AttachScan { file_id }): Body<AttachScan>,
) -> Result<Json<PairingAgreements>> {
    let mut tx = app.begin().await?;
    scan::hang(&mut tx, &actor, id, file_id).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// The newest agreement, and a name for its file.
async fn newest(app: &App, actor: &Actor, id: PairingId) -> Result<(PairDesk, agreement::Model, String)> {
    let desk = desk(app.reader(), actor, id).await?;
    let row = agreements::newest(app.reader(), id).await?;
    let name = format!("agreement-{}", desk.row.number);
    Ok((desk, row, name))
}

/// The agreement as a PDF
#[utoipa::path(get, path = "/pairings/{id}/agreement.pdf", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn get_pairing_agreement_pdf(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Response> {
    let (desk, row, name) = newest(&app, &actor, id).await?;
    Ok(sent("application/pdf", &format!("{name}.pdf"), paper::pdf(&app, &desk.row, &row).await?))
}

/// The agreement as a document for Word
#[utoipa::path(get, path = "/pairings/{id}/agreement.docx", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body = Vec<u8>), Problems))]
pub async fn get_pairing_agreement_docx(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Response> {
    let (desk, row, name) = newest(&app, &actor, id).await?;
    Ok(sent(DOCX, &format!("{name}.docx"), paper::docx(&app, &desk.row, &row).await?))
}
