//! The rules of reading as sets and as SQL: what lists and counts may touch. Pairs are not in it: what two schools of a
//! pair know of each other they read on each other's page.

use std::collections::BTreeSet;

use kernel::{Actor, OrgId, Role};
use sea_orm::{
    Condition,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait},
};

use crate::{
    entity::schools::need,
    policy::{COORDINATORS, OBSERVERS, run_by},
};

/// Schools somebody reads the needs of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reach {
    Everywhere,
    Of(BTreeSet<OrgId>),
}

impl Reach {
    pub fn covers(&self, school: OrgId) -> bool {
        match self {
            Self::Everywhere => true,
            Self::Of(schools) => schools.contains(&school),
        }
    }
}

/// The twin of [`crate::policy::SchoolSeat::needs`] for many schools at once.
pub fn reach(actor: &Actor) -> Reach {
    if !actor.consented || !actor.confirmed {
        return Reach::Of(BTreeSet::new());
    }
    let over = |role: &Role| COORDINATORS.contains(role) || OBSERVERS.contains(role) || *role == Role::Curator;
    let wide = || actor.grants.iter().filter(|grant| over(&grant.role));
    if actor.is_administrator() || wide().any(|grant| grant.scope.is_none()) {
        return Reach::Everywhere;
    }
    let territory = wide().flat_map(|grant| grant.territory.iter().copied());
    Reach::Of(territory.chain(actor.orgs.iter().copied()).chain(run_by(actor)).collect())
}

/// Needs the actor reads.
pub fn visible_needs(actor: &Actor) -> Condition {
    match reach(actor) {
        Reach::Everywhere => Condition::all(),
        Reach::Of(schools) if schools.is_empty() => Condition::all().add(Expr::val(1).eq(0)),
        Reach::Of(schools) => Condition::all().add(need::Column::SchoolId.is_in(schools)),
    }
}
