//! Rules: the life of a pair: states, agreement, people, room, silence.
//!
//! A pair is private to those who act for one of its schools, to its own people, to the curators of either school and to
//! those who answer for either. Schools agree, decline and sign through their heads; what holds a place of the mentor is
//! moved by whoever answers for the school that is helped.

mod states;
mod visible;

use kernel::{Actor, Code, Decision, OrgId, Role};
use platform::ports::RoomRole;

pub use states::{Act, PaperAct, after, after_paper};
pub use visible::{of_territory, visible};

use crate::{
    kinds::Side,
    policy::{COORDINATORS, SchoolSeat},
};

/// Who the actor is towards a pair.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PairSeat {
    pub consented: bool,
    pub confirmed: bool,
    /// Acts for the school that helps, or is of its people in the pair.
    pub mentor_side: bool,
    pub mentee_side: bool,
    pub runs_mentor: bool,
    pub runs_mentee: bool,
    pub heads_mentor: bool,
    pub heads_mentee: bool,
    /// Answers for either school.
    pub coordinates: bool,
    /// Answers for the school that is helped.
    pub answers: bool,
    pub curates: bool,
    /// Holds no role but that of a public observer: reads and never writes.
    pub observes: bool,
}

impl PairSeat {
    /// `of`: the sides on which they are people of the pair, while they work in that school.
    pub fn take(actor: &Actor, mentor: OrgId, mentee: OrgId, of: &[Side]) -> Self {
        let (helps, helped) = (SchoolSeat::take(actor, mentor), SchoolSeat::take(actor, mentee));
        Self {
            consented: actor.consented,
            confirmed: actor.confirmed,
            mentor_side: helps.runs || of.contains(&Side::Mentor),
            mentee_side: helped.runs || of.contains(&Side::Mentee),
            runs_mentor: helps.runs,
            runs_mentee: helped.runs,
            heads_mentor: helps.heads,
            heads_mentee: helped.heads,
            coordinates: helps.coordinates || helped.coordinates,
            answers: helped.coordinates,
            curates: helps.curates || helped.curates,
            observes: !actor.grants.is_empty() && actor.grants.iter().all(|grant| grant.role == Role::Observer),
        }
    }

    /// Acts for this side.
    pub fn runs(&self, side: Side) -> bool {
        match side {
            Side::Mentor => self.runs_mentor,
            Side::Mentee => self.runs_mentee,
        }
    }

    /// Signs for this side.
    pub fn heads(&self, side: Side) -> bool {
        match side {
            Side::Mentor => self.heads_mentor,
            Side::Mentee => self.heads_mentee,
        }
    }

    /// Of this side: acts for the school or is of its people in the pair.
    pub fn on(&self, side: Side) -> bool {
        match side {
            Side::Mentor => self.mentor_side,
            Side::Mentee => self.mentee_side,
        }
    }

    /// Knows that the pair is there, and reads it.
    pub fn see(&self) -> Decision {
        let of = self.mentor_side || self.mentee_side || self.coordinates || self.curates;
        if self.consented && self.confirmed && of { Decision::Allow } else { Decision::Hide }
    }

    fn when(&self, who: bool) -> Decision {
        match self.see() {
            Decision::Allow if self.observes => Decision::Refuse(Code::ReadOnly),
            Decision::Allow if !who => Decision::Refuse(Code::Forbidden),
            decision => decision,
        }
    }

    /// Takes the pair this way.
    pub fn step(&self, act: Act) -> Decision {
        match act {
            Act::AgreeFirst | Act::AgreeLast | Act::Decline => self.when(self.heads_mentor || self.heads_mentee),
            Act::Veto | Act::Withdraw => self.when(self.coordinates),
            Act::Activate | Act::Suspend | Act::Resume | Act::Complete | Act::End => self.when(self.answers),
        }
    }

    /// Writes the agreement, sends it to the heads, takes it back, hangs its scan on it.
    pub fn write_paper(&self) -> Decision {
        self.when(self.runs_mentor || self.runs_mentee || self.coordinates)
    }

    /// Signs it for this side.
    pub fn sign(&self, side: Side) -> Decision {
        self.when(self.heads(side))
    }

    /// Ends it before its last day.
    pub fn terminate(&self) -> Decision {
        self.when(self.heads_mentor || self.heads_mentee || self.answers)
    }

    /// Names people of this side.
    pub fn name_people(&self, side: Side) -> Decision {
        self.when(self.runs(side) || self.coordinates)
    }

    /// Says who works with whom.
    pub fn tie(&self) -> Decision {
        self.when(self.runs_mentor || self.runs_mentee || self.coordinates)
    }

    /// Opens the room of the pair.
    pub fn open_room(&self) -> Decision {
        self.when(self.mentor_side || self.mentee_side || self.coordinates)
    }

    /// What they are in the room of the pair. Whoever administers the network has no place in it by that.
    pub fn room(&self, actor: &Actor, schools: [OrgId; 2]) -> Option<RoomRole> {
        let reaches = |roles: &[Role]| {
            let over = |scope: &std::collections::BTreeSet<OrgId>| schools.iter().any(|school| scope.contains(school));
            actor.grants.iter().any(|grant| roles.contains(&grant.role) && over(&grant.territory))
        };
        if !self.consented || !self.confirmed {
            None
        } else if self.heads_mentor || self.heads_mentee || reaches(&COORDINATORS) {
            Some(RoomRole::Moderator)
        } else if self.mentor_side || self.mentee_side || reaches(&[Role::Curator]) {
            Some(RoomRole::Member)
        } else {
            None
        }
    }

    /// Does the work of the pair: plans, visits, reports.
    pub fn work(&self) -> Decision {
        self.when(self.mentor_side || self.mentee_side)
    }
}
