//! Pairs, their agreements, people and steps, and who looks after which school.

use sea_orm_migration::{
    prelude::*,
    schema::{integer, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0026_pairings", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    pairs(manager).await?;
    agreements(manager).await?;
    people(manager).await?;
    curators(manager).await?;
    run(
        manager,
        &[
            "INSERT INTO pairing_counter (id, last) VALUES (1, 0)",
            "CREATE UNIQUE INDEX pairing_number ON pairing (number)",
            // Two schools in one theme, whoever of them helps: never twice, never both ways.
            "CREATE UNIQUE INDEX pairing_duo ON pairing (duo, theme_kind, theme) \
             WHERE state IN ('proposed', 'agreed', 'active', 'suspended')",
            // One mentor works with a school in a theme: whoever wins the race, the second is refused.
            "CREATE UNIQUE INDEX pairing_one_mentor ON pairing (mentee_id, theme_kind, theme) \
             WHERE state IN ('active', 'suspended')",
            "CREATE INDEX pairing_mentor ON pairing (mentor_id, state)",
            "CREATE INDEX pairing_mentee ON pairing (mentee_id, state)",
            "CREATE INDEX pairing_territory ON pairing (territory_id, state)",
            "CREATE INDEX pairing_need ON pairing (need_id)",
            "CREATE INDEX pairing_run ON pairing (run_id)",
            "CREATE INDEX pairing_skill_skill ON pairing_skill (skill_id, pairing_id)",
            "CREATE INDEX pairing_step_of ON pairing_step (pairing_id, id)",
            // One that is being written; those in force are told apart by their dates.
            "CREATE UNIQUE INDEX agreement_pending ON agreement (pairing_id) \
             WHERE state IN ('draft', 'sent', 'signed_one')",
            "CREATE INDEX agreement_of ON agreement (pairing_id, id)",
            "CREATE UNIQUE INDEX pairing_person_live ON pairing_person (pairing_id, side, person_id, duty) \
             WHERE until IS NULL",
            "CREATE INDEX pairing_person_person ON pairing_person (person_id, pairing_id)",
            "CREATE UNIQUE INDEX pairing_tie_live \
             ON pairing_tie (pairing_id, mentor_person_id, mentee_person_id, kind, subject) WHERE until IS NULL",
            // One curator looks after a school; another takes it over.
            "CREATE UNIQUE INDEX school_curator_live ON school_curator (school_id) WHERE ended_at IS NULL",
            "CREATE INDEX school_curator_person ON school_curator (person_id, school_id)",
            "CREATE INDEX school_curator_territory ON school_curator (territory_id, id)",
        ],
    )
    .await
}

async fn pairs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("pairing_counter").col(integer("id").primary_key().take()).int("last").create(manager).await?;
    table("pairing")
        .id()
        .int("number")
        // The municipality of the school that is helped.
        .refers("territory_id", "organisation")
        .refers("mentor_id", "organisation")
        .refers("mentee_id", "organisation")
        // Both ids, sorted: the same whoever of them helps.
        .string("duo")
        .may_refer("need_id", "need")
        // Whose places are taken while it is active.
        .may_refer("offer_id", "offer")
        // subject | management
        .string("theme_kind")
        .string("theme")
        .int("year")
        .may_refer("run_id", "match_run")
        .col(integer_null("score").take())
        // JSON: shown as a whole, never asked for.
        .text_null("parts")
        .text("explanation")
        // proposed | agreed | active | suspended | completed | ended | declined | vetoed | withdrawn
        .string("state")
        .text("reason")
        .text("debrief")
        .may_refer("mentor_agreed_by", "person")
        .time_null("mentor_agreed_at")
        .may_refer("mentee_agreed_by", "person")
        .time_null("mentee_agreed_at")
        .time_null("active_since")
        .date_null("until")
        .may_refer("space_id", "space")
        .time("last_active_at")
        // 0 nobody was told | 1 curators were | 2 coordinators were
        .int("silence")
        .refers("by_id", "person")
        .int("revision")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await?;
    table("pairing_skill")
        .refers("pairing_id", "pairing")
        .refers("skill_id", "skill")
        .key(&["pairing_id", "skill_id"])
        .create(manager)
        .await?;
    table("pairing_step")
        .id()
        .refers("pairing_id", "pairing")
        .time("at")
        // Absent: time did it.
        .may_refer("by_id", "person")
        .string_null("from_state")
        .string("to_state")
        .text("reason")
        .create(manager)
        .await
}

async fn agreements(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("agreement")
        .id()
        .refers("pairing_id", "pairing")
        .string("number")
        .date_null("dated")
        .date_null("since")
        .date_null("until")
        // draft | sent | signed_one | signed | expired | terminated
        .string("state")
        // Markdown of the terms.
        .text("text")
        .text("mentor_details")
        .text("mentee_details")
        .may_refer("mentor_signed_by", "person")
        .time_null("mentor_signed_at")
        .may_refer("mentee_signed_by", "person")
        .time_null("mentee_signed_at")
        .uuid_null("scan_id")
        .time_null("warned_at")
        .text("reason")
        .time_null("ended_at")
        // The agreement it continues.
        .uuid_null("renews_id")
        .refers("by_id", "person")
        .int("revision")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("pairing_person")
        .id()
        .refers("pairing_id", "pairing")
        // mentor | mentee
        .string("side")
        .refers("person_id", "person")
        // director | teacher | young_teacher | curator
        .string("duty")
        .date("since")
        .date_null("until")
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await?;
    table("pairing_tie")
        .id()
        .refers("pairing_id", "pairing")
        .refers("mentor_person_id", "pairing_person")
        .refers("mentee_person_id", "pairing_person")
        // director | teacher | young_teacher
        .string("kind")
        // Empty: not of one subject.
        .string("subject")
        .date("since")
        .date_null("until")
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await
}

async fn curators(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("school_curator")
        .id()
        .refers("territory_id", "organisation")
        .refers("school_id", "organisation")
        .refers("person_id", "person")
        .date("since")
        // The last day, as far as it is known.
        .date_null("until")
        .text("order_title")
        .string("order_number")
        .date_null("order_date")
        // The right that was given with it, taken back with it.
        .may_refer("grant_id", "role_grant")
        // Who had the school before and handed it over.
        .uuid_null("after_id")
        .text("handover")
        .refers("by_id", "person")
        .time("created_at")
        .time_null("ended_at")
        .create(manager)
        .await
}
