//! `/practices`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Error, FileId, Page, PersonId, TopicId};
use platform::{
    App,
    http::{Body, Created, Parameters, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extract::Address;
use crate::{
    access, authors, deciding, drafts,
    passport::Passport,
    submitting,
    view::{self, Practice, PracticeCard, PracticeQuery},
};

#[derive(Deserialize, ToSchema)]
pub struct CreatePractice {
    #[serde(flatten)]
    pub passport: Passport,
    /// Stored files of the author, in order.
    pub files: Option<Vec<FileId>>,
}

#[derive(Deserialize, ToSchema)]
pub struct SetAuthors {
    /// In order; the owner stays first.
    pub people: Vec<PersonId>,
}

#[derive(Serialize, ToSchema)]
pub struct PracticeTopic {
    pub topic_id: TopicId,
}

#[derive(Deserialize, ToSchema)]
pub struct ArchivePractice {
    /// Required from whoever is not the owner.
    pub reason: Option<String>,
}

/// Practices the reader may read, the last changed first
#[utoipa::path(get, path = "/practices", tag = "practices", params(PracticeQuery), responses((status = 200, body = Page<PracticeCard>), Problems))]
pub async fn list_practices(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<PracticeQuery>,
) -> Result<Json<Page<PracticeCard>>> {
    Ok(Json(view::practices(&app, &actor, &query).await?))
}

/// Begins a practice: a draft that only its author knows of
#[utoipa::path(post, path = "/practices", tag = "practices", request_body = CreatePractice, responses((status = 201, body = Practice), Problems))]
pub async fn create_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(CreatePractice { passport, files }): Body<CreatePractice>,
) -> Result<Created<Practice>> {
    let mut tx = app.begin().await?;
    let id = drafts::create(&mut tx, &actor, passport, files).await?;
    tx.commit().await?;
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.current(app.reader()).await?;
    Ok(Created(view::page(&app, &actor, &desk, version).await?))
}

/// A practice by id or by the number of its permanent address
#[utoipa::path(get, path = "/practices/{id}", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Practice), Problems))]
pub async fn get_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Practice>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let version = desk.current(app.reader()).await?;
    Ok(Json(view::page(&app, &actor, &desk, version).await?))
}

/// Where a practice is talked about; opened now when nobody has spoken of an imported one yet
#[utoipa::path(post, path = "/practices/{id}/topic", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = PracticeTopic), Problems))]
pub async fn open_practice_topic(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<PracticeTopic>> {
    let mut tx = app.begin().await?;
    let topic_id = submitting::talk(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(PracticeTopic { topic_id }))
}

/// Names the authors; for the owner
#[utoipa::path(put, path = "/practices/{id}/authors", tag = "practices", params(("id" = String, Path)), request_body = SetAuthors, responses((status = 204), Problems))]
pub async fn set_authors(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(SetAuthors { people }): Body<SetAuthors>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    authors::set(&mut tx, &actor, id, people).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A co-author takes their name off
#[utoipa::path(delete, path = "/practices/{id}/authors/me", tag = "practices", params(("id" = String, Path)), responses((status = 204), Problems))]
pub async fn leave_authors(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    authors::leave(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a practice out of lists and search; its address goes on answering
#[utoipa::path(post, path = "/practices/{id}/archive", tag = "practices", params(("id" = String, Path)), request_body = ArchivePractice, responses((status = 204), Problems))]
pub async fn archive_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(ArchivePractice { reason }): Body<ArchivePractice>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    deciding::archive(&mut tx, &actor, id, reason).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Brings an archived practice back
#[utoipa::path(post, path = "/practices/{id}/restore", tag = "practices", params(("id" = String, Path)), responses((status = 204), Problems))]
pub async fn restore_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    deciding::restore(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The practice after a write, as its writer sees it.
pub(super) async fn fresh(app: &App, actor: &kernel::Actor, id: kernel::PracticeId) -> Result<Json<Practice>, Error> {
    let desk = access::desk(app.reader(), actor, id).await?;
    let version = desk.current(app.reader()).await?;
    Ok(Json(view::page(app, actor, &desk, version).await?))
}
