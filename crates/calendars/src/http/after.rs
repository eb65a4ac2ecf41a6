//! What stays of an event: `/events/{id}/materials`, minutes, feedback, the practice, the question some weeks later

use axum::{Json, extract::State, http::StatusCode, response::Response};
use chrono::NaiveDate;
use kernel::{Error, EventId, EventMaterialId, FileId, PersonId, PracticeId, SkillId};
use platform::{
    App,
    http::{Body, Created, Problems, Reader, Result, sent},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::extract::{Address, Within};
use crate::{
    access::{self, Desk},
    after::{
        self,
        feedback::{self, Form, Question},
        follow_up,
        materials::{self, NewMaterial},
        minutes::{self, NewDecision, NewMinutes, Saved},
        practice,
        summary::{self, EventFeedbackSummary},
        view::{self, EventFeedbackForm, EventFollowUp, EventMaterial, EventMinutes},
    },
    kinds::{Access, Changed, MaterialKind},
};

#[derive(Deserialize, ToSchema)]
pub struct AddEventMaterial {
    pub kind: MaterialKind,
    /// Of a file: its name, when empty.
    #[serde(default)]
    pub title: String,
    /// Of a link or a recording.
    #[serde(default)]
    pub url: String,
    /// An upload of one's own that hangs on nothing yet.
    pub file_id: Option<FileId>,
    pub access: Access,
}

#[derive(Deserialize, ToSchema)]
pub struct ChangeEventMaterial {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub url: String,
    pub access: Access,
}

#[derive(Deserialize, ToSchema)]
pub struct EventDecisionBody {
    pub text: String,
    pub person_id: Option<PersonId>,
    /// Where it is nobody of the network.
    #[serde(default)]
    pub who: String,
    pub due: Option<NaiveDate>,
}

#[derive(Deserialize, ToSchema)]
pub struct SaveEventMinutes {
    /// The revision this device saw last; 0 when there were none.
    pub revision: i32,
    /// Markdown.
    pub body: String,
    #[serde(default)]
    pub chair: String,
    #[serde(default)]
    pub secretary: String,
    pub access: Access,
    #[serde(default)]
    pub decisions: Vec<EventDecisionBody>,
}

#[derive(Deserialize, ToSchema)]
pub struct SaveEventFeedbackForm {
    pub anonymous: bool,
    /// At most five.
    pub questions: Vec<Question>,
}

#[derive(Deserialize, ToSchema)]
pub struct GiveEventFeedback {
    /// 1 to 5.
    pub rating: i32,
    /// Beside the questions: words, a number of 1 to 5, or null.
    #[serde(default)]
    pub answers: Vec<Option<Value>>,
}

#[derive(Serialize, ToSchema)]
pub struct EventPractice {
    pub practice_id: PracticeId,
}

#[derive(Deserialize, ToSchema)]
pub struct PlanEventFollowUp {
    /// 4 to 8 weeks after the end.
    pub weeks: i32,
}

#[derive(Deserialize, ToSchema)]
pub struct AnswerEventFollowUp {
    pub changed: Changed,
    #[serde(default)]
    pub text: String,
    /// The weak spot it is about.
    pub skill_id: Option<SkillId>,
}

async fn managed(app: &App, actor: &kernel::Actor, id: EventId) -> Result<Desk, Error> {
    let desk = access::desk(app.reader(), actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    Ok(desk)
}

/// Materials the reader may have, in their order
#[utoipa::path(get, path = "/events/{id}/materials", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = Vec<EventMaterial>), Problems))]
pub async fn list_event_materials(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Vec<EventMaterial>>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(view::materials(&app, &desk).await?))
}

/// Adds a file, a link or the recording; for those who manage the event and those who speak there
#[utoipa::path(post, path = "/events/{id}/materials", tag = "calendars", params(("id" = String, Path)), request_body = AddEventMaterial, responses((status = 201, body = EventMaterial), Problems))]
pub async fn add_event_material(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(body): Body<AddEventMaterial>,
) -> Result<Created<EventMaterial>> {
    let AddEventMaterial { kind, title, url, file_id: file, access } = body;
    let mut tx = app.begin().await?;
    let row = materials::add(&mut tx, &actor, id, NewMaterial { kind, title, url, file, access }).await?;
    tx.commit().await?;
    Ok(Created(view::material(&app, row).await?))
}

/// Another title, address or audience
#[utoipa::path(put, path = "/events/{id}/materials/{material}", tag = "calendars", params(("id" = String, Path), ("material" = EventMaterialId, Path)), request_body = ChangeEventMaterial, responses((status = 200, body = EventMaterial), Problems))]
pub async fn change_event_material(
    State(app): State<App>,
    Reader(actor): Reader,
    Within(id, material): Within<EventMaterialId>,
    Body(ChangeEventMaterial { title, url, access }): Body<ChangeEventMaterial>,
) -> Result<Json<EventMaterial>> {
    let mut tx = app.begin().await?;
    let row = materials::change(&mut tx, &actor, id, material, (&title, &url, access)).await?;
    tx.commit().await?;
    Ok(Json(view::material(&app, row).await?))
}

/// Takes a material away
#[utoipa::path(delete, path = "/events/{id}/materials/{material}", tag = "calendars", params(("id" = String, Path), ("material" = EventMaterialId, Path)), responses((status = 204), Problems))]
pub async fn remove_event_material(
    State(app): State<App>,
    Reader(actor): Reader,
    Within(id, material): Within<EventMaterialId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    materials::remove(&mut tx, &actor, id, material).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The minutes with their decisions; empty, with revision 0, until they are written
#[utoipa::path(get, path = "/events/{id}/minutes", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventMinutes), Problems))]
pub async fn get_event_minutes(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventMinutes>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(view::minutes(&app, &actor, &desk).await?))
}

/// Saves the minutes; an old revision answers 409 with the newer ones
#[utoipa::path(put, path = "/events/{id}/minutes", tag = "calendars", params(("id" = String, Path)), request_body = SaveEventMinutes, responses((status = 200, body = EventMinutes), Problems))]
pub async fn save_event_minutes(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(body): Body<SaveEventMinutes>,
) -> Result<Json<EventMinutes>> {
    let decision = |body: EventDecisionBody| {
        let EventDecisionBody { text, person_id: person, who, due } = body;
        NewDecision { text, person, who, due }
    };
    let SaveEventMinutes { revision, body, chair, secretary, access, decisions } = body;
    let decisions = decisions.into_iter().map(decision).collect();
    let new = NewMinutes { revision, body, chair, secretary, access, decisions };
    let mut tx = app.begin().await?;
    let saved = minutes::save(&mut tx, &actor, id, new).await?;
    if matches!(saved, Saved::Done) {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    let desk = access::desk(app.reader(), &actor, id).await?;
    let now = view::minutes(&app, &actor, &desk).await?;
    match saved {
        Saved::Done => Ok(Json(now)),
        Saved::Stale => Err(Error::Stale(serde_json::to_value(now).map_err(Error::from)?).into()),
    }
}

/// The minutes as a PDF
#[utoipa::path(get, path = "/events/{id}/minutes/pdf", tag = "calendars", params(("id" = String, Path)), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn get_event_minutes_pdf(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Response> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    let written = view::minutes(&app, &actor, &desk).await?;
    if written.revision == 0 {
        return Err(Error::Hidden.into());
    }
    let name = format!("minutes-{}.pdf", desk.row.number.unwrap_or_default());
    Ok(sent("application/pdf", &name, after::minutes_pdf(&app, &desk, written).await?))
}

/// What is asked about the event, and whether the reader may answer now
#[utoipa::path(get, path = "/events/{id}/feedback-form", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventFeedbackForm), Problems))]
pub async fn get_event_feedback_form(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventFeedbackForm>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(view::feedback_form(&app, &desk).await?))
}

