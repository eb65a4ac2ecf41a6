//! The feed's envelope: what happened, where, to what. Ids and enums only, never prose or personal data.

use std::fmt;

use serde::{Deserialize, Serialize, de::DeserializeOwned};
use serde_json::Value;
use uuid::Uuid;

use crate::{PersonId, SpaceId, Timestamp, TopicId};

/// One audience: everybody who may watch a stream may see everything in it. Written `topic:<uuid>`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Stream {
    pub kind: String,
    pub id: Uuid,
}

impl Stream {
    pub fn new(kind: &str, id: Uuid) -> Self {
        Self { kind: kind.to_owned(), id }
    }

    pub fn topic(id: TopicId) -> Self {
        Self::new("topic", id.0)
    }

    pub fn space(id: SpaceId) -> Self {
        Self::new("space", id.0)
    }

    /// A person's own stream: notices, read marks, changes of rights.
    pub fn user(id: PersonId) -> Self {
        Self::new("user", id.0)
    }

    /// A stream nobody watches: facts for followers inside the house.
    pub fn internal(id: Uuid) -> Self {
        Self::new("internal", id)
    }
}

impl fmt::Display for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind, self.id)
    }
}

impl From<Stream> for String {
    fn from(stream: Stream) -> Self {
        stream.to_string()
    }
}

impl TryFrom<String> for Stream {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl std::str::FromStr for Stream {
    type Err = String;
    fn from_str(text: &str) -> Result<Self, String> {
        let (kind, id) = text.split_once(':').ok_or("a stream is written kind:id")?;
        if kind.is_empty() || kind.len() > 20 || !kind.bytes().all(|b| b.is_ascii_lowercase()) {
            return Err("a stream's kind is a short lower-case word".into());
        }
        Ok(Self { kind: kind.to_owned(), id: id.parse().map_err(|_| "a stream's id is a UUID")? })
    }
}

/// An event on its way into the feed; the sequence number is given at commit.
#[derive(Clone, Debug)]
pub struct NewEvent {
    /// `feature.past_tense`, for example `forums.post_created`.
    pub kind: &'static str,
    pub stream: Stream,
    /// The row that changed.
    pub subject: Uuid,
    pub actor: Option<PersonId>,
    /// Ids, numbers and enums.
    pub body: Value,
}

impl NewEvent {
    /// As it stands in the feed.
    pub fn numbered(self, seq: i64, at: Timestamp) -> FeedEvent {
        let Self { kind, stream, subject, actor, body } = self;
        FeedEvent { seq, kind: kind.to_owned(), stream, subject, actor, at, body }
    }
}

/// An entry of the feed. `seq` has no gaps and grows in commit order.
#[derive(Clone, Debug, PartialEq)]
pub struct FeedEvent {
    pub seq: i64,
    pub kind: String,
    pub stream: Stream,
    pub subject: Uuid,
    pub actor: Option<PersonId>,
    pub at: Timestamp,
    pub body: Value,
}

impl FeedEvent {
    /// The body as the type its feature wrote.
    ///
    /// # Errors
    /// `Internal` if the stored body has another shape.
    pub fn body<T: DeserializeOwned>(&self) -> crate::Result<T> {
        Ok(T::deserialize(&self.body)?)
    }
}
