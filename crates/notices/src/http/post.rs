//! `/mail-state`: do letters go out? For administrators.

use axum::{Json, extract::State};
use kernel::{Actor, Code, DateTime, Error, Utc};
use platform::{
    App,
    http::{Problems, Reader, Result},
    mail,
};
use serde::Serialize;
use utoipa::ToSchema;

/// Letters that wait to be sent.
#[derive(Serialize, ToSchema)]
pub struct MailState {
    /// Due now, tried before or not.
    pub waiting: u64,
    /// Could not be sent yet; tried again by themselves.
    pub failing: u64,
    /// Tried for hours; kept until somebody says to try again.
    pub given_up: u64,
    /// Since when the oldest of those that failed waits.
    pub since: Option<DateTime<Utc>>,
    /// What the mail server, or the way to it, said last.
    pub last_error: Option<String>,
}

/// Do letters go out? For administrators
#[utoipa::path(get, path = "/mail-state", tag = "notices", responses((status = 200, body = MailState), Problems))]
pub async fn get_mail_state(State(app): State<App>, Reader(actor): Reader) -> Result<Json<MailState>> {
    administrator(&actor)?;
    Ok(Json(state(&app).await?))
}

/// Tries letters that could not be sent again, also those given up
#[utoipa::path(post, path = "/mail-state", tag = "notices", responses((status = 200, body = MailState), Problems))]
pub async fn retry_mail(State(app): State<App>, Reader(actor): Reader) -> Result<Json<MailState>> {
    administrator(&actor)?;
    let tx = app.begin().await?;
    mail::again(&tx).await?;
    tx.commit().await?;
    Ok(Json(state(&app).await?))
}

fn administrator(actor: &Actor) -> Result<(), Error> {
    if actor.is_administrator() { Ok(()) } else { Err(Error::Refused(Code::Forbidden)) }
}

async fn state(app: &App) -> Result<MailState, Error> {
    let standing = mail::standing(app).await?;
    Ok(MailState {
        waiting: standing.due,
        failing: standing.failing,
        given_up: standing.given_up,
        since: standing.since,
        last_error: standing.last_error,
    })
}
