//! Certificates of participation, one by one and many at once.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0017_event_certificates", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Everything as it was printed: what is renamed later makes no paper false.
    table("event_certificate")
        .id()
        .string("number")
        .refers("event_id", "event")
        .refers("registration_id", "event_registration")
        .refers("person_id", "person")
        // To whom, in the dative case; and who they are, short, for the page that checks the number.
        .text("name")
        .text("holder")
        .text("kind")
        .text("title")
        .text("host")
        .text("held_on")
        .int("minutes")
        .text("signer")
        .text("signer_post")
        .refers("issued_by", "person")
        .time("issued_at")
        .time_null("revoked_at")
        // Why it was revoked.
        .text("reason")
        // Another one was given in its place.
        .uuid_null("replaced_by")
        .create(manager)
        .await?;
    table("event_certificate_form")
        .refers("event_id", "event")
        .text("signer")
        .text("signer_post")
        .int("minutes")
        .int("least_minutes")
        .key(&["event_id"])
        .create(manager)
        .await?;
    // Where the host knows better than the rules.
    table("event_certificate_name")
        .refers("registration_id", "event_registration")
        .text("name")
        .key(&["registration_id"])
        .create(manager)
        .await?;
    table("event_certificate_batch")
        .id()
        .refers("event_id", "event")
        .refers("by_id", "person")
        // JSON list of registrations, in the order in which they get theirs.
        .text("chosen")
        .int("total")
        .int("done")
        .time("created_at")
        .time_null("finished_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX event_certificate_number ON event_certificate (number)",
            // One that stands for each who was there.
            "CREATE UNIQUE INDEX event_certificate_once ON event_certificate (registration_id) WHERE revoked_at IS NULL",
            "CREATE INDEX event_certificate_event ON event_certificate (event_id, id)",
            "CREATE INDEX event_certificate_person ON event_certificate (person_id, id)",
            // One batch of an event at a time.
            "CREATE UNIQUE INDEX event_certificate_batch_one ON event_certificate_batch (event_id) WHERE finished_at IS NULL",
            "CREATE INDEX event_certificate_batch_event ON event_certificate_batch (event_id, id)",
        ],
    )
    .await
}
