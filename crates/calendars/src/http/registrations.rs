//! `/events/{id}/registrations`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Page, PersonId, RegistrationId};
use platform::{
    App,
    http::{Body, Created, Parameters, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::extract::{Address, Within};
use crate::{
    access,
    kinds::Way,
    registrations::{self, NewRegistration},
    view::{self, Registration, RegistrationQuery},
};

#[derive(Deserialize, ToSchema)]
pub struct RegisterForEvent {
    /// Absent: the only way there is.
    pub way: Option<Way>,
    /// A colleague, for heads and hosts; absent: oneself.
    pub person_id: Option<PersonId>,
}

#[derive(Deserialize, ToSchema)]
pub struct DecideEventRegistration {
    pub accept: bool,
}

/// Who is registered, in the order in which they came; for those who manage the event
#[utoipa::path(get, path = "/events/{id}/registrations", tag = "calendars", params(("id" = String, Path), RegistrationQuery), responses((status = 200, body = Page<Registration>), Problems))]
pub async fn list_event_registrations(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Parameters(query): Parameters<RegistrationQuery>,
) -> Result<Json<Page<Registration>>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    Ok(Json(view::registrations(&app, id, &query).await?))
}

/// Takes a place, or one in the queue, for oneself or for a colleague
#[utoipa::path(post, path = "/events/{id}/registrations", tag = "calendars", params(("id" = String, Path)), request_body = RegisterForEvent, responses((status = 201, body = Registration), Problems))]
pub async fn register_for_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(RegisterForEvent { way, person_id }): Body<RegisterForEvent>,
) -> Result<Created<Registration>> {
    let mut tx = app.begin().await?;
    let row = registrations::register(&mut tx, &actor, id, NewRegistration { way, person: person_id }).await?;
    tx.commit().await?;
    Ok(Created(view::registration(&app, row).await?))
}

/// Gives a place back; the next in the queue gets it at once
#[utoipa::path(delete, path = "/events/{id}/registrations/{registration}", tag = "calendars", params(("id" = String, Path), ("registration" = RegistrationId, Path)), responses((status = 204), Problems))]
pub async fn cancel_event_registration(
    State(app): State<App>,
    Reader(actor): Reader,
    Within(id, registration): Within<RegistrationId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    registrations::cancel(&mut tx, &actor, id, registration).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The host's word about somebody who applied
#[utoipa::path(post, path = "/events/{id}/registrations/{registration}/decide", tag = "calendars", params(("id" = String, Path), ("registration" = RegistrationId, Path)), request_body = DecideEventRegistration, responses((status = 200, body = Registration), Problems))]
pub async fn decide_event_registration(
    State(app): State<App>,
    Reader(actor): Reader,
    Within(id, registration): Within<RegistrationId>,
    Body(DecideEventRegistration { accept }): Body<DecideEventRegistration>,
) -> Result<Json<Registration>> {
    let mut tx = app.begin().await?;
    let row = registrations::decide(&mut tx, &actor, id, registration, accept).await?;
    tx.commit().await?;
    Ok(Json(view::registration(&app, row).await?))
}
