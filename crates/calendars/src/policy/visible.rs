//! The policy as SQL conditions on table `event`: what lists, feeds, counts and notices may touch.

use std::collections::BTreeSet;

use kernel::{Actor, OrgId};
use sea_orm::{
    Condition, QueryFilter, QuerySelect, QueryTrait,
    entity::prelude::*,
    sea_query::{Expr, ExprTrait, SimpleExpr},
};

use super::{LEADERS, led};
use crate::{
    entity::{event, event_host, event_place, event_registration, event_speaker},
    kinds::{EventAudience, EventState, RegistrationState},
};

fn never() -> Condition {
    Condition::all().add(Expr::val(1).eq(0))
}

fn shown() -> SimpleExpr {
    event::Column::State.ne(EventState::Draft)
}

/// Events the actor knows of; a stranger those that are open to anybody.
pub fn visible(actor: Option<&Actor>) -> Condition {
    let Some(actor) = actor else { return open() };
    if !actor.consented {
        return never();
    }
    let mut any = Condition::any()
        .add(event::Column::OwnerId.eq(actor.person))
        .add(Condition::all().add(shown()).add(audience(actor)));
    if actor.confirmed {
        any = any.add(held_by(led(actor)));
    }
    any
}

fn open() -> Condition {
    Condition::all().add(shown()).add(event::Column::Audience.eq(EventAudience::Everyone))
}

/// The same of a row that is read already.
pub fn is_open(row: &event::Model) -> bool {
    row.state != EventState::Draft && row.audience == EventAudience::Everyone
}

fn audience(actor: &Actor) -> Condition {
    let mut any = Condition::any()
        .add(event::Column::Audience.eq(EventAudience::Everyone))
        .add(speaking(actor))
        .add(registered(actor, RegistrationState::LIVE));
    if actor.confirmed {
        let named = event_place::Entity::find()
            .select_only()
            .column(event_place::Column::EventId)
            .filter(event_place::Column::OrgId.is_in(actor.circle.iter().copied()))
            .into_query();
        any = any
            .add(event::Column::Audience.eq(EventAudience::Network))
            .add(
                Condition::all()
                    .add(event::Column::Audience.eq(EventAudience::Association))
                    .add(event::Column::AssociationId.is_in(actor.orgs.iter().copied())),
            )
            .add(
                Condition::all()
                    .add(event::Column::Audience.eq(EventAudience::Places))
                    .add(Expr::col((event::Entity, event::Column::Id)).in_subquery(named)),
            )
            .add(held_by(actor.orgs.clone()))
            .add(coordinated(actor));
    }
    any
}

/// Held by one of these, alone or with others.
pub fn held_by(orgs: BTreeSet<OrgId>) -> Condition {
    let with = event_host::Entity::find()
        .select_only()
        .column(event_host::Column::EventId)
        .filter(event_host::Column::OrgId.is_in(orgs.iter().copied()))
        .into_query();
    Condition::any()
        .add(event::Column::HostId.is_in(orgs))
        .add(Expr::col((event::Entity, event::Column::Id)).in_subquery(with))
}

fn coordinated(actor: &Actor) -> Condition {
    let leads = || actor.grants.iter().filter(|grant| LEADERS.contains(&grant.role));
    if actor.is_administrator() || leads().any(|grant| grant.scope.is_none()) {
        return Condition::all().add(Expr::val(1).eq(1));
    }
    held_by(leads().flat_map(|grant| grant.territory.iter().copied()).collect())
}

/// Events where the actor speaks.
pub fn speaking(actor: &Actor) -> SimpleExpr {
    let mine = event_speaker::Entity::find()
        .select_only()
        .column(event_speaker::Column::EventId)
        .filter(event_speaker::Column::PersonId.eq(actor.person))
        .into_query();
    Expr::col((event::Entity, event::Column::Id)).in_subquery(mine)
}

/// Events for which the actor is registered in one of these states.
pub fn registered(actor: &Actor, states: impl IntoIterator<Item = RegistrationState>) -> SimpleExpr {
    let mine = event_registration::Entity::find()
        .select_only()
        .column(event_registration::Column::EventId)
        .filter(event_registration::Column::PersonId.eq(actor.person))
        .filter(event_registration::Column::State.is_in(states))
        .into_query();
    Expr::col((event::Entity, event::Column::Id)).in_subquery(mine)
}

/// Events of the actor's own hand: those they began and those of schools they lead.
pub fn hosting(actor: &Actor) -> Condition {
    let mut any = Condition::any().add(event::Column::OwnerId.eq(actor.person));
    if actor.confirmed {
        any = any.add(held_by(led(actor)));
    }
    any
}
