//! Documents of a plan: files that hang on an item. Access to them is access to the pair.

use async_trait::async_trait;
use kernel::{Actor, Error, FileId, PersonId, PlanItemId, Result};
use platform::{
    App, Tx,
    ports::{FileOwners, Owner},
};

use super::items;

/// Kind of owner of files; its id is an item's.
pub const KIND: &str = "plan_item";

pub fn owner(id: PlanItemId) -> Owner {
    Owner::new(KIND, id.0)
}

/// Makes exactly these the files of the item.
pub(super) async fn bind(tx: &mut Tx, id: PlanItemId, by: PersonId, files: &[FileId]) -> Result<()> {
    let app = tx.app().clone();
    app.files()?.bind(tx, &owner(id), by, files).await
}

/// Access to a file is access to its item.
pub struct PlanFiles;

#[async_trait]
impl FileOwners for PlanFiles {
    fn kinds(&self) -> &'static [&'static str] {
        &[KIND]
    }

    async fn may_read(&self, app: &App, reader: Option<&Actor>, owner: &Owner) -> Result<bool> {
        let Some(actor) = reader else { return Ok(false) };
        match items::one(app.reader(), actor, PlanItemId(owner.id)).await {
            Ok(_) => Ok(true),
            Err(Error::Hidden | Error::Refused(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }
}
