//! Pairs, their agreements and people.

use sea_orm_migration::prelude::*;

use crate::parts::migration;

migration!("m0026_pairings", up);

#[expect(clippy::unused_async, reason = "nothing yet")]
async fn up(_manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    Ok(())
}
