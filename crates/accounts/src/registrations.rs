//! Registration of one's own accord: a letter first, a person only after the link in it was followed, then a request
//! to the chosen organisation. So nobody's address gets an account without its owner, and known addresses answer like
//! unknown ones.

use chrono::TimeDelta;
use kernel::{Code, Error, OrgId, PersonId, Result, error::Checks};
use platform::{Tx, db};
use sea_orm::{PaginatorTrait, Set, entity::prelude::*};

use crate::{
    affiliations, consents, credentials,
    entity::{consent, organisation, registration},
    letters, one_time,
    people::{self, NewPerson, Profile},
    policy, secrets,
    words::{ConsentKind, PersonStatus},
};

const LASTS: TimeDelta = TimeDelta::days(2);

/// What somebody typed, checked, with the password hashed.
pub struct Application {
    pub profile: Profile,
    /// Normalised.
    pub email: String,
    pub password_hash: String,
    pub org: OrgId,
    pub consent_version: i32,
}

/// Keeps what was typed and sends the letter.
///
/// # Errors
/// `Invalid` for an organisation that takes nobody in, or another consent text.
pub async fn apply(tx: &mut Tx, application: Application) -> Result<()> {
    let org = organisation::Entity::find_by_id(application.org).one(tx.db()).await?;
    let open = org.is_some_and(|o| o.closed_at.is_none() && policy::has_members(o.kind));
    let mut checks = Checks::default();
    checks.require(open, "org_id", "unknown");
    checks.require(application.consent_version == consents::PROCESSING_VERSION, "consent_version", "invalid");
    checks.done()?;
    // Typed data of people who never came back is not kept.
    registration::Entity::delete_many().filter(registration::Column::ExpiresAt.lt(tx.now())).exec(tx.db()).await?;
    let recent = registration::Entity::find()
        .filter(registration::Column::Email.eq(application.email.as_str()))
        .filter(registration::Column::CreatedAt.gt(tx.now() - one_time::PAUSE))
        .count(tx.db())
        .await?;
    if recent > 0 {
        return Ok(());
    }
    let known = credentials::find(tx.db(), &application.email).await?.is_some();
    let token = keep(tx, &application, known).await?;
    if known {
        letters::known_address(tx, &application.email).await
    } else {
        letters::registration(tx, &application.email, &application.profile.given_name, &token).await
    }
}

/// A known address is kept too, spent already: the pause between letters holds for it as well.
async fn keep(tx: &Tx, application: &Application, known: bool) -> Result<String> {
    let token = secrets::token();
    let profile = &application.profile;
    let row = registration::ActiveModel {
        token_hash: Set(secrets::hash(&token)),
        email: Set(application.email.clone()),
        password_hash: Set(if known { String::new() } else { application.password_hash.clone() }),
        surname: Set(profile.surname.clone()),
        given_name: Set(profile.given_name.clone()),
        patronymic: Set(profile.patronymic.clone()),
        position: Set(profile.position.clone()),
        subjects: Set(profile.subjects.join(",")),
        organisation_id: Set(application.org),
        consent_version: Set(application.consent_version),
        created_at: Set(tx.now()),
        expires_at: Set(tx.now() + LASTS),
        used_at: Set(known.then(|| tx.now())),
    };
    registration::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(token)
}

/// Follows the link of the letter: the person appears and asks the organisation. Nothing when the token is not of a
/// registration.
///
/// # Errors
/// `LinkExpired` when the address got an account meanwhile.
pub async fn complete(tx: &mut Tx, token: &str) -> Result<Option<PersonId>> {
    let hash = secrets::hash(token);
    let taken = registration::Entity::update_many()
        .col_expr(registration::Column::UsedAt, Expr::value(tx.now()))
        .filter(registration::Column::TokenHash.eq(hash.as_str()))
        .filter(registration::Column::UsedAt.is_null())
        .filter(registration::Column::ExpiresAt.gt(tx.now()))
        .exec(tx.db())
        .await?;
    if taken.rows_affected == 0 {
        return Ok(None);
    }
    let row = registration::Entity::find_by_id(hash).one(tx.db()).await?.ok_or_else(one_time::gone)?;
    if credentials::find(tx.db(), &row.email).await?.is_some() {
        return Err(one_time::gone());
    }
    let org = organisation::Entity::find_by_id(row.organisation_id).one(tx.db()).await?.ok_or_else(one_time::gone)?;
    let person = make(tx, &row, &org.time_zone).await?;
    agreed(tx, person, &row).await?;
    affiliations::request(tx, person, org.id, row.position.clone()).await?;
    // Other registrations with this address are worthless now.
    registration::Entity::delete_many()
        .filter(registration::Column::Email.eq(row.email.as_str()))
        .exec(tx.db())
        .await?;
    Ok(Some(person))
}

async fn make(tx: &mut Tx, row: &registration::Model, zone: &str) -> Result<PersonId> {
    let new = NewPerson {
        profile: Profile {
            surname: row.surname.clone(),
            given_name: row.given_name.clone(),
            patronymic: row.patronymic.clone(),
            position: row.position.clone(),
            about: None,
            subjects: row.subjects.split(',').filter(|s| !s.is_empty()).map(str::to_owned).collect(),
            grades: Vec::new(),
        },
        email: Some(row.email.clone()),
        email_confirmed: true,
        status: PersonStatus::Pending,
        time_zone: zone.to_owned(),
        external_key: None,
    };
    let made = people::create(tx, None, new).await.map_err(taken)?;
    credentials::create(tx, made.id, &row.email, row.password_hash.clone()).await.map_err(taken)?;
    Ok(made.id)
}

/// Two letters followed at the same moment: one of them made the account.
fn taken(error: Error) -> Error {
    match error {
        Error::Conflict(Code::LoginTaken) => one_time::gone(),
        Error::Internal(inner) if inner.downcast_ref::<DbErr>().is_some_and(db::is_unique_violation) => {
            one_time::gone()
        }
        other => other,
    }
}

/// The consent was given when the form was sent, to the text shown then.
async fn agreed(tx: &mut Tx, person: PersonId, row: &registration::Model) -> Result<()> {
    if row.consent_version == consents::PROCESSING_VERSION {
        let given = consents::give(tx, person, ConsentKind::Processing, row.consent_version).await?;
        let mut change: consent::ActiveModel = given.into();
        change.given_at = Set(row.created_at);
        change.update(tx.db()).await?;
    }
    Ok(())
}
