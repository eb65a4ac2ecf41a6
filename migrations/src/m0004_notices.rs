//! The inbox.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0004_notices", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("notice")
        .id()
        .to("person_id", "person")
        .string("kind")
        .to_null("actor_id", "person")
        .uuid_null("topic_id")
        .uuid_null("post_id")
        .uuid_null("space_id")
        .uuid_null("organisation_id")
        .string("dedup")
        .time("created_at")
        .time_null("read_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX notice_dedup ON notice (person_id, dedup)",
            "CREATE INDEX notice_inbox ON notice (person_id, created_at)",
            "CREATE INDEX notice_unread ON notice (person_id) WHERE read_at IS NULL",
        ],
    )
    .await
}
