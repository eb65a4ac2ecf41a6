//! What harvesters were told of the bank: a line for whatever was once open to everybody, kept when it no longer is.

use sea_orm_migration::{prelude::*, schema::boolean};

use crate::parts::{migration, run, table};

migration!("m0011_open", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("practice_record")
        .refers("practice_id", "practice")
        // Moves with every change of what a harvester reads.
        .time("changed_at")
        // Otherwise told as taken away.
        .col(boolean("open").take())
        // Codes of subjects between commas, as they were when it was last open: `,math,physics,`
        .text("subjects")
        .key(&["practice_id"])
        .create(manager)
        .await?;
    run(manager, &["CREATE INDEX practice_record_changed ON practice_record (changed_at, practice_id)"]).await
}
