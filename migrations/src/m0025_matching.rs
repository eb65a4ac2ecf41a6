//! Weights, runs, wishes and decisions of matching.

use sea_orm_migration::{
    prelude::*,
    schema::{boolean, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0025_matching", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("match_weights")
        .id()
        .refers("territory_id", "organisation")
        .int("version")
        // Thousandths of the score.
        .int("context")
        .int("complementarity")
        .int("practice")
        .int("access")
        .int("history")
        .int("min_likeness")
        .int("load_penalty")
        .int("minutes_limit")
        .text("note")
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await?;
    table("school_wish")
        .id()
        .refers("school_id", "organisation")
        .refers("other_id", "organisation")
        // Of one theme, or of all.
        .string_null("theme_kind")
        .string_null("theme")
        // 1 is first; none where it is a veto.
        .col(integer_null("rank").take())
        .col(boolean("veto").take())
        .text("reason")
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await?;
    runs(manager).await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX match_weights_version ON match_weights (territory_id, version)",
            "CREATE INDEX school_wish_school ON school_wish (school_id, id)",
            "CREATE INDEX school_wish_other ON school_wish (other_id)",
            "CREATE UNIQUE INDEX match_run_number ON match_run (territory_id, number)",
            // One word of a coordinator on a pair at a time.
            "CREATE UNIQUE INDEX match_decision_live ON match_decision (need_id, mentor_id, year) WHERE undone_at IS NULL",
            // A need is promised to one mentor at a time.
            "CREATE UNIQUE INDEX match_decision_one ON match_decision (need_id, year) WHERE undone_at IS NULL AND kind <> 'veto'",
            "CREATE INDEX match_decision_territory ON match_decision (territory_id, id)",
        ],
    )
    .await
}

async fn runs(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("match_run")
        .id()
        .refers("territory_id", "organisation")
        .int("number")
        .int("year")
        // flow | stable
        .string("mode")
        .may_refer("weights_id", "match_weights")
        // Canonical JSON and its SHA-256.
        .text("input")
        .string("input_hash")
        .text("result")
        .string("result_hash")
        .int("pairs")
        .int("uncovered")
        .big("total")
        .refers("by_id", "person")
        .time("created_at")
        .create(manager)
        .await?;
    table("match_decision")
        .id()
        .refers("territory_id", "organisation")
        .refers("run_id", "match_run")
        .refers("need_id", "need")
        .refers("mentor_id", "organisation")
        .int("year")
        // accept | veto | pin
        .string("kind")
        .text("reason")
        // What became of it.
        .uuid_null("pairing_id")
        .refers("by_id", "person")
        .time("created_at")
        .time_null("undone_at")
        .may_refer("undone_by", "person")
        .create(manager)
        .await
}
