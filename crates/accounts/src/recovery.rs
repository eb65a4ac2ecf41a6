//! Back in after a forgotten password: by letter to a proved address, or by a link that a head hands over.

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Actor, Error, PersonId, Result, error::Checks};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    credentials, entity::one_time_token, facts, letters, one_time, passwords, people, policy, secrets, signing_in,
    standing, words::TokenKind,
};

const BY_LETTER: TimeDelta = TimeDelta::hours(1);
const BY_HAND: TimeDelta = TimeDelta::days(3);

#[derive(Serialize, Deserialize)]
struct Wish {
    login: String,
}

/// Asks for a letter. The answer and the time are the same for every login: looking it up is a job's work.
pub async fn request(tx: &Tx, login: &str) -> Result<()> {
    let login = credentials::normalise(login);
    if login.is_empty() || login.chars().count() > 254 {
        return Ok(());
    }
    jobs::enqueue(tx, LetterJob.kind(), &Wish { login }, tx.now() - TimeDelta::milliseconds(1), None).await
}

/// Looks up whose login it is and sends the letter.
pub struct LetterJob;

#[async_trait]
impl JobHandler for LetterJob {
    fn kind(&self) -> &'static str {
        "accounts.password_letter"
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let wish: Wish = serde_json::from_str(payload)?;
        let tx = app.begin().await?;
        let Some(credential) = credentials::find(tx.db(), &wish.login).await? else { return Ok(()) };
        let Ok(row) = people::lock(&tx, credential.person_id).await else { return Ok(()) };
        // Only to an address its owner proved: a mistyped one would hand the account to a stranger.
        let proved = row.email.clone().filter(|_| row.email_confirmed_at.is_some());
        let Some(email) = proved.filter(|_| !row.status.is_out()) else { return Ok(()) };
        if one_time::is_recent(&tx, TokenKind::Reset, row.id).await? {
            return Ok(());
        }
        one_time::cancel(&tx, TokenKind::Reset, Some(row.id)).await?;
        let token = one_time::create(&tx, TokenKind::Reset, Some(row.id), Some(email.clone()), BY_LETTER).await?;
        letters::reset(&tx, &email, &row.given_name, &token).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// Sets the new password; every session ends.
///
/// # Errors
/// `LinkExpired` for a token that is used, old or invented; `Invalid` for a weak password, the token then stays good.
pub async fn confirm(app: &App, token: &str, password: String) -> Result<()> {
    let known = one_time_token::Entity::find_by_id(secrets::hash(token)).one(app.reader()).await?;
    let open = known.filter(|t| t.kind == TokenKind::Reset && t.used_at.is_none() && t.expires_at > app.now());
    let person = open.and_then(|t| t.person_id).ok_or_else(one_time::gone)?;
    let login = credentials::login_of(app.reader(), person).await?.ok_or_else(one_time::gone)?;
    let mut checks = Checks::default();
    passwords::check(&mut checks, &password, &login, "password");
    checks.done()?;
    let hash = passwords::hash(app, password).await?;
    let mut tx = app.begin().await?;
    one_time::take(&tx, TokenKind::Reset, token).await?.ok_or_else(one_time::gone)?;
    let row = people::lock(&tx, person).await?;
    if row.status.is_out() {
        return Err(one_time::gone());
    }
    credentials::replace(&mut tx, person, hash, None, "password_reset").await?;
    // Failures before the reset no longer slow the owner down.
    signing_in::forgive(&tx, &[&login, row.email.as_deref().unwrap_or(&login)]).await?;
    letters::password_changed(&tx, person).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes a link for a person of one's own who cannot get in. Answers the token; it is shown once.
///
/// # Errors
/// `Hidden` for people the actor does not see, `Forbidden` for those who may do more than the actor.
pub async fn by_hand(tx: &mut Tx, actor: &Actor, person: PersonId) -> Result<String> {
    policy::browse_people(actor).or_refuse()?;
    let row = people::lock(tx, person).await?;
    let actor = facts::fresh(tx, actor).await?;
    let target = standing::of_row(tx.db(), &row, tx.now()).await?;
    policy::see_person(&actor, &target).or_refuse()?;
    let held = standing::held(tx.db(), person).await?;
    policy::give_entry(&actor, &target, &held).or_refuse()?;
    if credentials::login_of(tx.db(), person).await?.is_none() {
        return Err(Error::Hidden);
    }
    one_time::cancel(tx, TokenKind::Reset, Some(person)).await?;
    let token = one_time::create(tx, TokenKind::Reset, Some(person), None, BY_HAND).await?;
    letters::entry_given(tx, person).await?;
    Ok(token)
}
