//! Which pairs somebody may see, as a condition on `pairing`: the twin of [`super::PairSeat::see`].

use std::collections::BTreeSet;

use kernel::{Actor, OrgId, Role};
use sea_orm::{Condition, QuerySelect, QueryTrait, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    entity::life::{pairing, pairing_person},
    kinds::Side,
    policy,
};

/// Roles that see the pairs of every school they reach.
const REACHING: [Role; 3] = [Role::MunicipalCoordinator, Role::RegionalCoordinator, Role::Curator];

/// Pairs the actor reads.
pub fn visible(actor: &Actor) -> Condition {
    if !actor.consented || !actor.confirmed {
        return nothing();
    }
    let reaching = || actor.grants.iter().filter(|grant| REACHING.contains(&grant.role));
    if actor.is_administrator() || reaching().any(|grant| grant.scope.is_none()) {
        return Condition::all();
    }
    let mut schools: BTreeSet<OrgId> = policy::run_by(actor);
    schools.extend(reaching().flat_map(|grant| grant.territory.iter().copied()));
    Condition::any().add(touching(schools)).add(taking_part(actor, Side::Mentor)).add(taking_part(actor, Side::Mentee))
}

/// Pairs with one of these schools on either side.
pub fn of_territory(schools: BTreeSet<OrgId>) -> Condition {
    touching(schools)
}

fn touching(schools: BTreeSet<OrgId>) -> Condition {
    Condition::any()
        .add(pairing::Column::MentorId.is_in(schools.iter().copied()))
        .add(pairing::Column::MenteeId.is_in(schools))
}

/// Is of the pair's people, and works in the school of that side still.
fn taking_part(actor: &Actor, side: Side) -> Condition {
    let ids = pairing_person::Entity::find()
        .select_only()
        .column(pairing_person::Column::PairingId)
        .filter(pairing_person::Column::PersonId.eq(actor.person))
        .filter(pairing_person::Column::Side.eq(side))
        .filter(pairing_person::Column::Until.is_null())
        .into_query();
    let school = match side {
        Side::Mentor => pairing::Column::MentorId,
        Side::Mentee => pairing::Column::MenteeId,
    };
    Condition::all()
        .add(Expr::col((pairing::Entity, pairing::Column::Id)).in_subquery(ids))
        .add(school.is_in(actor.orgs.iter().copied()))
}

fn nothing() -> Condition {
    Condition::all().add(Expr::value(1).eq(0))
}
