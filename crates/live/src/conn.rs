//! One connection as the hub sees it: its subscriptions and its queue. The task that owns the socket empties the queue.

use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use axum::extract::ws::Utf8Bytes;
use kernel::{Actor, PersonId, SessionId, Stream};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::{
    frames::{Close, ServerFrame},
    hub::Room,
    queue::{Limits, Out, Pushed, Queue},
    replay::Told,
    stats::Counters,
};

/// At most one typing frame per stream in this time.
const TYPING: Duration = Duration::from_secs(3);

pub(crate) struct Conn {
    /// Number within this process.
    pub no: u64,
    pub id: Uuid,
    pub person: PersonId,
    pub session: SessionId,
    state: Mutex<State>,
    /// Something to write.
    pub wake: Notify,
    /// Stop writing and go.
    pub hurry: Notify,
}

struct State {
    actor: Arc<Actor>,
    subs: Vec<Sub>,
    queue: Queue,
    closing: Option<Close>,
}

/// A watched stream of one connection. The number tells a subscription from a later one to the same stream.
struct Sub {
    no: u64,
    room: Arc<Room>,
    /// Events up to here reach the client by replay, or were in its snapshot.
    floor: i64,
    /// The last event sent or collapsed.
    head: i64,
    /// Collapsed: complete only up to here, until the client subscribes again.
    dirty: Option<i64>,
    present: bool,
    typed: Option<Instant>,
}

