//! `/event-templates`

use axum::{Json, extract::State, http::StatusCode};
use kernel::{Actor, DateTime, Error, EventId, EventTemplateId, OrgId, OrgRef, PersonRef, Utc};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
    ports::Names,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    entity::event_template,
    kinds::EventKind,
    plan::EventPlan,
    templates::{self, NewTemplate},
};

/// A plan kept to begin events from.
#[derive(Serialize, ToSchema)]
pub struct EventTemplate {
    pub id: EventTemplateId,
    pub title: String,
    pub kind: EventKind,
    /// Whose people it is offered to, with everybody below; absent: everybody.
    pub org: Option<OrgRef>,
    pub by: PersonRef,
    pub updated_at: DateTime<Utc>,
    pub can_edit: bool,
    /// As the reader would begin with it; absent in lists.
    pub plan: Option<EventPlan>,
}

/// `?kind=…`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EventTemplateQuery {
    pub kind: Option<EventKind>,
}

#[derive(Deserialize, ToSchema)]
pub struct CreateEventTemplate {
    pub title: String,
    /// The event whose plan is kept.
    pub event_id: EventId,
    /// Whose people it is offered to; absent: everybody, for administrators.
    pub org_id: Option<OrgId>,
}

#[derive(Deserialize, ToSchema)]
pub struct SaveEventTemplate {
    pub title: String,
    pub plan: EventPlan,
}

/// Templates the reader is offered: of their school and of everything above it
#[utoipa::path(get, path = "/event-templates", tag = "calendars", params(EventTemplateQuery), responses((status = 200, body = Vec<EventTemplate>), Problems))]
pub async fn list_event_templates(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<EventTemplateQuery>,
) -> Result<Json<Vec<EventTemplate>>> {
    let rows = templates::all(app.reader(), &actor, query.kind).await?;
    Ok(Json(lines(&app, &actor, &rows).await?))
}

/// One of them, with its plan
#[utoipa::path(get, path = "/event-templates/{id}", tag = "calendars", params(("id" = EventTemplateId, Path)), responses((status = 200, body = EventTemplate), Problems))]
pub async fn get_event_template(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<EventTemplateId>,
) -> Result<Json<EventTemplate>> {
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Keeps the plan of an event for others to begin with
#[utoipa::path(post, path = "/event-templates", tag = "calendars", request_body = CreateEventTemplate, responses((status = 201, body = EventTemplate), Problems))]
pub async fn create_event_template(
    State(app): State<App>,
    Reader(actor): Reader,
    Body(CreateEventTemplate { title, event_id, org_id }): Body<CreateEventTemplate>,
) -> Result<Created<EventTemplate>> {
    let mut tx = app.begin().await?;
    let new = NewTemplate { title, event: event_id, org: org_id };
    let id = templates::create(&mut tx, &actor, new).await?;
    tx.commit().await?;
    Ok(Created(fresh(&app, &actor, id).await?))
}

/// Writes another plan over a template
#[utoipa::path(put, path = "/event-templates/{id}", tag = "calendars", params(("id" = EventTemplateId, Path)), request_body = SaveEventTemplate, responses((status = 200, body = EventTemplate), Problems))]
pub async fn save_event_template(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<EventTemplateId>,
    Body(SaveEventTemplate { title, plan }): Body<SaveEventTemplate>,
) -> Result<Json<EventTemplate>> {
    let mut tx = app.begin().await?;
    templates::save(&mut tx, &actor, id, &title, plan).await?;
    tx.commit().await?;
    Ok(Json(fresh(&app, &actor, id).await?))
}

/// Throws a template away; events begun from it stay
#[utoipa::path(delete, path = "/event-templates/{id}", tag = "calendars", params(("id" = EventTemplateId, Path)), responses((status = 204), Problems))]
pub async fn discard_event_template(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<EventTemplateId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    templates::discard(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn fresh(app: &App, actor: &Actor, id: EventTemplateId) -> Result<EventTemplate, Error> {
    let row = templates::one(app.reader(), actor, id).await?;
    let plan = templates::plan(app.reader(), actor, &row).await?;
    let line = lines(app, actor, std::slice::from_ref(&row)).await?.pop().ok_or(Error::Hidden)?;
    Ok(EventTemplate { plan: Some(plan), ..line })
}

async fn lines(app: &App, actor: &Actor, rows: &[event_template::Model]) -> Result<Vec<EventTemplate>, Error> {
    let names = Names::load(app, rows.iter().map(|row| row.by_id).collect()).await?;
    let orgs: Vec<OrgId> = rows.iter().filter_map(|row| row.org_id).collect();
    let orgs = accounts::directory::org_refs(app.reader(), &orgs).await?;
    let line = |row: &event_template::Model| EventTemplate {
        id: row.id,
        title: row.title.clone(),
        kind: row.kind,
        org: row.org_id.and_then(|id| orgs.get(&id).cloned()),
        by: names.of(row.by_id),
        updated_at: row.changed_at,
        can_edit: templates::may_edit(actor, row),
        plan: None,
    };
    Ok(rows.iter().map(line).collect())
}
