//! What the pairings keep about a person: handed out, erased. Each room tells of its own.

use async_trait::async_trait;
use kernel::{PersonId, Result};
use platform::{
    App, Tx,
    ports::{PersonalData, PersonalPart},
};

use crate::{life, work};

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let mut parts = life::personal::export(app, person).await?;
        parts.extend(work::own::export(app, person).await?);
        Ok(parts)
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        life::personal::erase(tx, person).await?;
        work::own::erase(tx, person).await
    }
}
