//! `/calendar-days`: the calendar of a territory.

use axum::{Json, extract::State, http::StatusCode};
use chrono::{Datelike, Months, NaiveDate};
use kernel::{Actor, CalendarDayId, Error, OrgId, OrgRef};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    entity::calendar_day,
    kinds::DayKind,
    territory::{self, DayPlan},
};

/// Days of a territory: exams, works that everybody writes, holidays.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CalendarDay {
    pub id: CalendarDayId,
    /// The territory; absent: the whole network.
    pub org: Option<OrgRef>,
    pub kind: DayKind,
    pub title: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Empty: of all grades.
    pub grades: Vec<i32>,
    /// Empty: of all subjects.
    pub subjects: Vec<String>,
    pub can_edit: bool,
}

/// `?from=2027-01-01&to=2027-06-30&org=…`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CalendarDayQuery {
    /// What ends on this day or later; today unless told.
    pub from: Option<NaiveDate>,
    /// What begins on this day or earlier; a year after `from` unless told.
    pub to: Option<NaiveDate>,
    /// Of one territory.
    pub org: Option<OrgId>,
}

#[derive(Deserialize, ToSchema)]
pub struct ImportCalendarDays {
    /// The territory; absent: the whole network, for administrators.
    pub org_id: Option<OrgId>,
    /// Lines «начало; конец; вид; название; классы; предметы».
    pub text: String,
    /// Only tells what the lines say.
    #[serde(default)]
    pub dry_run: bool,
}

#[derive(Serialize, ToSchema)]
pub struct CalendarDayLineError {
    /// From 1.
    pub line: usize,
    pub field: &'static str,
    /// What stands there.
    pub text: String,
}

#[derive(Serialize, ToSchema)]
pub struct CalendarDaysImported {
    pub rows: Vec<DayPlan>,
    pub errors: Vec<CalendarDayLineError>,
    /// Written now; what was there is not written again.
    pub imported: usize,
}

/// Days of the reader's territories
#[utoipa::path(get, path = "/calendar-days", tag = "calendars", params(CalendarDayQuery), responses((status = 200, body = Vec<CalendarDay>), Problems))]
pub async fn list_calendar_days(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<CalendarDayQuery>,
) -> Result<Json<Vec<CalendarDay>>> {
    let from = query.from.unwrap_or_else(|| app.now().date_naive());
    let to = query.to.or_else(|| from.checked_add_months(Months::new(12))).unwrap_or(from);
    let sane = |day: NaiveDate| (1900..2200).contains(&day.year());
    if from > to || !sane(from) || !sane(to) {
        return Err(Error::invalid("to", "invalid").into());
    }
    let rows = territory::between(app.reader(), territory::shown(&actor, query.org), from, to).await?;
    Ok(Json(lines(&app, &actor, rows).await?))
}

/// Writes days down; coordinators in their territory, administrators anywhere
#[utoipa::path(post, path = "/calendar-days", tag = "calendars", request_body = DayPlan, responses((status = 201, body = CalendarDay), Problems))]
pub async fn create_calendar_day(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(plan): Body<DayPlan>,
) -> Result<Created<CalendarDay>> {
    let tx = app.begin().await?;
    let id = territory::create(&tx, &actor, plan).await?;
    tx.commit().await?;
    Ok(Created(fresh(&app, &actor, id).await?))
}

/// Writes others over them
#[utoipa::path(put, path = "/calendar-days/{id}", tag = "calendars", params(("id" = CalendarDayId, Path)), request_body = DayPlan, responses((status = 200, body = CalendarDay), Problems))]
pub async fn save_calendar_day(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<CalendarDayId>,
    Body(plan): Body<DayPlan>,
) -> Result<Json<CalendarDay>> {
    let tx = app.begin().await?;
    territory::save(&tx, &actor, id, plan).await?;
    tx.commit().await?;
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Takes days off the calendar
#[utoipa::path(delete, path = "/calendar-days/{id}", tag = "calendars", params(("id" = CalendarDayId, Path)), responses((status = 204), Problems))]
pub async fn discard_calendar_day(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<CalendarDayId>,
) -> Result<StatusCode> {
    let tx = app.begin().await?;
    territory::discard(&tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a list of days in, all of it or nothing; what is there already is left
#[utoipa::path(post, path = "/calendar-days/import", tag = "calendars", request_body = ImportCalendarDays, responses((status = 200, body = CalendarDaysImported), Problems))]
pub async fn import_calendar_days(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(ImportCalendarDays { org_id, text, dry_run }): Body<ImportCalendarDays>,
) -> Result<Json<CalendarDaysImported>> {
    let tx = app.begin().await?;
    let done = territory::import(&tx, &actor, org_id, &text, dry_run).await?;
    tx.commit().await?;
    let error =
        |error: territory::LineError| CalendarDayLineError { line: error.line, field: error.field, text: error.text };
    let errors = done.errors.into_iter().map(error).collect();
    Ok(Json(CalendarDaysImported { rows: done.rows, errors, imported: done.written }))
}

async fn fresh(app: &App, actor: &Actor, id: CalendarDayId) -> Result<CalendarDay, Error> {
    let row = territory::one(app.reader(), actor, id).await?;
    lines(app, actor, vec![row]).await?.pop().ok_or(Error::Hidden)
}

pub(super) async fn lines(app: &App, actor: &Actor, rows: Vec<calendar_day::Model>) -> Result<Vec<CalendarDay>, Error> {
    let orgs: Vec<OrgId> = rows.iter().filter_map(|row| row.org_id).collect();
    let orgs = accounts::directory::org_refs(app.reader(), &orgs).await?;
    let line = |row: calendar_day::Model| CalendarDay {
        id: row.id,
        org: row.org_id.and_then(|id| orgs.get(&id).cloned()),
        kind: row.kind,
        grades: territory::grades(&row),
        subjects: territory::subjects(&row),
        can_edit: territory::may_keep(actor, row.org_id),
        title: row.title,
        first: row.first,
        last: row.last,
    };
    Ok(rows.into_iter().map(line).collect())
}
