//! What is known of a school: context, statuses, needs, offers.

use sea_orm_migration::prelude::*;

use crate::parts::migration;

migration!("m0024_pairing_schools", up);

#[expect(clippy::unused_async, reason = "nothing yet")]
async fn up(_manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    Ok(())
}
