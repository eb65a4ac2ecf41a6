//! When people want to be reminded, and what was moved after others had heard of it.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, date_time_null},
};

use crate::parts::{migration, table};

migration!("m0022_reminders", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("event_reminder")
        .refers("person_id", "person")
        .string("inbox")
        .string("mail")
        .key(&["person_id"])
        .create(manager)
        .await?;
    table("event_change")
        .refers("event_id", "event")
        .int("sequence")
        .time("at")
        .string("time_zone_was")
        .col(date_time_null("starts_was").take())
        .col(date_time_null("ends_was").take())
        .text("place_was")
        .string("time_zone_now")
        .col(date_time_null("starts_now").take())
        .col(date_time_null("ends_now").take())
        .text("place_now")
        .col(boolean("link").take())
        .key(&["event_id", "sequence"])
        .create(manager)
        .await
}
