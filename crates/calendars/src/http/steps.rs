//! What sends an event through its life.

use axum::{Json, extract::State};
use kernel::TopicId;
use platform::{
    App,
    http::{Body, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{events::fresh, extract::Address};
use crate::{steps, view::EventPage};

#[derive(Deserialize, ToSchema)]
pub struct EventReason {
    /// Told to everybody who hears of it.
    pub reason: String,
}

#[derive(Serialize, ToSchema)]
pub struct EventTopic {
    pub topic_id: TopicId,
}

/// Lets its audience hear of it; 422 names what is missing
#[utoipa::path(post, path = "/events/{id}/publish", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventPage), Problems))]
pub async fn publish_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventPage>> {
    let mut tx = app.begin().await?;
    steps::publish(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Says that the date no longer holds; participants keep their places
#[utoipa::path(post, path = "/events/{id}/postpone", tag = "calendars", params(("id" = String, Path)), request_body = EventReason, responses((status = 200, body = EventPage), Problems))]
pub async fn postpone_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(EventReason { reason }): Body<EventReason>,
) -> Result<Json<EventPage>> {
    let mut tx = app.begin().await?;
    steps::postpone(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Calls it off; it stays readable
#[utoipa::path(post, path = "/events/{id}/cancel", tag = "calendars", params(("id" = String, Path)), request_body = EventReason, responses((status = 200, body = EventPage), Problems))]
pub async fn cancel_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(EventReason { reason }): Body<EventReason>,
) -> Result<Json<EventPage>> {
    let mut tx = app.begin().await?;
    steps::cancel(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Says that it took place
#[utoipa::path(post, path = "/events/{id}/hold", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventPage), Problems))]
pub async fn hold_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventPage>> {
    let mut tx = app.begin().await?;
    steps::hold(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Closes it: what came of it is written down
#[utoipa::path(post, path = "/events/{id}/close", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventPage), Problems))]
pub async fn close_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventPage>> {
    let mut tx = app.begin().await?;
    steps::close(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Where it is talked about; opened now when nobody has spoken of it yet
#[utoipa::path(post, path = "/events/{id}/topic", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventTopic), Problems))]
pub async fn open_event_topic(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventTopic>> {
    let mut tx = app.begin().await?;
    let topic_id = steps::talk(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(EventTopic { topic_id }))
}
