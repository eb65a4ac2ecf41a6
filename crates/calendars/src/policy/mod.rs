//! Who may do what with an event. Pure and total: facts first, then a match.
//!
//! Reading: a draft is known to its owner and to those who run the school that holds it. What was published is known to
//! the audience it names, to people of the schools that hold it, to its speakers, to whoever is registered, and to the
//! coordinators above the host. Audience says who hears of it; roles say who of them may register.

mod after;
mod life;
mod visible;

use std::collections::BTreeSet;

use kernel::{Actor, Code, Decision, Error, OrgId, PersonId, Result, Role};

pub use life::{Act, after};
pub use visible::{held_by, hosting, is_open, registered, speaking, visible};

use crate::kinds::{EventAudience, EventLevel, EventState, RegistrationMode};

/// What the rules are decided on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub state: EventState,
    pub level: EventLevel,
    pub audience: EventAudience,
    pub registration: RegistrationMode,
    pub owner: PersonId,
    pub host: OrgId,
    /// Those that hold it together with the host.
    pub co_hosts: Vec<OrgId>,
    pub association: Option<OrgId>,
    pub places: Vec<OrgId>,
    pub roles: Vec<Role>,
    pub speakers: Vec<PersonId>,
}

/// Who the actor is towards this event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub consented: bool,
    pub confirmed: bool,
    /// A public observer reads and never writes.
    pub observes: bool,
    pub owner: bool,
    /// Runs one of the schools that hold it.
    pub runs: bool,
    /// Answers for a territory that holds one of those schools.
    pub coordinates: bool,
    pub speaker: bool,
    pub registered: bool,
    /// Belongs to what it is held by, or to the audience.
    pub invited: bool,
    /// Holds one of the roles it gathers.
    pub wanted: bool,
}

/// Those who answer for an organisation and what happens in it.
pub const LEADERS: [Role; 7] = [
    Role::SchoolHead,
    Role::DeputyHead,
    Role::AssociationLeader,
    Role::MentorCoordinator,
    Role::Methodist,
    Role::MunicipalCoordinator,
    Role::RegionalCoordinator,
];

/// Organisations the actor leads themselves.
pub(crate) fn led(actor: &Actor) -> BTreeSet<OrgId> {
    actor.grants.iter().filter(|grant| LEADERS.contains(&grant.role)).filter_map(|grant| grant.scope).collect()
}

impl Seat {
    /// `registered`: a live registration of theirs is there.
    pub fn take(actor: &Actor, facts: &Facts, registered: bool) -> Self {
        let hosts = || std::iter::once(facts.host).chain(facts.co_hosts.iter().copied());
        let led = led(actor);
        let invited = match facts.audience {
            EventAudience::Everyone => true,
            EventAudience::Network => actor.confirmed,
            EventAudience::Association => {
                actor.confirmed && facts.association.is_some_and(|association| actor.orgs.contains(&association))
            }
            EventAudience::Places => actor.confirmed && facts.places.iter().any(|org| actor.circle.contains(org)),
        };
        Self {
            consented: actor.consented,
            confirmed: actor.confirmed,
            observes: observes(actor),
            owner: facts.owner == actor.person,
            runs: actor.confirmed && hosts().any(|org| led.contains(&org)),
            coordinates: actor.confirmed && hosts().any(|org| actor.holds_over(&LEADERS, org)),
            speaker: facts.speakers.contains(&actor.person),
            registered,
            invited: invited || actor.confirmed && hosts().any(|org| actor.orgs.contains(&org)),
            wanted: facts.roles.is_empty() || actor.grants.iter().any(|grant| facts.roles.contains(&grant.role)),
        }
    }

    /// Knows that the event is there.
    pub fn see(&self, facts: &Facts) -> Decision {
        let allowed = self.consented
            && match facts.state {
                EventState::Draft => self.owner || self.runs,
                EventState::Published
                | EventState::Held
                | EventState::Closed
                | EventState::Postponed
                | EventState::Cancelled => {
                    self.owner || self.runs || self.coordinates || self.speaker || self.registered || self.invited
                }
            };
        if allowed { Decision::Allow } else { Decision::Hide }
    }

    fn writing(&self, facts: &Facts, who: bool) -> Decision {
        match self.see(facts) {
            Decision::Allow if !self.confirmed => Decision::Refuse(Code::NotConfirmed),
            Decision::Allow if self.observes => Decision::Refuse(Code::ReadOnly),
            Decision::Allow if !who => Decision::Refuse(Code::Forbidden),
            decision => decision,
        }
    }

    /// Changes it, sends it through its life, sees and changes the list of participants.
    pub fn manage(&self, facts: &Facts) -> Decision {
        self.writing(facts, self.owner || self.runs || self.coordinates)
    }

    /// Lets others hear of it. Beyond the school somebody must answer for it.
    pub fn publish(&self, facts: &Facts) -> Decision {
        match self.manage(facts) {
            Decision::Allow if facts.level != EventLevel::School && !self.runs && !self.coordinates => {
                Decision::Refuse(Code::Forbidden)
            }
            decision => decision,
        }
    }

    /// Has a place there, or asks for one.
    pub fn register(&self, facts: &Facts) -> Decision {
        match self.see(facts) {
            Decision::Allow if !self.confirmed => Decision::Refuse(Code::NotConfirmed),
            Decision::Allow if self.observes => Decision::Refuse(Code::ReadOnly),
            Decision::Allow if !self.wanted => Decision::Refuse(Code::NotInvited),
            decision => decision,
        }
    }

    /// Reads where one connects. `confirmed`: their place is sure.
    pub fn connect(&self, facts: &Facts, confirmed: bool) -> Decision {
        let free = facts.registration == RegistrationMode::None && self.confirmed;
        match self.see(facts) {
            Decision::Allow if confirmed || free || self.speaker || self.manage(facts).allowed() => Decision::Allow,
            Decision::Allow => Decision::Refuse(Code::Forbidden),
            decision => decision,
        }
    }
}

/// Holds no role but that of a public observer.
fn observes(actor: &Actor) -> bool {
    !actor.grants.is_empty() && actor.grants.iter().all(|grant| grant.role == Role::Observer)
}

/// May begin an event that this organisation holds.
///
/// # Errors
/// `NotConfirmed`, `ConsentRequired`, `ReadOnly`, or `Invalid` naming `host`.
pub fn may_hold(actor: &Actor, host: OrgId) -> Result<()> {
    actor.may_write()?;
    if observes(actor) {
        return Err(Error::Refused(Code::ReadOnly));
    }
    if actor.orgs.contains(&host) || actor.holds_over(&LEADERS, host) {
        Ok(())
    } else {
        Err(Error::invalid("host", "unknown"))
    }
}

/// May write down what they saw at a colleague's lesson.
///
/// # Errors
/// `NotConfirmed`, `ConsentRequired` or `ReadOnly`.
pub fn may_visit(actor: &Actor) -> Result<()> {
    actor.may_write()?;
    if observes(actor) { Err(Error::Refused(Code::ReadOnly)) } else { Ok(()) }
}

/// May register this colleague: who leads an organisation they work in.
pub fn may_send(actor: &Actor, colleague: &Actor) -> bool {
    actor.confirmed && colleague.orgs.iter().any(|org| actor.administers(*org))
}
