//! Who may do what here. Pure and total: facts in, a decision out. Each rule that also filters lists has its twin in
//! [`crate::visible`]; `tests/it/accounts` holds the two against each other.

use std::collections::BTreeSet;

use kernel::{
    Actor, Code, Decision,
    Decision::{Allow, Hide, Refuse},
    OrgId, OrgKind, PersonId, Role,
};

use crate::words::PersonStatus;

/// Roles that look after the people of an organisation.
pub const ADMINISTERING: &[Role] = &[
    Role::SchoolHead,
    Role::DeputyHead,
    Role::AssociationLeader,
    Role::MunicipalCoordinator,
    Role::RegionalCoordinator,
];

const COORDINATING: &[Role] = &[Role::MunicipalCoordinator, Role::RegionalCoordinator];

/// An organisation as far as rules care.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    pub id: OrgId,
    pub kind: OrgKind,
    pub closed: bool,
}

/// A person who is looked at or acted upon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    pub id: PersonId,
    pub status: PersonStatus,
    /// Organisations of confirmed affiliations.
    pub works_at: BTreeSet<OrgId>,
    /// Organisations that were asked and have not answered.
    pub asked: BTreeSet<OrgId>,
    /// Roles in force.
    pub roles: BTreeSet<Role>,
}

impl Target {
    fn places(&self) -> impl Iterator<Item = OrgId> {
        self.works_at.iter().chain(&self.asked).copied()
    }
}

/// Where somebody's roles reach.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Territory {
    Everywhere,
    Within(BTreeSet<OrgId>),
}

impl Territory {
    pub fn holds(&self, org: OrgId) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Within(orgs) => orgs.contains(&org),
        }
    }

    pub fn is_nowhere(&self) -> bool {
        matches!(self, Self::Within(orgs) if orgs.is_empty())
    }
}

/// Where any of `roles` lets the actor act. Nowhere for those who may not write.
pub fn territory(actor: &Actor, roles: &[Role]) -> Territory {
    if actor.may_write().is_err() {
        return Territory::Within(BTreeSet::new());
    }
    let counted = || actor.grants.iter().filter(|g| roles.contains(&g.role));
    if actor.is_administrator() || counted().any(|g| g.scope.is_none()) {
        return Territory::Everywhere;
    }
    Territory::Within(counted().flat_map(|g| g.territory.iter().copied()).collect())
}

/// Everything but one's own consent, data and sessions needs the consent in force.
pub fn consented(actor: &Actor) -> Decision {
    if actor.consented { Allow } else { Refuse(Code::ConsentRequired) }
}

/// The directory of people is for those whom somebody vouched for.
pub fn browse_people(actor: &Actor) -> Decision {
    match actor.may_write() {
        Ok(()) => Allow,
        Err(error) => Refuse(error.code()),
    }
}

/// Confirmed people see each other; pending and blocked ones are seen by whoever looks after them, and by themselves.
pub fn see_person(actor: &Actor, target: &Target) -> Decision {
    if actor.person == target.id {
        return Allow;
    }
    match browse_people(actor) {
        Allow if target.status == PersonStatus::Confirmed || look_after(actor, target).allowed() => Allow,
        Allow => Hide,
        refused => refused,
    }
}

/// Sees the address, gives entry links: administrators, and those over an organisation where the person is or asks
/// to be.
pub fn look_after(actor: &Actor, target: &Target) -> Decision {
    let over = territory(actor, ADMINISTERING);
    if actor.is_administrator() && actor.may_write().is_ok() || target.places().any(|org| over.holds(org)) {
        Allow
    } else {
        Refuse(Code::Forbidden)
    }
}

/// Does a role make sense in an organisation of this kind? `None`: over the whole network.
pub fn fits(role: Role, kind: Option<OrgKind>) -> bool {
    use OrgKind::*;
    let Some(kind) = kind else { return matches!(role, Role::Administrator | Role::Expert | Role::Observer) };
    match role {
        Role::Administrator => false,
        Role::RegionalCoordinator => kind == Region,
        Role::MunicipalCoordinator => kind == Municipality,
        Role::AssociationLeader => kind == Association,
        Role::Teacher | Role::SchoolHead | Role::DeputyHead | Role::MentorCoordinator => {
            matches!(kind, School | Centre | Unit)
        }
        Role::Curator => matches!(kind, School | Municipality | Region),
        Role::Inspector => matches!(kind, Municipality | Region),
        Role::Expert | Role::Observer => matches!(kind, School | Municipality | Region),
        Role::Methodist | Role::Tutor | Role::Psychologist => kind != Association,
    }
}

