//! Calendars: events, who holds them, for whom, and who comes.

use sea_orm_migration::{
    prelude::*,
    schema::{date_time_null, integer, integer_null},
};

use crate::parts::{migration, run, table};

migration!("m0013_calendars", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    events(manager).await?;
    around(manager).await?;
    registrations(manager).await?;
    run(
        manager,
        &[
            "INSERT INTO event_counter (id, last) VALUES (1, 0)",
            "CREATE UNIQUE INDEX event_number ON event (number)",
            "CREATE INDEX event_when ON event (starts_at, id)",
            "CREATE INDEX event_of_host ON event (host_id, starts_at)",
            "CREATE INDEX event_of_association ON event (association_id, starts_at)",
            "CREATE INDEX event_of_owner ON event (owner_id)",
            "CREATE INDEX event_skill_skill ON event_skill (skill_id, event_id)",
            "CREATE INDEX event_subject_subject ON event_subject (subject, event_id)",
            "CREATE INDEX event_grade_grade ON event_grade (grade, event_id)",
            "CREATE INDEX event_host_org ON event_host (org_id, event_id)",
            "CREATE INDEX event_place_org ON event_place (org_id, event_id)",
            "CREATE INDEX event_speaker_person ON event_speaker (person_id, event_id)",
            // One live registration for a person: whoever wins the race, the second is refused.
            "CREATE UNIQUE INDEX event_registration_live ON event_registration (event_id, person_id) \
             WHERE state IN ('applied', 'confirmed', 'waiting')",
            "CREATE INDEX event_registration_person ON event_registration (person_id, event_id)",
            "CREATE INDEX event_registration_queue ON event_registration (event_id, way, queue_no) WHERE state = 'waiting'",
            "CREATE INDEX event_registration_list ON event_registration (event_id, id)",
        ],
    )
    .await
}

async fn events(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // The number last given: permanent addresses are short, and drafts have none.
    table("event_counter").col(integer("id").primary_key().take()).int("last").create(manager).await?;
    table("event")
        .id()
        .col(integer_null("number").take())
        .refers("owner_id", "person")
        .refers("host_id", "organisation")
        .may_refer("association_id", "organisation")
        .string("kind")
        // draft | published | held | closed | postponed | cancelled
        .string("state")
        // school | municipal | regional | national
        .string("level")
        // everyone | network | association | places
        .string("audience")
        .text("title")
        .text("summary")
        .text("body")
        .text("search_key")
        // JSON list: shown as a whole, never asked for.
        .text("programme")
        .string("time_zone")
        // Wall time; the instants are computed of it and the zone.
        .col(date_time_null("starts_wall").take())
        .col(date_time_null("ends_wall").take())
        .time_null("starts_at")
        .time_null("ends_at")
        .text("slot")
        .text("place")
        .text("link")
        // open | approval | none
        .string("registration")
        .col(date_time_null("register_until_wall").take())
        .time_null("register_until")
        .may_refer("topic_id", "topic")
        .text("reason")
        .int("revision")
        .int("sequence")
        .time("created_at")
        .time_null("published_at")
        .time("changed_at")
        .create(manager)
        .await
}

async fn around(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("event_subject")
        .refers("event_id", "event")
        .string("subject")
        .key(&["event_id", "subject"])
        .create(manager)
        .await?;
    table("event_grade").refers("event_id", "event").int("grade").key(&["event_id", "grade"]).create(manager).await?;
    table("event_skill")
        .refers("event_id", "event")
        .refers("skill_id", "skill")
        .key(&["event_id", "skill_id"])
        .create(manager)
        .await?;
    // Schools that hold it together with the host.
    table("event_host")
        .refers("event_id", "event")
        .refers("org_id", "organisation")
        .key(&["event_id", "org_id"])
        .create(manager)
        .await?;
    // Organisations whose people it is for, with everybody below them.
    table("event_place")
        .refers("event_id", "event")
        .refers("org_id", "organisation")
        .key(&["event_id", "org_id"])
        .create(manager)
        .await?;
    // Roles that may register; none: everybody it is for.
    table("event_role").refers("event_id", "event").string("role").key(&["event_id", "role"]).create(manager).await?;
    table("event_speaker")
        .refers("event_id", "event")
        .int("position")
        .may_refer("person_id", "person")
        .text("name")
        .text("about")
        .text("topic")
        .key(&["event_id", "position"])
        .create(manager)
        .await
}

async fn registrations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    // Places in the room and places on line are counted apart.
    table("event_seat")
        .refers("event_id", "event")
        .string("way")
        .col(integer_null("capacity").take())
        .int("taken")
        .int("waiting")
        .col(integer_null("waiting_limit").take())
        .int("last_no")
        .key(&["event_id", "way"])
        .create(manager)
        .await?;
    table("event_registration")
        .id()
        .refers("event_id", "event")
        .refers("person_id", "person")
        .may_refer("org_id", "organisation")
        .string("way")
        // applied | confirmed | waiting | rejected | cancelled
        .string("state")
        .col(integer_null("queue_no").take())
        .refers("by_id", "person")
        .time("created_at")
        .time("changed_at")
        .create(manager)
        .await
}
