//! What joins the forums with the rest: topics and the weak spots they are about, posts and how many files they have.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0009_forum_joins", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("topic_skill")
        .refers("topic_id", "topic")
        .refers("skill_id", "skill")
        .int("position")
        .key(&["topic_id", "skill_id"])
        .create(manager)
        .await?;
    let statements = [
        "CREATE INDEX topic_skill_skill ON topic_skill (skill_id, topic_id)",
        "ALTER TABLE post ADD COLUMN files integer NOT NULL DEFAULT 0",
    ];
    run(manager, &statements).await
}
