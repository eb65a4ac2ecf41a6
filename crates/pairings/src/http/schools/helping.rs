//! `/skills/{id}/helping-schools`

use axum::{Json, extract::State};
use kernel::{Page, PageQuery, SkillId};
use platform::{
    App,
    http::{Id, Parameters, Problems, Reader, Result},
};

use crate::schools::helping::{self, HelpingSchool};

/// Schools of the reader's region whose open offer covers a skill, or its subject, those that name the skill first
#[utoipa::path(get, path = "/skills/{id}/helping-schools", tag = "pairings", params(("id" = SkillId, Path), PageQuery), responses((status = 200, body = Page<HelpingSchool>), Problems))]
pub async fn list_helping_schools(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SkillId>,
    Parameters(page): Parameters<PageQuery>,
) -> Result<Json<Page<HelpingSchool>>> {
    Ok(Json(helping::shelf(app.reader(), &actor, id, &page).await?))
}
