//! `/me/event-reminders`

use axum::{Json, extract::State};
use platform::{
    App,
    http::{Body, Problems, Reader, Result},
};

use crate::reminders::{self, Choice};

/// When the reader is reminded of what they have a place at
#[utoipa::path(get, path = "/me/event-reminders", tag = "calendars", responses((status = 200, body = Choice), Problems))]
pub async fn get_my_event_reminders(State(app): State<App>, Reader(actor): Reader) -> Result<Json<Choice>> {
    Ok(Json(reminders::of(app.reader(), actor.person).await?))
}

/// Chooses when and how one is reminded
#[utoipa::path(put, path = "/me/event-reminders", tag = "calendars", request_body = Choice, responses((status = 200, body = Choice), Problems))]
pub async fn choose_my_event_reminders(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(choice): Body<Choice>,
) -> Result<Json<Choice>> {
    let tx = app.begin().await?;
    reminders::choose(&tx, &actor, choice).await?;
    tx.commit().await?;
    Ok(Json(reminders::of(app.reader(), actor.person).await?))
}
