//! What happened in the work of a pair. Ids and enums only.

use kernel::{NewEvent, PairingId, PairingReportId, PairingVisitId, PersonId, PlanItemId, Stream};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::kinds::Side;

/// Kinds of feed events of this room.
pub mod kind {
    /// Items were added or changed.
    pub const PLAN_CHANGED: &str = "pairings.plan_changed";
    pub const ITEM_DONE: &str = "pairings.item_done";
    pub const ITEM_CANCELLED: &str = "pairings.item_cancelled";
    /// What an item had become is no more: the event was called off, the practice taken back.
    pub const ITEM_FREED: &str = "pairings.item_freed";
    pub const VISIT_PLANNED: &str = "pairings.visit_planned";
    pub const VISIT_CHANGED: &str = "pairings.visit_changed";
    pub const VISIT_HELD: &str = "pairings.visit_held";
    /// One side has signed.
    pub const VISIT_SIGNED: &str = "pairings.visit_signed";
    /// Something was written after one side had signed: its signature is gone.
    pub const VISIT_UNSIGNED: &str = "pairings.visit_unsigned";
    pub const VISIT_MISSED: &str = "pairings.visit_missed";
    pub const REPORT_CHANGED: &str = "pairings.report_changed";
    pub const REPORT_SUBMITTED: &str = "pairings.report_submitted";
    pub const SURVEY_ANSWERED: &str = "pairings.survey_answered";
    pub const EFFECT_CHANGED: &str = "pairings.effect_changed";
}

/// Name of the live streams of pairs.
pub const STREAM: &str = "pairing";

/// Body of an event about the work of a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub item: Option<PlanItemId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visit: Option<PairingVisitId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub report: Option<PairingReportId>,
    /// Whose doing it was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
}

/// Something in the work of a pair.
#[derive(Clone, Copy, Debug)]
pub struct WorkEvent {
    /// One of [`kind`].
    pub kind: &'static str,
    pub pairing: PairingId,
    pub actor: Option<PersonId>,
    pub detail: Detail,
}

impl WorkEvent {
    pub fn new(kind: &'static str, pairing: PairingId, actor: PersonId) -> Self {
        Self { kind, pairing, actor: Some(actor), detail: Detail::default() }
    }

    /// Something that followed of itself.
    pub fn by_itself(kind: &'static str, pairing: PairingId) -> Self {
        Self { kind, pairing, actor: None, detail: Detail::default() }
    }

    #[must_use]
    pub fn with(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }
}

impl From<WorkEvent> for NewEvent {
    fn from(event: WorkEvent) -> Self {
        Self {
            kind: event.kind,
            stream: Stream::new(STREAM, event.pairing.0),
            subject: event.pairing.0,
            actor: event.actor,
            body: json!(event.detail),
        }
    }
}
