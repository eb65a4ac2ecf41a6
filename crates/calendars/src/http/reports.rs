//! `/event-reports`

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{Error, OrgId};
use platform::{
    App,
    http::{Id, Parameters, Problems, Reader, Result},
};

use crate::reports::{self, EventCoverage, EventHours, ReportQuery};

/// How many people of which schools took part; for those who administer the organisation
#[utoipa::path(get, path = "/organisations/{id}/event-coverage", tag = "calendars", params(("id" = OrgId, Path), ReportQuery), responses((status = 200, body = Vec<EventCoverage>), Problems))]
pub async fn get_event_coverage(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Parameters(query): Parameters<ReportQuery>,
) -> Result<Json<Vec<EventCoverage>>> {
    Ok(Json(reports::coverage(&app, &actor, id, &query).await?))
}

/// The same as a workbook
#[utoipa::path(get, path = "/organisations/{id}/event-coverage/xlsx", tag = "calendars", params(("id" = OrgId, Path), ReportQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", body = Vec<u8>), Problems))]
pub async fn get_event_coverage_xlsx(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Parameters(query): Parameters<ReportQuery>,
) -> Result<Response> {
    let rows = reports::coverage(&app, &actor, id, &query).await?;
    let book = papers::xlsx::from_markdown("Охват", &reports::table(&rows)).map_err(Error::Internal)?;
    let headers = [
        (header::CONTENT_TYPE, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (header::CONTENT_DISPOSITION, "attachment; filename=\"event-coverage.xlsx\""),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, book).into_response())
}

/// Hours of events one came to
#[utoipa::path(get, path = "/me/event-hours", tag = "calendars", params(ReportQuery), responses((status = 200, body = EventHours), Problems))]
pub async fn get_my_event_hours(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<ReportQuery>,
) -> Result<Json<EventHours>> {
    Ok(Json(reports::hours(&app, &actor, &query).await?))
}
