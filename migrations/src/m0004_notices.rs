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
        .to_null("topic_id", "topic")
        .to_null("post_id", "post")
        .to_null("space_id", "space")
        .to_null("organisation_id", "organisation")
        .string("dedup")
        .time("created_at")
        .time_null("read_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX notice_dedup ON notice (person_id, dedup)",
            // Ids grow with time: the newest first is the order of ids.
            "CREATE INDEX notice_inbox ON notice (person_id, id)",
            "CREATE INDEX notice_unread ON notice (person_id, id) WHERE read_at IS NULL",
            "CREATE INDEX notice_unread_post ON notice (post_id) WHERE read_at IS NULL",
            "CREATE INDEX notice_unread_topic ON notice (topic_id) WHERE read_at IS NULL",
        ],
    )
    .await
}
