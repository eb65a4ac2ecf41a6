//! Who watches what in this process, and how far this process has told the feed.
//!
//! Locks are held for memory only, never across a wait. Order: map of rooms, then a room or a connection; a connection
//! never takes another lock. Joining, leaving and expelling happen under the map's lock, so a room is never lost
//! between being emptied and being joined.

use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicI64, AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::extract::ws::Utf8Bytes;
use kernel::{Actor, PersonId, Stream};
use platform::App;
use tokio::sync::{Semaphore, watch};
use uuid::Uuid;

use crate::{
    conn::Conn,
    frames::{Close, ServerFrame},
    presence::Board,
    queue::Limits,
    replay::Projections,
    stats::Counters,
};

/// Replays at a time: a storm of reconnecting clients must leave readers for HTTP.
const REPLAYS: usize = 3;

/// The watchers of one stream.
pub(crate) struct Room {
    pub stream: Stream,
    pub name: String,
    members: Mutex<HashMap<u64, Arc<Conn>>>,
}

impl Room {
    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Arc<Conn>>> {
        self.members.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn len(&self) -> usize {
        self.lock().len()
    }

    pub(crate) fn members(&self) -> Vec<Arc<Conn>> {
        self.lock().values().cloned().collect()
    }
}

pub(crate) struct Hub {
    rooms: Mutex<HashMap<Stream, Arc<Room>>>,
    people: Mutex<HashMap<PersonId, Vec<Arc<Conn>>>>,
    next: AtomicU64,
    /// Events up to here may be on their way to the rooms. Raised before the rooms are asked who watches.
    started: AtomicI64,
    /// Events up to here are in the queues of whoever watched.
    done: AtomicI64,
    /// Identity of the feed; set when the follower knows where it begins.
    epoch: OnceLock<Uuid>,
    ready: watch::Sender<bool>,
    stopping: watch::Sender<bool>,
    pub counters: Counters,
    pub projections: Projections,
    pub replays: Semaphore,
    pub presence: Board,
}

impl Default for Hub {
    fn default() -> Self {
        Self {
            rooms: Mutex::default(),
            people: Mutex::default(),
            next: AtomicU64::new(1),
            started: AtomicI64::new(0),
            done: AtomicI64::new(0),
            epoch: OnceLock::new(),
            ready: watch::Sender::new(false),
            stopping: watch::Sender::new(false),
            counters: Counters::default(),
            projections: Projections::default(),
            replays: Semaphore::new(REPLAYS),
            presence: Board::default(),
        }
    }
}

/// A connection in the hub; leaves with it, however the task ends.
pub(crate) struct Seat {
    hub: Arc<Hub>,
    pub conn: Arc<Conn>,
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.hub.leave(&self.conn);
    }
}

