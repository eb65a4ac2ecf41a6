//! The policy as SQL conditions on table `space`: what lists, counts, home and notices may touch.

use kernel::{Actor, OrgId};
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, Query, SimpleExpr},
};

use super::moderating_roles;
use crate::{
    discussions::BANK,
    entity::{space, space_member},
    kinds::{Audience, JoinRule, MemberState, SpaceKind},
};

/// Spaces whose contents the actor reads.
pub fn readable(actor: &Actor) -> Condition {
    let mut any = open();
    if actor.confirmed {
        any = any.add(close(actor)).add(
            Condition::all()
                .add(space::Column::Kind.eq(SpaceKind::Association))
                .add(space::Column::Audience.eq(Audience::Network)),
        );
    }
    guarded(actor, any)
}

/// Spaces the actor belongs to: the open ones and those of their work, without associations they merely may read.
pub fn mine(actor: &Actor) -> Condition {
    let any = if actor.confirmed { open().add(close(actor)) } else { open() };
    guarded(actor, any)
}

/// Spaces whose card the actor sees: readable ones, and groups one may ask into or was invited to.
pub fn listed(actor: &Actor) -> Condition {
    let mut any = Condition::any().add(readable(actor));
    if actor.confirmed {
        any = any
            .add(
                Condition::all()
                    .add(space::Column::Kind.eq(SpaceKind::Group))
                    .add(space::Column::JoinRule.is_in([JoinRule::Auto, JoinRule::Request])),
            )
            .add(row(actor, &[MemberState::Invited, MemberState::Requested]));
    }
    guarded(actor, any)
}

/// Spaces that anybody reads, signed in or not. The bank's room is not among them: practices that stay inside the
/// network are talked about there, and their titles stay with them.
pub fn open_to_all() -> Condition {
    let other = Condition::any().add(space::Column::ExternalKey.is_null()).add(space::Column::ExternalKey.ne(BANK));
    Condition::all().add(space::Column::Kind.eq(SpaceKind::Open)).add(other)
}

fn open() -> Condition {
    Condition::any().add(space::Column::Kind.eq(SpaceKind::Open))
}

/// Own organisations, own roles, own rows, and what administrators moderate.
fn close(actor: &Actor) -> Condition {
    let orgs = |set: &std::collections::BTreeSet<OrgId>| space::Column::OrganisationId.is_in(set.iter().copied());
    let mut any = Condition::any()
        .add(
            Condition::all()
                .add(space::Column::Kind.is_in([SpaceKind::Association, SpaceKind::School]))
                .add(orgs(&actor.orgs)),
        )
        .add(Condition::all().add(space::Column::Kind.eq(SpaceKind::Municipality)).add(orgs(&actor.circle)))
        .add(row(actor, &[MemberState::Member]));
    for kind in [SpaceKind::Association, SpaceKind::School, SpaceKind::Municipality] {
        let run =
            actor.grants.iter().filter(|g| moderating_roles(kind).contains(&g.role)).filter_map(|g| g.scope).collect();
        any = any.add(Condition::all().add(space::Column::Kind.eq(kind)).add(orgs(&run)));
    }
    if actor.is_administrator() {
        any = any.add(
            Condition::all()
                .add(space::Column::Audience.eq(Audience::Network))
                .add(space::Column::Kind.ne(SpaceKind::Group)),
        );
    }
    any
}

/// Deny wins: without consent nothing, and nowhere one was removed from.
fn guarded(actor: &Actor, any: Condition) -> Condition {
    if !actor.consented {
        return Condition::all().add(Expr::val(1).eq(0));
    }
    Condition::all().add(any).add(row(actor, &[MemberState::Removed]).not())
}

fn row(actor: &Actor, states: &[MemberState]) -> SimpleExpr {
    Expr::exists(
        Query::select()
            .expr(Expr::val(1))
            .from(space_member::Entity)
            .and_where(
                Expr::col((space_member::Entity, space_member::Column::SpaceId))
                    .equals((space::Entity, space::Column::Id)),
            )
            .and_where(space_member::Column::PersonId.eq(actor.person))
            .and_where(space_member::Column::State.is_in(states.iter().copied()))
            .take(),
    )
}
