//! The two schools of a pair: there, open, and in somebody's territory.

use accounts::entity::organisation;
use chrono::NaiveDate;
use kernel::{Actor, Code, Error, OrgId, OrgKind, Result, Timestamp};
use platform::Tx;
use sea_orm::{ConnectionTrait, entity::prelude::*};

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
