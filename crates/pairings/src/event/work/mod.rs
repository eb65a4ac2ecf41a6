//! What happened in the work of a pair. Ids and enums only.

use kernel::{PairingReportId, PairingVisitId, PlanItemId};
use serde::{Deserialize, Serialize};

use crate::kinds::Side;

/// Kinds of feed events of this room.
pub mod kind {
    /// Items were added or changed.
    pub const PLAN_CHANGED: &str = "pairings.plan_changed";
    /// Items stand in another order.
    pub const PLAN_ORDERED: &str = "pairings.plan_ordered";
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
