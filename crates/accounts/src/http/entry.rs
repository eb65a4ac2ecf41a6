//! Coming in: registration, invitation, first administrator; links from letters.

use axum::{
    Json,
    extract::State,
    http::{HeaderMap, StatusCode},
};
use axum_extra::extract::CookieJar;
use kernel::{DateTime, OrgId, OrgRef, PersonId, Result as Outcome, Role, Utc, error::Checks};
use platform::{
    App,
    http::{Address, Body, Empty, Parameters, Problems, Result, Signed},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{
    auth::{self, SessionOpened},
    cookie,
    views::{self, ConsentText},
};
use crate::{
    addresses, consents, credentials, directory,
    invitations::{self, Newcomer},
    one_time, passwords,
    people::Profile,
    recovery,
    registrations::{self, Application},
    sessions, setup,
    words::{ConsentKind, InvitationKind},
};

#[derive(Deserialize, ToSchema)]
pub struct Registration {
    pub surname: String,
    pub given_name: String,
    pub patronymic: Option<String>,
    pub email: String,
    pub password: String,
    pub org_id: OrgId,
    pub position: Option<String>,
    #[serde(default)]
    pub subjects: Vec<String>,
    pub consent_version: i32,
}

/// The token of a link.
#[derive(Deserialize, ToSchema)]
pub struct LinkToken {
    pub token: String,
}

#[derive(Deserialize, ToSchema)]
pub struct AddressToProve {
    /// A new address; one's own when absent.
    pub email: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub struct Forgotten {
    pub login: String,
}

#[derive(Deserialize, ToSchema)]
pub struct NewPassword {
    pub token: String,
    pub password: String,
}

#[derive(Serialize, ToSchema)]
pub struct InvitationPreview {
    pub org: OrgRef,
    pub role: Role,
    pub kind: InvitationKind,
    pub surname: Option<String>,
    pub given_name: Option<String>,
    pub patronymic: Option<String>,
    pub position: Option<String>,
    pub consent: ConsentText,
    pub expires_at: DateTime<Utc>,
}

/// Somebody who comes in by a link: of an invitation, or of an empty installation.
#[derive(Deserialize, ToSchema)]
pub struct Entry {
    pub token: String,
    pub surname: String,
    pub given_name: String,
    pub patronymic: Option<String>,
    /// An e-mail address or a name.
    pub login: String,
    pub password: String,
    pub position: Option<String>,
    #[serde(default)]
    pub subjects: Vec<String>,
    #[serde(default)]
    pub grades: Vec<i32>,
    pub consent_version: i32,
    /// What to call the device in the list.
    pub device: Option<String>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ConsentQuery {
    /// `processing` unless told.
    pub kind: Option<ConsentKind>,
}

/// Register with an e-mail address
#[utoipa::path(post, path = "/auth/register", tag = "accounts", operation_id = "register",
    request_body = Registration, responses((status = 202, body = Empty), Problems))]
pub async fn register(
    State(app): State<App>,
    Address(address): Address,
    Body(body): Body<Registration>,
) -> Result<(StatusCode, Json<Empty>)> {
    app.limits().anonymous(address)?;
    let application = application(&app, body).await?;
    let mut tx = app.begin().await?;
    registrations::apply(&mut tx, application).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(Empty {})))
}

async fn application(app: &App, body: Registration) -> Outcome<Application> {
    let mut profile = Profile {
        surname: body.surname,
        given_name: body.given_name,
        patronymic: body.patronymic,
        position: body.position,
        subjects: body.subjects,
        ..Profile::default()
    };
    let email = credentials::normalise(&body.email);
    let mut checks = Checks::default();
    profile.check(&mut checks);
    credentials::check_email(&mut checks, &email, "email");
    passwords::check(&mut checks, &body.password, &email, "password");
    checks.done()?;
    let password_hash = passwords::hash(app, body.password).await?;
    Ok(Application { profile, email, password_hash, org: body.org_id, consent_version: body.consent_version })
}

/// Follow the link of a letter that proves an address
#[utoipa::path(post, path = "/auth/email-confirmation", tag = "accounts", operation_id = "confirm_email",
    request_body = LinkToken, responses((status = 204), Problems))]
pub async fn confirm_email(
    State(app): State<App>,
    Address(address): Address,
    Body(body): Body<LinkToken>,
) -> Result<StatusCode> {
    app.limits().anonymous(address)?;
    let mut tx = app.begin().await?;
    if registrations::complete(&mut tx, &body.token).await?.is_none() {
        addresses::prove(&mut tx, &body.token).await?;
    }
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Ask for a letter that proves an address
#[utoipa::path(post, path = "/auth/email-confirmation/request", tag = "accounts",
    operation_id = "request_email_confirmation", request_body = AddressToProve,
    responses((status = 202, body = Empty), Problems))]
pub async fn request_email_confirmation(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<AddressToProve>,
) -> Result<(StatusCode, Json<Empty>)> {
    let mut tx = app.begin().await?;
    addresses::request(&mut tx, &actor, body.email).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(Empty {})))
}

/// Ask for a letter with a link to a new password
#[utoipa::path(post, path = "/auth/password-reset", tag = "accounts", operation_id = "request_password_reset",
    request_body = Forgotten, responses((status = 202, body = Empty), Problems))]
