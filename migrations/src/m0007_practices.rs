//! The bank of practices: practices, their versions, reviews, and what colleagues do with them.

use sea_orm_migration::{
    prelude::*,
    schema::{big_integer, boolean, integer, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0007_practices", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    practices(manager).await?;
    versions(manager).await?;
    reviews(manager).await?;
    living(manager).await?;
    collections(manager).await?;
    run(
        manager,
        &[
            "INSERT INTO practice_counter (id, last) VALUES (1, 0)",
            "ALTER TABLE notice ADD COLUMN thing_id uuid",
            "CREATE UNIQUE INDEX practice_number ON practice (number)",
            "CREATE UNIQUE INDEX practice_external ON practice (external_id)",
            "CREATE INDEX practice_recent ON practice (touched_at, id)",
            "CREATE INDEX practice_home ON practice (home_id)",
            "CREATE INDEX practice_place ON practice (place_id)",
            "CREATE INDEX practice_stage ON practice (stage)",
            "CREATE UNIQUE INDEX practice_version_no ON practice_version (practice_id, no)",
            // One version at a time is being worked on.
            "CREATE UNIQUE INDEX practice_version_work ON practice_version (practice_id) \
             WHERE state IN ('draft', 'submitted', 'review', 'revision')",
            "CREATE INDEX practice_version_renderer ON practice_version (rendered_by)",
            "CREATE INDEX practice_subject_subject ON practice_subject (subject, version_id)",
            "CREATE INDEX practice_grade_grade ON practice_grade (grade, version_id)",
            "CREATE INDEX practice_skill_skill ON practice_skill (skill_id, version_id)",
            "CREATE INDEX practice_author_person ON practice_author (person_id, practice_id)",
            "CREATE UNIQUE INDEX review_expert ON review (version_id, expert_id)",
            "CREATE INDEX review_of_expert ON review (expert_id, state)",
            "CREATE INDEX review_practice ON review (practice_id)",
            "CREATE INDEX practice_remark_version ON practice_remark (version_id)",
            "CREATE INDEX adoption_practice ON adoption (practice_id, id)",
            "CREATE UNIQUE INDEX adoption_key ON adoption (person_id, client_key)",
            "CREATE UNIQUE INDEX collection_external ON collection (external_key)",
            "CREATE INDEX collection_owner ON collection (owner_id)",
            "CREATE INDEX collection_organisation ON collection (organisation_id)",
            "CREATE INDEX collection_item_practice ON collection_item (practice_id)",
        ],
    )
    .await
}

async fn practices(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // The number last given: permanent addresses are short, and drafts have none.
    table("practice_counter").col(integer("id").primary_key().take()).int("last").create(manager).await?;
    table("practice")
        .id()
        .col(integer_null("number").take())
        .refers("owner_id", "person")
        // Where the owner works: whose coordinators look after the practice.
        .may_refer("home_id", "organisation")
        .may_refer("region_id", "organisation")
        // Of the version in work: none | draft | submitted | review | revision
        .string("stage")
        // Who reads the version shown: authors | place | network | everyone
        .string("audience")
        // Of the version shown: school | municipal | regional; none for what nobody reviewed
        .string_null("level")
        // Where a practice without review lives.
        .may_refer("place_id", "organisation")
        // The version lists speak of: the one shown, else the one in work.
        .uuid("current_id")
        .uuid_null("shown_id")
        .uuid_null("work_id")
        .may_refer("topic_id", "topic")
        // Mean total of the reviews of the version shown, in tenths of a point.
        .col(integer_null("score").take())
        .int("useful")
        .int("apply")
        .int("thanks")
        .int("views")
        .int("downloads")
        .int("citations")
        .int("adoptions")
        // How it is called where it was imported from.
        .string_null("external_id")
        // Who wrote it there, as written there: no account of ours.
        .text_null("credit_author")
        .text_null("credit_school")
        .time("created_at")
        // First made readable.
        .time_null("published_at")
        // Last change that a list shows.
        .time("touched_at")
        .time_null("archived_at")
        .may_refer("archived_by", "person")
        .text_null("archive_reason")
        .create(manager)
        .await?;
    table("practice_author")
        .refers("practice_id", "practice")
        .refers("person_id", "person")
        .int("position")
        .time("added_at")
        .key(&["practice_id", "person_id"])
        .create(manager)
        .await
}

async fn versions(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("practice_version")
        .id()
        .refers("practice_id", "practice")
        .int("no")
        // draft | submitted | review | revision | published | community
        .string("state")
        .string("kind")
        .text("title")
        .text("summary")
        .text("problem")
        .text("goal")
        .text("body")
        .text("html")
        .int("rendered_by")
        .text("resources")
        .text("conditions")
        .text("risks")
        .text("result_before")
        .text("result_after")
        .text("result_how")
        .string("licence")
        .col(boolean("employer_consent").take())
        // JSON lists: shown and exported as a whole, never asked for.
        .text("keywords")
        .text("links")
        .text("search_key")
        .string_null("wanted_level")
        // Given with the decision.
        .string_null("level")
        .col(integer_null("score").take())
        // Grows with every save of the draft.
        .int("revision")
        .refers("saved_by", "person")
        .time("created_at")
        .time("saved_at")
        .time_null("submitted_at")
        .may_refer("checked_by", "person")
        .time_null("checked_at")
        .may_refer("decided_by", "person")
        .time_null("decided_at")
        .create(manager)
        .await?;
    table("practice_subject")
        .refers("version_id", "practice_version")
        .string("subject")
        .key(&["version_id", "subject"])
        .create(manager)
        .await?;
    table("practice_grade")
        .refers("version_id", "practice_version")
        .int("grade")
        .key(&["version_id", "grade"])
        .create(manager)
        .await?;
    table("practice_skill")
        .refers("version_id", "practice_version")
        .refers("skill_id", "skill")
        .key(&["version_id", "skill_id"])
        .create(manager)
        .await
}

async fn reviews(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("review")
        .id()
        .refers("practice_id", "practice")
        .refers("version_id", "practice_version")
        .refers("expert_id", "person")
        .refers("assigned_by", "person")
        .time("assigned_at")
        .time("due_at")
        // Version of the sheet.
        .int("rubric")
        // assigned | done | declined
        .string("state")
        .col(integer_null("result").take())
        .col(integer_null("efficiency").take())
        .col(integer_null("novelty").take())
        .col(integer_null("transfer").take())
        .col(integer_null("scale").take())
        .col(integer_null("total").take())
        // recommend | revise | reject
        .string_null("verdict")
        .text("text")
        .time_null("done_at")
        .text_null("decline_reason")
        .create(manager)
        .await?;
    table("practice_remark")
        .id()
        .refers("version_id", "practice_version")
        .may_refer("review_id", "review")
        .refers("author_id", "person")
        .string("field")
        .text("text")
        .time("at")
        .create(manager)
        .await
}

async fn living(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("adoption")
        .id()
        .refers("practice_id", "practice")
        .refers("version_id", "practice_version")
        .refers("person_id", "person")
        .col(integer_null("grade").take())
        // helped | partly | no
        .string("outcome")
        .text("text")
        .col(integer_null("before").take())
        .col(integer_null("after").take())
        .uuid_null("client_key")
        .time("created_at")
        .time("updated_at")
        .create(manager)
        .await?;
    table("practice_reaction")
        .refers("practice_id", "practice")
        .refers("person_id", "person")
        .string("kind")
        .time("at")
        .key(&["practice_id", "person_id", "kind"])
        .create(manager)
        .await?;
    table("practice_use")
        .refers("practice_id", "practice")
        .refers("person_id", "person")
        // viewed | downloaded | cited
        .string("kind")
        // Hours since 1970: a person counts once an hour.
        .col(big_integer("hour"))
        .key(&["practice_id", "person_id", "kind", "hour"])
        .create(manager)
        .await
}

async fn collections(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("collection")
        .id()
        .text("title")
        .text("foreword")
        .refers("owner_id", "person")
        .may_refer("organisation_id", "organisation")
        // Read by the whole network; otherwise by its owner only.
        .col(boolean("shared").take())
        .string_null("external_key")
        .int("version")
        .time("created_at")
        .time("updated_at")
        .create(manager)
        .await?;
    table("collection_item")
        .refers("collection_id", "collection")
        .refers("practice_id", "practice")
        .int("position")
        .text("note")
        .time("added_at")
        .key(&["collection_id", "practice_id"])
        .create(manager)
        .await
}
