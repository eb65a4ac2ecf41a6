//! `/pairings/{id}/plan` and templates of plans.

use axum::{Json, extract::State, http::StatusCode};
use chrono::NaiveDate;
use kernel::{OrgId, PairingId, PersonId, PlanTemplateId, SkillId};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::{
    kinds::{PlanForm, ThemeKind},
    work::{
        items::{self, ItemPlan},
        own_templates::{self, NewTemplate},
        templates::{self, TemplateItem, suits},
        ties::{self, PlanEventChoice},
        view::{self, PairingPlan, PlanItem},
    },
};

#[derive(Deserialize, ToSchema)]
pub struct NewPlanItem {
    pub form: PlanForm,
    pub title: String,
    #[serde(default)]
    pub goal: String,
    pub due: Option<NaiveDate>,
    #[serde(default)]
    pub skills: Vec<SkillId>,
    /// Who does it, of the mentor's side.
    pub mentor_person_id: Option<PersonId>,
    pub mentee_person_id: Option<PersonId>,
}

impl From<NewPlanItem> for ItemPlan {
    fn from(new: NewPlanItem) -> Self {
        let NewPlanItem { form, title, goal, due, skills, mentor_person_id, mentee_person_id } = new;
        Self { form, title, goal, due, skills, mentor_person: mentor_person_id, mentee_person: mentee_person_id }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct TakePlanTemplate {
    /// Key of a template that comes with the house, or the id of one that is kept.
    pub template: String,
    /// From when its weeks are counted; today unless told.
    pub since: Option<NaiveDate>,
}

#[derive(Deserialize, ToSchema)]
pub struct KeepPlanTemplate {
    pub title: String,
    #[serde(default)]
    pub about: String,
    /// Whose people it is offered to: a school one acts for or a territory one answers for.
    pub org_id: OrgId,
}

/// `?theme_kind=…&theme=…`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PlanTemplateQuery {
    pub theme_kind: Option<ThemeKind>,
    /// Those made for this theme, and those for every theme.
    pub theme: Option<String>,
}

/// A plan to begin with.
#[derive(Serialize, ToSchema)]
pub struct PlanTemplate {
    /// What `from-template` is told.
    pub template: String,
    /// Absent: it comes with the house.
    pub id: Option<PlanTemplateId>,
    pub theme_kind: Option<ThemeKind>,
    pub theme: Option<String>,
    pub title: String,
    pub about: String,
    pub items: Vec<TemplateItem>,
    /// The reader may throw it away.
    pub can_discard: bool,
}

/// The joint plan with its progress
#[utoipa::path(get, path = "/pairings/{id}/plan", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingPlan), Problems))]
pub async fn get_pairing_plan(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingPlan>> {
    Ok(Json(view::plan(&app, &actor, id).await?))
}

/// Events of the two schools that items of the plan may be tied to, the nearest first
#[utoipa::path(get, path = "/pairings/{id}/plan/events", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = Vec<PlanEventChoice>), Problems))]
pub async fn list_plan_event_choices(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<Vec<PlanEventChoice>>> {
    Ok(Json(ties::choices(&app, &actor, id).await?))
}

/// Adds an item to the joint plan
#[utoipa::path(post, path = "/pairings/{id}/plan", tag = "pairings", params(("id" = PairingId, Path)), request_body = NewPlanItem, responses((status = 201, body = PlanItem), Problems))]
pub async fn add_plan_item(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(body): Body<NewPlanItem>,
) -> Result<Created<PlanItem>> {
    let mut tx = app.begin().await?;
    let row = items::add(&mut tx, &actor, id, body.into()).await?;
    tx.commit().await?;
    Ok(Created(view::item(&app, row).await?))
}

/// Writes a template into the joint plan; what stands there already is not written twice
#[utoipa::path(post, path = "/pairings/{id}/plan/from-template", tag = "pairings", params(("id" = PairingId, Path)), request_body = TakePlanTemplate, responses((status = 201, body = PairingPlan), Problems))]
pub async fn take_plan_template(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(TakePlanTemplate { template, since }): Body<TakePlanTemplate>,
) -> Result<Created<PairingPlan>> {
    let mut tx = app.begin().await?;
    templates::take(&mut tx, &actor, id, (&template, since)).await?;
    tx.commit().await?;
    Ok(Created(view::plan(&app, &actor, id).await?))
}

/// Keeps the joint plan as a template, without its dates, people and what became of it
#[utoipa::path(post, path = "/pairings/{id}/plan/as-template", tag = "pairings", params(("id" = PairingId, Path)), request_body = KeepPlanTemplate, responses((status = 201, body = PlanTemplate), Problems))]
pub async fn keep_plan_template(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(KeepPlanTemplate { title, about, org_id: org }): Body<KeepPlanTemplate>,
) -> Result<Created<PlanTemplate>> {
    let mut tx = app.begin().await?;
    let row = own_templates::keep(&mut tx, &actor, id, NewTemplate { title, about, org }).await?;
    tx.commit().await?;
    Ok(Created(PlanTemplate::kept(row, true)))
}

/// Plans to begin with: those that come with the house, and those that one's school and territory keep
#[utoipa::path(get, path = "/pairing-plan-templates", tag = "pairings", params(PlanTemplateQuery), responses((status = 200, body = Vec<PlanTemplate>), Problems))]
pub async fn list_plan_templates(
    State(app): State<App>,
    Reader(actor): Reader,
    Parameters(query): Parameters<PlanTemplateQuery>,
) -> Result<Json<Vec<PlanTemplate>>> {
    let asked = (query.theme_kind, query.theme.as_deref());
    let shipped = templates::shipped()?.iter().map(PlanTemplate::from);
    let kept = own_templates::all(app.reader(), &actor).await?;
    let kept = kept.into_iter().map(|row| {
        let may = row.by_id == actor.person || own_templates::may_keep(&actor, row.org_id);
        PlanTemplate::kept(row, may && actor.may_write().is_ok())
    });
    Ok(Json(kept.chain(shipped).filter(|one| suits((one.theme_kind, one.theme.as_deref()), asked)).collect()))
}

/// Throws away a template that is kept
#[utoipa::path(delete, path = "/pairing-plan-templates/{id}", tag = "pairings", params(("id" = PlanTemplateId, Path)), responses((status = 204), Problems))]
pub async fn discard_plan_template(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanTemplateId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    own_templates::discard(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

impl From<&templates::Shipped> for PlanTemplate {
    fn from(one: &templates::Shipped) -> Self {
        Self {
            template: one.key.clone(),
            id: None,
            theme_kind: one.theme_kind,
            theme: one.theme.clone(),
            title: one.title.clone(),
            about: one.about.clone(),
            items: one.items.clone(),
            can_discard: false,
        }
    }
}

impl PlanTemplate {
    fn kept(row: crate::entity::work::plan_template::Model, can_discard: bool) -> Self {
        Self {
            template: row.id.to_string(),
            id: Some(row.id),
            theme_kind: row.theme_kind,
            theme: row.theme,
            title: row.title,
            about: row.about,
            items: serde_json::from_str(&row.items).unwrap_or_default(),
            can_discard,
        }
    }
}
