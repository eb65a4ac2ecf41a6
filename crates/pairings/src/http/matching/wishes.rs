//! `/organisations/{id}/wishes`

use axum::{Json, extract::State};
use kernel::OrgId;
use platform::{
    App,
    http::{Body, Id, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::matching::wishes::{self, NewWish, Wish};

/// The whole list.
#[derive(Deserialize, ToSchema)]
pub struct SchoolWishes {
    pub wishes: Vec<NewWish>,
}

/// With whom a school would like to work, and with whom not; for those who act or answer for it
#[utoipa::path(get, path = "/organisations/{id}/wishes", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = Vec<Wish>), Problems))]
pub async fn list_school_wishes(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<Vec<Wish>>> {
    Ok(Json(wishes::of_school(app.reader(), &actor, id).await?))
}

/// Writes the whole list anew
#[utoipa::path(put, path = "/organisations/{id}/wishes", tag = "pairings", params(("id" = OrgId, Path)), request_body = SchoolWishes, responses((status = 200, body = Vec<Wish>), Problems))]
pub async fn save_school_wishes(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Body(SchoolWishes { wishes }): Body<SchoolWishes>,
) -> Result<Json<Vec<Wish>>> {
    let mut tx = app.begin().await?;
    wishes::save(&mut tx, &actor, id, wishes).await?;
    tx.commit().await?;
    Ok(Json(wishes::of_school(app.reader(), &actor, id).await?))
}
