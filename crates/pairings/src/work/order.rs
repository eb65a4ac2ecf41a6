//! In which order items stand. The order is its own thing: it is moved behind the pair's lock, so of two people who move
//! things at once each finds every item where the other has left it, and no revision of an item grows by it.

use kernel::{Actor, Error, PlanItemId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::items;
use crate::{entity::work::plan_item, event::work::kind, policy::work::Act};

/// Puts an item before another one, or behind all of them. To order is not to work: the silence of a pair goes on.
///
/// # Errors
/// `Invalid` naming `before` for an item of another plan.
pub async fn put(tx: &mut Tx, actor: &Actor, id: PlanItemId, before: Option<PlanItemId>) -> Result<plan_item::Model> {
    let (row, room) = items::locked(tx, actor, id, Act::Plan).await?;
    if before == Some(id) {
        return Ok(row);
    }
    let all = items::of(tx.db(), row.pairing_id).await?;
    let mut ordered: Vec<&plan_item::Model> = all.iter().filter(|one| one.id != id).collect();
    let place = match before {
        None => ordered.len(),
        Some(other) => {
            let found = ordered.iter().position(|one| one.id == other);
            found.ok_or_else(|| Error::invalid("before", "unknown"))?
        }
    };
    ordered.insert(place, &row);
    for (position, one) in (0..).zip(ordered) {
        if one.position != position {
            let change = plan_item::ActiveModel { id: Set(one.id), position: Set(position), ..Default::default() };
            change.update(tx.db()).await?;
        }
    }
    items::tell(tx, kind::PLAN_ORDERED, &room, actor, id);
    plan_item::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)
}
