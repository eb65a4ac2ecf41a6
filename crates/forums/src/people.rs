//! What the forums need to know of people and organisations, asked of `accounts`.

use kernel::{PersonId, Result, Timestamp};
use sea_orm::{ConnectionTrait, entity::prelude::*};

/// When the network began for a person: nothing older counts as unread.
pub async fn joined<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Timestamp> {
    let row = accounts::entity::person::Entity::find_by_id(person).one(db).await?;
    Ok(row.map_or(Timestamp::UNIX_EPOCH, |p| p.confirmed_at.unwrap_or(p.created_at)))
}
