//! Kept searches.

use axum::{Json, extract::State, http::StatusCode};
use kernel::SavedSearchId;
use platform::{
    App,
    http::{Body, Created, Id, Problems, Result, Signed},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::search::SearchQuery;
use crate::saved::{self, NewSaved, SavedChange, SavedSearch};

/// A search to be kept: the parameters of `GET /search`.
#[derive(Debug, Deserialize, ToSchema)]
pub struct KeepSearch {
    title: String,
    #[serde(default)]
    search: SearchQuery,
    /// Tell of new results.
    #[serde(default)]
    notify: bool,
}

/// What is to change.
#[derive(Debug, Default, Deserialize, ToSchema)]
pub struct ChangeSaved {
    title: Option<String>,
    notify: Option<bool>,
    /// Everything found so far was looked at.
    #[serde(default)]
    seen: bool,
}

/// One's own kept searches
#[utoipa::path(get, path = "/search/saved", tag = "search", operation_id = "list_saved_searches",
    responses((status = 200, body = Vec<SavedSearch>), Problems))]
pub async fn list(State(app): State<App>, Signed(actor): Signed) -> Result<Json<Vec<SavedSearch>>> {
    Ok(Json(saved::list(&app, &actor).await?))
}

/// Keeps a search
#[utoipa::path(post, path = "/search/saved", tag = "search", operation_id = "keep_search", request_body = KeepSearch,
    responses((status = 201, body = SavedSearch), Problems))]
pub async fn keep(
    State(app): State<App>,
    Signed(actor): Signed,
    Body(body): Body<KeepSearch>,
) -> Result<Created<SavedSearch>> {
    let new = NewSaved { title: body.title, ask: body.search.ask()?, notify: body.notify };
    Ok(Created(saved::keep(&app, &actor, new).await?))
}

/// Renames it, switches notices, marks it looked at
#[utoipa::path(patch, path = "/search/saved/{id}", tag = "search", operation_id = "change_saved_search",
    params(("id" = SavedSearchId, Path)), request_body = ChangeSaved,
    responses((status = 200, body = SavedSearch), Problems))]
pub async fn change(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(id): Id<SavedSearchId>,
    Body(body): Body<ChangeSaved>,
) -> Result<Json<SavedSearch>> {
    let change = SavedChange { title: body.title, notify: body.notify, seen: body.seen };
    Ok(Json(saved::change(&app, &actor, id, change).await?))
}

/// Forgets it
#[utoipa::path(delete, path = "/search/saved/{id}", tag = "search", operation_id = "forget_saved_search",
    params(("id" = SavedSearchId, Path)), responses((status = 204), Problems))]
pub async fn forget(State(app): State<App>, Signed(actor): Signed, Id(id): Id<SavedSearchId>) -> Result<StatusCode> {
    saved::forget(&app, &actor, id).await?;
    Ok(StatusCode::NO_CONTENT)
}
