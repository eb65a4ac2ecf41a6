//! Leaving and closing: why a role was taken, spaces put away, personal data erased.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0010_leaving", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // What was erased, when and on whose wish; it holds nothing of what was erased.
    table("purge_log")
        .id()
        .refers("person_id", "person")
        // The consent whose withdrawal asked for it.
        .refers("consent_id", "consent")
        .time("asked_at")
        .time("purged_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "ALTER TABLE role_grant ADD COLUMN revoke_reason text",
            "ALTER TABLE space ADD COLUMN archived_at timestamp with time zone",
            "CREATE INDEX purge_log_person ON purge_log (person_id)",
        ],
    )
    .await
}
