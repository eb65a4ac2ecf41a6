//! What happened to a file, for followers inside the house.

use kernel::{FileId, NewEvent, Stream};
use platform::ports::Owner;
use serde_json::json;

/// The text of a file was read. The subject is the file; the body names its owner, if it has one: `{kind, id}`.
pub const TEXT_READY: &str = "files.text_ready";

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    TextReady { file: FileId, owner: Option<Owner> },
}

impl From<Event> for NewEvent {
    fn from(event: Event) -> Self {
        let Event::TextReady { file, owner } = event;
        let body = owner.map_or_else(|| json!({}), |o| json!({"kind": o.kind, "id": o.id}));
        Self { kind: TEXT_READY, stream: Stream::internal(file.0), subject: file.0, actor: None, body }
    }
}
