//! Who hears of open offers, as terms of the index and as a set of schools: the twins of
//! [`crate::policy::SchoolSeat::offer`] for an open offer of a school that stands. Pairs are not in it: what two schools
//! of a pair know of each other they read on each other's page.

use std::collections::BTreeSet;

use kernel::{Actor, OrgId, Role};
use platform::ports::Audience;

use super::{Reach, reach};
use crate::policy::{COORDINATORS, OBSERVERS, RUNNERS};

/// Who finds an open offer: people of the region, and offices over the school or anything above it.
pub fn announced_to(region: OrgId, above: &BTreeSet<OrgId>) -> Vec<Audience> {
    let offices = above.iter().copied().map(|org| Audience::Office(Some(org)));
    offices.chain([Audience::Below(region), Audience::Office(None)]).collect()
}

/// What of it an actor may find.
pub fn hears(actor: &Actor) -> Vec<Audience> {
    if !actor.consented || !actor.confirmed {
        return Vec::new();
    }
    let mut heard: Vec<Audience> = actor.circle.iter().copied().map(Audience::Below).collect();
    let wide = |role: &Role| COORDINATORS.contains(role) || OBSERVERS.contains(role) || *role == Role::Curator;
    let offices = actor.grants.iter().filter(|grant| wide(&grant.role));
    heard.extend(offices.map(|grant| Audience::Office(grant.scope)));
    let schools = actor.grants.iter().filter(|grant| RUNNERS.contains(&grant.role) && grant.scope.is_some());
    heard.extend(schools.map(|grant| Audience::Office(grant.scope)));
    if actor.is_administrator() {
        heard.push(Audience::Office(None));
    }
    heard
}

/// The same as schools, where `below` are those of the regions the actor works in.
pub fn announced_among(actor: &Actor, below: BTreeSet<OrgId>) -> Reach {
    match reach(actor) {
        Reach::Of(mut schools) if actor.consented && actor.confirmed => {
            schools.extend(below);
            Reach::Of(schools)
        }
        reach => reach,
    }
}
