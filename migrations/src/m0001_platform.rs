//! The feed with its clock and cursors; background jobs; facts about this installation.

use sea_orm_migration::{
    prelude::*,
    sea_orm::{ConnectionTrait, Statement},
};

use crate::parts::{migration, run, table};

migration!("m0001_platform", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("feed_clock")
        .col(ColumnDef::new("id").integer().not_null().primary_key().take())
        .big("seq")
        .uuid("epoch")
        .create(manager)
        .await?;
    table("feed_event")
        .col(ColumnDef::new("seq").big_integer().not_null().primary_key().take())
        .string("kind")
        .string("stream")
        .uuid("subject")
        .uuid_null("actor")
        .time("at")
        .text("body")
        .create(manager)
        .await?;
    table("feed_cursor")
        .col(ColumnDef::new("name").string().not_null().primary_key().take())
        .big("seq")
        .create(manager)
        .await?;
    table("job")
        .id()
        .string("kind")
        .text("payload")
        .string_null("dedup")
        .time("run_at")
        .time_null("leased_until")
        .int("attempts")
        .text_null("last_error")
        .time_null("done_at")
        .time("created_at")
        .create(manager)
        .await?;
    table("setting")
        .col(ColumnDef::new("name").string().not_null().primary_key().take())
        .text("value")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE INDEX feed_event_stream ON feed_event (stream, seq)",
            "CREATE UNIQUE INDEX job_dedup ON job (dedup)",
            "CREATE INDEX job_due ON job (run_at) WHERE done_at IS NULL",
        ],
    )
    .await?;
    let db = manager.get_connection();
    db.execute_raw(Statement::from_sql_and_values(
        db.get_database_backend(),
        "INSERT INTO feed_clock (id, seq, epoch) VALUES (1, 0, $1)",
        [uuid::Uuid::now_v7().into()],
    ))
    .await?;
    Ok(())
}
