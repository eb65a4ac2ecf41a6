//! Roles given and taken.

use kernel::{PersonId, Result};
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};

use crate::entity::role_grant;

/// Grants of a person that were not revoked, oldest first.
pub async fn of_person<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<role_grant::Model>> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(person))
        .filter(role_grant::Column::RevokedAt.is_null());
    Ok(rows.order_by_asc(role_grant::Column::Id).all(db).await?)
}
