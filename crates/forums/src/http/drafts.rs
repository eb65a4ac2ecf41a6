//! `/drafts`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{DateTime, Error, Utc};
use platform::{
    App,
    http::{Body, Id, Problems, Result, Signed},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use crate::{
    drafts::{self, NewDraft, Saved},
    entity::draft,
};

#[derive(Deserialize, ToSchema)]
pub struct SaveDraft {
    pub title: Option<String>,
    pub body: String,
    /// The revision this device saw last; 0 for a new draft.
    #[serde(default)]
    pub revision: i32,
    /// What the editor keeps beside the text.
    #[schema(value_type = Option<Object>)]
    pub extra: Option<Value>,
}

#[derive(Serialize, ToSchema)]
pub struct Draft {
    pub key: String,
    pub title: Option<String>,
    pub body: String,
    pub revision: i32,
    pub updated_at: DateTime<Utc>,
    #[schema(value_type = Option<Object>)]
    pub extra: Option<Value>,
}

#[derive(Serialize, ToSchema)]
pub struct Drafts {
    pub items: Vec<Draft>,
}

impl From<draft::Model> for Draft {
    fn from(row: draft::Model) -> Self {
        Self {
            key: row.draft_key,
            title: row.title,
            body: row.body,
            revision: row.revision,
            updated_at: row.updated_at,
            extra: row.extra.and_then(|text| serde_json::from_str(&text).ok()),
        }
    }
}

/// The caller's drafts, newest first
#[utoipa::path(get, path = "/drafts", tag = "forums", responses((status = 200, body = Drafts), Problems))]
pub async fn list_drafts(State(app): State<App>, Signed(actor): Signed) -> Result<Json<Drafts>> {
    let rows = drafts::all(app.reader(), &actor).await?;
    Ok(Json(Drafts { items: rows.into_iter().map(Draft::from).collect() }))
}

/// Saves a draft; an old revision answers 409 with the newer draft
#[utoipa::path(put, path = "/drafts/{key}", tag = "forums", params(("key" = String, Path)), request_body = SaveDraft, responses((status = 200, body = Draft), Problems))]
pub async fn save_draft(
    State(app): State<App>,
    Signed(actor): Signed,
    Id(key): Id<String>,
    Body(body): Body<SaveDraft>,
) -> Result<Json<Draft>> {
    let SaveDraft { title, body, revision, extra } = body;
    let mut tx = app.begin().await?;
    match drafts::save(&mut tx, &actor, &key, NewDraft { title, body, extra, revision }).await? {
        Saved::Done(row) => {
            tx.commit().await?;
            Ok(Json(row.into()))
        }
        Saved::Stale(row) => Err(Error::Stale(serde_json::to_value(Draft::from(row))?).into()),
    }
}

/// Throws a draft away
#[utoipa::path(delete, path = "/drafts/{key}", tag = "forums", params(("key" = String, Path)), responses((status = 204), Problems))]
pub async fn delete_draft(State(app): State<App>, Signed(actor): Signed, Id(key): Id<String>) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    drafts::delete(&mut tx, &actor, &key).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
