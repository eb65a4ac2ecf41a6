//! Who may do what. Pure and total: facts first, then a match.
//!
//! Every room decides on [`SchoolSeat`]: who the actor is towards one school. Of two schools of a pair there are two.

pub mod life;
pub mod matching;
pub mod schools;
pub mod work;

use std::collections::BTreeSet;

use kernel::{Actor, OrgId, Role};

/// Those who answer for the schools of a territory.
pub const COORDINATORS: [Role; 2] = [Role::MunicipalCoordinator, Role::RegionalCoordinator];
/// Those who sign for a school.
pub const HEADS: [Role; 2] = [Role::SchoolHead, Role::DeputyHead];
/// Those who act for a school in pairings.
pub const RUNNERS: [Role; 3] = [Role::SchoolHead, Role::DeputyHead, Role::MentorCoordinator];
/// Those who look and never write.
pub const OBSERVERS: [Role; 1] = [Role::Observer];

/// Who the actor is towards a school.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SchoolSeat {
    /// Answers for the territory the school is in, or administers the network.
    pub coordinates: bool,
    /// Acts for the school: its head, a deputy, its coordinator of pairs.
    pub runs: bool,
    /// Signs for the school.
    pub heads: bool,
    /// Works there.
    pub belongs: bool,
    /// Is its curator.
    pub curates: bool,
    /// A public observer of the territory.
    pub observes: bool,
    pub consented: bool,
    pub confirmed: bool,
}

impl SchoolSeat {
    pub fn take(actor: &Actor, school: OrgId) -> Self {
        let of_school =
            |roles: &[Role]| actor.grants.iter().any(|g| roles.contains(&g.role) && g.scope == Some(school));
        let over = |role: Role| {
            actor.grants.iter().any(|g| g.role == role && (g.scope.is_none() || g.territory.contains(&school)))
        };
        Self {
            coordinates: coordinates(actor, school),
            runs: of_school(&RUNNERS),
            heads: of_school(&HEADS),
            belongs: actor.orgs.contains(&school),
            curates: over(Role::Curator),
            observes: over(Role::Observer),
            consented: actor.consented,
            confirmed: actor.confirmed,
        }
    }

    /// May do something at all, whatever it is.
    pub fn active(self) -> bool {
        self.consented && self.confirmed
    }
}

/// Answers for this territory or school.
pub fn coordinates(actor: &Actor, org: OrgId) -> bool {
    actor.holds_over(&COORDINATORS, org)
}

/// Schools the actor acts for.
pub fn run_by(actor: &Actor) -> BTreeSet<OrgId> {
    actor.grants.iter().filter(|grant| RUNNERS.contains(&grant.role)).filter_map(|grant| grant.scope).collect()
}
