//! Who may watch, asked when somebody subscribes and again whenever rights may have changed.

use std::{collections::HashMap, sync::Arc};

use kernel::{Actor, FeedEvent, PersonId, Result, SessionId, Stream};
use platform::App;
use serde::Deserialize;

use crate::{
    conn::Conn,
    frames::Close,
    hub::{Hub, Room},
};

/// Any feature may say that the rights of the person of the stream changed: `forums.rights_changed` on `user:<id>`.
const RIGHTS_CHANGED: &str = ".rights_changed";
const SESSION_ENDED: &str = "accounts.session_ended";

#[derive(Deserialize)]
struct Ended {
    session: SessionId,
}

/// Allowed by any feature that knows this kind of stream.
pub(crate) async fn may_watch(app: &App, actor: &Actor, stream: &Stream) -> Result<bool> {
    for feature in app.streams(&stream.kind) {
        if feature.may_watch(app, actor, stream).await? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Acts on what a batch of events takes away, before any event of the batch is told. Everything in it is committed, so
/// asking once per person is enough.
pub(crate) async fn enforce(app: &App, hub: &Hub, events: &[Arc<FeedEvent>]) {
    let mut reviewed: Vec<PersonId> = Vec::new();
    for event in events.iter().filter(|e| e.stream.kind == "user") {
        let person = PersonId(event.stream.id);
        if event.kind == SESSION_ENDED {
            end(hub, person, event.body().ok());
        } else if event.kind.ends_with(RIGHTS_CHANGED) && !reviewed.contains(&person) {
            reviewed.push(person);
            review(app, hub, person).await;
        }
    }
}

/// Closes the connections of a session; of all sessions when it cannot be read which one.
fn end(hub: &Hub, person: PersonId, ended: Option<Ended>) {
    for conn in hub.of_person(person) {
        if ended.as_ref().is_none_or(|e| e.session == conn.session) {
            hub.counters.revoked.add(1);
            conn.close(Close::SessionEnded);
        }
    }
}

/// Asks again about everything that a person's connections watch.
async fn review(app: &App, hub: &Hub, person: PersonId) {
    let conns = hub.of_person(person);
    if conns.is_empty() {
        return;
    }
    let mut answers = Answers::default();
    let Some(actor) = answers.actor(app, person).await else {
        for conn in &conns {
            hub.counters.revoked.add(1);
            conn.close(answers.farewell());
        }
        return;
    };
    for conn in &conns {
        conn.set_actor(actor.clone());
        review_conn(app, hub, conn, &mut answers).await;
    }
}

async fn review_conn(app: &App, hub: &Hub, conn: &Arc<Conn>, answers: &mut Answers) {
    let actor = conn.actor();
    for (sub, stream) in conn.subs() {
        match answers.may_watch(app, &actor, &stream).await {
            Some(true) => {}
            Some(false) => hub.expel(conn, sub, &stream),
            None => conn.close(Close::Resync),
        }
    }
}

/// Asks again about everything one connection watches: grants end by date, without an event.
pub(crate) async fn renew(app: &App, hub: &Hub, conn: &Arc<Conn>, actor: Actor) {
    conn.set_actor(actor);
    review_conn(app, hub, conn, &mut Answers::default()).await;
}

/// Asks everybody in a room again, before a frame that may not be for all of them.
pub(crate) async fn recheck(app: &App, hub: &Hub, room: &Arc<Room>) {
    let mut answers = Answers::default();
    for conn in room.members() {
        let Some((sub, _)) = conn.subs().into_iter().find(|(_, stream)| *stream == room.stream) else { continue };
        let may = match answers.actor(app, conn.person).await {
            Some(actor) => answers.may_watch(app, &actor, &room.stream).await,
            None => answers.gone(),
        };
        match may {
            Some(true) => {}
            Some(false) => hub.expel(&conn, sub, &room.stream),
            None => conn.close(Close::Resync),
        }
    }
}

/// What was asked in one review, so that nothing is asked twice. What could not be asked is no permission: the
/// connection has to come back and ask anew.
#[derive(Default)]
struct Answers {
    actors: HashMap<PersonId, Option<Actor>>,
    watch: HashMap<(PersonId, Stream), bool>,
    failed: bool,
}

impl Answers {
    async fn actor(&mut self, app: &App, person: PersonId) -> Option<Actor> {
        if let Some(known) = self.actors.get(&person) {
            return known.clone();
        }
        let actor = match app.people() {
            Ok(people) => people.actor(app, person).await,
            Err(error) => Err(error),
        };
        let actor = self.or_failed(actor).flatten();
        self.actors.insert(person, actor.clone());
        actor
    }

    /// `None`: it could not be found out.
    async fn may_watch(&mut self, app: &App, actor: &Actor, stream: &Stream) -> Option<bool> {
        let key = (actor.person, stream.clone());
        if let Some(known) = self.watch.get(&key) {
            return Some(*known);
        }
        let may = may_watch(app, actor, stream).await;
        let may = self.or_failed(may)?;
        self.watch.insert(key, may);
        Some(may)
    }

    fn or_failed<T>(&mut self, answer: Result<T>) -> Option<T> {
        match answer {
            Ok(answer) => Some(answer),
            Err(error) => {
                tracing::error!(%error, "rights could not be asked again");
                self.failed = true;
                None
            }
        }
    }

    /// Without an actor: blocked for certain, or not to be found out.
    fn gone(&self) -> Option<bool> {
        (!self.failed).then_some(false)
    }

    fn farewell(&self) -> Close {
        if self.failed { Close::Resync } else { Close::SessionEnded }
    }
}
