//! Who came to which part of an event.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run};

migration!("m0021_sessions", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    run(
        manager,
        &[
            // Number in the programme, from one; zero is the event as a whole. Not null: a null is equal to nothing, and
            // the index below would let the same mark in twice.
            "ALTER TABLE attendance_mark ADD COLUMN session integer NOT NULL DEFAULT 0",
            "DROP INDEX attendance_mark_once",
            "CREATE UNIQUE INDEX attendance_mark_once ON attendance_mark (registration_id, session, method, at, by_id)",
        ],
    )
    .await
}
