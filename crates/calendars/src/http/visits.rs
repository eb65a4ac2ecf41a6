//! `/visit-sheets`

use std::collections::BTreeMap;

use axum::{Json, extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use kernel::{Error, EventId, Page, PersonId, SkillId, VisitSheetId};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result, sent},
};
use serde::Deserialize;
use utoipa::ToSchema;

use crate::visits::{
    self, About, Criteria, Filled, Saved,
    view::{self, VisitSheet, VisitSheetCard, VisitSheetQuery},
};

#[derive(Deserialize, ToSchema)]
pub struct BeginVisitSheet {
    /// The open lesson or the visit, where it is an event.
    pub event_id: Option<EventId>,
    pub teacher_id: PersonId,
    pub subject: Option<String>,
    pub grade: Option<i32>,
    pub skill_id: Option<SkillId>,
    #[serde(default)]
    pub topic: String,
    pub held_on: NaiveDate,
}

#[derive(Deserialize, ToSchema)]
pub struct FillVisitSheet {
    /// The revision this device saw last.
    pub revision: i32,
    pub subject: Option<String>,
    pub grade: Option<i32>,
    pub skill_id: Option<SkillId>,
    pub topic: String,
    pub held_on: NaiveDate,
    /// Key of a criterion and a step of the scale; null: not seen.
    #[serde(default)]
    pub marks: BTreeMap<String, Option<i32>>,
    #[serde(default)]
    pub notes: BTreeMap<String, String>,
    #[serde(default)]
    pub strengths: String,
    #[serde(default)]
    pub advice: String,
}

#[derive(Deserialize, ToSchema)]
pub struct SignVisitSheet {
    /// The teacher's word.
    #[serde(default)]
    pub remark: String,
}

#[derive(Deserialize, ToSchema)]
pub struct LetIntoVisitSheet {
    pub person_id: PersonId,
}

/// What a visitor looks at, by today's version
#[utoipa::path(get, path = "/visit-criteria", tag = "calendars", responses((status = 200, body = Criteria), Problems))]
pub async fn get_visit_criteria(Reader(_actor): Reader) -> Json<Criteria> {
    Json(*visits::current())
}

/// Sheets the reader filled, of their own lessons, and those they were let into; the newest first
#[utoipa::path(get, path = "/visit-sheets", tag = "calendars", params(VisitSheetQuery), responses((status = 200, body = Page<VisitSheetCard>), Problems))]
pub async fn list_visit_sheets(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<VisitSheetQuery>,
) -> Result<Json<Page<VisitSheetCard>>> {
    Ok(Json(view::list(&app, &actor, &query).await?))
}

/// Begins a sheet; until it is signed nobody else knows of it
#[utoipa::path(post, path = "/visit-sheets", tag = "calendars", request_body = BeginVisitSheet, responses((status = 201, body = VisitSheet), Problems))]
pub async fn begin_visit_sheet(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(body): Body<BeginVisitSheet>,
) -> Result<Created<VisitSheet>> {
    let BeginVisitSheet { event_id, teacher_id, subject, grade, skill_id: skill, topic, held_on } = body;
    let about = About { subject, grade, skill, topic, held_on };
    let mut tx = app.begin().await?;
    let row = visits::begin(&mut tx, &actor, event_id, teacher_id, about).await?;
    tx.commit().await?;
    Ok(Created(view::sheet(&app, &actor, row).await?))
}

/// A sheet
#[utoipa::path(get, path = "/visit-sheets/{id}", tag = "calendars", params(("id" = VisitSheetId, Path)), responses((status = 200, body = VisitSheet), Problems))]
pub async fn get_visit_sheet(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<VisitSheetId>,
) -> Result<Json<VisitSheet>> {
    let row = visits::read(app.reader(), &actor, id).await?;
    Ok(Json(view::sheet(&app, &actor, row).await?))
}

/// Saves what the visitor saw, until they sign; an old revision answers 409 with the newer sheet
#[utoipa::path(put, path = "/visit-sheets/{id}", tag = "calendars", params(("id" = VisitSheetId, Path)), request_body = FillVisitSheet, responses((status = 200, body = VisitSheet), Problems))]
pub async fn fill_visit_sheet(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<VisitSheetId>,
    Body(body): Body<FillVisitSheet>,
) -> Result<Json<VisitSheet>> {
    let FillVisitSheet { revision, subject, grade, skill_id: skill, topic, held_on, marks, notes, strengths, advice } =
        body;
    let about = About { subject, grade, skill, topic, held_on };
    let filled = Filled { revision, about, marks, notes, strengths, advice };
    let mut tx = app.begin().await?;
    let saved = visits::fill(&mut tx, &actor, id, filled).await?;
    if matches!(saved, Saved::Done) {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    let row = visits::read(app.reader(), &actor, id).await?;
    let now = view::sheet(&app, &actor, row).await?;
    match saved {
        Saved::Done => Ok(Json(now)),
        Saved::Stale => Err(Error::Stale(serde_json::to_value(now).map_err(Error::from)?).into()),
    }
}

/// Throws an unsigned sheet away
#[utoipa::path(delete, path = "/visit-sheets/{id}", tag = "calendars", params(("id" = VisitSheetId, Path)), responses((status = 204), Problems))]
pub async fn discard_visit_sheet(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<VisitSheetId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    visits::discard(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The visitor signs, then the teacher, who may add a word
#[utoipa::path(post, path = "/visit-sheets/{id}/sign", tag = "calendars", params(("id" = VisitSheetId, Path)), request_body = SignVisitSheet, responses((status = 200, body = VisitSheet), Problems))]
pub async fn sign_visit_sheet(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<VisitSheetId>,
    Body(SignVisitSheet { remark }): Body<SignVisitSheet>,
) -> Result<Json<VisitSheet>> {
    let mut tx = app.begin().await?;
    let row = visits::sign(&mut tx, &actor, id, &remark).await?;
    tx.commit().await?;
    Ok(Json(view::sheet(&app, &actor, row).await?))
}

/// Lets somebody read a signed sheet; for the visitor and the teacher
#[utoipa::path(post, path = "/visit-sheets/{id}/readers", tag = "calendars", params(("id" = VisitSheetId, Path)), request_body = LetIntoVisitSheet, responses((status = 204), Problems))]
pub async fn let_into_visit_sheet(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<VisitSheetId>,
    Body(LetIntoVisitSheet { person_id }): Body<LetIntoVisitSheet>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    visits::let_in(&mut tx, &actor, id, person_id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes that back
#[utoipa::path(delete, path = "/visit-sheets/{id}/readers/{person}", tag = "calendars", params(("id" = VisitSheetId, Path), ("person" = PersonId, Path)), responses((status = 204), Problems))]
pub async fn show_out_of_visit_sheet(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, person)): Id<(VisitSheetId, PersonId)>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    visits::show_out(&mut tx, &actor, id, person).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The sheet as a PDF
#[utoipa::path(get, path = "/visit-sheets/{id}/pdf", tag = "calendars", params(("id" = VisitSheetId, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn get_visit_sheet_pdf(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<VisitSheetId>,
) -> Result<Response> {
    let row = visits::read(app.reader(), &actor, id).await?;
    let name = format!("visit-{}.pdf", row.held_on);
    let shown = view::sheet(&app, &actor, row).await?;
    Ok(sent("application/pdf", &name, visits::sheet_pdf(&app, shown).await?))
}
