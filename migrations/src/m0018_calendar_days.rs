//! Days of a territory that plans should know of: exams, works of the whole territory, holidays.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0018_calendar_days", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("calendar_day")
        .id()
        .may_refer("org_id", "organisation")
        // exam | assessment | holiday | other
        .string("kind")
        .text("title")
        .date("first")
        .date("last")
        .text("grades")
        .text("subjects")
        .refers("by_id", "person")
        .time("changed_at")
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE INDEX calendar_day_when ON calendar_day (last, first)",
            "CREATE INDEX calendar_day_org ON calendar_day (org_id, first)",
        ],
    )
    .await
}
