//! Expertise: the check, the experts, the decision.

use axum::{Json, extract::State, http::StatusCode};
use kernel::{PersonId, ReviewId};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{extract::Address, practices::fresh};
use crate::{
    access, deciding,
    kinds::{Level, Verdict},
    reviews::{self, Sheet},
    view::{self, Expert, Practice, Reviewing},
};

/// What is to be mended in one field.
#[derive(Deserialize, ToSchema)]
pub struct NewRemark {
    /// Name of a passport's field, `files`, `authors` or `whole`.
    pub field: String,
    pub text: String,
}

fn remarks(list: Vec<NewRemark>) -> Vec<deciding::Remark> {
    list.into_iter().map(|NewRemark { field, text }| deciding::Remark { field, text }).collect()
}

#[derive(Deserialize, ToSchema)]
pub struct CheckPractice {
    /// Complete: on to the experts. Otherwise back with remarks.
    pub complete: bool,
    #[serde(default)]
    pub remarks: Vec<NewRemark>,
}

#[derive(Deserialize, ToSchema)]
pub struct ReturnPractice {
    /// May be empty when experts have made remarks.
    #[serde(default)]
    pub remarks: Vec<NewRemark>,
}

#[derive(Deserialize, ToSchema)]
pub struct PublishPractice {
    pub level: Level,
}

#[derive(Deserialize, ToSchema)]
pub struct AssignReview {
    pub expert_id: PersonId,
    /// Until the deadline; 30 unless told.
    pub days: Option<i64>,
}

#[derive(Deserialize, ToSchema)]
pub struct FillReview {
    /// 1 to 10 each; may be missing until it is done.
    pub result: Option<i32>,
    pub efficiency: Option<i32>,
    pub novelty: Option<i32>,
    pub transfer: Option<i32>,
    pub scale: Option<i32>,
    pub verdict: Option<Verdict>,
    #[serde(default)]
    pub text: String,
    #[serde(default)]
    pub remarks: Vec<NewRemark>,
    /// Hands the sheet in.
    #[serde(default)]
    pub done: bool,
}

#[derive(Deserialize, ToSchema)]
pub struct DeclineReview {
    pub reason: String,
}

#[derive(Serialize, ToSchema)]
pub struct Experts {
    pub items: Vec<Expert>,
}

/// The technical check of a submitted version; for coordinators and methodists
#[utoipa::path(post, path = "/practices/{id}/check", tag = "practices", params(("id" = String, Path)), request_body = CheckPractice, responses((status = 200, body = Practice), Problems))]
pub async fn check_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(body): Body<CheckPractice>,
) -> Result<Json<Practice>> {
    let mut tx = app.begin().await?;
    let sent_back = (!body.complete).then(|| remarks(body.remarks));
    deciding::check(&mut tx, &actor, id, sent_back).await?;
    tx.commit().await?;
    Ok(fresh(&app, &actor, id).await?)
}

/// Returns the version to its authors with remarks by field
#[utoipa::path(post, path = "/practices/{id}/return", tag = "practices", params(("id" = String, Path)), request_body = ReturnPractice, responses((status = 200, body = Practice), Problems))]
pub async fn return_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(body): Body<ReturnPractice>,
) -> Result<Json<Practice>> {
    let mut tx = app.begin().await?;
    deciding::send_back(&mut tx, &actor, id, remarks(body.remarks)).await?;
    tx.commit().await?;
    Ok(fresh(&app, &actor, id).await?)
}

/// Publishes at a level the experts' totals allow
#[utoipa::path(post, path = "/practices/{id}/publish", tag = "practices", params(("id" = String, Path)), request_body = PublishPractice, responses((status = 200, body = Practice), Problems))]
pub async fn publish_practice(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(PublishPractice { level }): Body<PublishPractice>,
) -> Result<Json<Practice>> {
    let mut tx = app.begin().await?;
    deciding::publish(&mut tx, &actor, id, level).await?;
    tx.commit().await?;
    Ok(fresh(&app, &actor, id).await?)
}

/// Experts who may be asked: independent of the authors, fitting and least busy first
#[utoipa::path(get, path = "/practices/{id}/experts", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Experts), Problems))]
pub async fn list_experts(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Experts>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    desk.seat.coordinate(&desk.facts).or_refuse()?;
    Ok(Json(Experts { items: view::experts(&app, &desk).await? }))
}

/// Expertise of the version in work, else of the one shown; each side sees its part
#[utoipa::path(get, path = "/practices/{id}/reviews", tag = "practices", params(("id" = String, Path)), responses((status = 200, body = Reviewing), Problems))]
pub async fn list_reviews(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
) -> Result<Json<Reviewing>> {
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Json(view::reviewing(&app, &actor, &desk).await?))
}

/// Asks an expert; 409 for those of the authors' schools
#[utoipa::path(post, path = "/practices/{id}/reviews", tag = "practices", params(("id" = String, Path)), request_body = AssignReview, responses((status = 201, body = Reviewing), Problems))]
pub async fn assign_review(
    State(app): State<App>,
    Reader(actor): Reader,
    Address(id): Address,
    Body(AssignReview { expert_id, days }): Body<AssignReview>,
) -> Result<Created<Reviewing>> {
    let mut tx = app.begin().await?;
    reviews::assign(&mut tx, &actor, id, expert_id, days).await?;
    tx.commit().await?;
    let desk = access::desk(app.reader(), &actor, id).await?;
    Ok(Created(view::reviewing(&app, &actor, &desk).await?))
}

/// Saves or hands in one's own sheet
#[utoipa::path(put, path = "/reviews/{id}", tag = "practices", params(("id" = ReviewId, Path)), request_body = FillReview, responses((status = 204), Problems))]
pub async fn fill_review(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<ReviewId>,
    Body(body): Body<FillReview>,
) -> Result<StatusCode> {
    let sheet = Sheet {
        marks: [body.result, body.efficiency, body.novelty, body.transfer, body.scale],
        verdict: body.verdict,
        text: body.text,
        remarks: remarks(body.remarks),
        done: body.done,
    };
    let mut tx = app.begin().await?;
    reviews::fill(&mut tx, &actor, id, sheet).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The coordinator takes an unfinished task back
#[utoipa::path(delete, path = "/reviews/{id}", tag = "practices", params(("id" = ReviewId, Path)), responses((status = 204), Problems))]
pub async fn take_back_review(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<ReviewId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    reviews::take_back(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// An expert declines
#[utoipa::path(post, path = "/reviews/{id}/decline", tag = "practices", params(("id" = ReviewId, Path)), request_body = DeclineReview, responses((status = 204), Problems))]
pub async fn decline_review(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<ReviewId>,
    Body(DeclineReview { reason }): Body<DeclineReview>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    reviews::decline(&mut tx, &actor, id, &reason).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
