//! What calendars hear of an event. A feed holds thousands of them: they come as one text (see [`Gathered`]) and without
//! what may be long and is told nowhere.

use chrono::NaiveDateTime;
use kernel::{EventId, OrgId, Timestamp};
use platform::db::Gathered;
use serde::{Deserialize, Deserializer, de::Error};

use crate::{
    entity::event,
    kinds::{EventKind, EventState, RegistrationMode},
};

#[derive(Deserialize)]
pub struct Told {
    pub id: EventId,
    pub number: Option<i32>,
    pub host_id: OrgId,
    pub kind: EventKind,
    pub state: EventState,
    pub title: String,
    pub summary: String,
    pub time_zone: String,
    #[serde(deserialize_with = "wall")]
    pub starts_wall: Option<NaiveDateTime>,
    #[serde(deserialize_with = "wall")]
    pub ends_wall: Option<NaiveDateTime>,
    pub starts_at: Option<Timestamp>,
    pub ends_at: Option<Timestamp>,
    pub place: String,
    pub link: String,
    pub registration: RegistrationMode,
    pub reason: String,
    pub sequence: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

/// Its columns in the order of its fields.
pub const COLUMNS: [Gathered; 19] = [
    Gathered::Id("event.id"),
    Gathered::Plain("event.number"),
    Gathered::Id("event.host_id"),
    Gathered::Plain("event.kind"),
    Gathered::Plain("event.state"),
    Gathered::Plain("event.title"),
    Gathered::Plain("event.summary"),
    Gathered::Plain("event.time_zone"),
    Gathered::Plain("event.starts_wall"),
    Gathered::Plain("event.ends_wall"),
    Gathered::Plain("event.starts_at"),
    Gathered::Plain("event.ends_at"),
    Gathered::Plain("event.place"),
    Gathered::Plain("event.link"),
    Gathered::Plain("event.registration"),
    Gathered::Plain("event.reason"),
    Gathered::Plain("event.sequence"),
    Gathered::Plain("event.created_at"),
    Gathered::Plain("event.changed_at"),
];

/// One engine writes a T between day and hour, the other a space.
fn wall<'de, D: Deserializer<'de>>(from: D) -> Result<Option<NaiveDateTime>, D::Error> {
    let Some(text) = Option::<String>::deserialize(from)? else { return Ok(None) };
    text.replacen(' ', "T", 1).parse().map(Some).map_err(Error::custom)
}

impl From<&event::Model> for Told {
    fn from(row: &event::Model) -> Self {
        Self {
            id: row.id,
            number: row.number,
            host_id: row.host_id,
            kind: row.kind,
            state: row.state,
            title: row.title.clone(),
            summary: row.summary.clone(),
            time_zone: row.time_zone.clone(),
            starts_wall: row.starts_wall,
            ends_wall: row.ends_wall,
            starts_at: row.starts_at,
            ends_at: row.ends_at,
            place: row.place.clone(),
            link: row.link.clone(),
            registration: row.registration,
            reason: row.reason.clone(),
            sequence: row.sequence,
            created_at: row.created_at,
            changed_at: row.changed_at,
        }
    }
}
