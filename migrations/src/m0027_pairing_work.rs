//! What a pair plans, does and reports.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0027_pairing_work", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    visits(manager).await?;
    plan(manager).await?;
    papers(manager).await?;
    effect(manager).await?;
    run(
        manager,
        &[
            "CREATE INDEX pairing_visit_pairing ON pairing_visit (pairing_id, planned_on)",
            "CREATE INDEX pairing_visit_item ON pairing_visit (item_id)",
            "CREATE INDEX plan_item_pairing ON plan_item (pairing_id, position)",
            "CREATE INDEX plan_item_event ON plan_item (event_id)",
            "CREATE INDEX plan_item_practice ON plan_item (practice_id)",
            "CREATE INDEX plan_template_org ON plan_template (org_id)",
            "CREATE UNIQUE INDEX pairing_report_half ON pairing_report (pairing_id, year, half)",
            "CREATE INDEX effect_indicator_pairing ON effect_indicator (pairing_id)",
        ],
    )
    .await
}

async fn visits(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("pairing_visit")
        .id()
        .refers("pairing_id", "pairing")
        // The item of the plan it fulfils.
        .uuid_null("item_id")
        // mentor | mentee: who goes to whom
        .string("by_side")
        .date("planned_on")
        .date_null("held_on")
        .col(integer_null("minutes").take())
        // planned | held | signed | missed
        .string("state")
        .text("met")
        .text("findings")
        // Why it was missed.
        .text("reason")
        .may_refer("mentor_signed_by_id", "person")
        .time_null("mentor_signed_at")
        .may_refer("mentee_signed_by_id", "person")
        .time_null("mentee_signed_at")
        .refers("by_id", "person")
        .int("revision")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    table("pairing_visit_agreement")
        .refers("visit_id", "pairing_visit")
        .int("position")
        .text("text")
        .string("form")
        .date_null("due")
        .key(&["visit_id", "position"])
        .create(manager)
        .await
}

async fn plan(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("plan_item")
        .id()
        .refers("pairing_id", "pairing")
        .string("form")
        .text("title")
        .text("goal")
        .date_null("due")
        // planned | done | cancelled
        .string("state")
        .may_refer("mentor_person_id", "person")
        .may_refer("mentee_person_id", "person")
        .col(integer_null("minutes").take())
        // How many people came, where an event counted them.
        .col(integer_null("present").take())
        .date_null("done_on")
        .text("outcome")
        // Why it was cancelled.
        .text("reason")
        // What it became. Events and practices may be thrown away while they are drafts.
        .uuid_null("event_id")
        .may_refer("visit_id", "pairing_visit")
        .uuid_null("practice_id")
        .text("link")
        // The visit at which it was agreed upon.
        .may_refer("agreed_at_id", "pairing_visit")
        .int("position")
        .refers("by_id", "person")
        .may_refer("done_by_id", "person")
        .int("revision")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    table("plan_item_skill")
        .refers("item_id", "plan_item")
        .uuid("skill_id")
        .key(&["item_id", "skill_id"])
        .create(manager)
        .await?;
    table("plan_template")
        .id()
        // Whose people it is offered to.
        .refers("org_id", "organisation")
        .string_null("theme_kind")
        .string_null("theme")
        .text("title")
        .text("about")
        // JSON list
        .text("items")
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await
}

async fn papers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("pairing_report")
        .id()
        .refers("pairing_id", "pairing")
        .int("year")
        .int("half")
        // draft | submitted
        .string("state")
        // JSON: numbers and ids as they were when it was made.
        .text("facts")
        .text("text")
        .refers("by_id", "person")
        .may_refer("submitted_by_id", "person")
        .time_null("submitted_at")
        .int("revision")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    table("pairing_survey_answer")
        .refers("pairing_id", "pairing")
        // middle | end
        .string("round")
        .refers("person_id", "person")
        // mentor | mentee
        .string("side")
        // JSON object by the key of a question
        .text("answers")
        .text("benefit")
        .time("answered_at")
        .key(&["pairing_id", "round", "person_id"])
        .create(manager)
        .await
}

async fn effect(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("effect_indicator")
        .id()
        .refers("pairing_id", "pairing")
        .uuid_null("skill_id")
        .text("title")
        .text("unit")
        // Less of it is better.
        .col(boolean("less").take())
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await?;
    table("effect_value")
        .refers("indicator_id", "effect_indicator")
        // start | middle | end
        .string("point")
        // mentee | alike
        .string("whose")
        .int("numerator")
        .int("denominator")
        .date("dated")
        .text("source")
        .refers("by_id", "person")
        .time("changed_at")
        .key(&["indicator_id", "point", "whose"])
        .create(manager)
        .await
}
