//! What stays of an event: materials, minutes, what people thought of it, what changed afterwards.

use sea_orm_migration::{prelude::*, schema::boolean};

use crate::parts::{migration, run, table};

migration!("m0019_event_after", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    materials_and_minutes(manager).await?;
    opinions(manager).await?;
    run(
        manager,
        &[
            "CREATE INDEX event_material_event ON event_material (event_id, position)",
            "CREATE INDEX event_decision_event ON event_decision (event_id, position)",
            "CREATE INDEX event_feedback_event ON event_feedback (event_id)",
            "CREATE INDEX event_outcome_event ON event_outcome (event_id)",
            // Of an anonymous answer only this is kept about the person: no row of its own, no time, no order.
            "ALTER TABLE event_registration ADD COLUMN answered boolean NOT NULL DEFAULT FALSE",
        ],
    )
    .await
}

async fn materials_and_minutes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("event_material")
        .id()
        .refers("event_id", "event")
        .int("position")
        // file | link | recording
        .string("kind")
        .text("title")
        .text("url")
        // registered | readers
        .string("access")
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await?;
    table("event_minutes")
        .refers("event_id", "event")
        .text("body")
        .text("chair")
        .text("secretary")
        .string("access")
        .int("revision")
        .refers("by_id", "person")
        .time("changed_at")
        .key(&["event_id"])
        .create(manager)
        .await?;
    table("event_decision")
        .id()
        .refers("event_id", "event")
        .int("position")
        .text("text")
        .may_refer("person_id", "person")
        .text("who")
        .date_null("due")
        .create(manager)
        .await?;
    table("event_practice")
        .refers("event_id", "event")
        .refers("person_id", "person")
        .uuid("practice_id")
        .key(&["event_id", "person_id"])
        .create(manager)
        .await
}

async fn opinions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("event_feedback_form")
        .refers("event_id", "event")
        .col(boolean("anonymous").take())
        // JSON list
        .text("questions")
        .key(&["event_id"])
        .create(manager)
        .await?;
    // No time, and of an anonymous answer a random id: neither tells who answered when.
    table("event_feedback")
        .id()
        .refers("event_id", "event")
        .may_refer("registration_id", "event_registration")
        .int("rating")
        // JSON list beside the questions
        .text("answers")
        .create(manager)
        .await?;
    table("event_follow_up").refers("event_id", "event").int("weeks").key(&["event_id"]).create(manager).await?;
    table("event_outcome")
        .refers("registration_id", "event_registration")
        .refers("event_id", "event")
        // yes | partly | no
        .string("changed")
        .text("words")
        .uuid_null("skill_id")
        .time("answered_at")
        .key(&["registration_id"])
        .create(manager)
        .await
}
