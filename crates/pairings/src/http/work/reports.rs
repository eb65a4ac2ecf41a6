//! `/pairing-reports`

use axum::{Json, extract::State, response::Response};
use kernel::{PairingId, PairingReportId};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result, sent},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::written;
use crate::work::{
    items::Saved,
    report_view::{self, PairingReport, PairingReports},
    reports,
};

#[derive(Deserialize, ToSchema)]
pub struct MakePairingReport {
    /// In which the school year begins.
    pub year: i32,
    /// 1: September to December, 2: January to August.
    pub half: i32,
}

#[derive(Deserialize, ToSchema)]
pub struct WritePairingReport {
    /// The revision this device saw last.
    pub revision: i32,
    /// Markdown.
    pub text: String,
}

#[derive(Deserialize, ToSchema)]
pub struct SubmitPairingReport {
    /// What was read; whatever changed meanwhile is answered with 409.
    pub revision: i32,
}

/// Half-year reports of a pair, the newest first
#[utoipa::path(get, path = "/pairings/{id}/reports", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingReports), Problems))]
pub async fn list_pairing_reports(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingReports>> {
    Ok(Json(report_view::list(&app, &actor, id).await?))
}

/// Makes the report of a half from facts, or counts anew what is in its draft; words somebody changed stay
#[utoipa::path(post, path = "/pairings/{id}/reports", tag = "pairings", params(("id" = PairingId, Path)), request_body = MakePairingReport, responses((status = 201, body = PairingReport), Problems))]
pub async fn make_pairing_report(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(MakePairingReport { year, half }): Body<MakePairingReport>,
) -> Result<Created<PairingReport>> {
    let row = reports::make(&app, &actor, id, (year, half)).await?;
    Ok(Created(report_view::one(&app, &actor, row.id).await?))
}

/// A half-year report
#[utoipa::path(get, path = "/pairing-reports/{id}", tag = "pairings", params(("id" = PairingReportId, Path)), responses((status = 200, body = PairingReport), Problems))]
pub async fn get_pairing_report(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingReportId>,
) -> Result<Json<PairingReport>> {
    Ok(Json(report_view::one(&app, &actor, id).await?))
}

/// Saves the words of a draft; an old revision answers 409 with the newer report
#[utoipa::path(put, path = "/pairing-reports/{id}", tag = "pairings", params(("id" = PairingReportId, Path)), request_body = WritePairingReport, responses((status = 200, body = PairingReport), Problems))]
pub async fn write_pairing_report(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingReportId>,
    Body(WritePairingReport { revision, text }): Body<WritePairingReport>,
) -> Result<Json<PairingReport>> {
    let mut tx = app.begin().await?;
    let saved = reports::write(&mut tx, &actor, id, (revision, text)).await?;
    let stood = matches!(saved, Saved::Done(_));
    if stood {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    written(stood, report_view::one(&app, &actor, id).await?)
}

/// Hands it in; for those who act for one of the schools
#[utoipa::path(post, path = "/pairing-reports/{id}/submit", tag = "pairings", params(("id" = PairingReportId, Path)), request_body = SubmitPairingReport, responses((status = 200, body = PairingReport), Problems))]
pub async fn submit_pairing_report(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingReportId>,
    Body(SubmitPairingReport { revision }): Body<SubmitPairingReport>,
) -> Result<Json<PairingReport>> {
    let mut tx = app.begin().await?;
    let saved = reports::submit(&mut tx, &actor, id, revision).await?;
    let stood = matches!(saved, Saved::Done(_));
    if stood {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    written(stood, report_view::one(&app, &actor, id).await?)
}

/// A half-year report as a PDF
#[utoipa::path(get, path = "/pairing-reports/{id}/pdf", tag = "pairings", params(("id" = PairingReportId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn get_pairing_report_pdf(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingReportId>,
) -> Result<Response> {
    let paper = report_view::paper(&app, &actor, id).await?;
    Ok(sent("application/pdf", "pairing-report.pdf", paper))
}
