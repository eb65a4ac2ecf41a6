//! `/events/{id}/groups` and what heads and hosts see of whom they may send.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{EventGroupId, PersonId};
use platform::{
    App,
    http::{Body, Created, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::extract::{Address, Within};
use crate::{
    access,
    kinds::Way,
    registrations,
    view::{self, Colleague, Registration, SchoolEntry},
};

#[derive(Deserialize, ToSchema)]
pub struct RegisterGroup {
    /// At most 20; all of them come in, or nobody does.
    pub people: Vec<PersonId>,
    /// Absent: the only way there is.
    pub way: Option<Way>,
}

/// Takes places for several people, all or none; in the queue they wait side by side and come in together
#[utoipa::path(post, path = "/events/{id}/groups", tag = "calendars", params(("id" = String, Path)), request_body = RegisterGroup, responses((status = 201, body = Vec<Registration>), Problems))]
pub async fn register_group_for_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(RegisterGroup { people, way }): Body<RegisterGroup>,
) -> Result<Created<Vec<Registration>>> {
    let mut tx = app.begin().await?;
    let rows = registrations::register_group(&mut tx, &actor, id, &people, way).await?;
    tx.commit().await?;
    Ok(Created(view::registered(&app, rows).await?))
}

/// Gives the places of a group back
#[utoipa::path(delete, path = "/events/{id}/groups/{group}", tag = "calendars", params(("id" = String, Path), ("group" = EventGroupId, Path)), responses((status = 204), Problems))]
pub async fn cancel_event_group(
    State(app): State<App>,
    Reader(actor): Reader,
    Within(id, group): Within<EventGroupId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    registrations::cancel_group(&mut tx, &actor, id, group).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Colleagues the reader may register: people of organisations they lead
#[utoipa::path(get, path = "/events/{id}/colleagues", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = Vec<Colleague>), Problems))]
pub async fn list_event_colleagues(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Vec<Colleague>>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(view::colleagues(&app, &actor, &desk).await?))
}

/// Schools an event is for, those from which nobody comes yet before the others; for those who manage it
#[utoipa::path(get, path = "/events/{id}/schools", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = Vec<SchoolEntry>), Problems))]
pub async fn list_event_schools(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Vec<SchoolEntry>>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    Ok(Json(view::schools(&app, &desk).await?))
}
