//! `/organisations/{id}/statuses`, `/school-statuses/{id}`, `/organisations/{id}/status-terms`

use axum::{Json, extract::State};
use kernel::{Actor, Error, OrgId, SchoolStatusId};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    policy::schools::Act,
    schools::{
        access,
        statuses::{self, EndStatus, NewStatus, StatusView},
        terms::{self, Term},
    },
};

/// Statuses of a school.
#[derive(Serialize, ToSchema)]
pub struct SchoolStatuses {
    /// The newest first.
    pub items: Vec<StatusView>,
    /// May give and end them.
    pub can_edit: bool,
}

/// What a territory calls the statuses.
#[derive(Deserialize, ToSchema)]
pub struct SaveStatusTerms {
    pub terms: Vec<Term>,
}

/// Dated statuses of a school, each with its order
#[utoipa::path(get, path = "/organisations/{id}/statuses", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = SchoolStatuses), Problems))]
pub async fn list_school_statuses(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<SchoolStatuses>> {
    Ok(Json(shown(&app, &actor, id).await?))
}

/// Gives a school a status; for coordinators
#[utoipa::path(post, path = "/organisations/{id}/statuses", tag = "pairings", params(("id" = OrgId, Path)), request_body = NewStatus, responses((status = 201, body = StatusView), Problems))]
pub async fn give_school_status(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Body(new): Body<NewStatus>,
) -> Result<Created<StatusView>> {
    let mut tx = app.begin().await?;
    let status = statuses::give(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    let all = shown(&app, &actor, id).await?.items;
    Ok(Created(all.into_iter().find(|one| one.id == status).ok_or(Error::Hidden)?))
}

/// Ends a status on a day, or takes it back as given by mistake
#[utoipa::path(post, path = "/school-statuses/{id}/end", tag = "pairings", params(("id" = SchoolStatusId, Path)), request_body = EndStatus, responses((status = 200, body = StatusView), Problems))]
pub async fn end_school_status(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SchoolStatusId>,
    Body(end): Body<EndStatus>,
) -> Result<Json<StatusView>> {
    let mut tx = app.begin().await?;
    let school = statuses::end(&mut tx, &actor, id, end).await?;
    tx.commit().await?;
    let all = shown(&app, &actor, school).await?.items;
    Ok(Json(all.into_iter().find(|one| one.id == id).ok_or(Error::Hidden)?))
}

/// Every status with what the territory calls it
#[utoipa::path(get, path = "/organisations/{id}/status-terms", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = Vec<Term>), Problems))]
pub async fn list_status_terms(State(app): State<App>, _: Reader, Id(id): Id<OrgId>) -> Result<Json<Vec<Term>>> {
    Ok(Json(terms::list(app.reader(), id).await?))
}

/// Calls statuses otherwise in a territory; what is not named or empty is called as above it
#[utoipa::path(put, path = "/organisations/{id}/status-terms", tag = "pairings", params(("id" = OrgId, Path)), request_body = SaveStatusTerms, responses((status = 200, body = Vec<Term>), Problems))]
pub async fn save_status_terms(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Body(SaveStatusTerms { terms }): Body<SaveStatusTerms>,
) -> Result<Json<Vec<Term>>> {
    let mut tx = app.begin().await?;
    terms::save(&mut tx, &actor, id, terms).await?;
    tx.commit().await?;
    Ok(Json(terms::list(app.reader(), id).await?))
}

async fn shown(app: &App, actor: &Actor, school: OrgId) -> Result<SchoolStatuses, Error> {
    let desk = access::desk(app.reader(), actor, school).await?;
    Ok(SchoolStatuses {
        items: statuses::of_school(app.reader(), &desk, desk.today(app.now())).await?,
        can_edit: desk.seat.may(Act::Grant, desk.place).allowed(),
    })
}
