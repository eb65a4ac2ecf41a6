//! `/pairings`

use axum::{Json, extract::State};
use kernel::{OrgId, Page, PairingId};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
};

use crate::life::{
    pairs::{self, ByHand},
    view::{self, PairingCard, PairingNetwork, PairingPage, PairingQuery},
};

/// Pairs the reader sees, the newest first
#[utoipa::path(get, path = "/pairings", tag = "pairings", params(PairingQuery), responses((status = 200, body = Page<PairingCard>), Problems))]
pub async fn list_pairings(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<PairingQuery>,
) -> Result<Json<Page<PairingCard>>> {
    Ok(Json(view::list(&app, &actor, &query).await?))
}

/// Proposes a pair by hand, with a reason; both schools are asked
#[utoipa::path(post, path = "/pairings", tag = "pairings", request_body = ByHand, responses((status = 201, body = PairingPage), Problems))]
pub async fn propose_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(new): Body<ByHand>,
) -> Result<Created<PairingPage>> {
    let mut tx = app.begin().await?;
    let id = pairs::propose_by_hand(&mut tx, &actor, new).await?;
    tx.commit().await?;
    Ok(Created(view::page(&app, &actor, id).await?))
}

/// A pair: where it is in its life, what waits for whom, and what the reader may do
#[utoipa::path(get, path = "/pairings/{id}", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingPage), Problems))]
pub async fn get_pairing(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingPage>> {
    Ok(Json(view::page(&app, &actor, id).await?))
}

/// Who helps whom in what: active pairs of a territory, for everybody who works there
#[utoipa::path(get, path = "/organisations/{id}/pairing-network", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = PairingNetwork), Problems))]
pub async fn get_pairing_network(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<PairingNetwork>> {
    Ok(Json(view::network(&app, &actor, id).await?))
}
