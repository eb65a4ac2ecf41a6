//! Weights, runs, wishes and decisions of matching.

use sea_orm_migration::prelude::*;

use crate::parts::migration;

migration!("m0025_matching", up);

#[expect(clippy::unused_async, reason = "nothing yet")]
async fn up(_manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    Ok(())
}
