//! `/open-events`, `/event-guests` and `/events/{id}/guests`: people without an account.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{DateTime, Error, EventGuestId, EventId, Utc};
use platform::{
    App,
    http::{Address as NetworkAddress, Body, Empty, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extract::{Address, Within};
use crate::{
    access,
    entity::{event, event_guest},
    guests::{self, NewGuest},
    kinds::{RegistrationState, Way},
    policy, seats,
    view::{self, OpenEvent},
};

#[derive(Deserialize, ToSchema)]
pub struct RegisterGuest {
    pub name: String,
    pub email: String,
    /// Position and place of work.
    #[serde(default)]
    pub about: String,
    /// Absent: the only way there is.
    pub way: Option<Way>,
    /// Agrees that name and address are kept until a month after the event.
    pub consent: bool,
}

/// What the link of a letter holds.
#[derive(Deserialize, ToSchema)]
pub struct GuestLink {
    pub token: String,
}

/// A place as its guest sees it.
#[derive(Serialize, ToSchema)]
pub struct GuestPlace {
    pub event: OpenEvent,
    pub name: String,
    pub way: Way,
    /// `applied`: the address is not proved yet.
    pub state: RegistrationState,
    /// How many stand in the queue up to here.
    pub position: Option<u64>,
    /// Where one connects, for whoever has a place.
    pub link: Option<String>,
}

/// A guest as the host sees them.
#[derive(Serialize, ToSchema)]
pub struct EventGuest {
    pub id: EventGuestId,
    /// Empty a month after the event.
    pub name: String,
    pub email: String,
    pub about: String,
    pub way: Way,
    pub state: RegistrationState,
    pub queue_no: Option<i32>,
    pub created_at: DateTime<Utc>,
    /// They were seen there.
    pub attended_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize, ToSchema)]
pub struct MarkGuest {
    pub present: bool,
}

/// An event that is for everybody, for people without a sign-in
#[utoipa::path(get, path = "/open-events/{id}", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = OpenEvent), Problems))]
pub async fn get_open_event(
    State(app): State<App>,
    NetworkAddress(address): NetworkAddress,
    Address(id): Address,
) -> Result<Json<OpenEvent>> {
    app.limits().anonymous(address)?;
    let row = open(&app, id).await?;
    Ok(Json(view::open_event(&app, &row).await?))
}

/// Asks for a place as a guest: a letter with a link goes out, whoever the address belongs to
#[utoipa::path(post, path = "/open-events/{id}/guests", tag = "calendars", params(("id" = String, Path)), request_body = RegisterGuest, responses((status = 202, body = Empty), Problems))]
pub async fn register_guest(
    State(app): State<App>,
    NetworkAddress(address): NetworkAddress,
    Address(id): Address,
    Body(RegisterGuest { name, email, about, way, consent }): Body<RegisterGuest>,
) -> Result<(StatusCode, Json<Empty>)> {
    app.limits().anonymous(address)?;
    open(&app, id).await?;
    if !consent {
        return Err(Error::invalid("consent", "required").into());
    }
    let mut tx = app.begin().await?;
    guests::ask(&mut tx, id, NewGuest { name, email, about, way }).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(Empty {})))
}

/// Follows the link of a letter: a place, or one in the queue
#[utoipa::path(post, path = "/event-guests/confirm", tag = "calendars", request_body = GuestLink, responses((status = 200, body = GuestPlace), Problems))]
pub async fn confirm_guest(
    State(app): State<App>,
    NetworkAddress(address): NetworkAddress,
    Body(GuestLink { token }): Body<GuestLink>,
) -> Result<Json<GuestPlace>> {
    app.limits().anonymous(address)?;
    let mut tx = app.begin().await?;
    let row = guests::confirm(&mut tx, &token).await?;
    tx.commit().await?;
    Ok(Json(place(&app, row).await?))
}

/// What a link stands for, without changing anything
#[utoipa::path(post, path = "/event-guests/show", tag = "calendars", request_body = GuestLink, responses((status = 200, body = GuestPlace), Problems))]
pub async fn show_guest(
    State(app): State<App>,
    NetworkAddress(address): NetworkAddress,
    Body(GuestLink { token }): Body<GuestLink>,
) -> Result<Json<GuestPlace>> {
    app.limits().anonymous(address)?;
    let row = guests::held(app.reader(), &token, app.now()).await?;
    Ok(Json(place(&app, row).await?))
}

/// Gives the place of a guest back; what they wrote of themselves is forgotten at once
#[utoipa::path(post, path = "/event-guests/cancel", tag = "calendars", request_body = GuestLink, responses((status = 204), Problems))]
pub async fn cancel_guest(
    State(app): State<App>,
    NetworkAddress(address): NetworkAddress,
    Body(GuestLink { token }): Body<GuestLink>,
) -> Result<StatusCode> {
    app.limits().anonymous(address)?;
    let mut tx = app.begin().await?;
    guests::cancel(&mut tx, &token).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Guests with a place or in the queue; for those who manage the event
#[utoipa::path(get, path = "/events/{id}/guests", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = Vec<EventGuest>), Problems))]
pub async fn list_event_guests(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Vec<EventGuest>>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let line = |row: event_guest::Model| EventGuest {
        id: row.id,
        name: row.name,
        email: row.email,
        about: row.about,
        way: row.way,
        state: row.state,
        queue_no: row.queue_no,
        created_at: row.created_at,
        attended_at: row.attended_at,
    };
    Ok(Json(guests::all(app.reader(), id).await?.into_iter().map(line).collect()))
}

/// Takes a guest off the list; they are written to
#[utoipa::path(delete, path = "/events/{id}/guests/{guest}", tag = "calendars", params(("id" = String, Path), ("guest" = EventGuestId, Path)), responses((status = 204), Problems))]
pub async fn remove_event_guest(
    State(app): State<App>,
    Reader(actor): Reader,
    Within(id, guest): Within<EventGuestId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    guests::remove(&mut tx, &actor, id, guest).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Says that a guest was there, or was not
#[utoipa::path(put, path = "/events/{id}/guests/{guest}/attendance", tag = "calendars", params(("id" = String, Path), ("guest" = EventGuestId, Path)), request_body = MarkGuest, responses((status = 204), Problems))]
pub async fn mark_event_guest(
    State(app): State<App>,
    Reader(actor): Reader,
    Within(id, guest): Within<EventGuestId>,
    Body(MarkGuest { present }): Body<MarkGuest>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    guests::came(&mut tx, &actor, id, guest, present).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn open(app: &App, id: EventId) -> Result<event::Model, Error> {
    use sea_orm::EntityTrait;
    let row = event::Entity::find_by_id(id).one(app.reader()).await?;
    row.filter(policy::is_open).ok_or(Error::Hidden)
}

async fn place(app: &App, row: event_guest::Model) -> Result<GuestPlace, Error> {
    let event = open(app, row.event_id).await?;
    let position = match row.queue_no.filter(|_| row.state == RegistrationState::Waiting) {
        Some(no) => Some(seats::before(app.reader(), row.event_id, row.way, no).await?),
        None => None,
    };
    let sure = row.state == RegistrationState::Confirmed;
    Ok(GuestPlace {
        event: view::open_event(app, &event).await?,
        name: row.name,
        way: row.way,
        state: row.state,
        position,
        link: Some(event.link).filter(|link| sure && !link.is_empty()),
    })
}
