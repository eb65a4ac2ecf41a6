//! The life of one connection, in one task: hello, then frames in and out until something ends it.

use std::{sync::Arc, time::Duration};

use axum::extract::ws::{Utf8Bytes, WebSocket};
use chrono::TimeDelta;
use kernel::{Actor, Error, Result, Stream, Timestamp};
use platform::App;
use tokio::time::{Instant, sleep_until, timeout};

use crate::{
    conn::Conn,
    frames::{ClientFrame, Close, ServerFrame},
    hints,
    hub::{Hub, Seat},
    queue::{Limits, Out},
    rights, subscribe,
    wire::{Inbound, Wire},
};

/// A client says who it is within this time.
const HELLO: Duration = Duration::from_secs(10);
/// How long an expired token may still hold a socket: the client may be about to send the next.
const GRACE: TimeDelta = TimeDelta::seconds(60);
/// About so many bytes are written at once.
const CHUNK: usize = 32 * 1024;

/// How a connection ended: with last words, or without a listener.
pub(crate) enum End {
    Close(Close),
    Gone,
}

pub(crate) type Step = std::result::Result<(), End>;

/// Runs a connection until it ends.
pub(crate) async fn run(app: App, hub: Arc<Hub>, socket: WebSocket) {
    let mut wire = Wire::new(socket);
    // Boxed: an idle connection is to keep only what it needs, not the room of the deepest call it ever made.
    let (end, _seat) = match Box::pin(greet(&app, &hub, &mut wire)).await {
        Ok(mut session) => (session.serve(&mut wire).await, Some(session.seat)),
        Err(end) => (end, None),
    };
    if let End::Close(why) = end {
        match why {
            Close::Flood | Close::TooBig => hub.counters.floods.add(1),
            Close::TooOld => hub.counters.malformed.add(1),
            _ => {}
        }
        wire.close(why).await;
    }
}

pub(crate) struct Session {
    pub app: App,
    pub hub: Arc<Hub>,
    seat: Seat,
    /// The position of `sub` frames that name none.
    pub since: Option<i64>,
    /// Until when the last token shown runs.
    until: Timestamp,
    next_ping: Instant,
    pong_by: Option<Instant>,
}

async fn greet(app: &App, hub: &Arc<Hub>, wire: &mut Wire) -> std::result::Result<Session, End> {
    let text = match timeout(HELLO, wire.receive()).await {
        Ok(Inbound::Text(text)) => text,
        Ok(Inbound::Gone) => return Err(End::Gone),
        Ok(Inbound::Bad(why)) => return Err(End::Close(why)),
        Ok(Inbound::Beat) => return Err(End::Close(Close::TooOld)),
        Err(_) => return Err(End::Close(Close::SessionEnded)),
    };
    let Ok(ClientFrame::Hello { token, since }) = serde_json::from_str(&text) else {
        return Err(End::Close(Close::TooOld));
    };
    let epoch = timeout(HELLO, hub.epoch()).await.map_err(|_| End::Close(Close::Deploy))?;
    let before = hub.started();
    let actor = authenticate(app, &token).await?;
    let limits = Limits { messages: app.config().live.queue_messages, bytes: app.config().live.queue_kib * 1024 };
    let seat = hub.seat(app.new_id(), actor, limits);
    if hub.started() != before {
        // The end of this session, or of a right, may have been told before there was a seat to take away.
        seat.conn.set_actor(authenticate(app, &token).await?);
    }
    if hub.is_stopping() {
        return Err(End::Close(Close::Deploy));
    }
    let ping = app.config().live.ping_seconds;
    let welcome = ServerFrame::Welcome { connection: seat.conn.id, position: hub.done(), ping, epoch };
    if !wire.write([welcome.text()]).await {
        return Err(End::Close(Close::Slow));
    }
    // Connections that came together do not ping together.
    let share = u32::try_from(seat.conn.no % 16).unwrap_or(0);
    let first = Duration::from_secs(ping) * (16 + share) / 32;
    Ok(Session {
        app: app.clone(),
        hub: Arc::clone(hub),
        until: runs_until(app, &token),
        seat,
        since,
        next_ping: Instant::now() + first,
        pong_by: None,
    })
}

async fn authenticate(app: &App, token: &str) -> std::result::Result<Actor, End> {
    let answer = async { app.people()?.authenticate(app, token).await }.await;
    answer.map_err(|error| match error {
        Error::Unauthenticated(_) => End::Close(Close::SessionEnded),
        error => End::Close(trouble(&error)),
    })
}

/// The database is out of reach: come back in a while.
fn trouble(error: &Error) -> Close {
    tracing::error!(%error, "a live connection could not be served");
    Close::Deploy
}

/// The token's own end where it can be told, else as if it were fresh.
fn runs_until(app: &App, token: &str) -> Timestamp {
    let told = app.people().ok().and_then(|people| people.runs_until(token));
    told.unwrap_or_else(|| app.now() + TimeDelta::minutes(app.config().auth.access_minutes.into()))
}

impl Session {
    pub(crate) fn conn(&self) -> &Arc<Conn> {
        &self.seat.conn
    }

