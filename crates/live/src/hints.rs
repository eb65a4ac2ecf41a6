//! Typing and presence: short-lived facts that pass between processes as hints and never touch the feed.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use kernel::{PersonId, Result, Stream};
use platform::App;
use serde::{Deserialize, Serialize};
use tokio::sync::broadcast::error::RecvError;
use uuid::Uuid;

use crate::{
    conn::Conn,
    frames::{Colleague, ServerFrame},
    hub::{Hub, Room},
    presence::{LISTED, Moves},
};

/// How long «types» is shown without a new one.
const TTL: Duration = Duration::from_secs(6);
const TICK: Duration = Duration::from_secs(1);
/// Every so many ticks everybody here is told again to the other processes.
const REPEAT: u32 = 30;

#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "live", rename_all = "snake_case")]
enum Hint {
    Typing { stream: Stream, person: PersonId },
    Presence(Moves),
}

fn tell(app: &App, hint: &Hint) {
    match serde_json::to_string(hint) {
        Ok(text) => app.bus().hint(text),
        Err(error) => tracing::error!(%error, "a hint could not be written"),
    }
}

/// «I am typing», from a client. Ignored where it makes no sense: not subscribed, too often, too many viewers, or
/// somebody who may only read.
pub(crate) fn types(app: &App, conn: &Conn, stream: &Stream) {
    if conn.actor().may_write().is_err() {
        return;
    }
    if let Some(room) = conn.types(stream, Instant::now())
        && room.len() <= LISTED
    {
        tell(app, &Hint::Typing { stream: stream.clone(), person: conn.person });
    }
}

/// «Show me» or «do not», from a client.
pub(crate) fn shows(hub: &Hub, conn: &Conn, stream: &Stream, on: bool) {
    if !conn.shows(stream, on) {
        return;
    }
    if on {
        hub.presence.comes(stream, conn.person);
        // The newcomer does not wait for the next tick.
        conn.soft(stream, &hub.presence.frame(stream).text(), &hub.counters);
    } else {
        hub.presence.leaves(stream, conn.person);
    }
}

/// Listens to hints and tells what changed, until the hub stops.
pub(crate) async fn listen(app: App, hub: Arc<Hub>) {
    let mut hints = app.bus().hints();
    let node = Uuid::now_v7();
    let mut typing = Typing::default();
    let mut tick = tokio::time::interval(TICK);
    tick.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut ticks = 0_u32;
    loop {
        tokio::select! {
            hint = hints.recv() => match hint {
                Ok(text) => hear(&app, &hub, node, &mut typing, &text).await,
                // Somebody's «types» was lost; the next one comes in three seconds.
                Err(RecvError::Lagged(_)) => {}
                Err(RecvError::Closed) => return,
            },
            _ = tick.tick() => {
                ticks = ticks.wrapping_add(1);
                typing.fade(Instant::now());
                refresh(&app, &hub, node, ticks.is_multiple_of(REPEAT));
            }
            () = hub.stopped() => return,
        }
    }
}

async fn hear(app: &App, hub: &Hub, node: Uuid, typing: &mut Typing, text: &str) {
    // Others may use hints for things of their own.
    let Ok(hint) = serde_json::from_str::<Hint>(text) else { return };
    match hint {
        Hint::Presence(moves) if moves.node == node => {}
        Hint::Presence(moves) => hub.presence.told(&moves, Instant::now()),
        Hint::Typing { stream, person } => {
            let Some(room) = hub.room(&stream) else { return };
            if let Err(error) = typing.heard(app, hub, &room, person).await {
                tracing::warn!(%error, "«types» was not told");
            }
        }
    }
}

fn refresh(app: &App, hub: &Hub, node: Uuid, all: bool) {
    for moves in hub.presence.to_tell(node, all) {
        tell(app, &Hint::Presence(moves));
    }
    for stream in hub.presence.changed(Instant::now()) {
        let Some(room) = hub.room(&stream) else { continue };
        let text = hub.presence.frame(&stream).text();
        for conn in room.members().iter().filter(|c| c.is_present(&room)) {
            conn.soft(&stream, &text, &hub.counters);
        }
    }
}

/// Who types where, as this process heard it.
#[derive(Default)]
struct Typing(HashMap<Stream, HashMap<PersonId, (Colleague, Instant)>>);

impl Typing {
    async fn heard(&mut self, app: &App, hub: &Hub, room: &Arc<Room>, person: PersonId) -> Result<()> {
        let until = Instant::now() + TTL;
        let people = self.0.entry(room.stream.clone()).or_default();
        match people.get_mut(&person) {
            Some(known) => known.1 = until,
            None => {
                let Some(name) = app.people()?.names(app, &[person]).await?.remove(&person) else { return Ok(()) };
                let colleague = Colleague { id: person, surname: name.surname, given_name: name.given_name };
                people.insert(person, (colleague, until));
            }
        }
        let now = Instant::now();
        people.retain(|_, (_, until)| *until > now);
        let mut people: Vec<Colleague> = people.values().map(|(colleague, _)| colleague.clone()).collect();
        people.sort_by_key(|c| c.id);
        let frame = ServerFrame::Typing { stream: room.name.clone(), people, ttl: TTL.as_secs() };
        let text = frame.text();
        for conn in room.members().iter().filter(|c| c.person != person) {
            conn.soft(&room.stream, &text, &hub.counters);
        }
        Ok(())
    }

    fn fade(&mut self, now: Instant) {
        self.0.retain(|_, people| {
            people.retain(|_, (_, until)| *until > now);
            !people.is_empty()
        });
    }
}
