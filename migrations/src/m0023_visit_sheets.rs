//! Sheets filled while visiting a lesson.

use sea_orm_migration::{prelude::*, schema::integer_null};

use crate::parts::{migration, run, table};

migration!("m0023_visit_sheets", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("visit_sheet")
        .id()
        .may_refer("event_id", "event")
        .refers("visitor_id", "person")
        .refers("teacher_id", "person")
        .string_null("subject")
        .col(integer_null("grade").take())
        .uuid_null("skill_id")
        .text("topic")
        .date("held_on")
        // Version of the criteria it was begun with.
        .int("criteria")
        // JSON objects by the key of a criterion.
        .text("marks")
        .text("notes")
        .text("strengths")
        .text("advice")
        // The teacher's word.
        .text("remark")
        .int("revision")
        .time_null("visitor_signed_at")
        .time_null("teacher_signed_at")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    table("visit_sheet_reader")
        .refers("sheet_id", "visit_sheet")
        .refers("person_id", "person")
        .refers("by_id", "person")
        .time("created_at")
        .key(&["sheet_id", "person_id"])
        .create(manager)
        .await?;
    run(
        manager,
        &[
            "CREATE INDEX visit_sheet_visitor ON visit_sheet (visitor_id, id)",
            "CREATE INDEX visit_sheet_teacher ON visit_sheet (teacher_id, id)",
            "CREATE INDEX visit_sheet_event ON visit_sheet (event_id)",
            "CREATE INDEX visit_sheet_reader_person ON visit_sheet_reader (person_id)",
        ],
    )
    .await
}
