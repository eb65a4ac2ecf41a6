//! The paper with ink on it, hung on the agreement. Access to the file is access to the pair.

use async_trait::async_trait;
use kernel::{Actor, AgreementId, Code, Error, FileId, PairingId, Result};
use platform::{
    App, Tx,
    ports::{FileOwners, Owner},
};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::{pending, put, term};
use crate::{
    entity::life::agreement,
    event::{life::kind, pair::PairEvent},
    kinds::AgreementState,
    life::{access, schools},
};

/// Kind of owner of files; its id is an agreement's.
const KIND: &str = "agreement";

pub fn owner(id: AgreementId) -> Owner {
    Owner::new(KIND, id.0)
}

/// Hangs a file of the actor on the agreement that was sent or signed; none takes it off.
///
/// # Errors
/// `WrongState` while it is a draft; `Invalid` naming `file_id` when the file is not theirs.
pub async fn hang(tx: &mut Tx, actor: &Actor, id: PairingId, file: Option<FileId>) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.write_paper().or_refuse()?;
    let today = schools::today(tx, &desk.row).await?;
    let row = match pending(tx.db(), id).await? {
        Some(row) => row,
        None => term::standing(tx.db(), id, today).await?.ok_or(Error::Conflict(Code::WrongState))?,
    };
    if row.state == AgreementState::Draft {
        return Err(Error::Conflict(Code::WrongState));
    }
    let files: Vec<FileId> = file.into_iter().collect();
    let app = tx.app().clone();
    app.files()?.bind(tx, &owner(row.id), actor.person, &files).await.map_err(|error| match error {
        Error::Invalid(_) => Error::invalid("file_id", "unknown"),
        error => error,
    })?;
    put(tx, &row, row.state, agreement::ActiveModel { scan_id: Set(file), ..Default::default() }).await?;
    tx.emit(PairEvent::new(kind::AGREEMENT_SAVED, id, actor.person));
    Ok(())
}

pub struct Scans;

#[async_trait]
impl FileOwners for Scans {
    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    async fn may_read(&self, app: &App, reader: Option<&Actor>, owner: &Owner) -> Result<bool> {
        let Some(actor) = reader else { return Ok(false) };
        let db = app.reader();
        let Some(row) = agreement::Entity::find_by_id(AgreementId(owner.id)).one(db).await? else { return Ok(false) };
        match access::desk(db, actor, row.pairing_id).await {
            Ok(_) => Ok(true),
            Err(Error::Hidden | Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
