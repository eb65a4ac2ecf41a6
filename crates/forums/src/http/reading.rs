//! Read marks.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{SpaceId, TopicId};
use platform::{
    App,
    http::{Body, Id, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::reading;

#[derive(Deserialize, ToSchema)]
pub struct ReadTopic {
    /// Number of the last post read.
    pub no: i32,
    /// Sets the mark back to `no`.
    #[serde(default)]
    pub unread: bool,
}

#[derive(Serialize, ToSchema)]
pub struct ReadState {
    pub last_read_no: i32,
    pub unread: i32,
    pub space_unread: i32,
}

/// Moves the read mark forward, or with `unread` back
#[utoipa::path(put, path = "/topics/{id}/read", tag = "forums", params(("id" = TopicId, Path)), request_body = ReadTopic, responses((status = 200, body = ReadState), Problems))]
pub async fn read_topic(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<TopicId>,
    Body(ReadTopic { no, unread }): Body<ReadTopic>,
) -> Result<Json<ReadState>> {
    let mut tx = app.begin().await?;
    let moved = reading::read(&mut tx, &actor, id, no, unread).await?;
    tx.commit().await?;
    let reading::Moved { reading, space_unread } = moved;
    Ok(Json(ReadState { last_read_no: reading.last_read_no, unread: reading.unread, space_unread }))
}

/// Everything in the space is read
#[utoipa::path(post, path = "/spaces/{id}/read", tag = "forums", params(("id" = SpaceId, Path)), responses((status = 204), Problems))]
pub async fn read_space(State(app): State<App>, Reader(actor): Reader, Id(id): Id<SpaceId>) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    reading::read_all(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
