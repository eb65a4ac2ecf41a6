//! `/calendar-feeds`, what they answer to programs, and one event as a file.

use axum::{
    Json,
    extract::{Path, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use kernel::{CalendarFeedId, DateTime, Utc};
use platform::{
    App,
    http::{Address as NetworkAddress, Body, Created, Id, Problems, Reader, Result, entity_tag},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extract::Address;
use crate::{
    access,
    entity::calendar_feed,
    feeds::{self, FeedScope},
    ical::{self, Entry},
    view,
};

const MEDIA: &str = "text/calendar; charset=utf-8";

#[derive(Deserialize, ToSchema)]
pub struct CreateCalendarFeed {
    /// As the calendar is called in the program that reads it.
    pub title: String,
    #[serde(default)]
    pub scope: FeedScope,
}

/// A calendar read from another program.
#[derive(Serialize, ToSchema)]
pub struct CalendarFeed {
    pub id: CalendarFeedId,
    pub title: String,
    pub scope: FeedScope,
    pub created_at: DateTime<Utc>,
    /// When a program last asked for it.
    pub read_at: Option<DateTime<Utc>>,
    /// The secret address, `https:`; told once, when the feed is made.
    pub url: Option<String>,
    /// The same for programs that subscribe by a click, `webcal:`.
    pub webcal: Option<String>,
}

impl From<calendar_feed::Model> for CalendarFeed {
    fn from(row: calendar_feed::Model) -> Self {
        Self {
            id: row.id,
            scope: feeds::scope(&row),
            title: row.title,
            created_at: row.created_at,
            read_at: row.read_at,
            url: None,
            webcal: None,
        }
    }
}

/// The reader's calendars for other programs
#[utoipa::path(get, path = "/calendar-feeds", tag = "calendars", responses((status = 200, body = Vec<CalendarFeed>), Problems))]
pub async fn list_calendar_feeds(State(app): State<App>, Reader(actor): Reader) -> Result<Json<Vec<CalendarFeed>>> {
    Ok(Json(feeds::of(&app, actor.person).await?.into_iter().map(CalendarFeed::from).collect()))
}

/// Makes a calendar for other programs; its secret address is told now and never again
#[utoipa::path(post, path = "/calendar-feeds", tag = "calendars", request_body = CreateCalendarFeed, responses((status = 201, body = CalendarFeed), Problems))]
pub async fn create_calendar_feed(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(CreateCalendarFeed { title, scope }): Body<CreateCalendarFeed>,
) -> Result<Created<CalendarFeed>> {
    let mut tx = app.begin().await?;
    let (row, token) = feeds::create(&mut tx, &actor, &title, &scope).await?;
    tx.commit().await?;
    let url = app.address(&format!("/ics/{token}.ics"));
    let webcal = url.split_once("://").map(|(_, rest)| format!("webcal://{rest}"));
    Ok(Created(CalendarFeed { url: Some(url), webcal, ..row.into() }))
}

/// Takes the address back: programs that hold it read nothing any more
#[utoipa::path(delete, path = "/calendar-feeds/{id}", tag = "calendars", params(("id" = CalendarFeedId, Path)), responses((status = 204), Problems))]
pub async fn revoke_calendar_feed(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<CalendarFeedId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    feeds::revoke(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// One event as a file for calendars
#[utoipa::path(get, path = "/events/{id}/ics", tag = "calendars", params(("id" = String, Path)), responses((status = 200, content_type = "text/calendar", body = String), Problems))]
pub async fn get_event_ics(State(app): State<App>, Reader(actor): Reader, Address(id): Address) -> Result<Response> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let card = view::card_of(&app, None, &desk.row).await?;
    let entry = Entry {
        row: (&desk.row).into(),
        url: app.address(&card.path),
        host: card.host.as_ref().map(|org| org.short_name.as_str()),
        connects: desk.connects(),
    };
    let text = ical::calendar(&card.title, &[entry]);
    let name = card.number.map_or_else(|| "event.ics".to_owned(), |number| format!("event-{number}.ics"));
    let headers = [
        (header::CONTENT_TYPE, MEDIA.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    Ok((headers, text).into_response())
}

/// `/ics/<secret>.ics`, for programs: no cookies, no problem documents.
pub async fn read(
    State(app): State<App>,
    NetworkAddress(address): NetworkAddress,
    Path(file): Path<String>,
    request: HeaderMap,
) -> Response {
    if app.limits().anonymous(address).is_err() {
        return StatusCode::TOO_MANY_REQUESTS.into_response();
    }
    let token = file.strip_suffix(".ics").unwrap_or(&file);
    match answer(&app, token, &request).await {
        Ok(Some(response)) => response,
        Ok(None) => StatusCode::NOT_FOUND.into_response(),
        Err(error) => {
            tracing::error!(%error, "a calendar could not be written");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    }
}

async fn answer(app: &App, token: &str, request: &HeaderMap) -> kernel::Result<Option<Response>> {
    let Some(held) = feeds::held(app, token).await? else { return Ok(None) };
    let tag = entity_tag(held.tag(app).await?);
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let headers = [
        (header::CONTENT_TYPE, MEDIA.to_owned()),
        (header::ETAG, tag.clone()),
        (header::CACHE_CONTROL, "private, no-cache".to_owned()),
    ];
    if known == Some(tag.as_str()) {
        return Ok(Some((StatusCode::NOT_MODIFIED, headers).into_response()));
    }
    feeds::noticed(app, &held).await?;
    Ok(Some((headers, held.calendar(app).await?).into_response()))
}
