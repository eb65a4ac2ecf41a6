//! What happened in an inbox, on the stream of its person.

use kernel::{NewEvent, NoticeId, PersonId, Stream};
use serde_json::json;

/// Somebody is told something. The subject is the notice.
pub const CREATED: &str = "notices.created";
/// Notices were read, or may have gone or come back with a right or a post. The subject is the person.
pub const UNREAD_CHANGED: &str = "notices.unread_changed";

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event {
    Created { person: PersonId, notice: NoticeId },
    UnreadChanged { person: PersonId },
}

impl From<Event> for NewEvent {
    fn from(event: Event) -> Self {
        let (kind, person, subject) = match event {
            Event::Created { person, notice } => (CREATED, person, notice.0),
            Event::UnreadChanged { person } => (UNREAD_CHANGED, person, person.0),
        };
        Self { kind, stream: Stream::user(person), subject, actor: None, body: json!({}) }
    }
}
