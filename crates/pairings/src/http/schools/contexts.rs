//! `/organisations/{id}/contexts`

use axum::{Json, extract::State};
use kernel::OrgId;
use platform::{
    App,
    http::{Body, Id, Problems, Reader, Result},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    policy::schools::Act,
    schools::{
        access,
        context::{self, ContextForm, SchoolContext, SchoolContextYear},
        years,
    },
};

/// Years of a school.
#[derive(Serialize, ToSchema)]
pub struct SchoolContextYears {
    /// The school year it is now.
    pub current: i32,
    pub items: Vec<SchoolContextYear>,
    /// May open the numbers.
    pub can_read: bool,
    pub can_edit: bool,
}

/// How much is known of a school, year by year
#[utoipa::path(get, path = "/organisations/{id}/contexts", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = SchoolContextYears), Problems))]
pub async fn list_school_contexts(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<SchoolContextYears>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.overview(desk.place).or_refuse()?;
    let stored = context::of_school(app.reader(), id).await?;
    Ok(Json(SchoolContextYears {
        current: years::current(app.now(), &desk.school),
        items: context::year_views(&stored),
        can_read: desk.seat.context(desk.place).is_some(),
        can_edit: desk.seat.may(Act::Fill, desk.place).allowed(),
    }))
}

/// What is known of a school in a year: whole for the school and its coordinators, rounded for curators and for the other
/// school of a pair
#[utoipa::path(get, path = "/organisations/{id}/contexts/{year}", tag = "pairings", params(("id" = OrgId, Path), ("year" = i32, Path)), responses((status = 200, body = SchoolContext), Problems))]
pub async fn get_school_context(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, year)): Id<(OrgId, i32)>,
) -> Result<Json<SchoolContext>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let current = years::current(app.now(), &desk.school);
    Ok(Json(context::shown(app.reader(), &desk, year, current).await?))
}

/// Tells of a school in a year; a stale `revision` answers what is there now
#[utoipa::path(put, path = "/organisations/{id}/contexts/{year}", tag = "pairings", params(("id" = OrgId, Path), ("year" = i32, Path)), request_body = ContextForm, responses((status = 200, body = SchoolContext), Problems))]
pub async fn save_school_context(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, year)): Id<(OrgId, i32)>,
    Body(form): Body<ContextForm>,
) -> Result<Json<SchoolContext>> {
    let mut tx = app.begin().await?;
    context::save(&mut tx, &actor, id, year, form).await?;
    tx.commit().await?;
    let desk = access::desk(app.reader(), &actor, id).await?;
    let current = years::current(app.now(), &desk.school);
    Ok(Json(context::shown(app.reader(), &desk, year, current).await?))
}
