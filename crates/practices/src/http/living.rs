//! What readers do with a practice: reports of use, reactions, counted uses, versions, citation, similar ones.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{AdoptionId, Error, Page, PageQuery, PracticeId};
use platform::{
    App,
    http::{Body, Created, Id, IdempotencyKey, Parameters, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::extract::Address;
use crate::{
    access,
    adoptions::{self, NewAdoption},
    citation::{self, Citation},
    kinds::{Outcome, Reaction, Use},
    reactions,
    view::{self, Adoption, Counts, Practice, PracticeCard, VersionDiff, VersionLine},
};

#[derive(Deserialize, ToSchema)]
pub struct ReportAdoption {
    /// Absent when it was used with adults.
    pub grade: Option<i32>,
    pub outcome: Outcome,
    /// What was changed, what came out.
    pub text: String,
    /// Percent, both or none.
    pub before: Option<i32>,
    pub after: Option<i32>,
}

impl ReportAdoption {
    fn with_key(self, key: Option<IdempotencyKey>) -> NewAdoption {
        let Self { grade, outcome, text, before, after } = self;
        NewAdoption { grade, outcome, text, before, after, key: key.map(|key| key.0) }
    }
}

#[derive(Serialize, ToSchema)]
pub struct Reported {
    pub id: AdoptionId,
}

#[derive(Serialize, ToSchema)]
pub struct PracticeVersions {
    pub items: Vec<VersionLine>,
}

#[derive(Serialize, ToSchema)]
pub struct Similar {
    pub items: Vec<PracticeCard>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DiffQuery {
    /// An older version; the one before unless told.
    pub against: Option<i32>,
}

/// Reports «применил(а) в классе», newest first
#[utoipa::path(get, path = "/practices/{id}/adoptions", tag = "practices", params(("id" = String, Path), PageQuery), responses((status = 200, body = Page<Adoption>), Problems))]
pub async fn list_adoptions(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Parameters(page): Parameters<PageQuery>,
) -> Result<Json<Page<Adoption>>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(view::adoptions(&app, &actor, &desk, &page).await?))
}

/// Reports a use; the same key again makes no second report
#[utoipa::path(post, path = "/practices/{id}/adoptions", tag = "practices", params(("id" = String, Path), ("idempotency-key" = Option<String>, Header)),
    request_body = ReportAdoption, responses((status = 201, body = Reported), Problems))]
pub async fn report_adoption(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    key: Option<IdempotencyKey>,
    Body(body): Body<ReportAdoption>,
) -> Result<Created<Reported>> {
    let mut tx = app.begin().await?;
    let id = adoptions::report(&mut tx, &actor, id, body.with_key(key)).await?;
    tx.commit().await?;
    Ok(Created(Reported { id }))
}

/// Corrects one's own report
#[utoipa::path(put, path = "/adoptions/{id}", tag = "practices", params(("id" = AdoptionId, Path)), request_body = ReportAdoption, responses((status = 204), Problems))]
pub async fn correct_adoption(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<AdoptionId>,
    Body(body): Body<ReportAdoption>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    adoptions::correct(&mut tx, &actor, id, body.with_key(None)).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a report away
#[utoipa::path(delete, path = "/adoptions/{id}", tag = "practices", params(("id" = AdoptionId, Path)), responses((status = 204), Problems))]
pub async fn remove_adoption(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<AdoptionId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    adoptions::remove(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// «полезно», «применю», «спасибо»
#[utoipa::path(put, path = "/practices/{id}/reactions/{kind}", tag = "practices", params(("id" = String, Path), ("kind" = inline(Reaction), Path)), responses((status = 200, body = Counts), Problems))]
pub async fn add_practice_reaction(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, kind)): Id<(String, Reaction)>,
) -> Result<Json<Counts>> {
    react(&app, &actor, &id, kind, true).await
}

/// Takes a reaction back
#[utoipa::path(delete, path = "/practices/{id}/reactions/{kind}", tag = "practices", params(("id" = String, Path), ("kind" = inline(Reaction), Path)), responses((status = 200, body = Counts), Problems))]
pub async fn remove_practice_reaction(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, kind)): Id<(String, Reaction)>,
) -> Result<Json<Counts>> {
    react(&app, &actor, &id, kind, false).await
}

async fn react(app: &App, actor: &kernel::Actor, id: &str, kind: Reaction, on: bool) -> Result<Json<Counts>> {
    let id: PracticeId = access::by_address(app.reader(), id).await?;
    let mut tx = app.begin().await?;
    let row = reactions::set(&mut tx, actor, id, kind, on).await?;
    tx.commit().await?;
    Ok(Json(Counts::of(&row)))
}

/// Counts a view, download or citation: a person once an hour
#[utoipa::path(put, path = "/practices/{id}/uses/{kind}", tag = "practices", params(("id" = String, Path), ("kind" = inline(Use), Path)), responses((status = 204), Problems))]
pub async fn count_use(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, kind)): Id<(String, Use)>,
) -> Result<StatusCode> {
    let id = access::by_address(app.reader(), &id).await?;
    let mut tx = app.begin().await?;
    reactions::used(&mut tx, &actor, id, kind).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Versions the reader may read, newest first
#[utoipa::path(get, path = "/practices/{id}/versions", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = PracticeVersions), Problems))]
pub async fn list_practice_versions(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<PracticeVersions>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(PracticeVersions { items: view::versions(&app, &actor, &desk).await? }))
}

async fn numbered(app: &App, actor: &kernel::Actor, id: &str, no: &str) -> Result<(access::Desk, i32), Error> {
    let id = access::by_address(app.reader(), id).await?;
    let desk = access::desk(app.reader(), actor, id).await?;
    Ok((desk, no.parse().map_err(|_| Error::Hidden)?))
}

/// A practice as one of its versions had it
#[utoipa::path(get, path = "/practices/{id}/versions/{no}", tag = "practices", params(("id" = String, Path), ("no" = i32, Path)), responses((status = 200, body = Practice), Problems))]
pub async fn get_practice_version(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, no)): Id<(String, String)>,
) -> Result<Json<Practice>> {
    let (desk, no) = numbered(&app, &actor, &id, &no).await?;
    let version = view::version(&app, &actor, &desk, no).await?;
    Ok(Json(view::page(&app, &actor, &desk, version).await?))
}

/// What changed in a version
#[utoipa::path(get, path = "/practices/{id}/versions/{no}/diff", tag = "practices", params(("id" = String, Path), ("no" = i32, Path), DiffQuery), responses((status = 200, body = VersionDiff), Problems))]
pub async fn get_practice_diff(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, no)): Id<(String, String)>,
    Parameters(query): Parameters<DiffQuery>,
) -> Result<Json<VersionDiff>> {
    let (desk, no) = numbered(&app, &actor, &id, &no).await?;
    Ok(Json(view::diff(&app, &actor, &desk, no, query.against).await?))
}

/// References to copy; for what has a permanent address
#[utoipa::path(get, path = "/practices/{id}/citation", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Citation), Problems))]
pub async fn get_citation(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Citation>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.shown(app.reader()).await?;
    Ok(Json(citation::of(&app, &desk, &version).await?.ok_or(Error::Hidden)?))
}

/// Practices that treat the same weak spots, then of the same subject
#[utoipa::path(get, path = "/practices/{id}/similar", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Similar), Problems))]
pub async fn list_similar(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Similar>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(Similar { items: view::similar(&app, &actor, &desk).await? }))
}
