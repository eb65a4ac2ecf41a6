//! Feed events: the life of a pair: states, agreement, people, room, silence.

use kernel::{AgreementId, NewEvent, PersonId, Stream};
use serde::{Deserialize, Serialize};
use serde_json::json;
use uuid::Uuid;

use crate::kinds::{PairState, Side};

/// Kinds of feed events of this room.
pub mod kind {
    pub const PROPOSED: &str = "pairings.proposed";
    /// One of the schools agrees; the other is asked still.
    pub const CONSENTED: &str = "pairings.consented";
    /// It went on from one state to another.
    pub const STEPPED: &str = "pairings.stepped";
    pub const AGREEMENT_SAVED: &str = "pairings.agreement_saved";
    /// Both heads are asked for their word.
    pub const AGREEMENT_SENT: &str = "pairings.agreement_sent";
    pub const AGREEMENT_SIGNED: &str = "pairings.agreement_signed";
    pub const AGREEMENT_TERMINATED: &str = "pairings.agreement_terminated";
    /// It ends within thirty days.
    pub const AGREEMENT_ENDS: &str = "pairings.agreement_ends";
    pub const AGREEMENT_EXPIRED: &str = "pairings.agreement_expired";
    pub const PERSON_ADDED: &str = "pairings.person_added";
    pub const PERSON_REMOVED: &str = "pairings.person_removed";
    /// Two people of it work with each other, or no longer.
    pub const TIED: &str = "pairings.tied";
    pub const ROOM_OPENED: &str = "pairings.room_opened";
    /// Nothing was heard of it for so many days.
    pub const SILENT: &str = "pairings.silent";
    /// A school has another curator.
    pub const CURATOR: &str = "pairings.curator";
}

/// Body of an event about a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<PairState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<PairState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub side: Option<Side>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub agreement: Option<AgreementId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// Days of silence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<i32>,
    /// Who may see it may be others now.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub audience: bool,
}

/// Somebody looks after a school from now on, or no longer.
#[derive(Clone, Copy, Debug)]
pub struct CuratorEvent {
    /// The row of `school_curator`.
    pub curator: Uuid,
    pub actor: PersonId,
    pub person: PersonId,
}

/// Body of an event about a curator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CuratorDetail {
    /// Who hears of it.
    pub person: PersonId,
}

impl From<CuratorEvent> for NewEvent {
    fn from(event: CuratorEvent) -> Self {
        Self {
            kind: kind::CURATOR,
            stream: Stream::internal(event.curator),
            subject: event.curator,
            actor: Some(event.actor),
            body: json!(CuratorDetail { person: event.person }),
        }
    }
}
