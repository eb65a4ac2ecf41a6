//! Terms of registration: guests, so many of one school, places kept for some, people who come together.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, date_time_null, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0020_terms", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("event_terms")
        .refers("event_id", "event")
        .col(boolean("guests").take())
        .col(integer_null("per_school").take())
        .col(date_time_null("kept_until_wall").take())
        .time_null("kept_until")
        .key(&["event_id"])
        .create(manager)
        .await?;
    // Whose people places are kept for.
    table("event_kept")
        .refers("event_id", "event")
        .refers("org_id", "organisation")
        .key(&["event_id", "org_id"])
        .create(manager)
        .await?;
    table("event_guest")
        .id()
        .refers("event_id", "event")
        .text("name")
        .text("email")
        .text("about")
        .string("way")
        // applied | confirmed | waiting | cancelled
        .string("state")
        .col(integer_null("queue_no").take())
        .string("token_hash")
        .time("expires_at")
        .time("created_at")
        .time("changed_at")
        .time_null("attended_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX event_guest_token ON event_guest (token_hash)",
            "CREATE INDEX event_guest_list ON event_guest (event_id, id)",
            // One place for an address, however often the link is followed.
            "CREATE UNIQUE INDEX event_guest_live ON event_guest (event_id, email) WHERE state IN ('confirmed', 'waiting') AND email <> ''",
            "CREATE INDEX event_guest_queue ON event_guest (event_id, way, queue_no) WHERE state = 'waiting'",
            "ALTER TABLE event_seat ADD COLUMN kept integer NOT NULL DEFAULT 0",
            "ALTER TABLE event_seat ADD COLUMN kept_taken integer NOT NULL DEFAULT 0",
            "ALTER TABLE event_registration ADD COLUMN group_id uuid",
            "ALTER TABLE event_registration ADD COLUMN favoured boolean NOT NULL DEFAULT false",
            "ALTER TABLE event_registration ADD COLUMN kept boolean NOT NULL DEFAULT false",
            "CREATE INDEX event_registration_group ON event_registration (group_id)",
        ],
    )
    .await
}
