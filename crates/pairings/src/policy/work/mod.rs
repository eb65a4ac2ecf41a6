//! Who plans, does, reports and measures in a pair. Whoever may not know of the pair never comes as far as this: the
//! room `life` hides it. Curators and coordinators of the territory read; numbers of like schools they may type.

mod steps;

use kernel::{Code, Decision, Error, Result};

pub use steps::{ItemAct, VisitAct, item_after, visit_after};

use crate::kinds::{EffectWhose, PairState, Side};

/// What somebody is towards the work of a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hands {
    /// Is one of the people of the pair on the side of the mentor, or runs that school.
    pub mentor: bool,
    pub mentee: bool,
    pub runs_mentor: bool,
    pub runs_mentee: bool,
    /// Answers for either school.
    pub coordinates: bool,
    /// Answers for the school that is helped.
    pub answers: bool,
    /// Confirmed, with the consent in force.
    pub writes: bool,
}

/// What somebody wants to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Writes and changes what is planned.
    Plan,
    /// Writes down what was done; makes events, visits and documents of items.
    Work,
    /// Writes reports.
    Report,
    /// Hands a report in.
    Submit,
    /// Answers the survey.
    Answer,
    /// Says what is measured.
    Choose,
    /// Types numbers.
    Measure(EffectWhose),
}

impl Act {
    pub const ALL: [Self; 8] = [
        Self::Plan,
        Self::Work,
        Self::Report,
        Self::Submit,
        Self::Answer,
        Self::Choose,
        Self::Measure(EffectWhose::Mentee),
        Self::Measure(EffectWhose::Alike),
    ];
}

impl Hands {
    /// Works in the pair at all.
    pub fn works(self) -> bool {
        self.mentor || self.mentee
    }

    /// The one side the actor stands on; nothing when it is none or both.
    pub fn side(self) -> Option<Side> {
        match (self.mentor, self.mentee) {
            (true, false) => Some(Side::Mentor),
            (false, true) => Some(Side::Mentee),
            (true, true) | (false, false) => None,
        }
    }

    /// Sees every number of the school that is helped: its own people and those who answer for it.
    pub fn counts(self) -> bool {
        self.mentee || self.answers
    }

    /// Stands on this side.
    pub fn on(self, side: Side) -> bool {
        match side {
            Side::Mentor => self.mentor,
            Side::Mentee => self.mentee,
        }
    }

    /// The side meant: the one that was named, or the only one there is.
    ///
    /// # Errors
    /// `Refused` for whoever stands on none; `Invalid` of `side` when it is not theirs or not said.
    pub fn meant(self, named: Option<Side>) -> Result<Side> {
        match (named, self.side()) {
            (Some(side), _) if self.on(side) => Ok(side),
            (None, Some(side)) => Ok(side),
            _ if !self.works() => Err(Error::Refused(Code::Forbidden)),
            (Some(_), _) => Err(Error::invalid("side", "invalid")),
            (None, None) => Err(Error::invalid("side", "required")),
        }
    }

    pub fn may(self, act: Act) -> Decision {
        let who = match act {
            Act::Plan | Act::Work | Act::Report | Act::Answer => self.works(),
            Act::Submit => self.runs_mentor || self.runs_mentee,
            Act::Choose => self.works() || self.coordinates,
            Act::Measure(EffectWhose::Mentee) => self.mentee || self.answers,
            Act::Measure(EffectWhose::Alike) => self.mentor || self.coordinates,
        };
        match (self.writes, who) {
            (true, true) => Decision::Allow,
            (true, false) => Decision::Refuse(Code::Forbidden),
            (false, _) => Decision::Refuse(Code::NotConfirmed),
        }
    }
}

/// Does the pair stand where this is done?
pub fn open(state: PairState, act: Act) -> bool {
    use PairState::{Active, Agreed, Completed, Declined, Ended, Proposed, Suspended, Vetoed, Withdrawn};
    match (state, act) {
        (Proposed | Declined | Vetoed | Withdrawn, _) => false,
        (Agreed, act) => act == Act::Plan,
        (Active | Suspended, _) => true,
        (Completed | Ended, act) => !matches!(act, Act::Plan | Act::Work),
    }
}
