//! `/organisations/{id}/needs`, `/needs/{id}`

use axum::{Json, extract::State};
use kernel::{Actor, Error, NeedId, OrgId};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    policy::schools::{Act, Sight},
    schools::{
        access,
        needs::{self, NeedForm, SchoolNeed, Suggested},
    },
};

/// Needs of a school.
#[derive(Serialize, ToSchema)]
pub struct SchoolNeeds {
    /// Live ones by priority, then closed ones.
    pub items: Vec<SchoolNeed>,
    /// What results of pupils suggest, for those who may name needs.
    pub suggested: Vec<Suggested>,
    pub can_edit: bool,
}

#[derive(Deserialize, ToSchema)]
pub struct CloseNeed {
    pub reason: String,
}

/// What a school needs help in
#[utoipa::path(get, path = "/organisations/{id}/needs", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = SchoolNeeds), Problems))]
pub async fn list_school_needs(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<SchoolNeeds>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let items = needs::of_school(app.reader(), &desk).await?;
    let whole = desk.seat.needs(desk.place) == Some(Sight::Whole);
    let found = if whole { needs::suggested(&app, &desk).await? } else { Vec::new() };
    let suggested = needs::suggestions(app.reader(), found).await?;
    Ok(Json(SchoolNeeds { items, suggested, can_edit: desk.seat.may(Act::Need, desk.place).allowed() }))
}

/// Names a need: the school itself, or a coordinator
#[utoipa::path(post, path = "/organisations/{id}/needs", tag = "pairings", params(("id" = OrgId, Path)), request_body = NeedForm, responses((status = 201, body = SchoolNeed), Problems))]
pub async fn name_school_need(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Body(form): Body<NeedForm>,
) -> Result<Created<SchoolNeed>> {
    let mut tx = app.begin().await?;
    let need = needs::name(&mut tx, &actor, id, form).await?;
    tx.commit().await?;
    Ok(Created(one(&app, &actor, id, need).await?))
}

/// Writes another over it; a stale `revision` answers what is there now
#[utoipa::path(put, path = "/needs/{id}", tag = "pairings", params(("id" = NeedId, Path)), request_body = NeedForm, responses((status = 200, body = SchoolNeed), Problems))]
pub async fn save_school_need(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<NeedId>,
    Body(form): Body<NeedForm>,
) -> Result<Json<SchoolNeed>> {
    let mut tx = app.begin().await?;
    let school = needs::save(&mut tx, &actor, id, form).await?;
    tx.commit().await?;
    Ok(Json(one(&app, &actor, school, id).await?))
}

/// Closes a need on which nobody works
#[utoipa::path(post, path = "/needs/{id}/close", tag = "pairings", params(("id" = NeedId, Path)), request_body = CloseNeed, responses((status = 200, body = SchoolNeed), Problems))]
pub async fn close_school_need(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<NeedId>,
    Body(CloseNeed { reason }): Body<CloseNeed>,
) -> Result<Json<SchoolNeed>> {
    let mut tx = app.begin().await?;
    let school = needs::close(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    Ok(Json(one(&app, &actor, school, id).await?))
}

async fn one(app: &App, actor: &Actor, school: OrgId, id: NeedId) -> Result<SchoolNeed, Error> {
    let desk = access::desk(app.reader(), actor, school).await?;
    let all = needs::of_school(app.reader(), &desk).await?;
    all.into_iter().find(|need| need.id == id).ok_or(Error::Hidden)
}
