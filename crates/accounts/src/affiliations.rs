//! Who belongs where: asked for, confirmed, refused, ended.

use kernel::{PersonId, Result};
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};

use crate::entity::affiliation;

/// Affiliations of a person that were not ended or refused, oldest first.
pub async fn of_person<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<affiliation::Model>> {
    let rows = affiliation::Entity::find()
        .filter(affiliation::Column::PersonId.eq(person))
        .filter(affiliation::Column::EndedAt.is_null());
    Ok(rows.order_by_asc(affiliation::Column::AskedAt).order_by_asc(affiliation::Column::Id).all(db).await?)
}
