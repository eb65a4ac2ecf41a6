//! Membership: who asks in, who is let in, who is shown out. Explicit rows only; most people are members of a space
//! through their organisation and have no row here.

use kernel::{Actor, Code, Error, PersonId, Result, SpaceId};
use platform::Tx;
use sea_orm::{ActiveValue::Set, entity::prelude::*, sea_query::OnConflict};

use crate::{
    access::{self, Room},
    entity::{space_mark, space_member},
    event::Event,
    kinds::{JoinRule, MemberState, SpaceKind, SpaceRole},
    policy::{Seat, SpaceFacts, Standing},
    spaces,
};

/// Asks in, or comes in where that is free or the person was invited. Members stay members.
pub async fn join(tx: &mut Tx, actor: &Actor, space: SpaceId) -> Result<MemberState> {
    spaces::locked(tx, space).await?;
    let room = access::room(tx.db(), actor, space).await?;
    if room.seat.standing >= Standing::Member {
        return Ok(MemberState::Member);
    }
    let invited = matches!(room.facts.explicit, Some((_, MemberState::Invited)));
    if room.facts.kind != SpaceKind::Group && !invited {
        // Spaces of organisations are joined by working there; this refuses with the reason.
        room.seat.write().or_refuse()?;
    }
    if room.seat.standing == Standing::Reader && !invited {
        return Ok(MemberState::Member);
    }
    let (role, state) = match room.facts.explicit {
        Some((role, MemberState::Invited)) => (role, MemberState::Member),
        Some((_, MemberState::Requested)) => return Ok(MemberState::Requested),
        _ if room.facts.join == JoinRule::Auto => (SpaceRole::Member, MemberState::Member),
        _ => (SpaceRole::Member, MemberState::Requested),
    };
    store(tx, actor, &room, actor.person, role, state).await?;
    if state == MemberState::Requested {
        tx.emit(Event::JoinRequested { actor: actor.person, space });
    }
    Ok(state)
}

/// Leaves a group, or takes a request or an invitation back. Spaces of one's work are left by leaving the work.
pub async fn leave(tx: &mut Tx, actor: &Actor, space: SpaceId) -> Result<()> {
    spaces::locked(tx, space).await?;
    let room = access::room(tx.db(), actor, space).await?;
    match room.facts.explicit {
        Some((role, state)) => {
            if (role, state) == (SpaceRole::Moderator, MemberState::Member) {
                keep_one_moderator(tx, &room.facts, actor.person).await?;
            }
            space_member::Entity::delete_by_id((space, actor.person)).exec(tx.db()).await?;
            changed(tx, actor, space, actor.person);
            Ok(())
        }
        None if room.facts.kind == SpaceKind::Group => Ok(()),
        None => Err(Error::Refused(Code::Forbidden)),
    }
}

/// Lets a person in, invites them, or changes their role. For moderators.
pub async fn set(
    tx: &mut Tx,
    actor: &Actor,
    space: SpaceId,
    person: PersonId,
    role: SpaceRole,
    state: MemberState,
) -> Result<space_member::Model> {
    spaces::locked(tx, space).await?;
    let room = access::room(tx.db(), actor, space).await?;
    room.seat.moderate().or_refuse()?;
    if !matches!(state, MemberState::Member | MemberState::Invited) {
        return Err(Error::invalid("state", "invalid"));
    }
    let known = tx.app().people()?.actor(tx.app(), person).await?;
    if !known.is_some_and(|p| p.confirmed) {
        return Err(Error::invalid("person", "unknown"));
    }
    let before = row(tx, space, person).await?;
    let is_member = before.as_ref().is_some_and(|m| m.state == MemberState::Member);
    // Inviting a member again must not throw them out; unseating the last moderator must not orphan the group.
    let state = if is_member { MemberState::Member } else { state };
    if before.as_ref().is_some_and(|m| m.role == SpaceRole::Moderator && m.state == MemberState::Member)
        && role != SpaceRole::Moderator
    {
        keep_one_moderator(tx, &room.facts, person).await?;
    }
    let stored = store(tx, actor, &room, person, role, state).await?;
    if state == MemberState::Invited {
        tx.emit(Event::MemberInvited { actor: actor.person, person, space });
    }
    Ok(stored)
}

