//! Signing in and out: the access token in the answer, the refresh token in a cookie that scripts cannot read.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use axum_extra::extract::CookieJar;
use kernel::{DateTime, SessionId, Utc};
use platform::{
    App,
    http::{Address, Body, Id, Problems, Result, Signed},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    cookie,
    me::{self, Me},
};
use crate::{
    credentials,
    entity::session,
    sessions::{self, Exchange, Opened},
    signing_in,
};

#[derive(Deserialize, ToSchema)]
pub struct SignIn {
    /// Login or proved e-mail address.
    pub login: String,
    pub password: String,
    /// What to call the device in the list; told from the browser when absent.
    pub device: Option<String>,
}

#[derive(Serialize, ToSchema)]
pub struct SessionOpened {
    pub access_token: String,
    /// Seconds.
    pub expires_in: u32,
    pub me: Me,
}

#[derive(Serialize, ToSchema)]
pub struct SessionView {
    pub id: SessionId,
    pub device: String,
    pub created_at: DateTime<Utc>,
    pub last_seen_at: DateTime<Utc>,
    /// The one that asks.
    pub current: bool,
}

#[derive(Serialize, ToSchema)]
pub struct Sessions {
    pub items: Vec<SessionView>,
}

#[derive(Deserialize, ToSchema)]
pub struct PasswordChange {
    pub current: String,
    pub password: String,
}

/// The answer to everything that opens a session.
pub(super) async fn opened(app: &App, jar: CookieJar, opened: Opened) -> Result<(CookieJar, Json<SessionOpened>)> {
    let actor = app.people()?.actor(app, opened.person).await?.ok_or_else(sessions::ended)?;
    let body = SessionOpened {
        access_token: opened.access,
        expires_in: app.config().auth.access_minutes * 60,
        me: me::view(app, &actor).await?,
    };
    Ok((jar.add(cookie::refresh(app, opened.refresh)), Json(body)))
}

/// Sign in
#[utoipa::path(post, path = "/auth/login", tag = "accounts", operation_id = "login", request_body = SignIn,
    responses((status = 200, body = SessionOpened), Problems))]
pub async fn login(
    State(app): State<App>,
    Address(address): Address,
    headers: HeaderMap,
    jar: CookieJar,
    Body(body): Body<SignIn>,
) -> Result<(CookieJar, Json<SessionOpened>)> {
    app.limits().anonymous(address)?;
    cookie::check_origin(&app, &headers)?;
    let device = cookie::device(body.device, &headers);
    let session = signing_in::sign_in(&app, &body.login, body.password, &device).await?;
    opened(&app, jar, session).await
}

/// Exchange the refresh cookie for a fresh access token
#[utoipa::path(post, path = "/auth/refresh", tag = "accounts", operation_id = "refresh",
    responses((status = 200, body = SessionOpened), Problems))]
pub async fn refresh(
    State(app): State<App>,
    headers: HeaderMap,
    jar: CookieJar,
) -> Result<(CookieJar, Json<SessionOpened>)> {
    cookie::check_origin(&app, &headers)?;
    let token = cookie::token(&jar).ok_or_else(sessions::ended)?;
    let mut tx = app.begin().await?;
    let outcome = sessions::exchange(&mut tx, &token).await?;
    tx.commit().await?;
    match outcome {
        Exchange::Opened(session) => opened(&app, jar, session).await,
        Exchange::Ended => Err(sessions::ended().into()),
    }
}

/// Sign this device out
#[utoipa::path(post, path = "/auth/logout", tag = "accounts", operation_id = "logout",
    responses((status = 204), Problems))]
pub async fn logout(State(app): State<App>, headers: HeaderMap, jar: CookieJar) -> Result<(CookieJar, StatusCode)> {
    cookie::check_origin(&app, &headers)?;
    let signed = cookie::bearer(&app, &headers).await;
    let mut tx = app.begin().await?;
    let held = match cookie::token(&jar) {
        Some(token) => sessions::of_token(&tx, &token).await?,
        None => None,
    };
    for id in held.into_iter().chain(signed) {
        sessions::sign_out(&mut tx, id).await?;
    }
    tx.commit().await?;
    Ok((jar.add(cookie::forget(&app)), StatusCode::NO_CONTENT))
}

/// Devices signed in
#[utoipa::path(get, path = "/auth/sessions", tag = "accounts", operation_id = "list_sessions",
    responses((status = 200, body = Sessions), Problems))]
pub async fn list(State(app): State<App>, Signed(actor): Signed) -> Result<Json<Sessions>> {
    let rows = sessions::of_person(app.reader(), actor.person, app.now()).await?;
    let items = rows.into_iter().map(|row| view(row, actor.session)).collect();
    Ok(Json(Sessions { items }))
}

fn view(row: session::Model, current: SessionId) -> SessionView {
    SessionView {
        current: row.id == current,
        id: row.id,
        device: row.device,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    }
}

/// Sign a device out
#[utoipa::path(delete, path = "/auth/sessions/{id}", tag = "accounts", operation_id = "revoke_session",
    params(("id" = SessionId, Path)), responses((status = 204), Problems))]
pub async fn revoke(State(app): State<App>, Signed(actor): Signed, Id(id): Id<SessionId>) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    sessions::revoke(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Sign every other device out
#[utoipa::path(delete, path = "/auth/sessions", tag = "accounts", operation_id = "revoke_other_sessions",
    responses((status = 204), Problems))]
pub async fn revoke_others(State(app): State<App>, Signed(actor): Signed) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    sessions::end_all(&mut tx, actor.person, Some(actor.session), "revoked", Some(actor.person)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Change one's password; other devices are signed out
#[utoipa::path(post, path = "/auth/password", tag = "accounts", operation_id = "change_password",
    request_body = PasswordChange, responses((status = 204), Problems))]
pub async fn password(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<PasswordChange>,
) -> Result<StatusCode> {
    credentials::change(&app, &actor, body.current, body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}
