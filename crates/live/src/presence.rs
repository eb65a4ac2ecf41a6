//! Who shows themselves where, in this process and in others. Soft state: it lives in memory, travels as hints, and
//! what is not repeated fades. Only those who show themselves see who else does.

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use kernel::{PersonId, Stream};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::frames::ServerFrame;

/// Longer lists are told as a number.
pub(crate) const LISTED: usize = 200;
/// People of other processes fade when not repeated.
const FADES: Duration = Duration::from_secs(90);
/// Pairs in one hint; a hint has to stay under 7 kB.
const PER_HINT: usize = 60;

/// A person in a stream.
pub(crate) type Place = (Stream, PersonId);

/// Who came and went in another process.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Moves {
    pub node: Uuid,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub here: Vec<Place>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<Place>,
}

#[derive(Default)]
pub(crate) struct Board(Mutex<State>);

#[derive(Default)]
struct State {
    /// With the number of their connections here.
    local: HashMap<Stream, HashMap<PersonId, usize>>,
    remote: HashMap<Stream, HashMap<(Uuid, PersonId), Instant>>,
    /// Lists to tell again.
    changed: HashSet<Stream>,
    /// Local comings and goings not yet told to other processes; the last one counts.
    moves: HashMap<Place, bool>,
}

impl Board {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn comes(&self, stream: &Stream, person: PersonId) {
        let mut state = self.lock();
        let count = state.local.entry(stream.clone()).or_default().entry(person).or_insert(0);
        *count += 1;
        if *count == 1 {
            state.moves.insert((stream.clone(), person), true);
            state.changed.insert(stream.clone());
        }
    }

    pub(crate) fn leaves(&self, stream: &Stream, person: PersonId) {
        let mut state = self.lock();
        let Some(people) = state.local.get_mut(stream) else { return };
        let Some(count) = people.get_mut(&person) else { return };
        *count = count.saturating_sub(1);
        if *count > 0 {
            return;
        }
        people.remove(&person);
        if people.is_empty() {
            state.local.remove(stream);
        }
        state.moves.insert((stream.clone(), person), false);
        state.changed.insert(stream.clone());
    }

    /// Takes in what another process told.
    pub(crate) fn told(&self, moves: &Moves, now: Instant) {
        let mut state = self.lock();
        for (stream, person) in &moves.here {
            let known = state.remote.entry(stream.clone()).or_default().insert((moves.node, *person), now + FADES);
            if known.is_none() {
                state.changed.insert(stream.clone());
            }
        }
        for (stream, person) in &moves.gone {
            let known = state.remote.get_mut(stream).and_then(|people| people.remove(&(moves.node, *person)));
            if known.is_some() {
                state.changed.insert(stream.clone());
            }
        }
    }

    /// Lists that changed since the last call; what faded counts as a change.
    pub(crate) fn changed(&self, now: Instant) -> Vec<Stream> {
        let mut state = self.lock();
        let State { remote, changed, .. } = &mut *state;
        remote.retain(|stream, people| {
            let before = people.len();
            people.retain(|_, until| *until > now);
            if people.len() < before {
                changed.insert(stream.clone());
            }
            !people.is_empty()
        });
        changed.drain().collect()
    }

    /// What other processes have not heard yet; with `all`, everybody who is here, against lost hints.
    pub(crate) fn to_tell(&self, node: Uuid, all: bool) -> Vec<Moves> {
        let mut state = self.lock();
        let mut moves: Vec<(Place, bool)> = state.moves.drain().collect();
        if all {
            let here = state.local.iter().flat_map(|(s, people)| people.keys().map(|p| ((s.clone(), *p), true)));
            moves.extend(here);
        }
        let hint = |part: &[(Place, bool)]| {
            let pick = |on: bool| part.iter().filter(|m| m.1 == on).map(|m| m.0.clone()).collect();
            Moves { node, here: pick(true), gone: pick(false) }
        };
        moves.chunks(PER_HINT).map(hint).collect()
    }

    /// The list as a frame.
    pub(crate) fn frame(&self, stream: &Stream) -> ServerFrame {
        let state = self.lock();
        let local = state.local.get(stream).into_iter().flat_map(HashMap::keys).copied();
        let remote = state.remote.get(stream).into_iter().flat_map(|people| people.keys().map(|(_, person)| *person));
        let people: BTreeSet<PersonId> = local.chain(remote).collect();
        let count = people.len();
        let people = (count <= LISTED).then(|| people.into_iter().collect());
        ServerFrame::Presence { stream: stream.to_string(), people, count }
    }
}
