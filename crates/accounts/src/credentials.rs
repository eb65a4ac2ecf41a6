//! Logins and passwords of people who may sign in.

use kernel::{Actor, Code, Error, PersonId, Result, error::Checks};
use platform::{App, Tx, db};
use sea_orm::{QuerySelect, Set, entity::prelude::*};

use crate::{
    entity::{credential, person},
    event::What,
    letters, passwords, sessions, signing_in,
};

/// As stored and compared: no blanks around, lower case.
pub fn normalise(login: &str) -> String {
    login.trim().to_lowercase()
}

/// A login is an e-mail address or a name of letters, digits, dots, dashes and underscores.
pub fn check_login(checks: &mut Checks, login: &str, field: &str) {
    let login = normalise(login);
    checks.require(!login.is_empty(), field, "required");
    if login.contains('@') {
        check_email(checks, &login, field);
    } else if !login.is_empty() {
        let length = login.chars().count();
        checks.require(length >= 3, field, "too_short").require(length <= 60, field, "too_long");
        let good = login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
        checks.require(good, field, "invalid");
    }
}

/// An address that mail can be sent to: ASCII before the @, letters of any alphabet in the domain.
pub fn check_email(checks: &mut Checks, email: &str, field: &str) {
    let email = normalise(email);
    checks.require(!email.is_empty(), field, "required").require(email.len() <= 254, field, "too_long");
    if !email.is_empty() {
        checks.require(is_email(&email), field, "invalid");
    }
}

fn is_email(email: &str) -> bool {
    let Some((local, domain)) = email.split_once('@') else { return false };
    let atom = |part: &str| {
        !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || "!#$%&'*+/=?^_`{|}~-".contains(c))
    };
    let label = |part: &str| {
        !part.is_empty()
            && part.len() <= 63
            && part.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    local.len() <= 64 && local.split('.').all(atom) && domain.contains('.') && domain.split('.').all(label)
}

/// The credential of a login: a proved address comes before a login that merely looks like it.
pub async fn find<C: ConnectionTrait>(db: &C, login: &str) -> Result<Option<credential::Model>> {
    let owner = person::Entity::find()
        .filter(person::Column::Email.eq(login))
        .filter(person::Column::EmailConfirmedAt.is_not_null())
        .one(db)
        .await?;
    if let Some(owner) = owner
        && let Some(found) = credential::Entity::find_by_id(owner.id).one(db).await?
    {
        return Ok(Some(found));
    }
    Ok(credential::Entity::find().filter(credential::Column::Login.eq(login)).one(db).await?)
}

/// The login of a person who has one.
pub async fn login_of<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Option<String>> {
    Ok(credential::Entity::find_by_id(person).one(db).await?.map(|c| c.login))
}

/// Is the password the one that was just checked? It may have been changed meanwhile.
pub(crate) async fn is_still(tx: &Tx, checked: &credential::Model) -> Result<bool> {
    let now = credential::Entity::find_by_id(checked.person_id).lock_exclusive().one(tx.db()).await?;
    Ok(now.is_some_and(|c| c.password_hash == checked.password_hash))
}

/// Follows the address: a login that was the old address becomes the new one.
pub(crate) async fn follow_address(tx: &Tx, person: PersonId, old: &str, new: &str) -> Result<()> {
    let own = credential::Entity::find_by_id(person).one(tx.db()).await?;
    let taken = credential::Entity::find().filter(credential::Column::Login.eq(new)).one(tx.db()).await?.is_some();
    if let Some(own) = own.filter(|c| c.login == old && !taken) {
        let mut change: credential::ActiveModel = own.into();
        change.login = Set(new.to_owned());
        change.update(tx.db()).await?;
    }
    Ok(())
}

/// Stores the same password under a stronger hash.
pub(crate) async fn rehash(tx: &Tx, person: PersonId, password_hash: String) -> Result<()> {
    credential::Entity::update_many()
        .col_expr(credential::Column::PasswordHash, Expr::value(password_hash))
        .filter(credential::Column::PersonId.eq(person))
        .exec(tx.db())
        .await?;
    Ok(())
}

/// Gives a person a login and a password (already hashed).
///
/// # Errors
/// `LoginTaken` when somebody else has the login.
pub async fn create(tx: &Tx, person: PersonId, login: &str, password_hash: String) -> Result<()> {
    // A login that is somebody's proved address would lead to them, never here.
    if find(tx.db(), &normalise(login)).await?.is_some_and(|known| known.person_id != person) {
        return Err(Error::Conflict(Code::LoginTaken));
    }
    let row = credential::ActiveModel {
        person_id: Set(person),
        login: Set(normalise(login)),
        password_hash: Set(password_hash),
        updated_at: Set(tx.now()),
    };
    let done = credential::Entity::insert(row).exec_without_returning(tx.db()).await;
    match done {
        Err(error) if db::is_unique_violation(&error) => Err(Error::Conflict(Code::LoginTaken)),
        other => Ok(other.map(|_| ())?),
    }
}

/// Sets a new password (already hashed) and ends the sessions it did not come from.
pub async fn replace(
    tx: &mut Tx,
    person: PersonId,
    password_hash: String,
    keep: Option<kernel::SessionId>,
    reason: &str,
) -> Result<()> {
    let changed = credential::Entity::update_many()
        .col_expr(credential::Column::PasswordHash, Expr::value(password_hash))
        .col_expr(credential::Column::UpdatedAt, Expr::value(tx.now()))
        .filter(credential::Column::PersonId.eq(person))
        .exec(tx.db())
        .await?;
    if changed.rows_affected != 1 {
        return Err(Error::Hidden);
    }
    sessions::end_all(tx, person, keep, reason, Some(person)).await?;
    tx.emit(What::PasswordChanged { person }.by(person));
    Ok(())
}

/// Changes one's own password; every other device is signed out.
///
/// # Errors
/// `WrongCredentials` when `current` is not the password; `Invalid` for a weak new one.
pub async fn change(app: &App, actor: &Actor, current: String, password: String) -> Result<()> {
    let row = credential::Entity::find_by_id(actor.person).one(app.reader()).await?.ok_or(Error::Hidden)?;
    let mut checks = Checks::default();
    passwords::check(&mut checks, &password, &row.login, "password");
    checks.done()?;
    // Guessing at an open device is as slow as guessing at the door.
    let turn = format!("password of {}", actor.person);
    signing_in::take_turn(app, &turn).await?;
    if !passwords::verify(app, Some(row.password_hash.clone()), current).await? {
        return Err(Error::invalid("current", "invalid"));
    }
    let hash = passwords::hash(app, password).await?;
    let mut tx = app.begin().await?;
    if !is_still(&tx, &row).await? {
        return Err(Error::invalid("current", "invalid"));
    }
    signing_in::forgive(&tx, &[&turn]).await?;
    replace(&mut tx, actor.person, hash, Some(actor.session), "password_changed").await?;
    letters::password_changed(&tx, actor.person).await?;
    tx.commit().await?;
    Ok(())
}
