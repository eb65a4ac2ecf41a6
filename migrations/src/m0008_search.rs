//! Saved searches with what they found, changes to the table of synonyms, queries without an answer.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0008_search", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("saved_search")
        .id()
        .refers("person_id", "person")
        .text("title")
        .text("ask")
        .int("notify")
        .time("created_at")
        .time("seen_at")
        .create(manager)
        .await?;
    table("saved_match")
        .refers("saved_search_id", "saved_search")
        .string("kind")
        .uuid("document_id")
        .time("at")
        .key(&["saved_search_id", "kind", "document_id"])
        .create(manager)
        .await?;
    table("synonym_line")
        .id()
        .text("line")
        .int("removed")
        .refers("person_id", "person")
        .time("at")
        .create(manager)
        .await?;
    table("search_miss").text("query").int("asked").date("day").key(&["query"]).create(manager).await?;
    run(
        manager,
        &[
            "CREATE INDEX saved_search_person ON saved_search (person_id)",
            "CREATE UNIQUE INDEX synonym_line_line ON synonym_line (line)",
            "CREATE INDEX search_miss_asked ON search_miss (asked)",
        ],
    )
    .await
}
