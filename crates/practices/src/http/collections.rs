//! `/collections`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{CollectionId, OrgId, Page, PracticeId};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    collections::{self, CollectionChange, Item, NewCollection},
    view::{self, Collection, CollectionCard, CollectionQuery},
};

#[derive(Deserialize, ToSchema)]
pub struct CreateCollection {
    pub title: String,
    #[serde(default)]
    pub foreword: String,
    /// An organisation its maker runs; absent: one's own.
    pub organisation: Option<OrgId>,
    #[serde(default)]
    pub shared: bool,
}

#[derive(Deserialize, ToSchema)]
pub struct ChangeCollection {
    pub version: i32,
    pub title: Option<String>,
    pub foreword: Option<String>,
    pub shared: Option<bool>,
}

#[derive(Deserialize, ToSchema)]
pub struct ArrangeItem {
    pub practice_id: PracticeId,
    /// Why it is here.
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize, ToSchema)]
pub struct ArrangeCollection {
    pub version: i32,
    pub items: Vec<ArrangeItem>,
}

#[derive(Deserialize, ToSchema)]
pub struct AddToCollection {
    #[serde(default)]
    pub note: String,
}

/// Collections the reader may read, the last changed first
#[utoipa::path(get, path = "/collections", tag = "practices", params(CollectionQuery), responses((status = 200, body = Page<CollectionCard>), Problems))]
pub async fn list_collections(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<CollectionQuery>,
) -> Result<Json<Page<CollectionCard>>> {
    Ok(Json(view::collections(&app, &actor, &query).await?))
}

/// Makes a collection
#[utoipa::path(post, path = "/collections", tag = "practices", request_body = CreateCollection, responses((status = 201, body = Collection), Problems))]
pub async fn create_collection(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(body): Body<CreateCollection>,
) -> Result<Created<Collection>> {
    let CreateCollection { title, foreword, organisation, shared } = body;
    let mut tx = app.begin().await?;
    let new = NewCollection { title, foreword, organisation, shared, external_key: None };
    let row = collections::create(&mut tx, &actor, new).await?;
    tx.commit().await?;
    Ok(Created(view::collection(&app, &actor, row.id).await?))
}

/// A collection with its practices in order
#[utoipa::path(get, path = "/collections/{id}", tag = "practices", params(("id" = CollectionId, Path)), responses((status = 200, body = Collection), Problems))]
pub async fn get_collection(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<CollectionId>,
) -> Result<Json<Collection>> {
    Ok(Json(view::collection(&app, &actor, id).await?))
}

/// Changes title, foreword or who reads it
#[utoipa::path(patch, path = "/collections/{id}", tag = "practices", params(("id" = CollectionId, Path)), request_body = ChangeCollection, responses((status = 200, body = Collection), Problems))]
pub async fn change_collection(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<CollectionId>,
    Body(body): Body<ChangeCollection>,
) -> Result<Json<Collection>> {
    let ChangeCollection { version, title, foreword, shared } = body;
    let mut tx = app.begin().await?;
    collections::change(&mut tx, &actor, id, CollectionChange { version, title, foreword, shared }).await?;
    tx.commit().await?;
    Ok(Json(view::collection(&app, &actor, id).await?))
}

/// Takes a collection away; its practices stay
#[utoipa::path(delete, path = "/collections/{id}", tag = "practices", params(("id" = CollectionId, Path)), responses((status = 204), Problems))]
pub async fn delete_collection(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<CollectionId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    collections::delete(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Makes exactly these the practices of a collection, in this order
#[utoipa::path(put, path = "/collections/{id}/items", tag = "practices", params(("id" = CollectionId, Path)), request_body = ArrangeCollection, responses((status = 200, body = Collection), Problems))]
pub async fn arrange_collection(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<CollectionId>,
    Body(ArrangeCollection { version, items }): Body<ArrangeCollection>,
) -> Result<Json<Collection>> {
    let items = items.into_iter().map(|item| Item { practice: item.practice_id, note: item.note }).collect();
    let mut tx = app.begin().await?;
    collections::arrange(&mut tx, &actor, id, version, items).await?;
    tx.commit().await?;
    Ok(Json(view::collection(&app, &actor, id).await?))
}

/// Adds a practice at the end
#[utoipa::path(put, path = "/collections/{id}/items/{practice}", tag = "practices", params(("id" = CollectionId, Path), ("practice" = PracticeId, Path)), request_body = AddToCollection, responses((status = 204), Problems))]
pub async fn add_to_collection(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, practice)): Id<(CollectionId, PracticeId)>,
    Body(AddToCollection { note }): Body<AddToCollection>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    collections::add(&mut tx, &actor, id, practice, &note).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a practice out of a collection
#[utoipa::path(delete, path = "/collections/{id}/items/{practice}", tag = "practices", params(("id" = CollectionId, Path), ("practice" = PracticeId, Path)), responses((status = 204), Problems))]
pub async fn take_out_of_collection(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, practice)): Id<(CollectionId, PracticeId)>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    collections::take_out(&mut tx, &actor, id, practice).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
