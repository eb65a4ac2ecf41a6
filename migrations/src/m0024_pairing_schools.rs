//! What is known of a school: its context by year, statuses, needs, offers.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, boolean_null, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0024_pairing_schools", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    context(manager).await?;
    statuses(manager).await?;
    needs(manager).await?;
    offers(manager).await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX school_context_year ON school_context (school_id, year)",
            "CREATE INDEX school_context_of_year ON school_context (year, school_id)",
            "CREATE INDEX school_status_school ON school_status (school_id, since)",
            // What is granted without an end is granted once.
            "CREATE UNIQUE INDEX school_status_live ON school_status (school_id, kind) WHERE until IS NULL AND revoked_at IS NULL",
            // One live need of a school in a theme, one live offer of a school.
            "CREATE UNIQUE INDEX need_live ON need (school_id, theme_kind, theme) WHERE state <> 'closed'",
            "CREATE INDEX need_school ON need (school_id, id)",
            "CREATE INDEX need_skill_skill ON need_skill (skill_id, need_id)",
            "CREATE UNIQUE INDEX offer_live ON offer (school_id) WHERE state <> 'withdrawn'",
            "CREATE INDEX offer_school ON offer (school_id, id)",
            "CREATE INDEX offer_skill_skill ON offer_skill (skill_id, offer_id)",
        ],
    )
    .await
}

async fn context(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("school_context")
        .id()
        .refers("school_id", "organisation")
        // The year in which the school year begins: 2026 is 2026/27.
        .int("year")
        .col(integer_null("pupils").take())
        // primary | basic | secondary | gymnasium | lyceum
        .string_null("kind")
        .col(boolean_null("rural").take())
        .col(integer_null("shifts").take())
        .col(integer_null("teachers").take())
        .col(integer_null("vacancies").take())
        .col(integer_null("teachers_under_35").take())
        .col(integer_null("teachers_over_60").take())
        .col(integer_null("first_category").take())
        .col(integer_null("highest_category").take())
        .col(integer_null("minutes_to_centre").take())
        // Millionths of a degree.
        .col(integer_null("latitude").take())
        .col(integer_null("longitude").take())
        // Codes between commas.
        .text("languages")
        .text("source_note")
        .int("revision")
        .refers("filled_by", "person")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    table("school_context_share")
        .refers("context_id", "school_context")
        .string("key")
        .int("numerator")
        .int("denominator")
        .key(&["context_id", "key"])
        .create(manager)
        .await?;
    table("school_context_level")
        .refers("context_id", "school_context")
        .string("key")
        .int("level")
        // Which survey says so.
        .text("source")
        .key(&["context_id", "key"])
        .create(manager)
        .await
}

async fn statuses(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("school_status")
        .id()
        .refers("school_id", "organisation")
        // shnor | shssu | shnro | shfnsu | growth | mentor
        .string("kind")
        .date("since")
        .date_null("until")
        .text("order_title")
        .text("order_number")
        .date("order_date")
        .refers("by_id", "person")
        .time("created_at")
        .time_null("revoked_at")
        .text_null("revoke_reason")
        .create(manager)
        .await?;
    // What a territory calls the statuses.
    table("status_term")
        .refers("territory_id", "organisation")
        .string("kind")
        .text("term")
        .key(&["territory_id", "kind"])
        .create(manager)
        .await
}

async fn needs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("need")
        .id()
        .refers("school_id", "organisation")
        // subject | management
        .string("theme_kind")
        .string("theme")
        .col(integer_null("grade_from").take())
        .col(integer_null("grade_to").take())
        .int("strength")
        // 1 is first.
        .int("priority")
        .text("note")
        // school | coordinator | results
        .string("source")
        // open | matched | closed
        .string("state")
        .text_null("close_reason")
        .refers("by_id", "person")
        .int("revision")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    table("need_skill")
        .refers("need_id", "need")
        .refers("skill_id", "skill")
        // Per cent of pupils who can do it, and of how many.
        .col(integer_null("share_done").take())
        .col(integer_null("pupils").take())
        .key(&["need_id", "skill_id"])
        .create(manager)
        .await
}

async fn offers(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("offer")
        .id()
        .refers("school_id", "organisation")
        .int("capacity")
        // Pairs that work now: moved by guarded UPDATEs only.
        .int("active")
        .col(boolean("online").take())
        .col(boolean("in_person").take())
        .col(integer_null("max_minutes").take())
        // Codes between commas.
        .text("languages")
        .text("forms")
        .text("note")
        // open | paused | withdrawn
        .string("state")
        .refers("by_id", "person")
        .int("revision")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    table("offer_theme")
        .refers("offer_id", "offer")
        .string("theme_kind")
        .string("theme")
        .int("specialists")
        .int("active")
        .col(integer_null("grade_from").take())
        .col(integer_null("grade_to").take())
        .col(integer_null("strength").take())
        .text("basis")
        .key(&["offer_id", "theme_kind", "theme"])
        .create(manager)
        .await?;
    table("offer_skill")
        .refers("offer_id", "offer")
        .string("theme_kind")
        .string("theme")
        .refers("skill_id", "skill")
        .col(integer_null("share_done").take())
        .key(&["offer_id", "theme_kind", "theme", "skill_id"])
        .create(manager)
        .await
}
