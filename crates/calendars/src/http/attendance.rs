//! `/events/{id}/attendance`

use axum::{Json, extract::State, http::StatusCode};
use base64::{Engine, engine::general_purpose::STANDARD};
use kernel::{DateTime, Error, RegistrationId, Utc};
use platform::{
    App,
    http::{Body, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::extract::Address;
use crate::{
    access,
    attendance::{self, NewMark},
    codes,
    join_log::{self, JoinLogOutcome, Log},
    kinds::MarkMethod,
    view::{self, Attendance},
};

#[derive(Deserialize, ToSchema)]
pub struct CheckIn {
    /// As the screen shows it; small letters, spaces and Russian look-alikes do not matter.
    pub code: String,
}

/// The code on the screen.
#[derive(Serialize, ToSchema)]
pub struct AttendanceCode {
    pub code: String,
    /// When another one comes: ask again then.
    pub until: DateTime<Utc>,
}

#[derive(Deserialize, ToSchema)]
pub struct AttendanceMarkBody {
    pub registration_id: RegistrationId,
    /// Number in the programme, from one; absent: the event as a whole.
    pub session: Option<i32>,
    /// `scan` or `list`.
    pub method: MarkMethod,
    #[serde(default = "yes")]
    pub present: bool,
    /// When it happened, by the clock of the device.
    pub at: DateTime<Utc>,
    /// How long they stayed, where it was measured.
    pub minutes: Option<i32>,
}

fn yes() -> bool {
    true
}

#[derive(Deserialize, ToSchema)]
pub struct AttendanceMarks {
    /// At most 500. Sent again, they change nothing.
    pub marks: Vec<AttendanceMarkBody>,
}

/// Whose row it is.
#[derive(Deserialize, ToSchema)]
pub struct JoinLogByHand {
    /// Of the row.
    pub key: String,
    /// Absent: nobody's.
    pub registration_id: Option<RegistrationId>,
}

#[derive(Deserialize, ToSchema)]
pub struct ImportJoinLog {
    /// The file as it is, in base64: CSV of any encoding or an Excel workbook, at most a million bytes.
    pub contents: String,
    /// Whoever was there for less does not count.
    #[serde(default)]
    pub least_minutes: i32,
    /// Number in the programme, from one; absent: the event as a whole.
    pub session: Option<i32>,
    /// What was matched by hand.
    #[serde(default)]
    pub matches: Vec<JoinLogByHand>,
    /// Only shows what would be written.
    #[serde(default)]
    pub dry_run: bool,
}

/// What became of the marks.
#[derive(Serialize, ToSchema)]
pub struct AttendanceOutcome {
    pub accepted: usize,
    /// Heard before, from this device.
    pub known: usize,
    /// Registrations that are not of this event or have no place.
    pub refused: Vec<RegistrationId>,
}

/// Who has a place, who came, and every mark with its maker; for those who manage the event
#[utoipa::path(get, path = "/events/{id}/attendance", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = Vec<Attendance>), Problems))]
pub async fn list_attendance(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Vec<Attendance>>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    Ok(Json(view::attendance(&app, id).await?))
}

/// Says that one is there, by the code on the screen
#[utoipa::path(post, path = "/events/{id}/attendance", tag = "calendars", params(("id" = String, Path)), request_body = CheckIn, responses((status = 204), Problems))]
pub async fn check_in(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(CheckIn { code }): Body<CheckIn>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    attendance::check_in(&mut tx, &actor, id, &code).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Writes down scans and the host's list; marks made without a line may come later
#[utoipa::path(post, path = "/events/{id}/attendance/marks", tag = "calendars", params(("id" = String, Path)), request_body = AttendanceMarks, responses((status = 200, body = AttendanceOutcome), Problems))]
pub async fn mark_attendance(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(AttendanceMarks { marks }): Body<AttendanceMarks>,
) -> Result<Json<AttendanceOutcome>> {
    let new = |mark: AttendanceMarkBody| NewMark {
        registration: mark.registration_id,
        session: mark.session.unwrap_or_default(),
        method: mark.method,
        present: mark.present,
        // As coarse as both databases keep it: the same mark sent twice must be the same.
        at: DateTime::from_timestamp_micros(mark.at.timestamp_micros()).unwrap_or(mark.at),
        minutes: mark.minutes,
    };
    let marks: Vec<NewMark> = marks.into_iter().map(new).collect();
    let mut tx = app.begin().await?;
    let outcome = attendance::mark(&mut tx, &actor, id, &marks).await?;
    tx.commit().await?;
    Ok(Json(AttendanceOutcome { accepted: outcome.accepted, known: outcome.known, refused: outcome.refused }))
}

/// Reads the log of a platform of webinars: who joined, for how long, who of the registered that was
#[utoipa::path(post, path = "/events/{id}/attendance/import", tag = "calendars", params(("id" = String, Path)), request_body = ImportJoinLog, responses((status = 200, body = JoinLogOutcome), Problems))]
pub async fn import_join_log(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(body): Body<ImportJoinLog>,
) -> Result<Json<JoinLogOutcome>> {
    let ImportJoinLog { contents, least_minutes, session, matches, dry_run } = body;
    let contents = STANDARD.decode(contents.trim()).map_err(|_| Error::invalid("contents", "invalid"))?;
    let matches = matches.into_iter().map(|one| (one.key, one.registration_id)).collect();
    let log = Log { contents, least_minutes, session: session.unwrap_or_default(), matches };
    let mut tx = app.begin().await?;
    let outcome = join_log::take(&mut tx, &actor, id, &log, dry_run).await?;
    if !dry_run {
        tx.commit().await?;
    }
    Ok(Json(outcome))
}

/// The code for the screen of the room, another one every half minute
#[utoipa::path(post, path = "/events/{id}/attendance/code", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = AttendanceCode), Problems))]
pub async fn show_attendance_code(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<AttendanceCode>> {
    let mut tx = app.begin().await?;
    let secret = attendance::secret(&mut tx, &actor, id).await?;
    tx.commit().await?;
    let now = app.now();
    Ok(Json(AttendanceCode { code: codes::shown(&secret, now), until: codes::until(now) }))
}
