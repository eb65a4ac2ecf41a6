//! Synonyms and queries without an answer, for methodists and administrators.

use axum::{Json, extract::State, http::StatusCode};
use platform::{
    App,
    http::{Body, Problems, Result, Signed},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{misses, table};

/// Lines in force.
#[derive(Debug, Serialize, ToSchema)]
pub struct SynonymTable {
    /// `а = б = в` or `а -> б`; own lines first.
    lines: Vec<String>,
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
    Ok(Json(SynonymTable { lines: table::texts(&app).await? }))
}

/// Adds a line, or takes one out
#[utoipa::path(put, path = "/search/synonyms", tag = "search", operation_id = "put_synonyms",
    request_body = PutSynonyms, responses((status = 204), Problems))]
pub async fn put(State(app): State<App>, Signed(actor): Signed, Body(body): Body<PutSynonyms>) -> Result<StatusCode> {
    table::put(&app, &actor, &body.line, body.removed).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Queries without an answer, the most asked first
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