/// Who gives which role where. Whoever may give may take away.
pub fn give_role(actor: &Actor, role: Role, scope: Option<&Place>) -> Decision {
    if let Err(error) = actor.may_write() {
        return Refuse(error.code());
    }
    if actor.is_administrator() {
        return Allow;
    }
    let Some(scope) = scope else { return Refuse(Code::Forbidden) };
    let over = |role: Role| territory(actor, &[role]).holds(scope.id);
    let regional = !matches!(role, Role::Administrator | Role::RegionalCoordinator);
    let municipal = regional && !matches!(role, Role::MunicipalCoordinator | Role::Inspector | Role::Expert);
    let school =
        matches!(role, Role::DeputyHead | Role::Teacher | Role::Tutor | Role::Psychologist | Role::AssociationLeader);
    let allowed = regional && over(Role::RegionalCoordinator)
        || municipal && over(Role::MunicipalCoordinator)
        || school && over(Role::SchoolHead);
    if allowed { Allow } else { Refuse(Code::Forbidden) }
}

/// Roles go to people somebody vouched for; a head gives them to people of the own school only.
pub fn receive_role(actor: &Actor, target: &Target, scope: Option<&Place>) -> Decision {
    if target.status != PersonStatus::Confirmed {
        return Refuse(Code::Forbidden);
    }
    let anybody = match scope {
        None => actor.is_administrator(),
        Some(scope) => territory(actor, COORDINATING).holds(scope.id),
    };
    let school = territory(actor, &[Role::SchoolHead]);
    if anybody || target.works_at.iter().any(|org| school.holds(*org)) { Allow } else { Refuse(Code::Forbidden) }
}

/// Takes a role away: whoever may give it, and its holder.
pub fn take_role(actor: &Actor, holder: PersonId, role: Role, scope: Option<&Place>) -> Decision {
    if actor.person == holder { consented(actor) } else { give_role(actor, role, scope) }
}

/// Sees that a role was given, with its basis.
pub fn see_grant(actor: &Actor, holder: PersonId, scope: Option<OrgId>) -> Decision {
    let over = territory(actor, ADMINISTERING);
    let seen = actor.person == holder
        || match scope {
            Some(scope) => over.holds(scope),
            None => actor.is_administrator() && !over.is_nowhere(),
        };
    if seen { Allow } else { Hide }
}

/// Organisations that people belong to. Regions and municipalities hold organisations, not people.
pub fn has_members(kind: OrgKind) -> bool {
    !matches!(kind, OrgKind::Region | OrgKind::Municipality)
}

/// Brings somebody in by a link: plain membership by whoever looks after the organisation, roles by whoever gives them.
pub fn invite(actor: &Actor, role: Role, place: &Place) -> Decision {
    if let Err(error) = actor.may_write() {
        return Refuse(error.code());
    }
    if place.closed {
        return Refuse(Code::Forbidden);
    }
    if role == Role::Teacher && has_members(place.kind) {
        confirm(actor, place.id)
    } else {
        give_role(actor, role, Some(place))
    }
}

/// Says that somebody really belongs to an organisation.
pub fn confirm(actor: &Actor, org: OrgId) -> Decision {
    if let Err(error) = actor.may_write() {
        return Refuse(error.code());
    }
    if territory(actor, ADMINISTERING).holds(org) { Allow } else { Refuse(Code::Forbidden) }
}

/// Sees a request to be confirmed.
pub fn see_request(actor: &Actor, asker: PersonId, org: OrgId) -> Decision {
    if actor.person == asker || confirm(actor, org).allowed() { Allow } else { Hide }
}

/// Ends an affiliation: the person themselves, and whoever confirms there, unless the person holds a role in that
/// organisation that the actor could not take away (a deputy does not dismiss the head).
pub fn end_affiliation(actor: &Actor, person: PersonId, place: &Place, roles_there: &[Role]) -> Decision {
    if actor.person == person {
        return consented(actor);
    }
    match confirm(actor, place.id) {
        Allow if roles_there.iter().all(|r| give_role(actor, *r, Some(place)).allowed() || is_plain(*r)) => Allow,
        Allow => Refuse(Code::Forbidden),
        _ => Hide,
    }
}

