//! Who came: every mark with its maker, and on the registration what follows of them.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0015_attendance", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("attendance_mark")
        .id()
        .refers("event_id", "event")
        .refers("registration_id", "event_registration")
        // list | scan | code
        .string("method")
        .col(boolean("present").take())
        .col(integer_null("minutes").take())
        // When it happened, by the clock of the device: marks made without a line come later.
        .time("at")
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await?;
    // Of this the code on the screen is made.
    table("event_code").refers("event_id", "event").text("secret").key(&["event_id"]).create(manager).await?;
    run(
        manager,
        &[
            // The same mark sent twice, or by a device that does not know it was heard.
            "CREATE UNIQUE INDEX attendance_mark_once ON attendance_mark (registration_id, method, at, by_id)",
            "CREATE INDEX attendance_mark_event ON attendance_mark (event_id, id)",
            "ALTER TABLE event_registration ADD COLUMN attended_at timestamp with time zone",
            "ALTER TABLE event_registration ADD COLUMN minutes integer",
            "CREATE INDEX event_registration_attended ON event_registration (attended_at)",
        ],
    )
    .await
}
