//! The policy as SQL conditions on table `practice`: what lists, counts, exports and notices may touch.

use std::collections::BTreeSet;

use kernel::{Actor, OrgId, Role};
use sea_orm::{
    Condition, QueryFilter, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::MUNICIPAL;
use crate::{
    entity::{practice, practice_author, review},
    kinds::{Audience, ReviewState, Stage},
};

const IN_WORK: [Stage; 3] = [Stage::Submitted, Stage::Review, Stage::Revision];

fn never() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}

/// Practices the actor knows of; a stranger those that are open to anybody.
pub fn visible(actor: Option<&Actor>) -> Condition {
    let Some(actor) = actor else { return open() };
    if !actor.consented {
        return never();
    }
    let mut any = Condition::any().add(shown(Some(actor))).add(authored(actor));
    if actor.confirmed {
        let in_work = || Condition::all().add(practice::Column::Stage.is_in(IN_WORK));
        any = any.add(in_work().add(coordinated(actor))).add(in_work().add(assigned(actor)));
    }
    any
}

/// Practices whose shown version the actor reads.
pub fn shown(actor: Option<&Actor>) -> Condition {
    let Some(actor) = actor else { return open() };
    if !actor.consented {
        return never();
    }
    let place = || practice::Column::Audience.eq(Audience::Place);
    let mut any = Condition::any()
        .add(practice::Column::Audience.eq(Audience::Everyone))
        .add(Condition::all().add(authored(actor)).add(practice::Column::ShownId.is_not_null()));
    if actor.confirmed {
        any = any
            .add(practice::Column::Audience.eq(Audience::Network))
            .add(Condition::all().add(place()).add(practice::Column::PlaceId.is_in(actor.orgs.iter().copied())))
            .add(Condition::all().add(place()).add(coordinated(actor)));
    }
    Condition::all().add(practice::Column::ShownId.is_not_null()).add(any)
}

fn open() -> Condition {
    Condition::all().add(practice::Column::Audience.eq(Audience::Everyone)).add(practice::Column::ShownId.is_not_null())
}

/// The same of a row that is read already.
pub fn is_open(row: &practice::Model) -> bool {
    row.audience == Audience::Everyone && row.shown_id.is_some()
}

/// Waiting for the actor's check or decision.
pub fn to_check(actor: &Actor) -> Condition {
    Condition::all().add(practice::Column::Stage.is_in([Stage::Submitted, Stage::Review])).add(coordinated(actor))
}

/// Waiting for the actor's review.
pub fn to_review(actor: &Actor) -> Condition {
    let mine = review::Entity::find()
        .select_only()
        .column(review::Column::VersionId)
        .filter(review::Column::ExpertId.eq(actor.person))
        .filter(review::Column::State.eq(ReviewState::Assigned))
        .into_query();
    Condition::all()
        .add(practice::Column::Stage.eq(Stage::Review))
        .add(Expr::col((practice::Entity, practice::Column::WorkId)).in_subquery(mine))
}

/// Practices the actor wrote, alone or with others.
pub fn authored(actor: &Actor) -> SimpleExpr {
    let mine = practice_author::Entity::find()
        .select_only()
        .column(practice_author::Column::PracticeId)
        .filter(practice_author::Column::PersonId.eq(actor.person))
        .into_query();
    Expr::col((practice::Entity, practice::Column::Id)).in_subquery(mine)
}

/// Practices of the actor's territory that others wrote.
pub fn coordinated(actor: &Actor) -> Condition {
    Condition::all().add(territory(actor)).add(authored(actor).not())
}

fn territory(actor: &Actor) -> Condition {
    let holds = |role: &Role| *role == Role::RegionalCoordinator || MUNICIPAL.contains(role);
    let everywhere = actor.is_administrator()
        || actor.grants.iter().any(|g| g.scope.is_none() && (holds(&g.role) || g.role == Role::Expert));
    if everywhere {
        return Condition::all();
    }
    let mut homes: BTreeSet<OrgId> = BTreeSet::new();
    let mut any = Condition::any();
    for grant in &actor.grants {
        if holds(&grant.role) {
            homes.extend(&grant.territory);
        }
        // Leads the expertise of a region: only regions have regions' homes below them as their root.
        if let (Role::Expert, Some(scope)) = (grant.role, grant.scope) {
            any = any.add(practice::Column::RegionId.eq(scope));
        }
    }
    any.add(practice::Column::HomeId.is_in(homes))
}

fn assigned(actor: &Actor) -> SimpleExpr {
    let mine = review::Entity::find()
        .select_only()
        .column(review::Column::VersionId)
        .filter(review::Column::ExpertId.eq(actor.person))
        .filter(review::Column::State.ne(ReviewState::Declined))
        .into_query();
    Expr::col((practice::Entity, practice::Column::WorkId)).in_subquery(mine)
}
