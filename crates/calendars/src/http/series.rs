//! `/event-series`: many events of one rule.

use axum::{Json, extract::State};
use kernel::{DateTime, Error, EventSeriesId, Utc};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{events::fresh, extract::Address};
use crate::{
    plan::EventPlan,
    series::{self, Edit, Scope},
    view::{self, EventPage, EventSeriesOutcome, EventSeriesPage},
    wall,
};

/// A beginning and its rule.
#[derive(Deserialize, ToSchema)]
pub struct PreviewEventSeries {
    pub starts: String,
    pub ends: String,
    pub time_zone: String,
    /// RRULE of RFC 5545: daily to yearly, ended by COUNT or UNTIL.
    pub rule: String,
}

#[derive(Serialize, ToSchema)]
pub struct EventSeriesDate {
    /// Wall time.
    pub starts: String,
    pub ends: String,
    pub starts_at: Option<DateTime<Utc>>,
    pub ends_at: Option<DateTime<Utc>>,
}

#[derive(Serialize, ToSchema)]
pub struct EventSeriesPreview {
    pub dates: Vec<EventSeriesDate>,
    /// Walls that the clock of the zone leaves out.
    pub skipped: Vec<String>,
}

#[derive(Deserialize, ToSchema)]
pub struct CreateEventSeries {
    pub plan: EventPlan,
    /// RRULE of RFC 5545: daily to yearly, ended by COUNT or UNTIL.
    pub rule: String,
}

#[derive(Deserialize, ToSchema)]
pub struct SaveEventSeries {
    /// The revision this device saw last.
    pub revision: i32,
    pub plan: EventPlan,
    #[schema(inline)]
    pub scope: Scope,
}

#[derive(Serialize, ToSchema)]
pub struct EventSeriesSaved {
    #[serde(flatten)]
    pub outcome: EventSeriesOutcome,
    pub page: EventPage,
}

#[derive(Deserialize, ToSchema)]
pub struct DropEventSeries {
    #[schema(inline)]
    pub scope: Scope,
    /// Told to everybody who hears of it.
    #[serde(default)]
    pub reason: String,
    /// Also where people are registered: they are written to.
    #[serde(default)]
    pub cancel_registered: bool,
}

/// The dates a rule would make, without making anything
#[utoipa::path(post, path = "/event-series/preview", tag = "calendars", request_body = PreviewEventSeries, responses((status = 200, body = EventSeriesPreview), Problems))]
pub async fn preview_event_series(
    Reader(_actor): Reader,
    Body(PreviewEventSeries { starts, ends, time_zone, rule }): Body<PreviewEventSeries>,
) -> Result<Json<EventSeriesPreview>> {
    let plan = EventPlan { starts: Some(starts), ends: Some(ends), time_zone, ..EventPlan::default() }.tidy();
    let (unfolded, plans) = series::unfold(&plan, &rule)?;
    let mut dates = Vec::with_capacity(plans.len());
    for plan in plans {
        let when = plan.dates()?;
        dates.push(EventSeriesDate {
            starts: plan.starts.unwrap_or_default(),
            ends: plan.ends.unwrap_or_default(),
            starts_at: when.starts.map(|at| at.1),
            ends_at: when.ends.map(|at| at.1),
        });
    }
    Ok(Json(EventSeriesPreview { dates, skipped: unfolded.skipped.into_iter().map(wall::write).collect() }))
}

/// Begins a series: a draft for every date of the rule, at most 200 within two years
#[utoipa::path(post, path = "/event-series", tag = "calendars", request_body = CreateEventSeries, responses((status = 201, body = EventSeriesPage), Problems))]
pub async fn create_event_series(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(CreateEventSeries { plan, rule }): Body<CreateEventSeries>,
) -> Result<Created<EventSeriesPage>> {
    let mut tx = app.begin().await?;
    let id = series::create(&mut tx, &actor, plan, &rule).await?;
    tx.commit().await?;
    Ok(Created(view::series(&app, &actor, id).await?))
}

/// A series: those of its events the reader may know of
#[utoipa::path(get, path = "/event-series/{id}", tag = "calendars", params(("id" = EventSeriesId, Path)), responses((status = 200, body = EventSeriesPage), Problems))]
pub async fn get_event_series(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<EventSeriesId>,
) -> Result<Json<EventSeriesPage>> {
    Ok(Json(view::series(&app, &actor, id).await?))
}

/// Lets the audience hear of every draft of a series
#[utoipa::path(post, path = "/event-series/{id}/publish", tag = "calendars", params(("id" = EventSeriesId, Path)), responses((status = 200, body = EventSeriesOutcome), Problems))]
pub async fn publish_event_series(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<EventSeriesId>,
) -> Result<Json<EventSeriesOutcome>> {
    let mut tx = app.begin().await?;
    let outcome = series::publish(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(EventSeriesOutcome::from(&outcome)))
}

/// Saves the plan of one event and carries what changed over to others of its series
#[utoipa::path(put, path = "/events/{id}/series", tag = "calendars", params(("id" = String, Path)), request_body = SaveEventSeries, responses((status = 200, body = EventSeriesSaved), Problems))]
pub async fn save_event_series(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(SaveEventSeries { revision, plan, scope }): Body<SaveEventSeries>,
) -> Result<Json<EventSeriesSaved>> {
    let mut tx = app.begin().await?;
    match series::change(&mut tx, &actor, id, Edit { revision, plan, scope }).await? {
        Some(outcome) => {
            tx.commit().await?;
            let outcome = EventSeriesOutcome::from(&outcome);
            Ok(Json(EventSeriesSaved { outcome, page: fresh(&app, &actor, id).await? }))
        }
        None => {
            std::mem::drop(tx);
            let now = fresh(&app, &actor, id).await?;
            Err(Error::Stale(serde_json::to_value(now).map_err(Error::from)?).into())
        }
    }
}

/// Takes events of a series off; where people are registered only when told so, and they are written to
#[utoipa::path(post, path = "/events/{id}/series/drop", tag = "calendars", params(("id" = String, Path)), request_body = DropEventSeries, responses((status = 200, body = EventSeriesOutcome), Problems))]
pub async fn drop_event_series(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(DropEventSeries { scope, reason, cancel_registered }): Body<DropEventSeries>,
) -> Result<Json<EventSeriesOutcome>> {
    let mut tx = app.begin().await?;
    let outcome = series::drop(&mut tx, &actor, id, scope, &reason, cancel_registered).await?;
    tx.commit().await?;
    Ok(Json(EventSeriesOutcome::from(&outcome)))
}
