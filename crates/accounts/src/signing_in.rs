//! Signing in: one path for known and unknown logins, the same work and the same answer, and a delay that grows
//! with failures instead of a lock that would let anybody shut a colleague out.

use std::time::Duration;

use chrono::TimeDelta;
use kernel::{Code, Error, PersonId, Result, Timestamp};
use platform::{App, Tx};
use sea_orm::{QuerySelect, Set, entity::prelude::*, sea_query::OnConflict};

use crate::{
    credentials,
    entity::{person, sign_in_delay},
    passwords, secrets,
    sessions::{self, Opened},
};

/// Failures that cost nothing: people mistype.
const FREE: i32 = 5;
const LONGEST_WAIT: i64 = 60;
/// After an hour of quiet the count starts anew.
const FORGOTTEN: TimeDelta = TimeDelta::hours(1);

/// Seconds to wait after this many failures.
pub fn delay(failures: i32) -> i64 {
    match failures - FREE {
        ..=0 => 0,
        beyond => {
            1_i64.checked_shl(u32::try_from(beyond - 1).unwrap_or(0)).unwrap_or(LONGEST_WAIT).clamp(1, LONGEST_WAIT)
        }
    }
}

/// Opens a session for whoever knows the password.
///
/// # Errors
/// `WrongCredentials` whatever was wrong; `TooMany` while a delay runs.
pub async fn sign_in(app: &App, login: &str, password: String, device: &str) -> Result<Opened> {
    let login = credentials::normalise(login);
    let wrong = || Error::Unauthenticated(Code::WrongCredentials);
    if login.is_empty() || password.chars().count() > passwords::LONGEST {
        return Err(wrong());
    }
    take_turn(app, &login).await?;
    let found = credentials::find(app.reader(), &login).await?;
    let stored = found.as_ref().map(|c| c.password_hash.clone());
    let outdated = stored.as_deref().is_some_and(|hash| passwords::is_outdated(app, hash));
    if !passwords::verify(app, stored, password.clone()).await? {
        return Err(wrong());
    }
    let Some(credential) = found else { return Err(wrong()) };
    let stronger = if outdated { Some(passwords::hash(app, password).await?) } else { None };

    let mut tx = app.begin().await?;
    if !may_enter(&tx, credential.person_id).await? {
        return Err(wrong());
    }
    if !credentials::is_still(&tx, &credential).await? {
        return Err(wrong());
    }
    if let Some(hash) = stronger {
        credentials::rehash(&tx, credential.person_id, hash).await?;
    }
    forgive(&tx, &[&login]).await?;
    // Invented logins leave rows too.
    sign_in_delay::Entity::delete_many()
        .filter(sign_in_delay::Column::NextTryAt.lt(tx.now() - TimeDelta::days(1)))
        .exec(tx.db())
        .await?;
    let opened = sessions::open(&mut tx, credential.person_id, device).await?;
    tx.commit().await?;
    Ok(opened)
}

async fn may_enter(tx: &Tx, person: PersonId) -> Result<bool> {
    let row = person::Entity::find_by_id(person).one(tx.db()).await?;
    Ok(row.is_some_and(|p| !p.status.is_out()))
}

/// Counts the attempt as failed before the work is done, so that a hundred at once are a hundred failures.
/// Success deletes the row.
pub(crate) async fn take_turn(app: &App, login: &str) -> Result<()> {
    let key = secrets::hash(login);
    let tx = app.begin().await?;
    let now = tx.now();
    let fresh = sign_in_delay::ActiveModel { login_hash: Set(key.clone()), failures: Set(0), next_try_at: Set(now) };
    sign_in_delay::Entity::insert(fresh)
        .on_conflict(OnConflict::column(sign_in_delay::Column::LoginHash).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    let row = sign_in_delay::Entity::find_by_id(&key).lock_exclusive().one(tx.db()).await?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the delay of a login vanished behind its lock"))?;
    if let Some(wait) = still_waiting(&row, now) {
        return Err(Error::TooMany(Code::TooManyAttempts, wait));
    }
    let failures =
        if now.signed_duration_since(row.next_try_at) > FORGOTTEN { 1 } else { row.failures.saturating_add(1) };
    let mut change: sign_in_delay::ActiveModel = row.into();
    change.failures = Set(failures);
    change.next_try_at = Set(now + TimeDelta::seconds(delay(failures)));
    change.update(tx.db()).await?;
    tx.commit().await?;
    Ok(())
}

/// Forgets the failures of these logins.
pub(crate) async fn forgive(tx: &Tx, logins: &[&str]) -> Result<()> {
    let keys = logins.iter().map(|login| secrets::hash(login));
    sign_in_delay::Entity::delete_many().filter(sign_in_delay::Column::LoginHash.is_in(keys)).exec(tx.db()).await?;
    Ok(())
}

fn still_waiting(row: &sign_in_delay::Model, now: Timestamp) -> Option<Duration> {
    let wait = row.next_try_at.signed_duration_since(now);
    // Longer than any delay: the clock jumped back since, and must not turn a minute into a year.
    let real = wait <= TimeDelta::seconds(LONGEST_WAIT);
    wait.to_std().ok().filter(|wait| real && !wait.is_zero())
}
