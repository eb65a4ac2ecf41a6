//! The catalogue of skills.

use sea_orm_migration::{prelude::*, schema::boolean};

use crate::parts::{migration, run, table};

migration!("m0005_skills", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("skill")
        .id()
        .string("subject")
        .int("grade")
        // 8 | 11.1 | 4k1
        .string("code")
        .text("short")
        .text("text")
        .text("block")
        .int("max")
        .text("source")
        .int("year")
        .int("position")
        .col(boolean("archived").take())
        .text("search_key")
        .int("version")
        // Nobody: as the embedded list has it, and written again with it.
        .may_refer("edited_by", "person")
        .time("updated_at")
        .create(manager)
        .await?;
    table("skill_synonym")
        .refers("skill_id", "skill")
        .string("word")
        .key(&["skill_id", "word"])
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX skill_key ON skill (subject, grade, code, year)",
            "CREATE INDEX skill_order ON skill (subject, grade, position, id)",
        ],
    )
    .await
}
