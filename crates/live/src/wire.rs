//! The socket itself: reads with limits, writes with a time limit, says good-bye in order.

use std::{
    error::Error as _,
    io,
    time::{Duration, Instant},
};

use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket};
use futures_util::SinkExt;
use tokio::time::timeout;

use crate::frames::Close;

/// A client that takes nothing for so long is gone or too slow.
const STALL: Duration = Duration::from_secs(10);
/// For the last words and the client's own close.
const FAREWELL: Duration = Duration::from_secs(2);

/// Buffers of an idle connection are its price: these are as small as a usual frame.
pub(crate) const READ_BUFFER: usize = 2 * 1024;
pub(crate) const WRITE_BUFFER: usize = 4 * 1024;
/// The largest frame a client may send.
const MAX_FRAME: usize = 16 * 1024;
/// Somewhat larger ones are read to their end, so that the refusal arrives.
pub(crate) const READABLE: usize = 4 * MAX_FRAME;

pub(crate) struct Wire {
    socket: WebSocket,
    pace: Pace,
}

/// What came in.
pub(crate) enum Inbound {
    Text(Utf8Bytes),
    /// Protocol ping or pong: a sign of life.
    Beat,
    /// The client left or the line broke.
    Gone,
    /// Not to be talked to any longer.
    Bad(Close),
}

impl Wire {
    pub(crate) fn new(socket: WebSocket) -> Self {
        Self { socket, pace: Pace::new() }
    }

    /// The next message. May be dropped while waiting; nothing is lost.
    pub(crate) async fn receive(&mut self) -> Inbound {
        let message = match self.socket.recv().await {
            None => return Inbound::Gone,
            Some(Err(error)) => return broken(&error),
            Some(Ok(message)) => message,
        };
        if !self.pace.allows(1.0) {
            return Inbound::Bad(Close::Flood);
        }
        match message {
            Message::Text(text) if text.len() > MAX_FRAME => Inbound::Bad(Close::TooBig),
            Message::Text(text) => Inbound::Text(text),
            Message::Ping(_) | Message::Pong(_) => Inbound::Beat,
            Message::Binary(_) => Inbound::Bad(Close::TooOld),
            Message::Close(_) => Inbound::Gone,
        }
    }

    /// Charges for a frame that costs more than its own reading.
    pub(crate) fn charge(&mut self, cost: f32) -> bool {
        self.pace.allows(cost)
    }

    /// Writes frames and flushes. False when the client does not take them. May be dropped while waiting: what was
    /// begun is finished by the next write.
    pub(crate) async fn write(&mut self, frames: impl IntoIterator<Item = Utf8Bytes>) -> bool {
        for frame in frames {
            if !matches!(timeout(STALL, self.socket.feed(Message::Text(frame))).await, Ok(Ok(()))) {
                return false;
            }
        }
        matches!(timeout(STALL, self.socket.flush()).await, Ok(Ok(())))
    }

    /// Says why and closes. Waits a little for the client's own close, so that the last words are not torn off by a
    /// reset while the client still sends.
    pub(crate) async fn close(mut self, why: Close) {
        let farewell = async {
            self.socket.send(Message::Text(why.bye().text())).await.ok()?;
            let frame = CloseFrame { code: why.code(), reason: Utf8Bytes::from_static("") };
            self.socket.send(Message::Close(Some(frame))).await.ok()?;
            while let Some(Ok(_)) = self.socket.recv().await {}
            Some(())
        };
        let _ = timeout(FAREWELL, farewell).await;
    }
}

/// A broken line, or bytes that are no WebSocket frames.
fn broken(error: &axum::Error) -> Inbound {
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<io::Error>() {
            return Inbound::Gone;
        }
        cause = inner.source();
    }
    let text = error.to_string();
    if text.contains("too long") {
        Inbound::Bad(Close::TooBig)
    } else if text.contains("Connection") {
        // Reset without a good-bye: a closed lid, not bad manners.
        Inbound::Gone
    } else {
        Inbound::Bad(Close::TooOld)
    }
}

/// Twenty frames a second, forty at once.
struct Pace {
    tokens: f32,
    at: Instant,
}

const PER_SECOND: f32 = 20.0;
const BURST: f32 = 40.0;

impl Pace {
    fn new() -> Self {
        Self { tokens: BURST, at: Instant::now() }
    }

    fn allows(&mut self, cost: f32) -> bool {
        let now = Instant::now();
        self.tokens = (self.tokens + now.duration_since(self.at).as_secs_f32() * PER_SECOND).min(BURST);
        self.at = now;
        self.tokens -= cost;
        self.tokens >= 0.0
    }
}
