//! `/organisations/{id}/offer`

use axum::{Json, extract::State};
use kernel::{Actor, Error, OrgId};
use platform::{
    App,
    http::{Body, Id, Problems, Reader, Result},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    policy::schools::Act,
    schools::{
        access,
        offers::{self, OfferForm, SchoolOffer, Step},
    },
};

/// What a school offers to others.
#[derive(Serialize, ToSchema)]
pub struct OfferDesk {
    /// Absent: nothing now.
    pub offer: Option<SchoolOffer>,
    pub can_edit: bool,
}

/// The live offer of a school
#[utoipa::path(get, path = "/organisations/{id}/offer", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = OfferDesk), Problems))]
pub async fn get_school_offer(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<OfferDesk>> {
    Ok(Json(shown(&app, &actor, id).await?))
}

/// Makes an offer or writes another over it; places that pairs hold stay
#[utoipa::path(put, path = "/organisations/{id}/offer", tag = "pairings", params(("id" = OrgId, Path)), request_body = OfferForm, responses((status = 200, body = OfferDesk), Problems))]
pub async fn save_school_offer(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Body(form): Body<OfferForm>,
) -> Result<Json<OfferDesk>> {
    let mut tx = app.begin().await?;
    offers::save(&mut tx, &actor, id, form).await?;
    tx.commit().await?;
    Ok(Json(shown(&app, &actor, id).await?))
}

/// Works with those it has, takes no others
#[utoipa::path(post, path = "/organisations/{id}/offer/pause", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = OfferDesk), Problems))]
pub async fn pause_school_offer(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<OfferDesk>> {
    step(&app, &actor, id, Step::Pause).await
}

/// Takes others again
#[utoipa::path(post, path = "/organisations/{id}/offer/resume", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = OfferDesk), Problems))]
pub async fn resume_school_offer(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<OfferDesk>> {
    step(&app, &actor, id, Step::Resume).await
}

/// Takes the offer back, when no pair lives on it
#[utoipa::path(post, path = "/organisations/{id}/offer/withdraw", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = OfferDesk), Problems))]
pub async fn withdraw_school_offer(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<OfferDesk>> {
    step(&app, &actor, id, Step::Withdraw).await
}

async fn step(app: &App, actor: &Actor, school: OrgId, step: Step) -> Result<Json<OfferDesk>> {
    let mut tx = app.begin().await?;
    offers::step(&mut tx, actor, school, step).await?;
    tx.commit().await?;
    Ok(Json(shown(app, actor, school).await?))
}

async fn shown(app: &App, actor: &Actor, school: OrgId) -> Result<OfferDesk, Error> {
    let desk = access::desk(app.reader(), actor, school).await?;
    Ok(OfferDesk {
        offer: offers::of_school(app.reader(), &desk).await?,
        can_edit: desk.seat.may(Act::Offer, desk.place).allowed(),
    })
}
