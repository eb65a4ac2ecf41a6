//! Loads the facts a decision needs. Missing and hidden leave by the same door.

use kernel::{Actor, Error, PairingId, Result};
use platform::Tx;
use sea_orm::{ConnectionTrait, QuerySelect, entity::prelude::*, sea_query::LockType};

use crate::{
    entity::life::{pairing, pairing_person},
    kinds::Side,
    policy::life::PairSeat,
};

/// A pair as somebody stands before it.
#[derive(Clone, Debug)]
pub struct PairDesk {
    pub row: pairing::Model,
    pub seat: PairSeat,
}

/// The pair, if the actor may know that it exists.
///
/// # Errors
/// `Hidden` otherwise.
pub async fn desk<C: ConnectionTrait>(db: &C, actor: &Actor, id: PairingId) -> Result<PairDesk> {
    let row = pairing::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    sit(db, actor, row).await
}

/// The same with its row locked until the transaction ends: everything of a pair changes under this lock.
///
/// # Errors
/// `Hidden` when the actor may not know of it.
pub async fn locked(tx: &Tx, actor: &Actor, id: PairingId) -> Result<PairDesk> {
    sit(tx.db(), actor, lock(tx, id).await?).await
}

/// The row alone, locked.
///
/// # Errors
/// `Hidden` when there is none.
pub async fn lock(tx: &Tx, id: PairingId) -> Result<pairing::Model> {
    pairing::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or(Error::Hidden)
}

async fn sit<C: ConnectionTrait>(db: &C, actor: &Actor, row: pairing::Model) -> Result<PairDesk> {
    let seat = seat(db, actor, &row).await?;
    seat.see().or_refuse()?;
    Ok(PairDesk { row, seat })
}

/// Who the actor is towards a pair already read, whether or not they see it.
pub(crate) async fn seat<C: ConnectionTrait>(db: &C, actor: &Actor, row: &pairing::Model) -> Result<PairSeat> {
    let mine = pairing_person::Entity::find()
        .filter(pairing_person::Column::PairingId.eq(row.id))
        .filter(pairing_person::Column::PersonId.eq(actor.person))
        .filter(pairing_person::Column::Until.is_null())
        .all(db)
        .await?;
    let school = |side: Side| match side {
        Side::Mentor => row.mentor_id,
        Side::Mentee => row.mentee_id,
    };
    let sides: Vec<Side> =
        mine.into_iter().map(|person| person.side).filter(|side| actor.orgs.contains(&school(*side))).collect();
    Ok(PairSeat::take(actor, row.mentor_id, row.mentee_id, &sides))
}
