//! What stays of an event: materials, minutes, what people thought of it, a practice in the bank, what changed in class.

pub mod feedback;
pub mod follow_up;
pub mod materials;
pub mod minutes;
pub(crate) mod own;
pub mod practice;
mod printed;
pub mod summary;
pub mod view;

use kernel::{EventId, Result};
use sea_orm::{ConnectionTrait, entity::prelude::*};

pub use printed::minutes as minutes_pdf;

use crate::{
    access::Desk,
    entity::event_registration,
    kinds::{Access, RegistrationState},
};

/// Reads what is open to these: of what is for the registered, those whose place is sure.
pub fn reads(desk: &Desk, access: Access) -> bool {
    let confirmed = desk.mine.as_ref().is_some_and(|row| row.state == RegistrationState::Confirmed);
    desk.seat.read_after(&desk.facts, access, confirmed).allowed()
}

/// Everybody who was there.
pub async fn present<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<event_registration::Model>> {
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .filter(event_registration::Column::AttendedAt.is_not_null());
    Ok(rows.all(db).await?)
}

/// The reader's own registration, when they were there.
pub fn was_there(desk: &Desk) -> Option<&event_registration::Model> {
    desk.mine.as_ref().filter(|row| row.state == RegistrationState::Confirmed && row.attended_at.is_some())
}
