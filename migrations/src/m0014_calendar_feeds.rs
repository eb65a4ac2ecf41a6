//! Calendars that people read from programs of their own.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0014_calendar_feeds", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("calendar_feed")
        .id()
        .refers("person_id", "person")
        // Of the secret part of its address.
        .string("token_hash")
        .text("title")
        // JSON: whose events, read as a whole.
        .text("scope")
        .time("created_at")
        .time_null("read_at")
        .time_null("revoked_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX calendar_feed_token ON calendar_feed (token_hash)",
            "CREATE INDEX calendar_feed_person ON calendar_feed (person_id)",
        ],
    )
    .await
}
