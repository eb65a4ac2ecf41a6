//! People who come together or not at all.

use std::collections::BTreeSet;

use kernel::{Actor, Error, EventGroupId, EventId, PersonId, Result};
use platform::Tx;
use sea_orm::{QueryOrder, entity::prelude::*};

use super::{Asking, colleague, give_back, open, write};
use crate::{
    access,
    entity::event_registration,
    kinds::{RegistrationState, Way},
};

const MAX_PEOPLE: usize = 20;

/// Registers all of them or nobody: by their head, by the host, or one of them by themselves for a group of one.
pub async fn register_group(
    tx: &mut Tx,
    actor: &Actor,
    id: EventId,
    people: &[PersonId],
    way: Option<Way>,
) -> Result<Vec<event_registration::Model>> {
    let desk = access::locked(tx, actor, id).await?;
    let managed = desk.seat.manage(&desk.facts).allowed();
    if people.is_empty() {
        return Err(Error::invalid("people", "required"));
    }
    if people.len() > MAX_PEOPLE {
        return Err(Error::invalid("people", "too_many"));
    }
    let mut known = BTreeSet::new();
    let mut all = Vec::with_capacity(people.len());
    for (at, person) in people.iter().enumerate() {
        let field = format!("people[{at}]");
        if !known.insert(*person) {
            return Err(Error::invalid(&field, "taken"));
        }
        if *person == actor.person {
            desk.seat.register(&desk.facts).or_refuse()?;
            all.push(actor.clone());
        } else {
            all.push(colleague(tx, actor, &desk, *person, managed, &field).await?);
        }
    }
    let way = open(tx, &desk, managed, way).await?;
    let group = (all.len() > 1).then(|| tx.id::<EventGroupId>());
    write(tx, actor, &desk, Asking { way, managed, group }, &all).await
}

/// Gives the places of all of them back.
pub async fn cancel_group(tx: &mut Tx, actor: &Actor, id: EventId, group: EventGroupId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::GroupId.eq(group))
        .filter(event_registration::Column::State.is_in(RegistrationState::LIVE))
        .order_by_asc(event_registration::Column::Id)
        .all(tx.db())
        .await?;
    let sent = rows.iter().any(|row| row.by_id == actor.person);
    if rows.is_empty() || !sent && !desk.seat.manage(&desk.facts).allowed() {
        return Err(Error::Hidden);
    }
    for row in rows {
        // The one before may have let this one in.
        let now = super::found(tx, id, row.id).await?;
        give_back(tx, actor, &desk, &now).await?;
    }
    Ok(())
}
