//! `/organisations/{territory}/needs-and-offers`

use axum::{Json, extract::State};
use kernel::{OrgId, Page};
use platform::{
    App,
    http::{Id, Parameters, Problems, Reader, Result},
};

use crate::schools::territory::{self, TerritoryQuery, TerritorySchool};

/// Schools of a territory with what is known of them, what they need and what they offer; for those who answer for it
#[utoipa::path(get, path = "/organisations/{territory}/needs-and-offers", tag = "pairings", params(("territory" = OrgId, Path), TerritoryQuery), responses((status = 200, body = Page<TerritorySchool>), Problems))]
pub async fn list_needs_and_offers(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(territory): Id<OrgId>,
    Parameters(query): Parameters<TerritoryQuery>,
) -> Result<Json<Page<TerritorySchool>>> {
    Ok(Json(territory::table(app.reader(), &actor, territory, &query, app.now()).await?))
}
