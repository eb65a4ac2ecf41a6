//! The first administrator of an empty installation.

use chrono::TimeDelta;
use kernel::{PersonId, Result, Role};
use platform::{App, Tx};

use crate::{
    grants::{self, NewGrant},
    invitations::{self, Newcomer},
    letters, one_time,
    words::{PersonStatus, TokenKind},
};

const LASTS: TimeDelta = TimeDelta::days(1);
const ZONE: &str = "Europe/Moscow";

/// A one-time address that makes the first administrator; nothing when there is one. An older address stops working.
///
/// # Errors
/// `Internal` when the database refuses.
pub async fn link(app: &App) -> Result<Option<String>> {
    let tx = app.begin().await?;
    if grants::has_administrator(tx.db(), tx.now()).await? {
        return Ok(None);
    }
    one_time::cancel(&tx, TokenKind::Setup, None).await?;
    let token = one_time::create(&tx, TokenKind::Setup, None, None, LASTS).await?;
    let link = letters::link(&tx, "/setup/", &token);
    tx.commit().await?;
    Ok(Some(link))
}

/// Makes the administrator.
///
/// # Errors
/// `LinkExpired` when the link was used or somebody became administrator otherwise.
pub async fn complete(tx: &mut Tx, token: &str, newcomer: Newcomer) -> Result<PersonId> {
    one_time::take(tx, TokenKind::Setup, token).await?.ok_or_else(one_time::gone)?;
    if grants::has_administrator(tx.db(), tx.now()).await? {
        return Err(one_time::gone());
    }
    let person_id = invitations::enter(tx, ZONE, PersonStatus::Confirmed, newcomer).await?;
    let grant = NewGrant {
        person_id,
        role: Role::Administrator,
        scope_id: None,
        since: None,
        until: None,
        basis: "Первый администратор".to_owned(),
    };
    grants::record(tx, None, grant).await?;
    Ok(person_id)
}
