//! `/organisations/{id}/like-schools`

use axum::{Json, extract::State};
use kernel::OrgId;
use platform::{
    App,
    http::{Id, Parameters, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::IntoParams;

use crate::schools::{
    access,
    likes::{self, LikeSchools},
    years,
};

/// `?year=2026&limit=30`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LikeSchoolsQuery {
    /// The year in which the school year begins; this one unless told.
    pub year: Option<i32>,
    /// 1 to 30; 10 unless told.
    pub limit: Option<usize>,
}

/// Schools of the region most like this one by intake and place, never by results, and what makes them alike
#[utoipa::path(get, path = "/organisations/{id}/like-schools", tag = "pairings", params(("id" = OrgId, Path), LikeSchoolsQuery), responses((status = 200, body = LikeSchools), Problems))]
pub async fn list_like_schools(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Parameters(query): Parameters<LikeSchoolsQuery>,
) -> Result<Json<LikeSchools>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let current = years::current(app.now(), &desk.school);
    let year = query.year.unwrap_or(current);
    Ok(Json(likes::of_school(app.reader(), &desk, year, current, query.limit).await?))
}
