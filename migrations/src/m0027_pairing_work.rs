//! What a pair plans, does and reports.

use sea_orm_migration::prelude::*;

use crate::parts::migration;

migration!("m0027_pairing_work", up);

#[expect(clippy::unused_async, reason = "nothing yet")]
async fn up(_manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    Ok(())
}
