//! What travels on the wire: one JSON object a frame, tagged by `t`.

use std::collections::BTreeMap;

use axum::extract::ws::Utf8Bytes;
use kernel::PersonId;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a client may say. Unknown fields are ignored, unknown types are not.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ClientFrame {
    /// The first frame, within ten seconds.
    Hello {
        /// An access token; never in the address.
        token: String,
        /// The position of every `sub` of this connection that names none.
        since: Option<i64>,
    },
    /// Watch streams; answered by `subok`, then by what happened after `since`.
    Sub {
        id: u64,
        streams: Vec<String>,
        /// The client has everything up to here. Absent: from now on.
        since: Option<i64>,
        /// The epoch `since` belongs to; another one than the server's is answered with `resync`.
        epoch: Option<Uuid>,
    },
    Unsub {
        streams: Vec<String>,
    },
    Typing {
        stream: String,
    },
    /// Show me to those who show themselves in this stream, and them to me.
    Presence {
        stream: String,
        on: bool,
    },
    /// A renewed access token of the same session.
    Token {
        token: String,
    },
    Pong,
    Ping,
}

/// What the server says.
#[derive(Debug, Serialize, ToSchema)]
#[serde(tag = "t", rename_all = "snake_case")]
pub enum ServerFrame {
    Welcome {
        connection: Uuid,
        position: i64,
        /// Seconds between pings.
        ping: u64,
        epoch: Uuid,
    },
    Subok {
        id: u64,
        streams: Vec<String>,
        refused: Vec<Refused>,
        /// Everything up to here was sent for the streams subscribed before; for these it follows at once.
        position: i64,
        epoch: Uuid,
        /// What lies between cannot be replayed: reload by HTTP.
        resync: bool,
    },
    Ev {
        seq: i64,
        stream: String,
        kind: String,
        /// Each feature knows the data of its kinds.
        #[schema(value_type = Object)]
        data: Box<RawValue>,
    },
    Ping {
        /// Everything up to here was sent on every stream of this connection.
        position: i64,
        /// The last event of each stream, 0 when there was none: a client that has less lost something.
        heads: BTreeMap<String, i64>,
    },
    Pong,
    Typing {
        stream: String,
        people: Vec<Colleague>,
        /// Seconds.
        ttl: u64,
    },
    Presence {
        stream: String,
        /// Absent when there are too many to list.
        people: Option<Vec<PersonId>>,
        count: usize,
    },
    /// Events were left out because the client reads too slowly: subscribe again since `seq`.
    Dirty {
        stream: String,
        seq: i64,
    },
    /// Events cannot be told: reload by HTTP.
    Resync {
        streams: Vec<String>,
        position: i64,
    },
    /// The right to watch was lost.
    Closed {
        stream: String,
        code: String,
    },
    /// The last frame.
    Bye {
        code: u16,
        /// Come back after so many milliseconds, at least and at most; absent: do not come back by yourself.
        #[serde(skip_serializing_if = "Option::is_none")]
        retry: Option<[u32; 2]>,
    },
}

/// A stream that will not be watched; missing ones and forbidden ones look the same.
#[derive(Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Refused {
    pub stream: String,
    /// `not_found` or `too_many`.
    pub code: String,
}

/// Somebody who types.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Colleague {
    pub id: PersonId,
    pub surname: String,
    pub given_name: String,
}

impl ServerFrame {
    /// The frame as shared bytes.
    pub(crate) fn text(&self) -> Utf8Bytes {
        // Strings, numbers and already valid JSON: writing them cannot fail.
        serde_json::to_string(self).unwrap_or_default().into()
    }
}

/// Why a connection ends, and when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Close {
    /// More frames than anybody types.
    Flood = 1008,
    TooBig = 1009,
    Deploy = 4001,
    Slow = 4008,
    NoPong = 4009,
    Resync = 4010,
    SessionEnded = 4401,
    /// Not a frame of this protocol: the page is older or newer than the server.
    TooOld = 4406,
}

impl Close {
    pub(crate) fn code(self) -> u16 {
        self as u16
    }

    /// The window, so that a thousand clients do not come back at once.
    fn retry(self) -> Option<[u32; 2]> {
        match self {
            Self::Deploy => Some([0, 15_000]),
            Self::Slow | Self::NoPong | Self::Resync => Some([500, 5_000]),
            Self::Flood | Self::TooBig => Some([10_000, 30_000]),
            Self::SessionEnded | Self::TooOld => None,
        }
    }

    pub(crate) fn bye(self) -> ServerFrame {
        ServerFrame::Bye { code: self.code(), retry: self.retry() }
    }
}
