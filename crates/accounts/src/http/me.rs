//! One's own account.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Actor, ConsentId, DateTime, Error, PersonId, Role, Utc};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Result, Signed},
};
use sea_orm::EntityTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::views::{self, Affiliation, Consent, ConsentText, Grant, Refusal};
use crate::{
    affiliations, consents, credentials,
    entity::person,
    grants, leaving,
    people::{self, Change},
    words::{ConsentKind, PersonStatus},
};

/// The signed-in person, with what only they may know.
#[derive(Serialize, ToSchema)]
pub struct Me {
    pub id: PersonId,
    pub surname: String,
    pub given_name: String,
    pub patronymic: Option<String>,
    pub position: Option<String>,
    pub about: Option<String>,
    pub email: Option<String>,
    pub email_confirmed: bool,
    pub login: String,
    pub status: PersonStatus,
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
    pub time_zone: String,
    pub locale: String,
    pub version: i32,
    pub affiliations: Vec<Affiliation>,
    /// Requests that were refused and not repeated.
    pub refusals: Vec<Refusal>,
    pub grants: Vec<Grant>,
    pub consents: Vec<Consent>,
    /// The consent to processing was withdrawn: everything personal is erased then, unless it is given again.
    pub erased_at: Option<DateTime<Utc>>,
    /// The text to agree to before anything else opens.
    pub consent_required: Option<ConsentText>,
    pub can: Abilities,
}

/// What to offer in menus. The server decides again at every request.
#[derive(Serialize, ToSchema)]
pub struct Abilities {
    pub administer: bool,
    pub invite: bool,
    pub confirm: bool,
    pub import: bool,
    pub create_space: bool,
}

#[derive(Deserialize, ToSchema)]
pub struct ConsentGiven {
    pub kind: ConsentKind,
    pub version: i32,
}

pub(super) async fn view(app: &App, actor: &Actor) -> Result<Me> {
    let db = app.db().snapshot().await?;
    let row = person::Entity::find_by_id(actor.person).one(&db).await?.ok_or(Error::Hidden)?;
    let login = credentials::login_of(&db, row.id).await?.unwrap_or_default();
    let affiliations = affiliations::of_person(&db, row.id).await?;
    let refusals = affiliations::refusals(&db, row.id).await?;
    let grants = grants::of_person(&db, row.id).await?;
    let consents = consents::of_person(&db, row.id).await?;
    Ok(Me {
        id: row.id,
        email_confirmed: row.email_confirmed_at.is_some(),
        login,
        status: row.status,
        subjects: actor.subjects.clone(),
        grades: people::grades(&row.grades),
        version: row.version,
        affiliations: views::affiliations(&db, affiliations).await?,
        refusals: views::refusals(&db, refusals).await?,
        grants: views::grants(&db, grants).await?,
        erased_at: leaving::due(&db, row.id).await?,
        consents: consents.into_iter().map(views::consent).collect(),
        consent_required: (!actor.consented).then(|| views::consent_text(ConsentKind::Processing)),
        can: abilities(actor),
        surname: row.surname,
        given_name: row.given_name,
        patronymic: row.patronymic,
        position: row.position,
        about: row.about,
        email: row.email,
        time_zone: row.time_zone,
        locale: row.locale,
    })
}

fn abilities(actor: &Actor) -> Abilities {
    let works = actor.may_write().is_ok();
    let holds = |roles: &[Role]| works && (actor.is_administrator() || roles.iter().any(|r| actor.holds(*r)));
    let coordinates = holds(&[Role::RegionalCoordinator, Role::MunicipalCoordinator]);
    let heads = coordinates || holds(&[Role::SchoolHead, Role::DeputyHead]);
    let leads = heads || holds(&[Role::AssociationLeader]);
    Abilities { administer: heads, invite: leads, confirm: leads, import: coordinates, create_space: works }
}

/// One's own account
#[utoipa::path(get, path = "/me", tag = "accounts", operation_id = "get_me",
    responses((status = 200, body = Me), Problems))]
pub async fn get(State(app): State<App>, Signed(actor): Signed) -> Result<Json<Me>> {
    Ok(Json(view(&app, &actor).await?))
}

/// Change one's own account
#[utoipa::path(patch, path = "/me", tag = "accounts", operation_id = "change_me", request_body = Change,
    responses((status = 200, body = Me), Problems))]
pub async fn change(State(app): State<App>, Signed(actor): Signed, Body(body): Body<Change>) -> Result<Json<Me>> {
    let mut tx = app.begin().await?;
    let changed = people::change(&mut tx, &actor, body).await;
    if let Err(Error::Stale(_)) = changed {
        let current = serde_json::to_value(view(&app, &actor).await?)?;
        return Err(Error::Stale(current).into());
    }
    changed?;
    tx.commit().await?;
    let actor = app.people()?.actor(&app, actor.person).await?.unwrap_or(actor);
    Ok(Json(view(&app, &actor).await?))
}

/// Agree to a text
#[utoipa::path(post, path = "/me/consents", tag = "accounts", operation_id = "give_consent",
    request_body = ConsentGiven, responses((status = 201, body = Consent), Problems))]
pub async fn give_consent(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<ConsentGiven>,
) -> Result<Created<Consent>> {
    let mut tx = app.begin().await?;
    let row = consents::give(&mut tx, actor.person, body.kind, body.version).await?;
    tx.commit().await?;
    Ok(Created(views::consent(row)))
}

/// Withdraw a consent
#[utoipa::path(delete, path = "/me/consents/{id}", tag = "accounts", operation_id = "withdraw_consent",
    params(("id" = ConsentId, Path)), responses((status = 204), Problems))]
pub async fn withdraw_consent(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<ConsentId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    consents::withdraw(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
