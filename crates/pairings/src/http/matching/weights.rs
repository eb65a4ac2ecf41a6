//! `/organisations/{id}/match-weights`

use axum::{Json, extract::State};
use kernel::OrgId;
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::matching::weights::{self, NewWeights, TerritoryWeights};

/// A version that is kept.
#[derive(Serialize, ToSchema)]
pub struct MatchWeightsSaved {
    pub version: i32,
}

/// What counts how much in a territory, in all versions; for those who answer for it
#[utoipa::path(get, path = "/organisations/{id}/match-weights", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = TerritoryWeights), Problems))]
pub async fn get_match_weights(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<TerritoryWeights>> {
    Ok(Json(weights::all(app.reader(), &actor, id).await?))
}

/// Keeps a new version, in force from now on
#[utoipa::path(post, path = "/organisations/{id}/match-weights", tag = "pairings", params(("id" = OrgId, Path)), request_body = NewWeights, responses((status = 201, body = MatchWeightsSaved), Problems))]
pub async fn save_match_weights(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Body(new): Body<NewWeights>,
) -> Result<Created<MatchWeightsSaved>> {
    let mut tx = app.begin().await?;
    let version = weights::save(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    Ok(Created(MatchWeightsSaved { version }))
}
