//! `/events`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Actor, Error, EventId, Page};
use platform::{
    App,
    http::{Body, Created, Parameters, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extract::Address;
use crate::{
    access,
    events::{self, Saved},
    kinds::EventKind,
    plan::EventPlan,
    view::{self, EventCard, EventPage, EventQuery},
};

#[derive(Deserialize, ToSchema)]
pub struct SaveEvent {
    /// The revision this device saw last.
    pub revision: i32,
    pub plan: EventPlan,
}

/// A kind and what its form asks for.
#[derive(Serialize, ToSchema)]
pub struct EventKindForm {
    pub kind: EventKind,
    /// Fields without which it is not published, beyond title, summary, dates and place.
    pub needs: Vec<&'static str>,
    /// How long it usually takes.
    pub minutes: i32,
}

/// The agenda: events the reader may know of, in the order of time
#[utoipa::path(get, path = "/events", tag = "calendars", params(EventQuery), responses((status = 200, body = Page<EventCard>), Problems))]
pub async fn list_events(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<EventQuery>,
) -> Result<Json<Page<EventCard>>> {
    Ok(Json(view::events(&app, &actor, &query).await?))
}

/// Kinds of events with what their forms ask for
#[utoipa::path(get, path = "/event-kinds", tag = "calendars", responses((status = 200, body = Vec<EventKindForm>), Problems))]
pub async fn list_event_kinds(Reader(_actor): Reader) -> Json<Vec<EventKindForm>> {
    let form = |kind: EventKind| EventKindForm { kind, needs: kind.needs().to_vec(), minutes: kind.minutes() };
    Json(EventKind::ALL.map(form).into())
}

/// Begins an event: a draft for its owner and those who lead the host
#[utoipa::path(post, path = "/events", tag = "calendars", request_body = EventPlan, responses((status = 201, body = EventPage), Problems))]
pub async fn create_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(plan): Body<EventPlan>,
) -> Result<Created<EventPage>> {
    let mut tx = app.begin().await?;
    let id = events::create(&mut tx, &actor, plan).await?;
    tx.commit().await?;
    Ok(Created(fresh(&app, &actor, id).await?))
}

/// An event by id or by the number of its permanent address
#[utoipa::path(get, path = "/events/{id}", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventPage), Problems))]
pub async fn get_event(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<Json<EventPage>> {
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Saves the plan; an old revision answers 409 with the newer event
#[utoipa::path(put, path = "/events/{id}", tag = "calendars", params(("id" = String, Path)), request_body = SaveEvent, responses((status = 200, body = EventPage), Problems))]
pub async fn save_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(SaveEvent { revision, plan }): Body<SaveEvent>,
) -> Result<Json<EventPage>> {
    let mut tx = app.begin().await?;
    match events::save(&mut tx, &actor, id, revision, plan).await? {
        Saved::Done => {
            tx.commit().await?;
            Ok(Json(fresh(&app, &actor, id).await?))
        }
        Saved::Stale => {
            drop(tx);
            let now = fresh(&app, &actor, id).await?;
            Err(Error::Stale(serde_json::to_value(now).map_err(Error::from)?).into())
        }
    }
}

/// Throws a draft away
#[utoipa::path(delete, path = "/events/{id}", tag = "calendars", params(("id" = String, Path)), responses((status = 204), Problems))]
pub async fn discard_event(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    events::discard(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A draft of one's own with everything but the dates
#[utoipa::path(post, path = "/events/{id}/copy", tag = "calendars", params(("id" = String, Path)), responses((status = 201, body = EventPage), Problems))]
pub async fn copy_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Created<EventPage>> {
    let mut tx = app.begin().await?;
    let id = events::copy(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Created(fresh(&app, &actor, id).await?))
}

/// The event after a write, as its writer sees it.
pub(super) async fn fresh(app: &App, actor: &Actor, id: EventId) -> Result<EventPage, Error> {
    let desk = access::desk(app.reader(), actor, id).await?;
    view::page(app, actor, &desk).await
}
