//! `/organisations/{territory}/curators`, `/school-curators`

use axum::{Json, extract::State};
use kernel::OrgId;
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result},
};
use uuid::Uuid;

use crate::{
    entity::life::school_curator,
    life::{
        curators::{self, Appoint, HandOver},
        view::{self, Curators},
    },
};

/// Who looks after which school, and how much each has to do
#[utoipa::path(get, path = "/organisations/{id}/curators", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = Curators), Problems))]
pub async fn list_curators(State(app): State<App>, Reader(actor): Reader, Id(id): Id<OrgId>) -> Result<Json<Curators>> {
    Ok(Json(view::curators(&app, &actor, id).await?))
}

/// Names the curator of a school that has none
#[utoipa::path(post, path = "/organisations/{id}/curators", tag = "pairings", params(("id" = OrgId, Path)), request_body = Appoint, responses((status = 201, body = Curators), Problems))]
pub async fn appoint_curator(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Body(new): Body<Appoint>,
) -> Result<Created<Curators>> {
    let mut tx = app.begin().await?;
    curators::appoint(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    Ok(Created(view::curators(&app, &actor, id).await?))
}

/// Another looks after the school from now on
#[utoipa::path(post, path = "/school-curators/{id}/handover", tag = "pairings", params(("id" = Uuid, Path)), request_body = HandOver, responses((status = 200, body = Curators), Problems))]
pub async fn hand_over_school(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<Uuid>,
    Body(new): Body<HandOver>,
) -> Result<Json<Curators>> {
    let mut tx = app.begin().await?;
    let row: school_curator::Model = curators::hand_over(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    Ok(Json(view::curators(&app, &actor, row.territory_id).await?))
}

/// Nobody looks after the school any more
#[utoipa::path(post, path = "/school-curators/{id}/end", tag = "pairings", params(("id" = Uuid, Path)), responses((status = 200, body = Curators), Problems))]
pub async fn end_curator(State(app): State<App>, Reader(actor): Reader, Id(id): Id<Uuid>) -> Result<Json<Curators>> {
    let mut tx = app.begin().await?;
    let row: school_curator::Model = curators::end(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(view::curators(&app, &actor, row.territory_id).await?))
}
