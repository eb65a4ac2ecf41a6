//! What this feature keeps about a person: handed out, erased.

use async_trait::async_trait;
use kernel::{Error, OrgRef, PersonId, Result};
use platform::{
    App, Tx,
    ports::{ERASED_NAME, PersonalData, PersonalPart},
};
use sea_orm::{ConnectionTrait, QueryOrder, Set, entity::prelude::*};
use serde_json::{Value, json};

use crate::{
    affiliations, consents, credentials, directory,
    entity::{
        affiliation, consent, credential, invitation, one_time_token, person, person_subject, registration, role_grant,
        session,
    },
    grants, people, sessions, signing_in,
    words::{AffiliationStatus, PersonStatus},
};

pub struct Own;

#[async_trait]
impl PersonalData for Own {
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>> {
        let db = app.reader();
        let part = |name, contents| PersonalPart { name, contents };
        Ok(vec![
            part("profile", profile(db, person).await?),
            part("consents", agreed(db, person).await?),
            part("organisations", places(db, person).await?),
            part("roles", roles(db, person).await?),
            part("sessions", devices(db, person).await?),
        ])
    }

    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()> {
        let row = person::Entity::find_by_id(person).one(tx.db()).await?.ok_or(Error::Hidden)?;
        leave_everything(tx, person).await?;
        forget_entry(tx, &row).await?;
        person_subject::Entity::delete_many().filter(person_subject::Column::PersonId.eq(person)).exec(tx.db()).await?;
        let mut change: person::ActiveModel = row.clone().into();
        change.surname = Set(ERASED_NAME.to_owned());
        change.given_name = Set(String::new());
        change.patronymic = Set(None);
        change.position = Set(None);
        change.about = Set(None);
        change.email = Set(None);
        change.email_confirmed_at = Set(None);
        change.grades = Set(String::new());
        change.search_key = Set(" ".to_owned());
        change.external_key = Set(None);
        change.status = Set(PersonStatus::Erased);
        change.version = Set(row.version + 1);
        change.update(tx.db()).await?;
        Ok(())
    }
}

async fn profile<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<Value> {
    let row = person::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let subjects: Vec<String> = person_subject::Entity::find()
        .filter(person_subject::Column::PersonId.eq(id))
        .all(db)
        .await?
        .into_iter()
        .map(|s| s.subject)
        .collect();
    Ok(json!({
        "id": row.id, "surname": row.surname, "given_name": row.given_name, "patronymic": row.patronymic,
        "position": row.position, "about": row.about, "subjects": subjects, "grades": people::grades(&row.grades),
        "login": credentials::login_of(db, id).await?, "email": row.email,
        "email_confirmed_at": row.email_confirmed_at, "status": row.status, "time_zone": row.time_zone,
        "locale": row.locale, "created_at": row.created_at, "confirmed_at": row.confirmed_at,
    }))
}

async fn agreed<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<Value> {
    let rows = consents::of_person(db, id).await?;
    let line = |row: consent::Model| json!({ "kind": row.kind, "version": row.version, "given_at": row.given_at, "withdrawn_at": row.withdrawn_at });
    Ok(rows.into_iter().map(line).collect())
}

async fn places<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<Value> {
    let rows = affiliation::Entity::find().filter(affiliation::Column::PersonId.eq(id));
    let rows = rows.order_by_asc(affiliation::Column::AskedAt).all(db).await?;
    let orgs: Vec<_> = rows.iter().map(|row| row.organisation_id).collect();
    let orgs = directory::org_refs(db, &orgs).await?;
    let line = |row: affiliation::Model| {
        let org: Option<&OrgRef> = orgs.get(&row.organisation_id);
        json!({
            "organisation": org.map(|o| o.short_name.as_str()), "status": row.status, "position": row.position,
            "asked_at": row.asked_at, "confirmed_at": row.confirmed_at, "ended_at": row.ended_at, "reason": row.reason,
        })
    };
    Ok(rows.into_iter().map(line).collect())
}

