//! E-mail addresses: named by a person, proved by following a link in a letter.

use chrono::TimeDelta;
use kernel::{Actor, Code, Error, Result, error::Checks};
use platform::{Tx, db};
use sea_orm::{Set, entity::prelude::*};

use crate::{credentials, entity::person, event::What, letters, one_time, people, policy, words::TokenKind};

const LASTS: TimeDelta = TimeDelta::days(2);

/// Sends the link that proves an address.
pub(crate) async fn ask_to_prove(tx: &Tx, person: &person::Model, email: &str) -> Result<()> {
    one_time::cancel(tx, TokenKind::Email, Some(person.id)).await?;
    let token = one_time::create(tx, TokenKind::Email, Some(person.id), Some(email.to_owned()), LASTS).await?;
    letters::prove_address(tx, email, &person.given_name, &token).await
}

/// Asks for a letter to one's own address, or to a new one that replaces it once proved.
///
/// # Errors
/// `Invalid` for something no letter can be sent to.
pub async fn request(tx: &mut Tx, actor: &Actor, email: Option<String>) -> Result<()> {
    policy::consented(actor).or_refuse()?;
    let row = people::lock(tx, actor.person).await?;
    let email = email.map(|e| credentials::normalise(&e)).or_else(|| row.email.clone()).unwrap_or_default();
    let mut checks = Checks::default();
    credentials::check_email(&mut checks, &email, "email");
    checks.done()?;
    let proved = row.email_confirmed_at.is_some() && row.email.as_deref() == Some(&email);
    if proved || one_time::is_recent(tx, TokenKind::Email, row.id).await? {
        return Ok(());
    }
    if row.email.is_none() {
        // Nothing to lose: the address shows in the profile as not proved yet.
        let mut change: person::ActiveModel = row.clone().into();
        change.email = Set(Some(email.clone()));
        change.update(tx.db()).await?;
    }
    ask_to_prove(tx, &row, &email).await
}

/// Follows the link of a letter.
///
/// # Errors
/// `LinkExpired`; `EmailTaken` when somebody else proved the address meanwhile.
pub async fn prove(tx: &mut Tx, token: &str) -> Result<()> {
    let taken = one_time::take(tx, TokenKind::Email, token).await?.ok_or_else(one_time::gone)?;
    let (Some(id), Some(email)) = (taken.person_id, taken.email) else { return Err(one_time::gone()) };
    let row = people::lock(tx, id).await?;
    let replaced = row.email.clone().filter(|old| *old != email);
    let told = replaced.clone().filter(|_| row.email_confirmed_at.is_some());
    let mut change: person::ActiveModel = row.into();
    change.email = Set(Some(email.clone()));
    change.email_confirmed_at = Set(Some(tx.now()));
    change.update(tx.db()).await.map_err(|error| {
        if db::is_unique_violation(&error) { Error::Conflict(Code::EmailTaken) } else { error.into() }
    })?;
    if let Some(old) = replaced {
        credentials::follow_address(tx, id, &old, &email).await?;
    }
    if let Some(old) = told {
        letters::address_replaced(tx, &old, &email).await?;
    }
    tx.emit(What::PersonChanged { person: id }.by(id));
    Ok(())
}
