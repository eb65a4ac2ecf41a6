//! What sends a pair through its life.

use axum::{Json, extract::State};
use kernel::{Actor, PairingId};
use platform::{
    App,
    http::{Body, Id, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    kinds::Side,
    life::{
        steps,
        view::{self, PairingPage},
    },
};

#[derive(Deserialize, ToSchema)]
pub struct PairingReason {
    #[serde(default)]
    pub reason: String,
}

#[derive(Deserialize, ToSchema)]
pub struct PairingDebrief {
    /// Needed when it ends before its time.
    #[serde(default)]
    pub reason: String,
    /// What stays of it.
    #[serde(default)]
    pub debrief: String,
}

/// For which school; needed of those only who head both.
#[derive(Deserialize, ToSchema)]
pub struct PairingSideWord {
    pub side: Option<Side>,
}

pub(super) async fn fresh(app: &App, actor: &Actor, id: PairingId) -> Result<Json<PairingPage>> {
    Ok(Json(view::page(app, actor, id).await?))
}

/// A school agrees; for its head or deputy
#[utoipa::path(post, path = "/pairings/{id}/agree", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingSideWord, responses((status = 200, body = PairingPage), Problems))]
pub async fn agree_to_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingSideWord { side }): Body<PairingSideWord>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::agree(&mut tx, &actor, id, side).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// A school says no, with a reason
#[utoipa::path(post, path = "/pairings/{id}/decline", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingReason, responses((status = 200, body = PairingPage), Problems))]
pub async fn decline_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingReason { reason }): Body<PairingReason>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::decline(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// A coordinator says no, with a reason
#[utoipa::path(post, path = "/pairings/{id}/veto", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingReason, responses((status = 200, body = PairingPage), Problems))]
pub async fn veto_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingReason { reason }): Body<PairingReason>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::veto(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// A coordinator takes the proposal back, whatever the schools have said
#[utoipa::path(post, path = "/pairings/{id}/withdraw", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingReason, responses((status = 200, body = PairingPage), Problems))]
pub async fn withdraw_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingReason { reason }): Body<PairingReason>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::withdraw(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// The two begin to work; needs a signed agreement that covers today, and places of the mentor
#[utoipa::path(post, path = "/pairings/{id}/activate", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingPage), Problems))]
pub async fn activate_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::activate(&mut tx, &actor, id).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// They rest, with a reason, and keep their places
#[utoipa::path(post, path = "/pairings/{id}/suspend", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingReason, responses((status = 200, body = PairingPage), Problems))]
pub async fn suspend_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingReason { reason }): Body<PairingReason>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::suspend(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// They go on; needs a signed agreement that covers today
#[utoipa::path(post, path = "/pairings/{id}/resume", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingPage), Problems))]
pub async fn resume_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::resume(&mut tx, &actor, id).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// What they wanted is done; says what stays of it
#[utoipa::path(post, path = "/pairings/{id}/complete", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingDebrief, responses((status = 200, body = PairingPage), Problems))]
pub async fn complete_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingDebrief { reason, debrief }): Body<PairingDebrief>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::complete(&mut tx, &actor, id, &reason, &debrief).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}

/// It ends before its time; says why, and what stays of it
#[utoipa::path(post, path = "/pairings/{id}/end", tag = "pairings", params(("id" = PairingId, Path)), request_body = PairingDebrief, responses((status = 200, body = PairingPage), Problems))]
pub async fn end_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(PairingDebrief { reason, debrief }): Body<PairingDebrief>,
) -> Result<Json<PairingPage>> {
    let mut tx = app.begin().await?;
    steps::end(&mut tx, &actor, id, &reason, &debrief).await?;
    tx.commit().await?;
    fresh(&app, &actor, id).await
}
