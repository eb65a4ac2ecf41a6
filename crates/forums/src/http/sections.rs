//! `/sections`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Actor, Error, SectionId, SpaceId};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use super::extract::some;
use crate::{
    sections::{self, NewSection, Rest, SectionChange},
    view::{SectionCard, space as view},
};

#[derive(Deserialize, ToSchema)]
pub struct CreateSection {
    pub title: String,
    pub about: Option<String>,
}

#[derive(Deserialize, ToSchema)]
pub struct ChangeSection {
    pub title: Option<String>,
    #[serde(default, deserialize_with = "some")]
    #[schema(value_type = Option<String>)]
    pub about: Option<Option<String>>,
    /// New place, counted from 0.
    pub position: Option<i32>,
}

#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct RestQuery {
    /// The section of the same space that takes the topics.
    pub move_to: Option<SectionId>,
    /// Topics stay in the space without a section.
    #[serde(default)]
    pub keep: bool,
}

impl RestQuery {
    fn rest(&self) -> Rest {
        match (self.move_to, self.keep) {
            (Some(id), _) => Rest::Move(Some(id)),
            (None, true) => Rest::Move(None),
            (None, false) => Rest::Empty,
        }
    }
}

async fn card(app: &App, actor: &Actor, space: SpaceId, id: SectionId) -> Result<SectionCard> {
    let all = view::sections(app.reader(), actor, space).await?;
    Ok(all.into_iter().find(|s| s.id == id).ok_or(Error::Hidden)?)
}

/// Adds a section at the end
#[utoipa::path(post, path = "/spaces/{id}/sections", tag = "forums", params(("id" = SpaceId, Path)), request_body = CreateSection, responses((status = 201, body = SectionCard), Problems))]
pub async fn create_section(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SpaceId>,
    Body(body): Body<CreateSection>,
) -> Result<Created<SectionCard>> {
    let mut tx = app.begin().await?;
    let new = NewSection { title: body.title, about: body.about };
    let row = sections::create(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    Ok(Created(card(&app, &actor, row.space_id, row.id).await?))
}

/// Renames, describes or moves a section
#[utoipa::path(patch, path = "/sections/{id}", tag = "forums", params(("id" = SectionId, Path)), request_body = ChangeSection, responses((status = 200, body = SectionCard), Problems))]
pub async fn change_section(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SectionId>,
    Body(body): Body<ChangeSection>,
) -> Result<Json<SectionCard>> {
    let mut tx = app.begin().await?;
    let change = SectionChange { title: body.title, about: body.about, position: body.position };
    let row = sections::change(&mut tx, &actor, id, change).await?;
    tx.commit().await?;
    Ok(Json(card(&app, &actor, row.space_id, row.id).await?))
}

/// Takes a section away; one with topics answers 409 unless it is said where they go
#[utoipa::path(delete, path = "/sections/{id}", tag = "forums", params(("id" = SectionId, Path), RestQuery), responses((status = 204), Problems))]
pub async fn delete_section(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SectionId>,
    Parameters(query): Parameters<RestQuery>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    sections::delete(&mut tx, &actor, id, query.rest()).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
