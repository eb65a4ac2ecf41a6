//! The rules of [`crate::policy`] that filter lists, as SQL conditions.

use kernel::Actor;
use sea_orm::{Condition, QuerySelect, QueryTrait, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    entity::{affiliation, invitation, person, role_grant},
    policy::{self, ADMINISTERING, Territory},
    words::PersonStatus,
};

/// A column whose organisation lies in a territory.
fn lies_in<C: ColumnTrait>(column: C, territory: &Territory) -> Condition {
    match territory {
        Territory::Everywhere => Condition::all().add(column.is_not_null()),
        Territory::Within(orgs) => Condition::all().add(column.is_in(orgs.iter().copied())),
    }
}

/// Twin of [`policy::see_person`], on `person`.
pub fn people(actor: &Actor) -> Condition {
    let own = Condition::any().add(person::Column::Id.eq(actor.person));
    if !policy::browse_people(actor).allowed() {
        return own;
    }
    if actor.is_administrator() {
        return Condition::all();
    }
    let theirs = affiliation::Entity::find()
        .select_only()
        .column(affiliation::Column::PersonId)
        .filter(affiliation::Column::EndedAt.is_null())
        .filter(lies_in(affiliation::Column::OrganisationId, &policy::territory(actor, ADMINISTERING)))
        .into_query();
    own.add(person::Column::Status.eq(PersonStatus::Confirmed))
        .add(Expr::col((person::Entity, person::Column::Id)).in_subquery(theirs))
}

/// Twin of [`policy::see_grant`], on `role_grant`.
pub fn grants(actor: &Actor) -> Condition {
    let own = Condition::any().add(role_grant::Column::PersonId.eq(actor.person));
    match policy::territory(actor, ADMINISTERING) {
        Territory::Everywhere if actor.is_administrator() => Condition::all(),
        territory => own.add(lies_in(role_grant::Column::ScopeId, &territory)),
    }
}

/// Twin of [`policy::see_request`] for requests of others, on `affiliation`.
pub fn requests(actor: &Actor) -> Condition {
    lies_in(affiliation::Column::OrganisationId, &policy::territory(actor, ADMINISTERING))
}

/// Invitations into organisations the actor looks after, on `invitation`.
pub fn invitations(actor: &Actor) -> Condition {
    lies_in(invitation::Column::OrganisationId, &policy::territory(actor, ADMINISTERING))
}
