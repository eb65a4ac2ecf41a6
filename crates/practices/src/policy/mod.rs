//! Who may do what with a practice, and what state it is in afterwards. Pure and total: facts first, then a match.
//!
//! Reading: what is published is read by the network, and by anybody unless its licence keeps it inside; what nobody
//! reviewed is read in its school, or by the network when it lives in an association, as the association's talk is;
//! what is in work is read by its authors, from submission on also by the coordinators of the authors' school and, while
//! it is theirs to review, by its experts. A draft does not exist for anybody else.

mod life;
mod visible;

use kernel::{Actor, Code, Decision, Error, OrgId, PersonId, Result, Role};

pub use life::{Act, after};
pub use visible::{authored, coordinated, is_open, shown, to_check, to_review, visible};

use crate::kinds::{Audience, Level, Stage};

/// What the rules are decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub stage: Stage,
    pub audience: Audience,
    pub level: Option<Level>,
    pub archived: bool,
    pub shown: bool,
    /// Where the owner works.
    pub home: Option<OrgId>,
    /// The region the home lies in.
    pub region: Option<OrgId>,
    pub place: Option<OrgId>,
    pub owner: PersonId,
    pub authors: Vec<PersonId>,
    /// Experts who have not declined the version in work.
    pub experts: Vec<PersonId>,
}

/// Who the actor is towards this practice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub consented: bool,
    pub confirmed: bool,
    /// A public observer reads and never writes.
    pub observes: bool,
    pub author: bool,
    pub owner: bool,
    pub expert: bool,
    pub administrator: bool,
    /// Coordinates the bank where the practice comes from, and may give levels up to this.
    pub coordinates: Option<Level>,
    /// Belongs to the place where it lives without review.
    pub at_place: bool,
}

/// Coordinators of a territory and their methodists.
pub(crate) const MUNICIPAL: [Role; 2] = [Role::MunicipalCoordinator, Role::Methodist];

impl Seat {
    pub fn take(actor: &Actor, facts: &Facts) -> Self {
        let over = |roles: &[Role]| match facts.home {
            Some(home) => actor.holds_over(roles, home),
            None => {
                actor.is_administrator() || actor.grants.iter().any(|g| roles.contains(&g.role) && g.scope.is_none())
            }
        };
        // An expert of the whole region leads its expertise.
        let lead = actor.grants.iter().any(|g| {
            g.role == Role::Expert && (g.scope.is_none() || facts.region.is_some() && g.scope == facts.region)
        });
        let coordinates = if over(&[Role::RegionalCoordinator]) || lead {
            Some(Level::Regional)
        } else if over(&MUNICIPAL) {
            Some(Level::Municipal)
        } else {
            None
        };
        let author = facts.authors.contains(&actor.person);
        Self {
            consented: actor.consented,
            confirmed: actor.confirmed,
            observes: observes(actor),
            author,
            owner: facts.owner == actor.person,
            expert: facts.experts.contains(&actor.person),
            administrator: actor.is_administrator(),
            // Nobody judges what they wrote.
            coordinates: coordinates.filter(|_| !author),
            at_place: facts.place.is_some_and(|place| actor.orgs.contains(&place)),
        }
    }

    /// Reads what is shown.
    pub fn read_shown(&self, facts: &Facts) -> Decision {
        let allowed = self.consented
            && (self.author
                || match facts.audience {
                    Audience::Everyone => true,
                    Audience::Network => self.confirmed,
                    Audience::Place => self.confirmed && (self.at_place || self.coordinates.is_some()),
                    Audience::Authors => false,
                });
        if allowed && facts.shown { Decision::Allow } else { Decision::Hide }
    }

    /// Reads the version in work.
    pub fn read_work(&self, facts: &Facts) -> Decision {
        let allowed = self.consented
            && match facts.stage {
                Stage::None => false,
                Stage::Draft => self.author,
                Stage::Submitted | Stage::Review | Stage::Revision => {
                    self.author || self.confirmed && (self.expert || self.coordinates.is_some())
                }
            };
        if allowed { Decision::Allow } else { Decision::Hide }
    }

    /// Knows that the practice is there.
    pub fn see(&self, facts: &Facts) -> Decision {
        if self.read_shown(facts).allowed() || self.read_work(facts).allowed() {
            Decision::Allow
        } else {
            Decision::Hide
        }
    }

    fn writing(&self, facts: &Facts, who: bool, otherwise: Code) -> Decision {
        match self.see(facts) {
            Decision::Allow if !self.confirmed => Decision::Refuse(Code::NotConfirmed),
            Decision::Allow if self.observes => Decision::Refuse(Code::ReadOnly),
            Decision::Allow if !who => Decision::Refuse(otherwise),
            decision => decision,
        }
    }

    /// Saves, submits, withdraws and shares; makes a new version.
    pub fn edit(&self, facts: &Facts) -> Decision {
        match self.writing(facts, self.author, Code::NotAuthor) {
            Decision::Allow if facts.archived => Decision::Refuse(Code::WrongState),
            decision => decision,
        }
    }

    /// Names the other authors.
    pub fn name_authors(&self, facts: &Facts) -> Decision {
        self.writing(facts, self.owner, Code::NotAuthor)
    }

    /// Checks, assigns experts, decides.
    pub fn coordinate(&self, facts: &Facts) -> Decision {
        self.writing(facts, self.coordinates.is_some(), Code::Forbidden)
    }

    /// Takes out of the lists, and back.
    pub fn archive(&self, facts: &Facts) -> Decision {
        if !facts.shown && self.see(facts).allowed() {
            return Decision::Refuse(Code::WrongState);
        }
        self.writing(facts, self.owner || self.coordinates.is_some(), Code::Forbidden)
    }

    /// Takes a certificate of publication: every author, of what experts recommended.
    pub fn certify(&self, facts: &Facts) -> Decision {
        match self.writing(facts, self.author, Code::NotAuthor) {
            Decision::Allow if facts.archived || !facts.shown || facts.level.is_none() => {
                Decision::Refuse(Code::WrongState)
            }
            decision => decision,
        }
    }

    /// Reports a use of one's own.
    pub fn adopt(&self, facts: &Facts) -> Decision {
        match self.react(facts) {
            Decision::Allow if facts.archived => Decision::Refuse(Code::WrongState),
            decision => decision,
        }
    }

    /// «полезно», «применю», «спасибо»: never on one's own.
    pub fn react(&self, facts: &Facts) -> Decision {
        match self.read_shown(facts) {
            Decision::Allow if !self.confirmed => Decision::Refuse(Code::NotConfirmed),
            Decision::Allow if self.observes => Decision::Refuse(Code::ReadOnly),
            Decision::Allow if self.author => Decision::Refuse(Code::Forbidden),
            decision => decision,
        }
    }
}

/// Holds no role but that of a public observer.
fn observes(actor: &Actor) -> bool {
    !actor.grants.is_empty() && actor.grants.iter().all(|grant| grant.role == Role::Observer)
}

/// May begin practices and collections of their own.
///
/// # Errors
/// `NotConfirmed`, `ConsentRequired` or `ReadOnly`.
pub fn may_write(actor: &Actor) -> Result<()> {
    actor.may_write()?;
    if observes(actor) { Err(Error::Refused(Code::ReadOnly)) } else { Ok(()) }
}

/// The best level that a score in tenths of a point allows.
pub fn ceiling(score: i32) -> Option<Level> {
    match score {
        380.. => Some(Level::Regional),
        320.. => Some(Level::Municipal),
        250.. => Some(Level::School),
        _ => None,
    }
}
