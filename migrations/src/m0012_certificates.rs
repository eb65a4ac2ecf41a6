//! Certificates of publication.

use sea_orm_migration::{prelude::*, schema::integer};

use crate::parts::{migration, run, table};

migration!("m0012_certificates", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("certificate")
        .id()
        .string("number")
        .refers("practice_id", "practice")
        .refers("version_id", "practice_version")
        .refers("person_id", "person")
        // As it was printed: a name that changes later makes no paper false.
        .text("author")
        .text("place")
        .string("level")
        .col(integer("version_no").take())
        .time("issued_at")
        // Set while the practice is out of publication, or its holder no author of it.
        .time_null("withdrawn_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX certificate_number ON certificate (number)",
            // One for each author and published version.
            "CREATE UNIQUE INDEX certificate_holder ON certificate (version_id, person_id)",
            "CREATE INDEX certificate_practice ON certificate (practice_id)",
            "CREATE INDEX certificate_person ON certificate (person_id)",
        ],
    )
    .await
}
