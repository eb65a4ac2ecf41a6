//! `/plan-items`

use axum::{Json, extract::State};
use chrono::NaiveDate;
use kernel::{EventId, FileId, PlanItemId};
use platform::{
    App,
    http::{Body, Id, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{plan::NewPlanItem, written};
use crate::{
    kinds::Side,
    work::{
        becoming::{self, Document},
        items::{self, Closing, Saved},
        order, ties,
        view::{self, PlanItem},
    },
};

#[derive(Deserialize, ToSchema)]
pub struct ChangePlanItem {
    /// The revision this device saw last.
    pub revision: i32,
    #[serde(flatten)]
    pub item: NewPlanItem,
}

#[derive(Deserialize, ToSchema)]
pub struct MovePlanItem {
    /// The item it is to stand before; absent: behind all others.
    pub before: Option<PlanItemId>,
}

#[derive(Deserialize, ToSchema)]
pub struct FinishPlanItem {
    pub done_on: NaiveDate,
    /// What it took.
    pub minutes: Option<i32>,
    #[serde(default)]
    pub outcome: String,
}

#[derive(Deserialize, ToSchema)]
pub struct CancelPlanItem {
    pub reason: String,
}

#[derive(Deserialize, ToSchema)]
pub struct MakePlanItemEvent {
    /// An event of one of the two schools that is there already; absent: a draft is made of the item.
    pub event_id: Option<EventId>,
    /// Which school holds it; one's own unless told.
    pub host: Option<Side>,
}

#[derive(Deserialize, ToSchema)]
pub struct MakePlanItemVisit {
    /// Who goes to whom; one's own school unless told.
    pub by_side: Option<Side>,
    /// The day the item is due unless told.
    pub planned_on: Option<NaiveDate>,
}

#[derive(Deserialize, ToSchema)]
pub struct AttachPlanItemMaterials {
    /// One's own uploads.
    #[serde(default)]
    pub files: Vec<FileId>,
    #[serde(default)]
    pub link: String,
    /// Begins a draft of a practice; the item is done when that is published.
    #[serde(default)]
    pub practice: bool,
    /// Today unless told.
    pub done_on: Option<NaiveDate>,
    pub minutes: Option<i32>,
    #[serde(default)]
    pub outcome: String,
}

/// An item of a joint plan
#[utoipa::path(get, path = "/plan-items/{id}", tag = "pairings", params(("id" = PlanItemId, Path)), responses((status = 200, body = PlanItem), Problems))]
pub async fn get_plan_item(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
) -> Result<Json<PlanItem>> {
    let (row, _) = items::one(app.reader(), &actor, id).await?;
    Ok(Json(view::item(&app, row).await?))
}

/// Changes what is planned; an old revision answers 409 with the newer item
#[utoipa::path(put, path = "/plan-items/{id}", tag = "pairings", params(("id" = PlanItemId, Path)), request_body = ChangePlanItem, responses((status = 200, body = PlanItem), Problems))]
pub async fn change_plan_item(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
    Body(ChangePlanItem { revision, item }): Body<ChangePlanItem>,
) -> Result<Json<PlanItem>> {
    let mut tx = app.begin().await?;
    let saved = items::change(&mut tx, &actor, id, revision, item.into()).await?;
    let stood = matches!(saved, Saved::Done(_));
    if stood {
        tx.commit().await?;
    } else {
        drop(tx);
    }
    let (row, _) = items::one(app.reader(), &actor, id).await?;
    written(stood, view::item(&app, row).await?)
}

/// Puts it before another item, or behind all; what others move meanwhile stays where they left it
#[utoipa::path(post, path = "/plan-items/{id}/move", tag = "pairings", params(("id" = PlanItemId, Path)), request_body = MovePlanItem, responses((status = 200, body = PlanItem), Problems))]
pub async fn move_plan_item(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
    Body(MovePlanItem { before }): Body<MovePlanItem>,
) -> Result<Json<PlanItem>> {
    let mut tx = app.begin().await?;
    let row = order::put(&mut tx, &actor, id, before).await?;
    tx.commit().await?;
    Ok(Json(view::item(&app, row).await?))
}

/// Says that it was done
#[utoipa::path(post, path = "/plan-items/{id}/done", tag = "pairings", params(("id" = PlanItemId, Path)), request_body = FinishPlanItem, responses((status = 200, body = PlanItem), Problems))]
pub async fn finish_plan_item(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
    Body(FinishPlanItem { done_on, minutes, outcome }): Body<FinishPlanItem>,
) -> Result<Json<PlanItem>> {
    let mut tx = app.begin().await?;
    let closing = Closing { done_on, minutes, outcome, ..Closing::default() };
    let row = items::finish(&mut tx, &actor, id, closing).await?;
    tx.commit().await?;
    Ok(Json(view::item(&app, row).await?))
}

/// Takes it off the plan, with a reason
#[utoipa::path(post, path = "/plan-items/{id}/cancel", tag = "pairings", params(("id" = PlanItemId, Path)), request_body = CancelPlanItem, responses((status = 200, body = PlanItem), Problems))]
pub async fn cancel_plan_item(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
    Body(CancelPlanItem { reason }): Body<CancelPlanItem>,
) -> Result<Json<PlanItem>> {
    let mut tx = app.begin().await?;
    let row = items::cancel(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    Ok(Json(view::item(&app, row).await?))
}

/// Puts it back into the plan; what it had become it is no longer
#[utoipa::path(post, path = "/plan-items/{id}/reopen", tag = "pairings", params(("id" = PlanItemId, Path)), responses((status = 200, body = PlanItem), Problems))]
pub async fn reopen_plan_item(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
) -> Result<Json<PlanItem>> {
    let mut tx = app.begin().await?;
    let row = items::reopen(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(view::item(&app, row).await?))
}

/// Makes a draft of an event of it, or ties it to one that is there; it is done when that is held
#[utoipa::path(post, path = "/plan-items/{id}/event", tag = "pairings", params(("id" = PlanItemId, Path)), request_body = MakePlanItemEvent, responses((status = 200, body = PlanItem), Problems))]
pub async fn make_plan_item_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
    Body(MakePlanItemEvent { event_id, host }): Body<MakePlanItemEvent>,
) -> Result<Json<PlanItem>> {
    let mut tx = app.begin().await?;
    let row = becoming::event(&mut tx, &actor, id, (event_id, host)).await?;
    tx.commit().await?;
    Ok(Json(view::item(&app, row).await?))
}

/// Lets the item go from its event; the event stays what it is
#[utoipa::path(delete, path = "/plan-items/{id}/event", tag = "pairings", params(("id" = PlanItemId, Path)), responses((status = 200, body = PlanItem), Problems))]
pub async fn untie_plan_item_event(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
) -> Result<Json<PlanItem>> {
    let mut tx = app.begin().await?;
    let row = ties::untie(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(Json(view::item(&app, row).await?))
}

/// Makes a visit of it; it is done when both schools have signed that
#[utoipa::path(post, path = "/plan-items/{id}/visit", tag = "pairings", params(("id" = PlanItemId, Path)), request_body = MakePlanItemVisit, responses((status = 200, body = PlanItem), Problems))]
pub async fn make_plan_item_visit(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
    Body(MakePlanItemVisit { by_side, planned_on }): Body<MakePlanItemVisit>,
) -> Result<Json<PlanItem>> {
    let mut tx = app.begin().await?;
    let (row, _) = becoming::visit(&mut tx, &actor, id, (by_side, planned_on)).await?;
    tx.commit().await?;
    Ok(Json(view::item(&app, row).await?))
}

/// Hangs files or a link on it, and it is done; or begins a practice, and it is done when that is published
#[utoipa::path(post, path = "/plan-items/{id}/materials", tag = "pairings", params(("id" = PlanItemId, Path)), request_body = AttachPlanItemMaterials, responses((status = 200, body = PlanItem), Problems))]
pub async fn attach_plan_item_materials(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PlanItemId>,
    Body(body): Body<AttachPlanItemMaterials>,
) -> Result<Json<PlanItem>> {
    let AttachPlanItemMaterials { files, link, practice, done_on, minutes, outcome } = body;
    let document = Document { files, link, practice, done_on, minutes, outcome };
    let mut tx = app.begin().await?;
    let row = becoming::document(&mut tx, &actor, id, document).await?;
    tx.commit().await?;
    Ok(Json(view::item(&app, row).await?))
}
