//! `/pairings/{id}/effect` and `/effect-indicators`

use axum::{Json, extract::State, http::StatusCode};
use chrono::NaiveDate;
use kernel::{EffectIndicatorId, PairingId, SkillId};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    kinds::{EffectPoint, EffectWhose},
    work::effect::{self, EffectIndicator, NewIndicator, NewValue, PairingEffect},
};

#[derive(Deserialize, ToSchema)]
pub struct ChooseEffectIndicator {
    pub skill_id: Option<SkillId>,
    /// The words of the skill unless told.
    #[serde(default)]
    pub title: String,
    /// «учеников 5-х классов»
    #[serde(default)]
    pub unit: String,
    /// Less of it is better.
    #[serde(default)]
    pub less: bool,
}

#[derive(Deserialize, ToSchema)]
pub struct MeasureEffect {
    pub point: EffectPoint,
    pub whose: EffectWhose,
    /// So many of so many.
    pub numerator: i32,
    pub denominator: i32,
    pub dated: NaiveDate,
    /// Which work it was.
    #[serde(default)]
    pub source: String,
}

/// `?point=…&whose=…`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct EffectValueQuery {
    pub point: EffectPoint,
    pub whose: EffectWhose,
}

/// Whether it helps: at the start, in the middle and at the end beside like schools
#[utoipa::path(get, path = "/pairings/{id}/effect", tag = "pairings", params(("id" = PairingId, Path)), responses((status = 200, body = PairingEffect), Problems))]
pub async fn get_pairing_effect(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
) -> Result<Json<PairingEffect>> {
    Ok(Json(effect::read(&app, &actor, id).await?))
}

/// Chooses something to measure
#[utoipa::path(post, path = "/pairings/{id}/effect", tag = "pairings", params(("id" = PairingId, Path)), request_body = ChooseEffectIndicator, responses((status = 201, body = EffectIndicator), Problems))]
pub async fn choose_effect_indicator(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(ChooseEffectIndicator { skill_id: skill, title, unit, less }): Body<ChooseEffectIndicator>,
) -> Result<Created<EffectIndicator>> {
    let mut tx = app.begin().await?;
    let row = effect::choose(&mut tx, &actor, id, NewIndicator { skill, title, unit, less }).await?;
    tx.commit().await?;
    Ok(Created(effect::read_one(&app, &actor, row.id).await?))
}

/// Types a number over the one that stood there
#[utoipa::path(put, path = "/effect-indicators/{id}", tag = "pairings", params(("id" = EffectIndicatorId, Path)), request_body = MeasureEffect, responses((status = 200, body = EffectIndicator), Problems))]
pub async fn measure_effect(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<EffectIndicatorId>,
    Body(body): Body<MeasureEffect>,
) -> Result<Json<EffectIndicator>> {
    let MeasureEffect { point, whose, numerator, denominator, dated, source } = body;
    let mut tx = app.begin().await?;
    let new = NewValue { point, whose, numerator, denominator, dated, source };
    effect::measure(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    Ok(Json(effect::read_one(&app, &actor, id).await?))
}

/// Takes an indicator away that has no numbers
#[utoipa::path(delete, path = "/effect-indicators/{id}", tag = "pairings", params(("id" = EffectIndicatorId, Path)), responses((status = 204), Problems))]
pub async fn discard_effect_indicator(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<EffectIndicatorId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    effect::discard(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Takes a number back: then it is missing, not nought
#[utoipa::path(delete, path = "/effect-indicators/{id}/value", tag = "pairings", params(("id" = EffectIndicatorId, Path), EffectValueQuery), responses((status = 200, body = EffectIndicator), Problems))]
pub async fn forget_effect(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<EffectIndicatorId>,
    Parameters(EffectValueQuery { point, whose }): Parameters<EffectValueQuery>,
) -> Result<Json<EffectIndicator>> {
    let mut tx = app.begin().await?;
    effect::forget(&mut tx, &actor, id, (point, whose)).await?;
    tx.commit().await?;
    Ok(Json(effect::read_one(&app, &actor, id).await?))
}
