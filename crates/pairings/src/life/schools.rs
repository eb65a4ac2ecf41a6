//! The two schools of a pair: there, open, and in somebody's territory.

use std::collections::BTreeSet;

use accounts::entity::{organisation, role_grant};
use chrono::NaiveDate;
use kernel::{Actor, Code, Error, OrgId, OrgKind, PersonId, Result, Role, Timestamp};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};

use crate::{entity::life::pairing, policy::coordinates};

/// A school that stands: not closed, not merged into another.
///
/// # Errors
/// `Invalid` naming `field` when there is none, or it is closed.
pub(crate) async fn standing<C: ConnectionTrait>(db: &C, id: OrgId, field: &str) -> Result<organisation::Model> {
    let row = organisation::Entity::find_by_id(id).one(db).await?;
    let row = row.filter(|row| row.kind == OrgKind::School).ok_or_else(|| Error::invalid(field, "unknown"))?;
    if row.closed_at.is_some() {
        return Err(Error::invalid(field, "closed"));
    }
    Ok(row)
}

/// The same of a school the actor answers for; what is foreign is unknown.
///
/// # Errors
/// `Invalid` naming `field`.
pub(crate) async fn answered<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: OrgId,
    field: &str,
) -> Result<organisation::Model> {
    if !coordinates(actor, id) {
        return Err(Error::invalid(field, "unknown"));
    }
    standing(db, id, field).await
}

/// Nobody has closed either of the two meanwhile.
///
/// # Errors
/// `SchoolClosed`.
pub(crate) async fn both_stand<C: ConnectionTrait>(db: &C, row: &pairing::Model) -> Result<()> {
    let closed = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in([row.mentor_id, row.mentee_id]))
        .filter(organisation::Column::ClosedAt.is_not_null())
        .one(db)
        .await?;
    if closed.is_none() { Ok(()) } else { Err(Error::Conflict(Code::SchoolClosed)) }
}

/// The day it is where the school that is helped stands.
pub(crate) async fn today(tx: &Tx, row: &pairing::Model) -> Result<NaiveDate> {
    day(tx.db(), row.mentee_id, tx.now()).await
}

/// The day it is where a school stands.
pub(crate) async fn day<C: ConnectionTrait>(db: &C, school: OrgId, now: Timestamp) -> Result<NaiveDate> {
    let row = organisation::Entity::find_by_id(school).one(db).await?;
    Ok(accounts::facts::day(now, row.as_ref().map_or("", |row| row.time_zone.as_str())))
}

/// The name a school has on papers.
pub(crate) async fn legal<C: ConnectionTrait>(db: &C, id: OrgId) -> Result<String> {
    let row = organisation::Entity::find_by_id(id).one(db).await?;
    Ok(row.map_or_else(String::new, |row| if row.legal_name.is_empty() { row.short_name } else { row.legal_name }))
}

/// The municipality and the region above, and the school itself.
pub(crate) async fn above<C: ConnectionTrait>(db: &C, ids: &[OrgId]) -> Result<BTreeSet<OrgId>> {
    Ok(accounts::directory::ancestors(db, ids).await?.into_values().flatten().collect())
}

/// People who hold one of these roles exactly there, as of now. Rights are asked again of whoever is told something.
pub(crate) async fn holders<C: ConnectionTrait>(
    db: &C,
    roles: &[Role],
    scopes: &BTreeSet<OrgId>,
    now: Timestamp,
) -> Result<BTreeSet<PersonId>> {
    let rows = role_grant::Entity::find()
        .filter(role_grant::Column::Role.is_in(roles.iter().copied()))
        .filter(role_grant::Column::ScopeId.is_in(scopes.iter().copied()))
        .filter(accounts::facts::in_force_somewhere(now))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

/// Full name, place and the head's name, as far as the network knows them.
pub(crate) async fn requisites<C: ConnectionTrait>(
    db: &C,
    id: OrgId,
    now: Timestamp,
) -> Result<(String, String, String)> {
    let row = organisation::Entity::find_by_id(id).one(db).await?;
    let head = role_grant::Entity::find()
        .filter(role_grant::Column::Role.eq(Role::SchoolHead))
        .filter(role_grant::Column::ScopeId.eq(id))
        .filter(accounts::facts::in_force_somewhere(now))
        .order_by_desc(role_grant::Column::Id)
        .one(db)
        .await?;
    let people: Vec<PersonId> = head.iter().map(|grant| grant.person_id).collect();
    let names = accounts::directory::names(db, &people).await?;
    let head = names.into_values().next().map(|person| person.full_name()).unwrap_or_default();
    let place = row.as_ref().and_then(|row| row.place.clone()).unwrap_or_default();
    Ok((legal(db, id).await?, place, head))
}
