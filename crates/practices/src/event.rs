//! What happened in the bank, for the feed. Ids and enums only. Saves of a draft say nothing: nobody may know of them.

use kernel::{AdoptionId, CollectionId, NewEvent, PersonId, PracticeId, PracticeVersionId, ReviewId, Stream};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::kinds::{Level, Reaction};

/// Kinds of feed events, written once.
pub mod kind {
    pub const SUBMITTED: &str = "practices.submitted";
    pub const WITHDRAWN: &str = "practices.withdrawn";
    pub const ADMITTED: &str = "practices.admitted";
    pub const RETURNED: &str = "practices.returned";
    pub const PUBLISHED: &str = "practices.published";
    pub const SHARED: &str = "practices.shared";
    pub const ARCHIVED: &str = "practices.archived";
    pub const RESTORED: &str = "practices.restored";
    pub const DISCARDED: &str = "practices.discarded";
    pub const AUTHORS_CHANGED: &str = "practices.authors_changed";
    pub const AUTHOR_ADDED: &str = "practices.author_added";
    pub const REVIEW_ASSIGNED: &str = "practices.review_assigned";
    pub const REVIEW_DONE: &str = "practices.review_done";
    pub const REVIEW_DECLINED: &str = "practices.review_declined";
    pub const REVIEW_TAKEN_BACK: &str = "practices.review_taken_back";
    pub const REVIEW_DUE: &str = "practices.review_due";
    pub const REVIEW_LATE: &str = "practices.review_late";
    pub const CERTIFIED: &str = "practices.certified";
    pub const ADOPTED: &str = "practices.adopted";
    pub const ADOPTION_CHANGED: &str = "practices.adoption_changed";
    pub const ADOPTION_REMOVED: &str = "practices.adoption_removed";
    pub const REACTED: &str = "practices.reacted";
    pub const USED: &str = "practices.used";
    pub const COLLECTION_CHANGED: &str = "practices.collection_changed";
}

/// Body of an event about a practice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<PracticeVersionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<ReviewId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub adoption: Option<AdoptionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reaction: Option<Reaction>,
}

/// Something about a practice.
#[derive(Clone, Copy, Debug)]
pub struct Event {
    /// One of [`kind`].
    pub kind: &'static str,
    pub practice: PracticeId,
    pub actor: Option<PersonId>,
    pub detail: Detail,
}

impl Event {
    pub fn new(kind: &'static str, practice: PracticeId, actor: PersonId) -> Self {
        Self { kind, practice, actor: Some(actor), detail: Detail::default() }
    }

    /// Something that time did.
    pub fn by_clock(kind: &'static str, practice: PracticeId) -> Self {
        Self { kind, practice, actor: None, detail: Detail::default() }
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
            // Watched by nobody: followers inside the house listen.
            stream: Stream::internal(event.practice.0),
            subject: event.practice.0,
            actor: event.actor,
            body: json!(event.detail),
        }
    }
}

/// A collection was made, changed or taken away.
#[derive(Clone, Copy, Debug)]
pub struct CollectionChanged {
    pub collection: CollectionId,
    pub actor: PersonId,
}

impl From<CollectionChanged> for NewEvent {
    fn from(event: CollectionChanged) -> Self {
        Self {
            kind: kind::COLLECTION_CHANGED,
            stream: Stream::internal(event.collection.0),
            subject: event.collection.0,
            actor: Some(event.actor),
            body: json!({}),
        }
    }
}