async fn roles<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<Value> {
    let rows = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(id));
    let rows = rows.order_by_asc(role_grant::Column::Id).all(db).await?;
    let scopes: Vec<_> = rows.iter().filter_map(|row| row.scope_id).collect();
    let scopes = directory::org_refs(db, &scopes).await?;
    let line = |row: role_grant::Model| {
        let scope = row.scope_id.and_then(|id| scopes.get(&id)).map(|o| o.short_name.as_str());
        json!({
            "role": row.role, "scope": scope, "since": row.since, "until": row.until, "basis": row.basis,
            "created_at": row.created_at, "revoked_at": row.revoked_at, "revoke_reason": row.revoke_reason,
        })
    };
    Ok(rows.into_iter().map(line).collect())
}

async fn devices<C: ConnectionTrait>(db: &C, id: PersonId) -> Result<Value> {
    let rows = session::Entity::find().filter(session::Column::PersonId.eq(id));
    let rows = rows.order_by_asc(session::Column::Id).all(db).await?;
    let line = |row: session::Model| {
        json!({
            "device": row.device, "created_at": row.created_at, "last_seen_at": row.last_seen_at,
            "revoked_at": row.revoked_at,
        })
    };
    Ok(rows.into_iter().map(line).collect())
}

/// Roles and memberships end, consents to anything else too.
async fn leave_everything(tx: &mut Tx, person: PersonId) -> Result<()> {
    for grant in grants::of_person(tx.db(), person).await? {
        grants::close(tx, person, grant, None).await?;
    }
    for row in affiliations::of_person(tx.db(), person).await? {
        let mut change: affiliation::ActiveModel = row.into();
        change.status = Set(AffiliationStatus::Ended);
        change.ended_at = Set(Some(tx.now()));
        change.update(tx.db()).await?;
    }
    affiliation::Entity::update_many()
        .col_expr(affiliation::Column::Position, Expr::value(None::<String>))
        .col_expr(affiliation::Column::Reason, Expr::value(None::<String>))
        .filter(affiliation::Column::PersonId.eq(person))
        .exec(tx.db())
        .await?;
    consent::Entity::update_many()
        .col_expr(consent::Column::WithdrawnAt, Expr::value(tx.now()))
        .filter(consent::Column::PersonId.eq(person))
        .filter(consent::Column::WithdrawnAt.is_null())
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Every way in, and what was written down on the way.
async fn forget_entry(tx: &mut Tx, row: &person::Model) -> Result<()> {
    let person = row.id;
    sessions::end_all(tx, person, None, "erased", None).await?;
    session::Entity::update_many()
        .col_expr(session::Column::Device, Expr::value(""))
        .filter(session::Column::PersonId.eq(person))
        .exec(tx.db())
        .await?;
    let login = credentials::login_of(tx.db(), person).await?;
    let known: Vec<&str> = login.as_deref().into_iter().chain(row.email.as_deref()).collect();
    signing_in::forgive(tx, &known).await?;
    credential::Entity::delete_many().filter(credential::Column::PersonId.eq(person)).exec(tx.db()).await?;
    one_time_token::Entity::delete_many().filter(one_time_token::Column::PersonId.eq(person)).exec(tx.db()).await?;
    if let Some(email) = &row.email {
        registration::Entity::delete_many().filter(registration::Column::Email.eq(email)).exec(tx.db()).await?;
    }
    invitation::Entity::update_many()
        .col_expr(invitation::Column::Surname, Expr::value(None::<String>))
        .col_expr(invitation::Column::GivenName, Expr::value(None::<String>))
        .col_expr(invitation::Column::Patronymic, Expr::value(None::<String>))
        .col_expr(invitation::Column::Position, Expr::value(None::<String>))
        .col_expr(invitation::Column::RevokedAt, Expr::value(tx.now()))
        .filter(invitation::Column::PersonId.eq(person))
        .exec(tx.db())
        .await?;
    Ok(())
}
