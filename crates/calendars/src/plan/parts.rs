//! Parts of a plan.

use chrono::NaiveDateTime;
use kernel::{PersonId, Timestamp};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who speaks: a colleague of the network, or a guest by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = EventSpeakerPlan)]
pub struct Speaker {
    pub person_id: Option<PersonId>,
    /// Of a guest.
    pub name: String,
    /// Position and place of work of a guest.
    pub about: String,
    /// What they speak about.
    pub topic: String,
}

/// A line of the programme.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = EventProgrammeItem)]
pub struct ProgrammeItem {
    /// Minutes after the beginning.
    pub minute: i32,
    /// How long it takes.
    pub minutes: i32,
    pub title: String,
    /// Who leads it, in words.
    pub who: String,
}

/// Places of one way of taking part.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = EventSeatPlan)]
pub struct SeatPlan {
    /// Absent: as many as come.
    pub capacity: Option<i32>,
    /// How many may wait for a place; absent: everybody, 0: nobody.
    pub waiting: Option<i32>,
    /// Of them kept for people of `kept_for` until `kept_until`.
    pub kept: Option<i32>,
}

/// Dates of a plan as they are stored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct When {
    pub starts: Option<(NaiveDateTime, Timestamp)>,
    pub ends: Option<(NaiveDateTime, Timestamp)>,
    pub register_until: Option<(NaiveDateTime, Timestamp)>,
    pub kept_until: Option<(NaiveDateTime, Timestamp)>,
}
