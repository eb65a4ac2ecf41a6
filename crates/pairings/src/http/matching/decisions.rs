//! `/match-runs/{id}/decisions` and `/match-decisions`

use axum::{extract::State, http::StatusCode};
use kernel::{MatchDecisionId, MatchRunId};
use platform::{
    App,
    http::{Body, Created, Id, Problems, Reader, Result},
};

use crate::matching::{
    decisions::{self, NewDecision},
    view::{self, DecisionView},
};

/// Accepts or refuses a pair that a run has weighed, or pins a mentor for a need
#[utoipa::path(post, path = "/match-runs/{id}/decisions", tag = "pairings", params(("id" = MatchRunId, Path)), request_body = NewDecision, responses((status = 201, body = DecisionView), Problems))]
pub async fn decide_on_pair(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<MatchRunId>,
    Body(new): Body<NewDecision>,
) -> Result<Created<DecisionView>> {
    let mut tx = app.begin().await?;
    let id = decisions::decide(&mut tx, &actor, id, new).await?;
    tx.commit().await?;
    Ok(Created(view::decision(app.reader(), id).await?))
}

/// Takes a decision back; a pair that was accepted is withdrawn
#[utoipa::path(delete, path = "/match-decisions/{id}", tag = "pairings", params(("id" = MatchDecisionId, Path)), responses((status = 204), Problems))]
pub async fn undo_match_decision(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<MatchDecisionId>,
) -> Result<StatusCode> {
    let mut tx = app.begin().await?;
    decisions::undo(&mut tx, &actor, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT)
}
