//! The end of the feed in memory: each event is read once for everybody who follows in this process.
//!
//! What this process commits is put here by the commit. What others commit is read from the table when a wake-up tells
//! of it, and at the latest [`LAG`] after the last reading. Whoever is further behind than what is held reads the table.

use std::{
    collections::VecDeque,
    sync::{Arc, PoisonError, RwLock, RwLockReadGuard, RwLockWriteGuard},
    time::Instant,
};

use kernel::{FeedEvent, Result};

use crate::{App, feed, seen::LAG};

/// Events held.
const KEPT: usize = 1_000;
/// Events read at a time.
const BATCH: u64 = 500;

/// Consecutive events, the newest known last.
#[derive(Default)]
pub(crate) struct Tail {
    state: RwLock<State>,
    /// One reader of the table at a time.
    reading: tokio::sync::Mutex<()>,
}

#[derive(Default)]
struct State {
    /// Events after this position are held.
    from: i64,
    /// Up to and including this one.
    to: i64,
    events: VecDeque<Arc<FeedEvent>>,
    /// When the table was read last; never before the first look.
    read: Option<Instant>,
}

/// How far the feed is known, and since when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Known {
    pub to: i64,
    pub read: Instant,
}

impl State {
    /// Takes in what follows immediately; what is known already is left out.
    fn append(&mut self, events: impl IntoIterator<Item = FeedEvent>) {
        for event in events {
            if event.seq == self.to + 1 {
                self.to = event.seq;
                self.events.push_back(Arc::new(event));
            }
        }
        while self.events.len() > KEPT {
            self.from = self.events.pop_front().map_or(self.to, |event| event.seq);
        }
    }

    /// Begins anew at a position, with nothing held.
    fn begin(&mut self, at: i64) {
        (self.from, self.to) = (at, at);
        self.events.clear();
    }

    /// Events after `since`; `None` when that is further back than what is held.
    fn after(&self, since: i64, limit: usize) -> Option<Vec<Arc<FeedEvent>>> {
        if self.read.is_none() || since < self.from {
            return None;
        }
        let skipped = usize::try_from(since - self.from).unwrap_or(usize::MAX);
        Some(self.events.iter().skip(skipped).take(limit).cloned().collect())
    }
}

impl Tail {
    /// What this process has just committed.
    pub fn push(&self, events: impl IntoIterator<Item = FeedEvent>) {
        let mut state = self.write();
        if state.read.is_some() {
            state.append(events);
        }
    }

    /// Events after `since`, oldest first, at most `limit`.
    pub async fn after(&self, app: &App, since: i64, limit: usize) -> Result<Vec<Arc<FeedEvent>>> {
        let held = |known: Option<Vec<Arc<FeedEvent>>>| known.filter(|events| !events.is_empty());
        if let Some(events) = held(self.read().after(since, limit)) {
            return Ok(events);
        }
        self.look(app, false).await?;
        if let Some(events) = self.read().after(since, limit) {
            return Ok(events);
        }
        let events = feed::after(app.reader(), since, limit as u64).await?;
        Ok(events.into_iter().map(Arc::new).collect())
    }

    /// Events after `since` up to and including `until`, if all of them are held.
    pub fn between(&self, since: i64, until: i64) -> Option<Vec<Arc<FeedEvent>>> {
        let count = usize::try_from(until - since).ok()?;
        self.read().after(since, count).filter(|events| events.len() == count)
    }

    /// Reads the table unless everything is known, or in any case.
    pub async fn look(&self, app: &App, anyway: bool) -> Result<Known> {
        let head = *app.bus().watch().borrow();
        if let Some(known) = self.known(head).filter(|_| !anyway) {
            return Ok(known);
        }
        let _one = self.reading.lock().await;
        if let Some(known) = self.known(head).filter(|_| !anyway) {
            return Ok(known);
        }
        // Whatever is committed from here on is later than this reading.
        let read = Instant::now();
        if self.read().read.is_none() {
            let head = feed::head(app.reader()).await?;
            self.write().begin(head);
        }
        let to = loop {
            let to = self.read().to;
            let events = feed::after(app.reader(), to, BATCH).await?;
            let (Some(first), Some(last)) = (events.first(), events.last()) else { break to };
            app.bus().saw(last.seq);
            let mut state = self.write();
            if first.seq > state.to + 1 {
                state.begin(first.seq - 1);
            }
            state.append(events);
        };
        let head = feed::head(app.reader()).await?;
        let mut state = self.write();
        if head < to {
            // The database was restored from a backup under a running process.
            state.begin(head);
        }
        state.read = Some(read);
        Ok(Known { to: state.to, read })
    }

    fn known(&self, head: i64) -> Option<Known> {
        let state = self.read();
        let read = state.read.filter(|read| read.elapsed() < LAG)?;
        (state.to >= head).then_some(Known { to: state.to, read })
    }

    fn read(&self) -> RwLockReadGuard<'_, State> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }

    fn write(&self) -> RwLockWriteGuard<'_, State> {
        self.state.write().unwrap_or_else(PoisonError::into_inner)
    }
}
