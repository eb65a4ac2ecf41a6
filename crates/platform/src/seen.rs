//! For whoever keeps answers in memory: what the feed said lately, so that an answer is thrown away when it is no
//! longer true.
//!
//! One look at the end of the feed ([`crate::tail`]), shared by all requests, notes what changed since the last one. It is
//! taken at once when this process committed something, and at the latest every [`LAG`] for what other processes did.
//! There is no background task: without requests nothing is asked.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{PoisonError, RwLock, RwLockReadGuard},
    time::{Duration, Instant},
};

use kernel::{FeedEvent, Result};

use crate::{App, feed};

/// How long this process may not know what another one did.
pub const LAG: Duration = Duration::from_millis(400);
/// More keys than this are forgotten together with everything kept under them.
const REMEMBERED: usize = 100_000;

/// What changed, by keys of the caller's choice.
pub struct Seen<K> {
    /// Kinds worth a look; empty for all.
    kinds: &'static [&'static str],
    key: fn(&FeedEvent) -> Option<K>,
    state: RwLock<State<K>>,
    /// One look at a time.
    looking: tokio::sync::Mutex<()>,
}

struct State<K> {
    position: i64,
    at: Option<Instant>,
    /// Last change of each key.
    changed: HashMap<K, i64>,
    /// Whatever was read before this position is doubted.
    floor: i64,
}

impl<K: Eq + Hash> Seen<K> {
    /// `key` names what an event changed, if it matters here.
    pub fn new(kinds: &'static [&'static str], key: fn(&FeedEvent) -> Option<K>) -> Self {
        let state = State { position: 0, at: None, changed: HashMap::new(), floor: 0 };
        Self { kinds, key, state: RwLock::new(state), looking: tokio::sync::Mutex::default() }
    }

    /// Takes note of what happened since the last look. Answers the position that what is read from now on may be
    /// kept under.
    ///
    /// # Errors
    /// `Internal` when the database is out of reach.
    pub async fn look(&self, app: &App) -> Result<i64> {
        let head = *app.bus().watch().borrow();
        if let Some(position) = self.current(head) {
            return Ok(position);
        }
        let _one = self.looking.lock().await;
        if let Some(position) = self.current(head) {
            return Ok(position);
        }
        let (from, first) = {
            let state = self.read();
            (state.position, state.at.is_none())
        };
        let known = app.tail().look(app, false).await?;
        let until = known.to;
        // Nothing was read before the first look, so nothing can be out of date.
        let changes = if until > from && !first { self.changes(app, from, until).await? } else { Vec::new() };
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if until < from || state.changed.len() > REMEMBERED {
            // The database was restored from a backup under a running process, or there is too much to remember.
            state.changed.clear();
            state.floor = until;
        }
        state.changed.extend(changes);
        state.position = until;
        state.at = Some(known.read);
        Ok(until)
    }

    /// Has nothing happened to these keys since `position`, as far as the last look tells?
    pub fn holds<'a>(&self, position: i64, keys: impl IntoIterator<Item = &'a K>) -> bool
    where
        K: 'a,
    {
        let state = self.read();
        // A position beyond what was seen belongs to a feed that was restored from a backup since.
        (state.floor..=state.position).contains(&position)
            && keys.into_iter().all(|key| state.changed.get(key).is_none_or(|changed| *changed <= position))
    }

    /// Position of the last look.
    pub fn position(&self) -> i64 {
        self.read().position
    }

    fn current(&self, head: i64) -> Option<i64> {
        let state = self.read();
        (state.position >= head && state.at.is_some_and(|at| at.elapsed() < LAG)).then_some(state.position)
    }

    async fn changes(&self, app: &App, from: i64, until: i64) -> Result<Vec<(K, i64)>> {
        let wanted = |event: &FeedEvent| self.kinds.is_empty() || self.kinds.contains(&event.kind.as_str());
        let change = |event: &FeedEvent| wanted(event).then(|| (self.key)(event)).flatten().map(|key| (key, event.seq));
        if let Some(events) = app.tail().between(from, until) {
            return Ok(events.iter().filter_map(|event| change(event)).collect());
        }
        let events = feed::of_kinds(app.reader(), self.kinds, from, until).await?;
        Ok(events.iter().filter_map(change).collect())
    }

    fn read(&self) -> RwLockReadGuard<'_, State<K>> {
        self.state.read().unwrap_or_else(PoisonError::into_inner)
    }
}
