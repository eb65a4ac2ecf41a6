//! `/practices/{id}/draft` and what sends it on its way.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Error, FileId, OrgId};
use platform::{
    App,
    http::{Body, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{extract::Address, practices::fresh};
use crate::{
    access,
    drafts::{self, Save, Saved},
    kinds::Level,
    passport::Passport,
    submitting,
    view::{self, Practice, Work},
};

#[derive(Deserialize, ToSchema)]
pub struct SavePractice {
    /// The revision this device saw last.
    pub revision: i32,
    pub passport: Passport,
    /// Stored files in order; absent: they stay.
    pub files: Option<Vec<FileId>>,
}

#[derive(Deserialize, ToSchema)]
pub struct SubmitPractice {
    /// The level its authors hope for.
    pub level: Option<Level>,
}

#[derive(Deserialize, ToSchema)]
pub struct SharePractice {
    /// A school or association the author belongs to.
    pub place: OrgId,
}

/// The version in work: for its authors, coordinators and experts
#[utoipa::path(get, path = "/practices/{id}/draft", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Work), Problems))]
pub async fn get_draft(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<Json<Work>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.work(app.reader()).await?;
    Ok(Json(view::work(&app, &desk, version).await?))
}

/// Saves the version in work; an old revision answers 409 with the newer one
#[utoipa::path(put, path = "/practices/{id}/draft", tag = "practices", params(("id" = String, Path)), request_body = SavePractice, responses((status = 200, body = Work), Problems))]
pub async fn save_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(SavePractice { revision, passport, files }): Body<SavePractice>,
) -> Result<Json<Work>> {
    let mut tx = app.begin().await?;
    let saved = drafts::save(&mut tx, &actor, id, Save { revision, passport, files }).await?;
    let (version, stale) = match saved {
        Saved::Done(version) => {
            tx.commit().await?;
            (version, false)
        }
        Saved::Stale(version) => {
            drop(tx);
            (version, true)
        }
    };
    let desk = access::desk(app.reader(), &actor, id).await?;
    let work = view::work(&app, &desk, version).await?;
    if stale { Err(Error::Stale(serde_json::to_value(work).map_err(Error::from)?).into()) } else { Ok(Json(work)) }
}

/// Throws the version in work away; a practice that was never shown goes with it
#[utoipa::path(delete, path = "/practices/{id}/draft", tag = "practices", params(("id" = String, Path)), responses((status = 204), Problems))]
pub async fn discard_draft(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    drafts::discard(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Begins a new version of what is shown
#[utoipa::path(post, path = "/practices/{id}/revise", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Work), Problems))]
pub async fn revise_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Work>> {
    let mut tx = app.begin().await?;
    drafts::revise(&mut tx, &actor, id).await?;
    tx.commit().await?;
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.work(app.reader()).await?;
    Ok(Json(view::work(&app, &desk, version).await?))
}

/// Sends the version in work to the experts; 422 names what is missing
#[utoipa::path(post, path = "/practices/{id}/submit", tag = "practices", params(("id" = String, Path)), request_body = SubmitPractice, responses((status = 200, body = Practice), Problems))]
pub async fn submit_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(SubmitPractice { level }): Body<SubmitPractice>,
) -> Result<Json<Practice>> {
    let mut tx = app.begin().await?;
    submitting::submit(&mut tx, &actor, id, level).await?;
    tx.commit().await?;
    Ok(fresh(&app, &actor, id).await?)
}

/// Takes it back before anybody has checked it
#[utoipa::path(post, path = "/practices/{id}/withdraw", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Practice), Problems))]
pub async fn withdraw_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Practice>> {
    let mut tx = app.begin().await?;
    submitting::withdraw(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(fresh(&app, &actor, id).await?)
}

/// Lets it live in the author's school or association without review
#[utoipa::path(post, path = "/practices/{id}/share", tag = "practices", params(("id" = String, Path)), request_body = SharePractice, responses((status = 200, body = Practice), Problems))]
pub async fn share_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(SharePractice { place }): Body<SharePractice>,
) -> Result<Json<Practice>> {
    let mut tx = app.begin().await?;
    submitting::share(&mut tx, &actor, id, place).await?;
    tx.commit().await?;
    Ok(fresh(&app, &actor, id).await?)
}