    async fn serve(&mut self, wire: &mut Wire) -> End {
        loop {
            let conn = Arc::clone(self.conn());
            if let Some(why) = conn.closing() {
                return End::Close(why);
            }
            let due = self.pong_by.map_or(self.next_ping, |by| by.min(self.next_ping));
            let step = tokio::select! {
                () = conn.wake.notified() => self.write(wire, conn.take(CHUNK), []).await,
                inbound = wire.receive() => self.receive(wire, inbound).await,
                () = sleep_until(due) => self.beat(wire).await,
            };
            if let Err(end) = step {
                // Being closed from outside explains why a write was given up.
                return conn.closing().map_or(end, End::Close);
            }
        }
    }

    /// Writes what waited, then `last`, unless the connection is to end.
    pub(crate) async fn write<const N: usize>(&self, wire: &mut Wire, items: Vec<Out>, last: [Utf8Bytes; N]) -> Step {
        self.write_all(wire, items.into_iter().map(Out::into_text).chain(last)).await
    }

    pub(crate) async fn write_all(&self, wire: &mut Wire, frames: impl Iterator<Item = Utf8Bytes>) -> Step {
        let taken = tokio::select! {
            taken = wire.write(frames) => taken,
            () = self.conn().hurry.notified() => return Err(End::Gone),
        };
        if !taken {
            self.hub.counters.slow.add(1);
            return Err(End::Close(Close::Slow));
        }
        Ok(())
    }

    async fn receive(&mut self, wire: &mut Wire, inbound: Inbound) -> Step {
        self.pong_by = None;
        let text = match inbound {
            Inbound::Text(text) => text,
            Inbound::Beat => return Ok(()),
            Inbound::Gone => return Err(End::Gone),
            Inbound::Bad(why) => return Err(End::Close(why)),
        };
        let Ok(frame) = serde_json::from_str(&text) else { return Err(End::Close(Close::TooOld)) };
        drop(text);
        Box::pin(self.handle(wire, frame)).await
    }

    async fn handle(&mut self, wire: &mut Wire, frame: ClientFrame) -> Step {
        match frame {
            ClientFrame::Hello { .. } => return Err(End::Close(Close::TooOld)),
            ClientFrame::Sub { id, streams, since, epoch } => {
                // Asking for many streams costs more than one frame.
                let cost = f32::from(u16::try_from(streams.len()).unwrap_or(u16::MAX)) / 16.0;
                if !wire.charge(cost) {
                    return Err(End::Close(Close::Flood));
                }
                let request = subscribe::Request { id, streams, since: since.or(self.since), epoch };
                return subscribe::subscribe(self, wire, request).await;
            }
            ClientFrame::Unsub { streams } => {
                for stream in streams.iter().filter_map(|s| s.parse::<Stream>().ok()) {
                    self.hub.part(self.conn(), |_, s| *s == stream);
                }
            }
            ClientFrame::Typing { stream } => {
                if let Ok(stream) = stream.parse() {
                    hints::types(&self.app, self.conn(), &stream);
                }
            }
            ClientFrame::Presence { stream, on } => {
                if let Ok(stream) = stream.parse() {
                    hints::shows(&self.hub, self.conn(), &stream, on);
                }
            }
            ClientFrame::Token { token } => return self.renew(&token).await,
            ClientFrame::Ping => return self.write(wire, Vec::new(), [ServerFrame::Pong.text()]).await,
            ClientFrame::Pong => {}
        }
        Ok(())
    }

    async fn renew(&mut self, token: &str) -> Step {
        let actor = authenticate(&self.app, token).await?;
        if actor.person != self.conn().person || actor.session != self.conn().session {
            return Err(End::Close(Close::SessionEnded));
        }
        self.until = runs_until(&self.app, token);
        rights::renew(&self.app, &self.hub, self.conn(), actor).await;
        Ok(())
    }

    async fn beat(&mut self, wire: &mut Wire) -> Step {
        let now = Instant::now();
        if self.pong_by.is_some_and(|by| by <= now) {
            self.hub.counters.silent.add(1);
            return Err(End::Close(Close::NoPong));
        }
        if self.next_ping > now {
            return Ok(());
        }
        if self.app.now() > self.until + GRACE {
            return Err(End::Close(Close::SessionEnded));
        }
        let live = &self.app.config().live;
        self.next_ping = now + Duration::from_secs(live.ping_seconds);
        self.pong_by.get_or_insert(now + Duration::from_secs(live.pong_seconds));
        // Everything up to `done` is in the queue by now, so after the queue it is with the client.
        let (items, ping) = self.conn().ping(self.hub.done());
        self.write(wire, items, [ping.text()]).await
    }

    /// A question to the database failed.
    pub(crate) fn failed(&self, error: &Error) -> End {
        End::Close(trouble(error))
    }
}

/// The answer of a step that asks the database.
pub(crate) fn or_end<T>(session: &Session, answer: Result<T>) -> std::result::Result<T, End> {
    answer.map_err(|error| session.failed(&error))
}
