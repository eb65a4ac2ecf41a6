//! Rules: which pairs are best, provably, and why, in words.
//!
//! Runs tell what schools need and how much: they are for whoever answers for the territory. Observers of the territory
//! read them in outline, without anything that results of pupils, conditions of schools or their wishes say, and write
//! nothing. For everybody else they are not there. Wishes are the school's and its coordinators'.

use kernel::{Code, Decision};

use super::SchoolSeat;
use crate::kinds::{DecisionKind, Obstacle};

/// Weights, runs and decisions of a territory.
pub fn board(seat: SchoolSeat, write: bool) -> Decision {
    match (seat.coordinates && seat.confirmed, write) {
        (true, false) => Decision::Allow,
        (true, true) => writes(seat),
        (false, false) if seat.observes && seat.active() => Decision::Allow,
        (false, true) if seat.observes && seat.active() => Decision::Refuse(Code::ReadOnly),
        (false, _) => Decision::Hide,
    }
}

/// What only those read who decide: everything a run says, mentors to choose from, the order.
pub fn office(seat: SchoolSeat) -> Decision {
    match board(seat, false) {
        Decision::Allow if !seat.coordinates => Decision::Refuse(Code::ReadOnly),
        decision => decision,
    }
}

/// Wishes of a school.
pub fn wishes(seat: SchoolSeat, write: bool) -> Decision {
    match ((seat.coordinates || seat.runs) && seat.confirmed, write) {
        (false, _) => Decision::Hide,
        (true, false) => Decision::Allow,
        (true, true) => writes(seat),
    }
}

fn writes(seat: SchoolSeat) -> Decision {
    if seat.consented { Decision::Allow } else { Decision::Refuse(Code::ConsentRequired) }
}

/// A word about a pair, and what is known of it.
#[derive(Clone, Copy, Debug)]
pub struct Word {
    pub kind: DecisionKind,
    /// The run has weighed the pair.
    pub weighed: bool,
    /// What stood in its way.
    pub obstacle: Option<Obstacle>,
    /// A reason is given.
    pub reasoned: bool,
    /// What was said of the pair before.
    pub before: Option<DecisionKind>,
    /// Somebody else is promised the need.
    pub promised: bool,
}

/// What is wrong with a word about a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// The pair cannot be.
    Impossible,
    NoReason,
    /// It was said already, or something that must be taken back first.
    Said,
}

/// May this be said of this pair?
pub fn word(word: Word) -> Result<(), Wrong> {
    let possible = match word.kind {
        DecisionKind::Veto => word.weighed || word.obstacle.is_some(),
        DecisionKind::Accept => word.weighed,
        DecisionKind::Pin => word.weighed || word.obstacle.is_some_and(Obstacle::soft),
    };
    let needs_reason = word.kind == DecisionKind::Veto || (word.kind == DecisionKind::Pin && !word.weighed);
    let over = match word.before {
        None => false,
        Some(DecisionKind::Pin) => word.kind == DecisionKind::Pin,
        Some(DecisionKind::Accept | DecisionKind::Veto) => true,
    };
    if !possible {
        Err(Wrong::Impossible)
    } else if needs_reason && !word.reasoned {
        Err(Wrong::NoReason)
    } else if over || (word.promised && word.kind != DecisionKind::Veto) {
        Err(Wrong::Said)
    } else {
        Ok(())
    }
}
