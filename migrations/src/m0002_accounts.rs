//! Organisations, people, affiliations, grants, invitations, consents, sessions.

use sea_orm_migration::prelude::*;

use crate::parts::{migration, run, table};

migration!("m0002_accounts", up);

async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    organisations(manager).await?;
    people(manager).await?;
    entry(manager).await?;
    signing_in(manager).await?;
    run(
        manager,
        &[
            "CREATE UNIQUE INDEX organisation_external ON organisation (external_key)",
            "CREATE INDEX organisation_parent ON organisation (parent_id)",
            "CREATE INDEX organisation_names ON organisation (kind, search_key)",
            "CREATE UNIQUE INDEX person_external ON person (external_key)",
            "CREATE UNIQUE INDEX person_email ON person (email) WHERE email IS NOT NULL AND email_confirmed_at IS NOT NULL",
            "CREATE INDEX person_names ON person (search_key, id)",
            "CREATE INDEX person_subject_code ON person_subject (subject, person_id)",
            "CREATE UNIQUE INDEX credential_login ON credential (login)",
            "CREATE UNIQUE INDEX affiliation_live ON affiliation (person_id, organisation_id) WHERE ended_at IS NULL",
            "CREATE INDEX affiliation_organisation ON affiliation (organisation_id, status)",
            "CREATE INDEX role_grant_person ON role_grant (person_id)",
            "CREATE INDEX role_grant_scope ON role_grant (scope_id)",
            "CREATE UNIQUE INDEX role_grant_live ON role_grant (person_id, role, scope_id) WHERE revoked_at IS NULL",
            // NULLs never collide: roles over the whole network need an index of their own.
            "CREATE UNIQUE INDEX role_grant_live_everywhere ON role_grant (person_id, role) WHERE revoked_at IS NULL AND scope_id IS NULL",
            "CREATE UNIQUE INDEX invitation_token ON invitation (token_hash)",
            "CREATE INDEX invitation_organisation ON invitation (organisation_id)",
            "CREATE INDEX consent_person ON consent (person_id)",
            "CREATE UNIQUE INDEX consent_live ON consent (person_id, kind, version) WHERE withdrawn_at IS NULL",
            "CREATE INDEX registration_email ON registration (email)",
            "CREATE INDEX one_time_token_person ON one_time_token (person_id)",
            "CREATE INDEX session_person ON session (person_id)",
            "CREATE INDEX sign_in_delay_age ON sign_in_delay (next_try_at)",
            "CREATE INDEX refresh_token_session ON refresh_token (session_id)",
        ],
    )
    .await
}

async fn organisations(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("organisation")
        .id()
        .string("kind")
        .may_refer("parent_id", "organisation")
        .text("legal_name")
        .text("short_name")
        .text_null("place")
        .string_null("school_type")
        .string("time_zone")
        .string_null("code")
        .string_null("subject")
        .string_null("level")
        .text_null("about")
        // Normalised words people search by; see accounts::names.
        .text("search_key")
        .string_null("external_key")
        .time_null("closed_at")
        .int("version")
        .time("created_at")
        .create(manager)
        .await
}

async fn people(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("person")
        .id()
        .text("surname")
        .text("given_name")
        .text_null("patronymic")
        .text_null("position")
        .text_null("about")
        .string_null("email")
        .time_null("email_confirmed_at")
        // pending | confirmed | blocked
        .string("status")
        // Comma list of numbers: never filtered by, only shown.
        .string("grades")
        .string("time_zone")
        .string("locale")
        .text("search_key")
        .string_null("external_key")
        .int("version")
        .time("created_at")
        .time_null("confirmed_at")
        .create(manager)
        .await?;
    table("person_subject")
        .refers("person_id", "person")
        .string("subject")
        .key(&["person_id", "subject"])
        .create(manager)
        .await?;
    table("affiliation")
        .id()
        .refers("person_id", "person")
        .refers("organisation_id", "organisation")
        // pending | confirmed | ended | refused
        .string("status")
        .text_null("position")
        .time("asked_at")
        .time_null("confirmed_at")
        .may_refer("confirmed_by", "person")
        .time_null("ended_at")
        .text_null("reason")
        .create(manager)
        .await?;
    table("role_grant")
        .id()
        .refers("person_id", "person")
        .string("role")
        .may_refer("scope_id", "organisation")
        .date("since")
        .date_null("until")
        .text("basis")
        .may_refer("granted_by", "person")
        .time("created_at")
        .time_null("revoked_at")
        .may_refer("revoked_by", "person")
        .create(manager)
        .await
}

async fn entry(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("invitation")
        .id()
        .string("token_hash")
        // single | room
        .string("kind")
        .refers("organisation_id", "organisation")
        .string("role")
        // An imported person who takes over their own record.
        .may_refer("person_id", "person")
        .text_null("surname")
        .text_null("given_name")
        .text_null("patronymic")
        .text_null("position")
        .int("max_uses")
        .int("used")
        .time("expires_at")
        .time("created_at")
        .may_refer("created_by", "person")
        .time_null("revoked_at")
        .create(manager)
        .await?;
    table("consent")
        .id()
        .refers("person_id", "person")
        // processing | publication
        .string("kind")
        .int("version")
        .time("given_at")
        .time_null("withdrawn_at")
        .create(manager)
        .await?;
    table("one_time_token")
        .col(ColumnDef::new("token_hash").string().not_null().primary_key().take())
        // setup | reset | email
        .string("kind")
        .may_refer("person_id", "person")
        .string_null("email")
        .time("created_at")
        .time("expires_at")
        .time_null("used_at")
        .create(manager)
        .await?;
    // Somebody typed an address that is not proved yet: no person exists until the link in the letter is followed.
    table("registration")
        .col(ColumnDef::new("token_hash").string().not_null().primary_key().take())
        .string("email")
        .text("password_hash")
        .text("surname")
        .text("given_name")
        .text_null("patronymic")
        .text_null("position")
        // Comma list of codes.
        .text("subjects")
        .refers("organisation_id", "organisation")
        .int("consent_version")
        .time("created_at")
        .time("expires_at")
        .time_null("used_at")
        .create(manager)
        .await
}

async fn signing_in(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    table("credential")
        .refers("person_id", "person")
        .string("login")
        .text("password_hash")
        .time("updated_at")
        .key(&["person_id"])
        .create(manager)
        .await?;
    // Keyed by a hash of the login as typed, so that unknown logins slow down like known ones.
    table("sign_in_delay")
        .col(ColumnDef::new("login_hash").string().not_null().primary_key().take())
        .int("failures")
        .time("next_try_at")
        .create(manager)
        .await?;
    table("session")
        .id()
        .refers("person_id", "person")
        .text("device")
        .time("created_at")
        .time("last_seen_at")
        .time("expires_at")
        .time_null("revoked_at")
        .string_null("revoke_reason")
        .create(manager)
        .await?;
    table("refresh_token")
        .col(ColumnDef::new("token_hash").string().not_null().primary_key().take())
        .refers("session_id", "session")
        // The token this one was exchanged for; tokens with one parent are siblings.
        .string_null("parent_hash")
        .time("created_at")
        // Exchanged, or overtaken by a sibling.
        .time_null("used_at")
        .create(manager)
        .await?;
    table("signing_key").id().text("secret").time("created_at").time_null("retired_at").create(manager).await
}
