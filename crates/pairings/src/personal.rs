//! What the pairings keep about a person: handed out, erased. Each room tells of its own.
//!
//! What schools need, offer and agree stays when somebody leaves for good: it is theirs, and it names people by id only.

use async_trait::async_trait;
use kernel::{PersonId, Result};
use platform::{
    App, Tx,
    ports::{PersonalData, PersonalPart},
};

use crate::{life, matching, schools, work};

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let mut parts = schools::own::export(app, person).await?;
        parts.extend(matching::own::export(app, person).await?);
        parts.extend(life::personal::export(app, person).await?);
        parts.extend(work::own::export(app, person).await?);
        Ok(parts)
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        life::personal::erase(tx, person).await?;
        work::own::erase(tx, person).await
    }
}
