//! Feed events: which pairs are best, provably, and why, in words.

use kernel::{MatchDecisionId, MatchRunId, NeedId, NewEvent, OrgId, PersonId, Stream};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Kinds of feed events of this room.
pub mod kind {
    /// A territory weighs otherwise.
    pub const WEIGHTS_SAVED: &str = "pairings.weights_saved";
    /// A school says with whom it would like to work.
    pub const WISHES_SAVED: &str = "pairings.wishes_saved";
    pub const RUN_MADE: &str = "pairings.run_made";
    /// A coordinator has decided on a pair.
    pub const DECIDED: &str = "pairings.decided";
    pub const UNDONE: &str = "pairings.decision_undone";
    /// A decision on another board concerns needs of this one as well.
    pub const TOUCHED: &str = "pairings.board_touched";
}

/// Name of the live streams of boards: one for each territory.
pub const STREAM: &str = "board";

/// Body of an event of matching.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub run: Option<MatchRunId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decision: Option<MatchDecisionId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub need: Option<NeedId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mentor: Option<OrgId>,
}

/// Something about a territory, or about the wishes of a school.
#[derive(Clone, Copy, Debug)]
pub struct MatchEvent {
    /// One of [`kind`].
    pub kind: &'static str,
    pub org: OrgId,
    pub actor: PersonId,
    pub detail: Detail,
}

impl From<MatchEvent> for NewEvent {
    fn from(event: MatchEvent) -> Self {
        Self {
            kind: event.kind,
            stream: match event.kind {
                // Of a school, and nobody watches its list.
                kind::WISHES_SAVED => Stream::internal(event.org.0),
                _ => Stream::new(STREAM, event.org.0),
            },
            subject: event.org.0,
            actor: Some(event.actor),
            body: json!(event.detail),
        }
    }
}
