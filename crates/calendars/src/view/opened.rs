//! An event that is for everybody, as people without a sign-in see it.

use kernel::{DateTime, EventId, Result, Utc};
use platform::App;
use serde::Serialize;
use utoipa::ToSchema;

use super::{EventSeats, path};
use crate::{
    entity::event,
    guests,
    kinds::{EventKind, EventState, Way},
    seats, wall,
};

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct OpenEvent {
    pub id: EventId,
    pub path: String,
    pub kind: EventKind,
    pub title: String,
    pub summary: String,
    pub state: EventState,
    /// Wall time.
    pub starts: Option<String>,
    pub ends: Option<String>,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
    pub time_zone: String,
    pub place: String,
    /// Guests can register now.
    pub guests: bool,
    pub room: Option<EventSeats>,
    pub online: Option<EventSeats>,
}

pub async fn open_event(app: &App, row: &event::Model) -> Result<OpenEvent> {
    let rows = seats::of(app.reader(), row.id).await?;
    let of = |way: Way| rows.iter().find(|seat| seat.way == way).map(EventSeats::from);
    Ok(OpenEvent {
        id: row.id,
        path: path(row),
        kind: row.kind,
        title: row.title.clone(),
        summary: row.summary.clone(),
        state: row.state,
        starts: row.starts_wall.map(wall::write),
        ends: row.ends_wall.map(wall::write),
        starts_at: row.starts_at,
        ends_at: row.ends_at,
        time_zone: row.time_zone.clone(),
        place: row.place.clone(),
        guests: guests::welcome(app.reader(), row, app.now()).await?,
        room: of(Way::Room),
        online: of(Way::Online),
    })
}