/// Shows a person out and keeps the door shut; a request or an invitation is merely struck off. For moderators.
pub async fn remove(tx: &mut Tx, actor: &Actor, space: SpaceId, person: PersonId) -> Result<()> {
    spaces::locked(tx, space).await?;
    let room = access::room(tx.db(), actor, space).await?;
    room.seat.moderate().or_refuse()?;
    let before = row(tx, space, person).await?;
    match before.as_ref().map(|m| m.state) {
        Some(MemberState::Removed) => return Ok(()),
        Some(MemberState::Requested | MemberState::Invited) => {
            space_member::Entity::delete_by_id((space, person)).exec(tx.db()).await?;
            changed(tx, actor, space, person);
            return Ok(());
        }
        Some(MemberState::Member) => {}
        None if room.facts.kind == SpaceKind::Group => return Err(Error::Hidden),
        None => {}
    }
    let target = tx.app().people()?.actor(tx.app(), person).await?.ok_or(Error::Hidden)?;
    let by_role = Seat::take(&target, &SpaceFacts { explicit: None, ..room.facts.clone() });
    if by_role.moderates() {
        return Err(Error::Refused(Code::Forbidden));
    }
    if before.is_some_and(|m| m.role == SpaceRole::Moderator) {
        keep_one_moderator(tx, &room.facts, person).await?;
    }
    store(tx, actor, &room, person, SpaceRole::Reader, MemberState::Removed).await?;
    Ok(())
}

async fn row(tx: &Tx, space: SpaceId, person: PersonId) -> Result<Option<space_member::Model>> {
    Ok(space_member::Entity::find_by_id((space, person)).one(tx.db()).await?)
}

/// A group without a moderator could never be opened again. The last member may leave it empty.
async fn keep_one_moderator(tx: &Tx, space: &SpaceFacts, leaving: PersonId) -> Result<()> {
    if space.kind != SpaceKind::Group {
        return Ok(());
    }
    let others = space_member::Entity::find()
        .filter(space_member::Column::SpaceId.eq(space.id))
        .filter(space_member::Column::State.eq(MemberState::Member))
        .filter(space_member::Column::PersonId.ne(leaving))
        .all(tx.db())
        .await?;
    if others.is_empty() || others.iter().any(|m| m.role == SpaceRole::Moderator) {
        return Ok(());
    }
    Err(Error::Conflict(Code::InUse))
}

fn changed(tx: &mut Tx, actor: &Actor, space: SpaceId, person: PersonId) {
    tx.emit(Event::RightsChanged { actor: actor.person, person, space });
    tx.emit(Event::SpaceChanged { actor: actor.person, space });
}

async fn store(
    tx: &mut Tx,
    actor: &Actor,
    room: &Room,
    person: PersonId,
    role: SpaceRole,
    state: MemberState,
) -> Result<space_member::Model> {
    let space = room.facts.id;
    let model = space_member::Model { space_id: space, person_id: person, role, state, since: tx.now() };
    space_member::Entity::insert(space_member::ActiveModel::from(model.clone()).reset_all())
        .on_conflict(
            OnConflict::columns([space_member::Column::SpaceId, space_member::Column::PersonId])
                .update_columns([space_member::Column::Role, space_member::Column::State, space_member::Column::Since])
                .to_owned(),
        )
        .exec_without_returning(tx.db())
        .await?;
    if state == MemberState::Member && room.facts.private() {
        begin_unread_here(tx, space, person).await?;
    }
    changed(tx, actor, space, person);
    Ok(model)
}

/// A newcomer of a private space does not find years of talk unread. Coming back does not move the mark.
pub(crate) async fn begin_unread_here(tx: &Tx, space: SpaceId, person: PersonId) -> Result<()> {
    let mark = space_mark::ActiveModel { space_id: Set(space), person_id: Set(person), read_before: Set(tx.now()) };
    space_mark::Entity::insert(mark)
        .on_conflict(
            OnConflict::columns([space_mark::Column::PersonId, space_mark::Column::SpaceId]).do_nothing().to_owned(),
        )
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}
