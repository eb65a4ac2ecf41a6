//! Where a person who is looked at or acted upon stands: the facts that policies ask about them.

use kernel::{OrgId, PersonId, Result, Role, Timestamp};
use sea_orm::{ConnectionTrait, entity::prelude::*};

use crate::{
    affiliations,
    entity::{organisation, person, role_grant},
    facts, organisations,
    policy::{Place, Target},
    words::AffiliationStatus,
};

/// Facts about a person; nothing when there is no such person.
pub async fn of<C: ConnectionTrait>(db: &C, id: PersonId, now: Timestamp) -> Result<Option<Target>> {
    let Some(row) = person::Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    Ok(Some(of_row(db, &row, now).await?))
}

/// The same for a row already read.
pub async fn of_row<C: ConnectionTrait>(db: &C, row: &person::Model, now: Timestamp) -> Result<Target> {
    let live = affiliations::of_person(db, row.id).await?;
    let with = |status| live.iter().filter(|a| a.status == status).map(|a| a.organisation_id).collect();
    let roles = in_force(db, row, now).await?;
    Ok(Target {
        id: row.id,
        status: row.status,
        works_at: with(AffiliationStatus::Confirmed),
        asked: with(AffiliationStatus::Pending),
        roles: roles.iter().map(|g| g.role).collect(),
    })
}

/// Grants of a person in force now.
pub async fn in_force<C: ConnectionTrait>(
    db: &C,
    row: &person::Model,
    now: Timestamp,
) -> Result<Vec<role_grant::Model>> {
    Ok(role_grant::Entity::find()
        .filter(role_grant::Column::PersonId.eq(row.id))
        .filter(facts::in_force(facts::day(now, &row.time_zone)))
        .all(db)
        .await?)
}

/// Roles not revoked, whatever their period, with their scopes.
pub async fn held<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Vec<(Role, Option<Place>)>> {
    let grants = crate::grants::of_person(db, person).await?;
    let mut held = Vec::with_capacity(grants.len());
    for grant in grants {
        held.push((grant.role, place(db, grant.scope_id).await?));
    }
    Ok(held)
}

/// An organisation as rules see it.
pub async fn place<C: ConnectionTrait>(db: &C, id: Option<OrgId>) -> Result<Option<Place>> {
    let Some(id) = id else { return Ok(None) };
    Ok(organisation::Entity::find_by_id(id).one(db).await?.as_ref().map(organisations::place))
}