pub async fn request_password_reset(
    State(app): State<App>,
    Address(address): Address,
    Body(body): Body<Forgotten>,
) -> Result<(StatusCode, Json<Empty>)> {
    app.limits().anonymous(address)?;
    let tx = app.begin().await?;
    recovery::request(&tx, &body.login).await?;
    tx.commit().await?;
    Ok((StatusCode::ACCEPTED, Json(Empty {})))
}

/// Set a new password by the link of a letter
#[utoipa::path(post, path = "/auth/password-reset/confirm", tag = "accounts", operation_id = "confirm_password_reset",
    request_body = NewPassword, responses((status = 204), Problems))]
pub async fn confirm_password_reset(
    State(app): State<App>,
    Address(address): Address,
    Body(body): Body<NewPassword>,
) -> Result<StatusCode> {
    app.limits().anonymous(address)?;
    recovery::confirm(&app, &body.token, body.password).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What an invitation link offers
#[utoipa::path(post, path = "/auth/invitation", tag = "accounts", operation_id = "preview_invitation",
    request_body = LinkToken, responses((status = 200, body = InvitationPreview), Problems))]
pub async fn preview_invitation(
    State(app): State<App>,
    Address(address): Address,
    Body(body): Body<LinkToken>,
) -> Result<Json<InvitationPreview>> {
    app.limits().anonymous(address)?;
    let (row, org) = invitations::find(app.reader(), &body.token, app.now()).await?;
    Ok(Json(InvitationPreview {
        org: directory::org_ref(&org),
        role: row.role,
        kind: row.kind,
        surname: row.surname,
        given_name: row.given_name,
        patronymic: row.patronymic,
        position: row.position,
        consent: views::consent_text(ConsentKind::Processing),
        expires_at: row.expires_at,
    }))
}

/// Come in by an invitation link
#[utoipa::path(post, path = "/auth/invitation/accept", tag = "accounts", operation_id = "accept_invitation",
    request_body = Entry, responses((status = 200, body = SessionOpened), Problems))]
pub async fn accept_invitation(
    State(app): State<App>,
    Address(address): Address,
    headers: HeaderMap,
    jar: CookieJar,
    Body(body): Body<Entry>,
) -> Result<(CookieJar, Json<SessionOpened>)> {
    app.limits().anonymous(address)?;
    invitations::find(app.reader(), &body.token, app.now()).await?;
    let arrival = arrival(&app, &headers, body).await?;
    let mut tx = app.begin().await?;
    let person = invitations::accept(&mut tx, &arrival.token, arrival.newcomer).await?;
    let session = sessions::open(&mut tx, person, &arrival.device).await?;
    tx.commit().await?;
    auth::opened(&app, jar, session).await
}

/// Become the first administrator
#[utoipa::path(post, path = "/auth/setup", tag = "accounts", operation_id = "setup", request_body = Entry,
    responses((status = 200, body = SessionOpened), Problems))]
pub async fn set_up(
    State(app): State<App>,
    Address(address): Address,
    headers: HeaderMap,
    jar: CookieJar,
    Body(body): Body<Entry>,
) -> Result<(CookieJar, Json<SessionOpened>)> {
    app.limits().anonymous(address)?;
    one_time::check(app.reader(), &body.token, app.now()).await?;
    let arrival = arrival(&app, &headers, body).await?;
    let mut tx = app.begin().await?;
    let person: PersonId = setup::complete(&mut tx, &arrival.token, arrival.newcomer).await?;
    let session = sessions::open(&mut tx, person, &arrival.device).await?;
    tx.commit().await?;
    auth::opened(&app, jar, session).await
}

struct Arrival {
    token: String,
    newcomer: Newcomer,
    device: String,
}

async fn arrival(app: &App, headers: &HeaderMap, body: Entry) -> Outcome<Arrival> {
    cookie::check_origin(app, headers)?;
    let mut profile = Profile {
        surname: body.surname,
        given_name: body.given_name,
        patronymic: body.patronymic,
        position: body.position,
        about: None,
        subjects: body.subjects,
        grades: body.grades,
    };
    let mut checks = Checks::default();
    profile.check(&mut checks);
    credentials::check_login(&mut checks, &body.login, "login");
    passwords::check(&mut checks, &body.password, &body.login, "password");
    checks.require(body.consent_version == consents::PROCESSING_VERSION, "consent_version", "invalid");
    checks.done()?;
    let password_hash = passwords::hash(app, body.password).await?;
    let login = credentials::normalise(&body.login);
    Ok(Arrival {
        token: body.token,
        device: cookie::device(body.device, headers),
        newcomer: Newcomer { profile, login, password_hash, consent_version: body.consent_version },
    })
}

/// A text to agree to
#[utoipa::path(get, path = "/auth/consent-text", tag = "accounts", operation_id = "get_consent_text",
    params(ConsentQuery), responses((status = 200, body = ConsentText), Problems))]
pub async fn consent_text(Parameters(query): Parameters<ConsentQuery>) -> Json<ConsentText> {
    Json(views::consent_text(query.kind.unwrap_or(ConsentKind::Processing)))
}
