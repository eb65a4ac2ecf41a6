//! Synonyms and queries without an answer, for methodists and administrators.

use axum::{Json, extract::State, http::StatusCode};
use platform::{
    App,
    http::{Body, Id, Problems, Result, Signed},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{misses, table};

/// Synonyms: lines like `а = б = в` or `а -> б`.
#[derive(Debug, Serialize, ToSchema)]
pub struct SynonymTable {
    /// Added in this installation, newest first.
    own: Vec<String>,
    /// What every installation begins with, less what was taken out here.
    seed: Vec<String>,
    /// Taken out here, latest first; each may come back.
    removed: Vec<String>,
}

/// A line to be added or taken out.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PutSynonyms {
    line: String,
    #[serde(default)]
    removed: bool,
}

/// What was asked and not found.
#[derive(Debug, Serialize, ToSchema)]
pub struct SearchMiss {
    /// Words in their first form, by the alphabet.
    query: String,
    asked: i32,
    /// When it was asked last, `2026-11-05`.
    day: String,
}

/// Synonyms in force
#[utoipa::path(get, path = "/search/synonyms", tag = "search", operation_id = "list_synonyms",
    responses((status = 200, body = SynonymTable), Problems))]
pub async fn list(State(app): State<App>, Signed(actor): Signed) -> Result<Json<SynonymTable>> {
    table::may_edit(&actor)?;
    let table::Table { own, seed, removed } = table::now(&app).await?;
    Ok(Json(SynonymTable { own, seed, removed }))
}

/// Adds a line, or takes one out
#[utoipa::path(put, path = "/search/synonyms", tag = "search", operation_id = "put_synonyms",
    request_body = PutSynonyms, responses((status = 204), Problems))]
pub async fn put(State(app): State<App>, Signed(actor): Signed, Body(body): Body<PutSynonyms>) -> Result<StatusCode> {
    table::put(&app, &actor, &body.line, body.removed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Queries that still have no answer, the most asked first
#[utoipa::path(get, path = "/search/misses", tag = "search", operation_id = "list_search_misses",
    responses((status = 200, body = Vec<SearchMiss>), Problems))]
pub async fn misses(State(app): State<App>, Signed(actor): Signed) -> Result<Json<Vec<SearchMiss>>> {
    let rows = misses::list(&app, &actor).await?;
    let shown = |row: crate::entity::search_miss::Model| SearchMiss {
        query: row.query,
        asked: row.asked,
        day: row.day.to_string(),
    };
    Ok(Json(rows.into_iter().map(shown).collect()))
}

/// Takes a query off the list until somebody asks it again
#[utoipa::path(delete, path = "/search/misses/{query}", tag = "search", operation_id = "settle_search_miss",
    params(("query" = String, Path)), responses((status = 204), Problems))]
pub async fn settle(State(app): State<App>, Signed(actor): Signed, Id(query): Id<String>) -> Result<StatusCode> {
    misses::settle(&app, &actor, &query).await?;
    Ok(StatusCode::NO_CONTENT)
}