/// Roles that mean no more than working there.
fn is_plain(role: Role) -> bool {
    role == Role::Teacher
}

/// Which organisations stand under which.
pub fn stands_under(kind: OrgKind, parent: Option<OrgKind>) -> bool {
    use OrgKind::*;
    match (kind, parent) {
        (Region, None) => true,
        (Municipality, Some(parent)) => parent == Region,
        (School | Centre, Some(parent)) => matches!(parent, Region | Municipality),
        (Unit, Some(parent)) => parent != Association,
        (Association, Some(parent)) => matches!(parent, Region | Municipality | School),
        _ => false,
    }
}

/// Founds an organisation: coordinators in their territory, heads a unit or an association of the own school.
pub fn found_organisation(actor: &Actor, kind: OrgKind, parent: Option<&Place>) -> Decision {
    if let Err(error) = actor.may_write() {
        return Refuse(error.code());
    }
    if actor.is_administrator() {
        return Allow;
    }
    let Some(parent) = parent else { return Refuse(Code::Forbidden) };
    let over = |role: Role| territory(actor, &[role]).holds(parent.id);
    let allowed = over(Role::RegionalCoordinator)
        || over(Role::MunicipalCoordinator) && kind != OrgKind::Municipality
        || over(Role::SchoolHead) && matches!(kind, OrgKind::Unit | OrgKind::Association);
    if allowed { Allow } else { Refuse(Code::Forbidden) }
}

/// Changes what is written about an organisation.
pub fn edit_organisation(actor: &Actor, org: OrgId) -> Decision {
    const EDITING: &[Role] =
        &[Role::SchoolHead, Role::AssociationLeader, Role::MunicipalCoordinator, Role::RegionalCoordinator];
    if let Err(error) = actor.may_write() {
        return Refuse(error.code());
    }
    if territory(actor, EDITING).holds(org) { Allow } else { Refuse(Code::Forbidden) }
}

/// Lists organisations: anybody the kinds one registers with, everybody with a consent all of them.
pub fn list_organisations(actor: Option<&Actor>, kind: Option<OrgKind>) -> Decision {
    match (actor, kind) {
        (Some(actor), _) => consented(actor),
        (None, Some(OrgKind::School | OrgKind::Municipality | OrgKind::Region)) => Allow,
        (None, _) => Refuse(Code::Unauthenticated),
    }
}

/// Asks to belong. Even those whom nobody vouched for: that is how they get in.
pub fn ask_to_join(actor: &Actor, place: &Place) -> Decision {
    match consented(actor) {
        Allow if place.closed || !has_members(place.kind) => Refuse(Code::Forbidden),
        decision => decision,
    }
}

/// Shuts a person out, or lets them in again. Coordinators only for people who are wholly theirs and no coordinators.
pub fn block(actor: &Actor, target: &Target) -> Decision {
    if let Err(error) = actor.may_write() {
        return Refuse(error.code());
    }
    if actor.person == target.id {
        return Refuse(Code::Forbidden);
    }
    if actor.is_administrator() {
        return Allow;
    }
    let over = territory(actor, COORDINATING);
    let theirs = target.places().next().is_some() && target.places().all(|org| over.holds(org));
    let peer = target.roles.contains(&Role::Administrator) || COORDINATING.iter().any(|r| target.roles.contains(r));
    if theirs && !peer { Allow } else { Refuse(Code::Forbidden) }
}

/// Gives a person who forgot the password, and has no proved address, a link to set a new one. Nobody gets into the
/// account of somebody who may do more than they.
pub fn give_entry(actor: &Actor, target: &Target, held: &[(Role, Option<Place>)]) -> Decision {
    if actor.person == target.id || target.status.is_out() {
        return Refuse(Code::Forbidden);
    }
    match look_after(actor, target) {
        Allow
            if held
                .iter()
                .all(|(role, scope)| is_plain(*role) || give_role(actor, *role, scope.as_ref()).allowed()) =>
        {
            Allow
        }
        Allow => Refuse(Code::Forbidden),
        refused => refused,
    }
}
