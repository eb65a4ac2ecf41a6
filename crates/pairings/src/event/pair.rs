//! Something about a pair: of its life or of its work, one shape for both.

use kernel::{NewEvent, PairingId, PersonId, Stream};
use serde::Serialize;
use serde_json::{Value, json};

/// Name of the live streams of pairs.
pub const STREAM: &str = "pairing";

/// Something about a pair.
#[derive(Clone, Debug)]
pub struct PairEvent {
    /// A kind of `life` or of `work`.
    pub kind: &'static str,
    pub pairing: PairingId,
    /// Nobody where time or another feature did it.
    pub actor: Option<PersonId>,
    body: Value,
}

impl PairEvent {
    pub fn new(kind: &'static str, pairing: PairingId, actor: PersonId) -> Self {
        Self { kind, pairing, actor: Some(actor), body: json!({}) }
    }

    /// Something that nobody did: time, or what became of something else.
    pub fn by_itself(kind: &'static str, pairing: PairingId) -> Self {
        Self { kind, pairing, actor: None, body: json!({}) }
    }

    /// `detail`: ids and enums of the room the kind belongs to.
    #[must_use]
    pub fn with(mut self, detail: impl Serialize) -> Self {
        self.body = json!(detail);
        self
    }
}

impl From<PairEvent> for NewEvent {
    fn from(event: PairEvent) -> Self {
        Self {
            kind: event.kind,
            stream: Stream::new(STREAM, event.pairing.0),
            subject: event.pairing.0,
            actor: event.actor,
            body: event.body,
        }
    }
}
