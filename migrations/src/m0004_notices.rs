//! The inbox.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0004_notices", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("notice")
        .id()
        .refers("person_id", "person")
        .string("kind")
        .may_refer("actor_id", "person")
        .may_refer("topic_id", "topic")
        .may_refer("post_id", "post")
        .may_refer("space_id", "space")
        .may_refer("organisation_id", "organisation")
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
