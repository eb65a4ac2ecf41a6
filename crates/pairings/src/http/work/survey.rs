//! `/pairings/{id}/survey`

use std::collections::BTreeMap;

use axum::{Json, extract::State};
use kernel::PairingId;
use platform::{
    App,
    http::{Body, Id, Parameters, Problems, Reader, Result},
};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};

use crate::{
    kinds::{Side, SurveyRound},
    work::survey::{self, Answer, PairingSurvey},
};

/// `?round=…`
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PairingSurveyQuery {
    pub round: SurveyRound,
}

#[derive(Deserialize, ToSchema)]
pub struct AnswerPairingSurvey {
    pub round: SurveyRound,
    /// For whoever stands on both sides.
    pub side: Option<Side>,
    /// Key of a question and 1 («совсем нет») to 5 («вполне»).
    pub answers: BTreeMap<String, i32>,
    /// What it gave to one's own school.
    #[serde(default)]
    pub benefit: String,
}

/// What both sides think of the work
#[utoipa::path(get, path = "/pairings/{id}/survey", tag = "pairings", params(("id" = PairingId, Path), PairingSurveyQuery), responses((status = 200, body = PairingSurvey), Problems))]
pub async fn get_pairing_survey(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Parameters(PairingSurveyQuery { round }): Parameters<PairingSurveyQuery>,
) -> Result<Json<PairingSurvey>> {
    Ok(Json(survey::read(&app, &actor, id, round).await?))
}

/// Answers for oneself, or answers anew
#[utoipa::path(put, path = "/pairings/{id}/survey", tag = "pairings", params(("id" = PairingId, Path)), request_body = AnswerPairingSurvey, responses((status = 200, body = PairingSurvey), Problems))]
pub async fn answer_pairing_survey(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<PairingId>,
    Body(AnswerPairingSurvey { round, side, answers, benefit }): Body<AnswerPairingSurvey>,
) -> Result<Json<PairingSurvey>> {
    let mut tx = app.begin().await?;
    survey::answer(&mut tx, &actor, id, Answer { round, side, answers, benefit }).await?;
    tx.commit().await?;
    Ok(Json(survey::read(&app, &actor, id, round).await?))
}
