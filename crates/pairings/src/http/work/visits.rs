//! `/pairing-visits`

use axum::{Json, extract::State, response::Response};
use chrono::NaiveDate;
use kernel::{PairingId, PairingVisitId};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result, sent},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::written;
use crate::{
    kinds::{PlanForm, Side},
    work::{
        items::Saved,
        visit_view::{self, PairingVisit},
        visits::{self, Agreed, Written},
    },
};

#[derive(Deserialize, ToSchema)]
pub struct PlanPairingVisit {
    /// Who goes to whom; one's own school unless told.
    pub by_side: Option<Side>,
    pub planned_on: NaiveDate,
}

#[derive(Deserialize, ToSchema)]
pub struct WrittenAgreement {
    pub text: String,
    /// What it becomes in the plan; a consultation unless told.
    pub form: Option<PlanForm>,
    pub due: Option<NaiveDate>,
}

#[derive(Deserialize, ToSchema)]
pub struct WritePairingVisit {
    /// The revision this device saw last.
    pub revision: i32,
    pub planned_on: NaiveDate,
    pub minutes: Option<i32>,
    #[serde(default)]
    pub met: String,
    #[serde(default)]
    pub findings: String,
    #[serde(default)]
    pub agreements: Vec<WrittenAgreement>,
}

#[derive(Deserialize, ToSchema)]
pub struct HoldPairingVisit {
    pub held_on: NaiveDate,
    pub minutes: Option<i32>,
}

#[derive(Deserialize, ToSchema)]
pub struct SignPairingVisit {
    /// What was seen; whatever changed meanwhile is answered with 409.
    pub revision: i32,
    /// For whoever stands on both sides.
    pub side: Option<Side>,
}

#[derive(Deserialize, ToSchema)]
pub struct MissPairingVisit {
    pub reason: String,
}

/// Visits of a pair, the newest first
#[utoipa::path(get, path = "/pairings/{id}/visits", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = Vec<PairingVisit>), Problems))]
pub async fn list_pairing_visits(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<Vec<PairingVisit>>> {
    Ok(Json(visit_view::list(&app, &actor, id).await?))
}

/// Plans a visit that no item of the plan asks for
#[utoipa::path(post, path = "/pairings/{id}/visits", tag = "pairings", params(("id" = PairingId, Path)), request_body = PlanPairingVisit, responses((status = 201, body = PairingVisit), Problems))]
pub async fn plan_pairing_visit(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PlanPairingVisit { by_side, planned_on }): Body<PlanPairingVisit>,
) -> Result<Created<PairingVisit>> {
    let mut tx = app.begin().await?;
    let row = visits::plan(&mut tx, &actor, id, (by_side, planned_on)).await?;
    tx.commit().await?;
    Ok(Created(visit_view::one(&app, &actor, row.id).await?))
}

/// A visit
#[utoipa::path(get, path = "/pairing-visits/{id}", tag = "pairings", params(("id" = PairingVisitId, Path)), responses((status = 200, body = PairingVisit), Problems))]
pub async fn get_pairing_visit(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingVisitId>,
) -> Result<Json<PairingVisit>> {
    Ok(Json(visit_view::one(&app, &actor, id).await?))
}

/// Writes whom they met, what they saw and agreed upon; a signature under other words is gone
#[utoipa::path(put, path = "/pairing-visits/{id}", tag = "pairings", params(("id" = PairingVisitId, Path)), request_body = WritePairingVisit, responses((status = 200, body = PairingVisit), Problems))]
pub async fn write_pairing_visit(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingVisitId>,
    Body(body): Body<WritePairingVisit>,
) -> Result<Json<PairingVisit>> {
    let WritePairingVisit { revision, planned_on, minutes, met, findings, agreements } = body;
    let agreed = |one: WrittenAgreement| Agreed {
        text: one.text,
        form: one.form.unwrap_or(PlanForm::Consultation),
        due: one.due,
    };
    let agreements = agreements.into_iter().map(agreed).collect();
    let mut tx = app.begin().await?;
    let new = Written { revision, planned_on, minutes, met, findings, agreements };
    let saved = visits::write(&mut tx, &actor, id, new).await?;
    let stood = matches!(saved, Saved::Done(_));
    if stood {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    written(stood, visit_view::one(&app, &actor, id).await?)
}

/// Says that it took place
#[utoipa::path(post, path = "/pairing-visits/{id}/hold", tag = "pairings", params(("id" = PairingVisitId, Path)), request_body = HoldPairingVisit, responses((status = 200, body = PairingVisit), Problems))]
pub async fn hold_pairing_visit(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingVisitId>,
    Body(HoldPairingVisit { held_on, minutes }): Body<HoldPairingVisit>,
) -> Result<Json<PairingVisit>> {
    let mut tx = app.begin().await?;
    visits::hold(&mut tx, &actor, id, held_on, minutes).await?;
    tx.commit().await?;
    Ok(Json(visit_view::one(&app, &actor, id).await?))
}

/// Signs for one's school; with the second signature what was agreed upon stands in the plan
#[utoipa::path(post, path = "/pairing-visits/{id}/sign", tag = "pairings", params(("id" = PairingVisitId, Path)), request_body = SignPairingVisit, responses((status = 200, body = PairingVisit), Problems))]
pub async fn sign_pairing_visit(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingVisitId>,
    Body(SignPairingVisit { revision, side }): Body<SignPairingVisit>,
) -> Result<Json<PairingVisit>> {
    let mut tx = app.begin().await?;
    let saved = visits::sign(&mut tx, &actor, id, (revision, side)).await?;
    let stood = matches!(saved, Saved::Done(_));
    if stood {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    written(stood, visit_view::one(&app, &actor, id).await?)
}

/// Says that it did not take place, and why; the item of the plan is free again
#[utoipa::path(post, path = "/pairing-visits/{id}/miss", tag = "pairings", params(("id" = PairingVisitId, Path)), request_body = MissPairingVisit, responses((status = 200, body = PairingVisit), Problems))]
pub async fn miss_pairing_visit(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingVisitId>,
    Body(MissPairingVisit { reason }): Body<MissPairingVisit>,
) -> Result<Json<PairingVisit>> {
    let mut tx = app.begin().await?;
    visits::miss(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    Ok(Json(visit_view::one(&app, &actor, id).await?))
}

/// The sheet of a visit as a PDF
#[utoipa::path(get, path = "/pairing-visits/{id}/pdf", tag = "pairings", params(("id" = PairingVisitId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn get_pairing_visit_pdf(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingVisitId>,
) -> Result<Response> {
    let paper = visit_view::paper(&app, &actor, id).await?;
    Ok(sent("application/pdf", "pairing-visit.pdf", paper))
}
