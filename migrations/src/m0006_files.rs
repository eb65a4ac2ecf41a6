//! Stored contents, files, uploads on their way, texts read from files.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0006_files", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    contents(manager).await?;
    files(manager).await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX file_blob_sha256 ON file_blob (sha256)",
            "CREATE INDEX file_blob_extractor ON file_blob (extractor)",
            "CREATE INDEX file_blob_id ON file (blob_id)",
            "CREATE INDEX file_owner ON file (owner_kind, owner_id, position)",
            "CREATE INDEX file_person ON file (person_id)",
            "CREATE INDEX file_organisation ON file (organisation_id)",
            "CREATE INDEX file_loose ON file (loose_since) WHERE loose_since IS NOT NULL",
            "CREATE INDEX file_upload_touched ON file_upload (touched_at)",
            "CREATE INDEX file_upload_person ON file_upload (person_id)",
        ],
    )
    .await
}

async fn contents(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // What is known of equal contents, whoever brought them.
    table("file_blob")
        .id()
        .string("sha256")
        .big("size")
        .string("media_type")
        .col(boolean("download_only"))
        .col(integer_null("width"))
        .col(integer_null("height"))
        .col(integer_null("pages"))
        // waiting | ready | none
        .string("text_state")
        .string_null("text_reason")
        .col(boolean("thumbnail"))
        // none | html | picture
        .string("preview")
        .int("extractor")
        .time("created_at")
        .create(manager)
        .await?;
    table("file_text")
        .refers("blob_id", "file_blob")
        .text("text")
        // JSON: [{label, start}]
        .text("parts")
        // Percent of words that look like words.
        .int("known")
        .key(&["blob_id"])
        .create(manager)
        .await
}

async fn files(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("file")
        .id()
        .refers("blob_id", "file_blob")
        .refers("person_id", "person")
        .may_refer("organisation_id", "organisation")
        .text("name")
        .string_null("owner_kind")
        .uuid_null("owner_id")
        .int("position")
        // Since when nothing holds it.
        .time_null("loose_since")
        .time("created_at")
        .create(manager)
        .await?;
    table("file_upload")
        .id()
        .refers("person_id", "person")
        .may_refer("organisation_id", "organisation")
        .text("name")
        .big("size")
        .string_null("sha256")
        .big("received")
        .may_refer("file_id", "file")
        .time("created_at")
        .time("touched_at")
        .create(manager)
        .await?;
    table("file_upload_part")
        .refers("upload_id", "file_upload")
        .big("start")
        .big("size")
        .string("object")
        .key(&["upload_id", "start"])
        .create(manager)
        .await?;
    // A row to lock while somebody's room is counted.
    table("file_quota").id().time("counted_at").create(manager).await?;
    table("file_link_key").int("id").string("secret").time("created_at").key(&["id"]).create(manager).await
}
