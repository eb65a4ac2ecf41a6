//! What happened to events. Ids and enums only.

use kernel::{EventGuestId, EventId, NewEvent, PersonId, RegistrationId, Stream, Timestamp, VisitSheetId};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Kinds of feed events of this feature.
pub mod kind {
    pub const PUBLISHED: &str = "calendars.published";
    /// Something that readers see.
    pub const CHANGED: &str = "calendars.changed";
    /// Date, place or link are others now.
    pub const MOVED: &str = "calendars.moved";
    pub const POSTPONED: &str = "calendars.postponed";
    pub const CANCELLED: &str = "calendars.cancelled";
    pub const HELD: &str = "calendars.held";
    pub const CLOSED: &str = "calendars.closed";
    pub const REGISTERED: &str = "calendars.registered";
    pub const UNREGISTERED: &str = "calendars.unregistered";
    pub const DECIDED: &str = "calendars.decided";
    /// Somebody who waited has a place.
    pub const PROMOTED: &str = "calendars.promoted";
    pub const SEATS_CHANGED: &str = "calendars.seats_changed";
    /// A guest has a place, or a number in the queue.
    pub const GUEST: &str = "calendars.guest";
    pub const GUEST_LEFT: &str = "calendars.guest_left";
    /// Somebody was marked as present, or no longer.
    pub const ATTENDED: &str = "calendars.attended";
    /// It begins soon, for one participant.
    pub const SOON: &str = "calendars.soon";
    /// Somebody was given a certificate.
    pub const CERTIFIED: &str = "calendars.certified";
    pub const CERTIFICATE_REVOKED: &str = "calendars.certificate_revoked";
    /// Somebody has something to do by the minutes.
    pub const DECISION: &str = "calendars.decision";
    /// Somebody said what they thought of it; who, nobody says.
    pub const RATED: &str = "calendars.rated";
    /// Somebody who was there is asked what has changed.
    pub const FOLLOW_UP: &str = "calendars.follow_up";
    pub const CHANGE_TOLD: &str = "calendars.change_told";
    /// One of the two of a visit has signed its sheet.
    pub const VISIT_SIGNED: &str = "calendars.visit_signed";
    /// Somebody was let in to read a sheet.
    pub const VISIT_SHARED: &str = "calendars.visit_shared";
    /// The last minute of it has passed.
    pub const ENDED: &str = "calendars.ended";
}

/// Name of the live streams of events.
pub const STREAM: &str = "event";

/// Body of an event about an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub registration: Option<RegistrationId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub guest: Option<EventGuestId>,
    /// When it was to begin before it was moved.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Timestamp>,
    /// Of what was moved: names the row that says old and new.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sequence: Option<i32>,
    /// What was got or given back by this is a place, not a number in the queue: who is on the list may have got on
    /// since, which another event tells.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub held: bool,
    /// The audience may be another now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub audience: bool,
}

/// Something about an event.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// One of [`kind`].
    pub kind: &'static str,
    pub event: EventId,
    pub actor: Option<PersonId>,
    pub detail: Detail,
}

impl Event {
    pub fn new(kind: &'static str, event: EventId, actor: PersonId) -> Self {
        Self { kind, event, actor: Some(actor), detail: Detail::default() }
    }

    /// Something that followed of itself.
    pub fn by_clock(kind: &'static str, event: EventId) -> Self {
        Self { kind, event, actor: None, detail: Detail::default() }
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
            // These concern nobody who looks at the page.
            stream: match event.kind {
                kind::SOON
                | kind::ATTENDED
                | kind::CERTIFIED
                | kind::CERTIFICATE_REVOKED
                | kind::DECISION
                | kind::RATED
                | kind::FOLLOW_UP
                | kind::CHANGE_TOLD => Stream::internal(event.event.0),
                _ => Stream::new(STREAM, event.event.0),
            },
            subject: event.event.0,
            actor: event.actor,
            body: json!(event.detail),
        }
    }
}

/// Body of an event about a sheet of a visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitDetail {
    /// Who hears of it.
    pub person: PersonId,
}

/// Something about a sheet of a visit.
#[derive(Clone, Copy, Debug)]
pub struct VisitEvent {
    /// `VISIT_…` of [`kind`].
    pub kind: &'static str,
    pub sheet: VisitSheetId,
    pub actor: PersonId,
    pub person: PersonId,
}

impl From<VisitEvent> for NewEvent {
    fn from(event: VisitEvent) -> Self {
        Self {
            kind: event.kind,
            // Between people: no stream watches it.
            stream: Stream::internal(event.sheet.0),
            subject: event.sheet.0,
            actor: Some(event.actor),
            body: json!(VisitDetail { person: event.person }),
        }
    }
}