/// Another form, until somebody answered
#[utoipa::path(put, path = "/events/{id}/feedback-form", tag = "calendars", params(("id" = String, Path)), request_body = SaveEventFeedbackForm, responses((status = 204), Problems))]
pub async fn save_event_feedback_form(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(SaveEventFeedbackForm { anonymous, questions }): Body<SaveEventFeedbackForm>,
) -> Result<StatusCode> {
    let tx = app.begin().await?;
    feedback::save(&tx, &actor, id, Form { anonymous, questions }).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// What people thought of it, together; for those who manage the event
#[utoipa::path(get, path = "/events/{id}/feedback", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventFeedbackSummary), Problems))]
pub async fn get_event_feedback(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventFeedbackSummary>> {
    let desk = managed(&app, &actor, id).await?;
    Ok(Json(summary::of(&app, &desk).await?))
}

/// Says what one thought of it; once, for whoever was there
#[utoipa::path(post, path = "/events/{id}/feedback", tag = "calendars", params(("id" = String, Path)), request_body = GiveEventFeedback, responses((status = 204), Problems))]
pub async fn give_event_feedback(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(GiveEventFeedback { rating, answers }): Body<GiveEventFeedback>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    feedback::answer(&mut tx, &actor, id, rating, answers).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// A draft of a practice with everything that is known of the event; the reader's own, made once
#[utoipa::path(post, path = "/events/{id}/practice", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventPractice), Problems))]
pub async fn draft_event_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventPractice>> {
    let mut tx = app.begin().await?;
    let practice_id = practice::draft(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(EventPractice { practice_id }))
}

/// What has changed: one's own answer, and for those who manage the event everybody's
#[utoipa::path(get, path = "/events/{id}/follow-up", tag = "calendars", params(("id" = String, Path)), responses((status = 200, body = EventFollowUp), Problems))]
pub async fn get_event_follow_up(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<EventFollowUp>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(view::follow_up(&app, &desk).await?))
}

/// Says what has changed in class; said again, the last word counts
#[utoipa::path(put, path = "/events/{id}/follow-up", tag = "calendars", params(("id" = String, Path)), request_body = AnswerEventFollowUp, responses((status = 204), Problems))]
pub async fn answer_event_follow_up(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(AnswerEventFollowUp { changed, text, skill_id }): Body<AnswerEventFollowUp>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    follow_up::answer(&mut tx, &actor, id, changed, &text, skill_id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// After how many weeks people are asked what has changed
#[utoipa::path(put, path = "/events/{id}/follow-up/plan", tag = "calendars", params(("id" = String, Path)), request_body = PlanEventFollowUp, responses((status = 204), Problems))]
pub async fn plan_event_follow_up(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(PlanEventFollowUp { weeks }): Body<PlanEventFollowUp>,
) -> Result<StatusCode> {
    let tx = app.begin().await?;
    follow_up::plan(&tx, &actor, id, weeks).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
