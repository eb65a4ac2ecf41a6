//! Series of events, slots of the yearly plan, templates to begin events from.

use sea_orm_migration::{prelude::*, schema::boolean};

use crate::parts::{migration, run, table};

migration!("m0016_series", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("event_series").id().refers("owner_id", "person").text("rule").time("created_at").create(manager).await?;
    table("event_occurrence")
        .refers("event_id", "event")
        .refers("series_id", "event_series")
        .int("no")
        .key(&["event_id"])
        .create(manager)
        .await?;
    table("event_slot")
        .refers("event_id", "event")
        // `2027-03`
        .string_null("month")
        .col(boolean("yearly").take())
        .may_refer("follows_id", "event")
        .key(&["event_id"])
        .create(manager)
        .await?;
    table("event_template")
        .id()
        .may_refer("org_id", "organisation")
        .refers("by_id", "person")
        .string("kind")
        .text("title")
        // JSON: a plan without dates, read as a whole.
        .text("plan")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX event_occurrence_no ON event_occurrence (series_id, no)",
            "CREATE INDEX event_series_owner ON event_series (owner_id)",
            // One slot follows an event at most, however often its date is given.
            "CREATE UNIQUE INDEX event_slot_follows ON event_slot (follows_id)",
            "CREATE INDEX event_template_org ON event_template (org_id)",
            "CREATE INDEX event_template_by ON event_template (by_id)",
        ],
    )
    .await
}