impl Conn {
    pub(crate) fn new(no: u64, id: Uuid, actor: Actor, limits: Limits) -> Self {
        Self {
            no,
            id,
            person: actor.person,
            session: actor.session,
            state: Mutex::new(State {
                actor: Arc::new(actor),
                subs: Vec::new(),
                queue: Queue::new(limits),
                closing: None,
            }),
            wake: Notify::new(),
            hurry: Notify::new(),
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn actor(&self) -> Arc<Actor> {
        Arc::clone(&self.lock().actor)
    }

    /// Later questions are asked for the person as they are now.
    pub(crate) fn set_actor(&self, actor: Actor) {
        self.lock().actor = Arc::new(Actor { session: self.session, ..actor });
    }

    pub(crate) fn closing(&self) -> Option<Close> {
        self.lock().closing
    }

    /// Ends the connection soon, even while a write hangs. The first reason counts.
    pub(crate) fn close(&self, why: Close) {
        let mut state = self.lock();
        if state.closing.is_none() {
            state.closing = Some(why);
            state.queue.clear();
            drop(state);
            self.wake.notify_one();
            self.hurry.notify_one();
        }
    }

    /// Called by the hub only, with the map of rooms locked.
    pub(crate) fn add(&self, no: u64, room: Arc<Room>) {
        let mut state = self.lock();
        let State { subs, queue, .. } = &mut *state;
        match subs.iter_mut().find(|s| Arc::ptr_eq(&s.room, &room)) {
            Some(sub) => {
                // What waits from the former subscription comes again by replay.
                queue.collapse(sub.no);
                sub.no = no;
                sub.floor = 0;
                sub.dirty = None;
            }
            None => subs.push(Sub { no, room, floor: 0, head: 0, dirty: None, present: false, typed: None }),
        }
    }

    /// Called by the hub only, with the map of rooms locked. Answers the room when it was this subscription, and
    /// whether the person showed themselves there.
    pub(crate) fn remove(&self, is: impl Fn(u64, &Stream) -> bool) -> Option<(Arc<Room>, bool)> {
        let mut state = self.lock();
        let at = state.subs.iter().position(|s| is(s.no, &s.room.stream))?;
        let sub = state.subs.swap_remove(at);
        state.queue.collapse(sub.no);
        Some((sub.room, sub.present))
    }

    /// Numbers and streams of the subscriptions.
    pub(crate) fn subs(&self) -> Vec<(u64, Stream)> {
        self.lock().subs.iter().map(|s| (s.no, s.room.stream.clone())).collect()
    }

    pub(crate) fn count(&self) -> usize {
        self.lock().subs.len()
    }

    pub(crate) fn has(&self, stream: &Stream) -> bool {
        self.lock().subs.iter().any(|s| &s.room.stream == stream)
    }

    /// The end of subscribing: everything up to `floor` is covered by the replay. Answers what waits for other streams,
    /// to be written before, and which of the subscriptions still stand.
    pub(crate) fn settle(&self, subs: &[u64], floor: i64, told: &[Told]) -> (Vec<Out>, Vec<u64>) {
        let mut state = self.lock();
        let State { subs: all, queue, .. } = &mut *state;
        let mut standing = Vec::new();
        for sub in all.iter_mut().filter(|s| subs.contains(&s.no)) {
            sub.floor = floor;
            let head = told.iter().rev().find(|t| t.stream == sub.room.stream).map_or(0, |t| t.seq);
            sub.head = sub.head.max(head);
            queue.forget(sub.no, floor);
            standing.push(sub.no);
        }
        (queue.take_others(subs), standing)
    }

    /// Which of these subscriptions stand still.
    pub(crate) fn standing(&self, subs: &[u64]) -> Vec<u64> {
        self.lock().subs.iter().map(|s| s.no).filter(|no| subs.contains(no)).collect()
    }

    pub(crate) fn event(&self, room: &Arc<Room>, seq: i64, text: &Utf8Bytes, counters: &Counters) {
        let mut state = self.lock();
        let State { subs, queue, closing, .. } = &mut *state;
        let Some(sub) = subs.iter_mut().find(|s| Arc::ptr_eq(&s.room, room)) else { return };
        if closing.is_some() || seq <= sub.floor {
            return;
        }
        sub.head = seq;
        if sub.dirty.is_some() {
            return;
        }
        let full = match queue.event(sub.no, seq, text) {
            Pushed::Queued => false,
            Pushed::Full => true,
            Pushed::Crowded => {
                counters.collapsed.add(1);
                let complete = queue.collapse(sub.no).unwrap_or(seq) - 1;
                sub.dirty = Some(complete);
                !queue.word(ServerFrame::Dirty { stream: room.name.clone(), seq: complete }.text())
            }
        };
        drop(state);
        if full {
            counters.slow.add(1);
            self.close(Close::Slow);
        } else {
            self.wake.notify_one();
        }
    }

    /// Typing and presence, to whoever watches the stream.
    pub(crate) fn soft(&self, stream: &Stream, text: &Utf8Bytes, counters: &Counters) {
        let mut state = self.lock();
        let State { subs, queue, closing, .. } = &mut *state;
        let Some(sub) = subs.iter().find(|s| &s.room.stream == stream) else { return };
        if closing.is_none() && queue.soft(sub.no, text) {
            drop(state);
            self.wake.notify_one();
        } else {
            counters.soft_dropped.add(1);
        }
    }

    /// A frame that must arrive: closed, resync.
    pub(crate) fn word(&self, frame: &ServerFrame) {
        let mut state = self.lock();
        if state.closing.is_some() {
            return;
        }
        let fits = state.queue.word(frame.text());
        drop(state);
        if fits { self.wake.notify_one() } else { self.close(Close::Slow) }
    }

    /// The next items to write, about `bytes` of them.
    pub(crate) fn take(&self, bytes: usize) -> Vec<Out> {
        let mut state = self.lock();
        let taken = state.queue.take(bytes);
        if !state.queue.is_empty() {
            self.wake.notify_one();
        }
        taken
    }

    /// Everything that waits and the ping that is true after it. `done`: the hub's position, read before.
    pub(crate) fn ping(&self, done: i64) -> (Vec<Out>, ServerFrame) {
        let mut state = self.lock();
        let items = state.queue.take(usize::MAX);
        let heads = state.subs.iter().map(|s| (s.room.name.clone(), s.head)).collect();
        let position = state.subs.iter().filter_map(|s| s.dirty).fold(done, Ord::min);
        (items, ServerFrame::Ping { position, heads })
    }

    /// May this connection say «typing» now?
    pub(crate) fn types(&self, stream: &Stream, now: Instant) -> Option<Arc<Room>> {
        let mut state = self.lock();
        let sub = state.subs.iter_mut().find(|s| &s.room.stream == stream)?;
        if sub.typed.is_some_and(|at| now.duration_since(at) < TYPING) {
            return None;
        }
        sub.typed = Some(now);
        Some(Arc::clone(&sub.room))
    }

    /// True when it changed anything.
    pub(crate) fn shows(&self, stream: &Stream, on: bool) -> bool {
        let mut state = self.lock();
        let Some(sub) = state.subs.iter_mut().find(|s| &s.room.stream == stream) else { return false };
        std::mem::replace(&mut sub.present, on) != on
    }

    /// Shows itself in the room and so sees who else does.
    pub(crate) fn is_present(&self, room: &Arc<Room>) -> bool {
        self.lock().subs.iter().any(|s| s.present && Arc::ptr_eq(&s.room, room))
    }
}