impl Hub {
    /// The hub of an application.
    pub(crate) fn of(app: &App) -> Arc<Self> {
        app.memory()
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<Stream, Arc<Room>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn people(&self) -> MutexGuard<'_, HashMap<PersonId, Vec<Arc<Conn>>>> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The follower begins here.
    pub(crate) fn begin(&self, position: i64, epoch: Uuid) {
        self.start_to(position);
        self.done_to(position);
        let _ = self.epoch.set(epoch);
        self.ready.send_replace(true);
    }

    /// Waits until the follower knows where it begins.
    pub(crate) async fn epoch(&self) -> Uuid {
        let mut ready = self.ready.subscribe();
        // The sender lives as long as the hub.
        let _ = ready.wait_for(|ready| *ready).await;
        self.epoch.get().copied().unwrap_or_default()
    }

    pub(crate) fn started(&self) -> i64 {
        self.started.load(Ordering::SeqCst)
    }

    pub(crate) fn start_to(&self, seq: i64) {
        self.started.fetch_max(seq, Ordering::SeqCst);
    }

    pub(crate) fn done(&self) -> i64 {
        self.done.load(Ordering::SeqCst)
    }

    pub(crate) fn done_to(&self, seq: i64) {
        self.done.fetch_max(seq, Ordering::SeqCst);
    }

    /// Returns when the hub stops.
    pub(crate) async fn stopped(&self) {
        // The sender lives as long as the hub.
        let _ = self.stopping.subscribe().wait_for(|stopping| *stopping).await;
    }

    pub(crate) fn is_stopping(&self) -> bool {
        *self.stopping.borrow()
    }

    /// Tells every connection when to come back, and waits a little until they are gone.
    pub(crate) async fn stop(&self) {
        self.stopping.send_replace(true);
        let all: Vec<Arc<Conn>> = self.people().values().flatten().cloned().collect();
        for conn in &all {
            conn.close(Close::Deploy);
        }
        for _ in 0..150 {
            if self.counters.connections.get() == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    /// A place for a signed-in connection.
    pub(crate) fn seat(self: &Arc<Self>, id: Uuid, actor: Actor, limits: Limits) -> Seat {
        let no = self.next.fetch_add(1, Ordering::Relaxed);
        let conn = Arc::new(Conn::new(no, id, actor, limits));
        self.people().entry(conn.person).or_default().push(Arc::clone(&conn));
        self.counters.connections.add(1);
        Seat { hub: Arc::clone(self), conn }
    }

    /// The connections of a person in this process.
    pub(crate) fn of_person(&self, person: PersonId) -> Vec<Arc<Conn>> {
        self.people().get(&person).cloned().unwrap_or_default()
    }

    pub(crate) fn room(&self, stream: &Stream) -> Option<Arc<Room>> {
        self.rooms().get(stream).cloned()
    }

    /// From now on events of the stream gather in the connection's queue. Answers the subscription's number.
    pub(crate) fn join(&self, conn: &Arc<Conn>, stream: &Stream) -> u64 {
        let no = self.next.fetch_add(1, Ordering::Relaxed);
        let mut rooms = self.rooms();
        let room = rooms.entry(stream.clone()).or_insert_with(|| {
            Arc::new(Room { stream: stream.clone(), name: stream.to_string(), members: Mutex::default() })
        });
        conn.add(no, Arc::clone(room));
        if room.lock().insert(conn.no, Arc::clone(conn)).is_none() {
            self.counters.subscriptions.add(1);
        }
        no
    }

    /// Ends the subscription `is` picks; false when there is none.
    pub(crate) fn part(&self, conn: &Arc<Conn>, is: impl Fn(u64, &Stream) -> bool) -> bool {
        let mut rooms = self.rooms();
        let Some((room, present)) = conn.remove(is) else { return false };
        if room.lock().remove(&conn.no).is_some() {
            self.counters.subscriptions.add(-1);
        }
        if room.len() == 0 {
            rooms.remove(&room.stream);
        }
        drop(rooms);
        if present {
            self.presence.leaves(&room.stream, conn.person);
        }
        true
    }

    /// Takes a subscription away and says so.
    pub(crate) fn expel(&self, conn: &Arc<Conn>, sub: u64, stream: &Stream) {
        if self.part(conn, |no, _| no == sub) {
            self.counters.revoked.add(1);
            conn.word(&ServerFrame::Closed { stream: stream.to_string(), code: "acl".to_owned() });
        }
    }

    /// Hands an event to everybody who watches. Never waits.
    pub(crate) fn fan_out(&self, room: &Arc<Room>, seq: i64, text: &Utf8Bytes) {
        let members = room.lock();
        for conn in members.values() {
            conn.event(room, seq, text, &self.counters);
        }
        self.counters.pushed.add(members.len() as u64);
    }

    fn leave(&self, conn: &Arc<Conn>) {
        while self.part(conn, |_, _| true) {}
        let mut people = self.people();
        if let Some(conns) = people.get_mut(&conn.person) {
            conns.retain(|c| c.no != conn.no);
            if conns.is_empty() {
                people.remove(&conn.person);
            }
        }
        self.counters.connections.add(-1);
    }
}
