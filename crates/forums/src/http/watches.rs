//! Watch levels.

use axum::{extract::State, http::StatusCode};
use kernel::{Actor, SectionId, SpaceId, TopicId};
use platform::{
    App,
    http::{Body, Id, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::{
    kinds::WatchLevel,
    watches::{self, Target},
};

#[derive(Deserialize, ToSchema)]
pub struct SetWatch {
    pub level: WatchLevel,
}

async fn set(app: &App, actor: &Actor, target: Target, level: WatchLevel) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    watches::set(&mut tx, actor, target, level).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// How closely the caller follows a space
#[utoipa::path(put, path = "/spaces/{id}/watch", tag = "forums", params(("id" = SpaceId, Path)), request_body = SetWatch, responses((status = 204), Problems))]
pub async fn watch_space(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SpaceId>,
    Body(body): Body<SetWatch>,
) -> Result<StatusCode> {
    set(&app, &actor, Target::Space(id), body.level).await
}

/// How closely the caller follows a section
#[utoipa::path(put, path = "/sections/{id}/watch", tag = "forums", params(("id" = SectionId, Path)), request_body = SetWatch, responses((status = 204), Problems))]
pub async fn watch_section(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<SectionId>,
    Body(body): Body<SetWatch>,
) -> Result<StatusCode> {
    set(&app, &actor, Target::Section(id), body.level).await
}

/// How closely the caller follows a topic
#[utoipa::path(put, path = "/topics/{id}/watch", tag = "forums", params(("id" = TopicId, Path)), request_body = SetWatch, responses((status = 204), Problems))]
pub async fn watch_topic(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<TopicId>,
    Body(body): Body<SetWatch>,
) -> Result<StatusCode> {
    set(&app, &actor, Target::Topic(id), body.level).await
}
