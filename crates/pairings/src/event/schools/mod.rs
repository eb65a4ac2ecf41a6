//! Feed events: what is known of a school: context by year, statuses, needs, offers.

use kernel::{NeedId, NewEvent, OfferId, OrgId, PersonId, SchoolStatusId, Stream};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Kinds of feed events of this room.
pub mod kind {
    /// Somebody told of a school in a year.
    pub const CONTEXT_SAVED: &str = "pairings.context_saved";
    pub const STATUS_GIVEN: &str = "pairings.status_given";
    pub const STATUS_ENDED: &str = "pairings.status_ended";
    /// A territory calls statuses otherwise; its subject is the territory.
    pub const TERMS_CHANGED: &str = "pairings.terms_changed";
    pub const NEED_NAMED: &str = "pairings.need_named";
    pub const NEED_CHANGED: &str = "pairings.need_changed";
    pub const NEED_CLOSED: &str = "pairings.need_closed";
    pub const OFFER_MADE: &str = "pairings.offer_made";
    pub const OFFER_CHANGED: &str = "pairings.offer_changed";
    pub const OFFER_WITHDRAWN: &str = "pairings.offer_withdrawn";
}

/// Body of an event about a school.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<SchoolStatusId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offer: Option<OfferId>,
}

/// Something about a school.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// One of [`kind`].
    pub kind: &'static str,
    pub school: OrgId,
    pub actor: PersonId,
    pub detail: Detail,
}

impl Event {
    pub fn of(kind: &'static str, school: OrgId, actor: PersonId) -> Self {
        Self { kind, school, actor, detail: Detail::default() }
    }

    #[must_use]
    pub fn in_year(mut self, year: i32) -> Self {
        self.detail.year = Some(year);
        self
    }

    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }
}

impl From<Event> for NewEvent {
    fn from(event: Event) -> Self {
        Self {
            kind: event.kind,
            // Of one school: nobody watches it live.
            stream: Stream::internal(event.school.0),
            subject: event.school.0,
            actor: Some(event.actor),
            body: json!(event.detail),
        }
    }
}
