//! What the pairings keep about a person: handed out, erased.
//!
//! What schools need, offer and agree stays when somebody leaves for good: it is theirs, and it names people by id only.

use async_trait::async_trait;
use kernel::{PersonId, Result};
use platform::{
    App, Tx,
    ports::{PersonalData, PersonalPart},
};

use crate::schools;

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        schools::own::export(app, person).await
    }

    async fn erase(&self, _tx: &mut Tx, _person: PersonId) -> Result<()> {
        Ok(())
    }
}
