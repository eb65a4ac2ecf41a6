//! `/organisations/{id}/match-runs` and `/match-runs`

use axum::{
    Json,
    extract::State,
    http::header,
    response::{IntoResponse, Response},
};
use kernel::{Actor, Error, MatchRunId, NeedId, OrgId};
use platform::{
    App,
    http::{Body, Created, Id, Parameters, Problems, Reader, Result},
    press::pressed,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::matching::{
    compare::{self, Comparison},
    mentors::{self, Choice},
    order::{self, Order, OrderQuery},
    problem::Problem,
    runs::{self, NewMatchRun},
    view::{self, Namer, RunHead, RunView, TrialView},
};

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const PDF: &str = "application/pdf";

/// Whether a run comes out the same once more.
#[derive(Serialize, ToSchema)]
pub struct MatchReplay {
    /// Byte for byte.
    pub same: bool,
}

/// Proposals of all pairs of a territory, newest first; for those who answer for it, and its observers
#[utoipa::path(get, path = "/organisations/{id}/match-runs", tag = "pairings", params(("id" = OrgId, Path)), responses((status = 200, body = Vec<RunHead>), Problems))]
pub async fn list_match_runs(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
) -> Result<Json<Vec<RunHead>>> {
    let rows = runs::of_territory(app.reader(), &actor, id).await?;
    Ok(Json(view::heads(app.reader(), &rows).await?))
}

/// Finds the best pairs for what the territory needs now; what was decided before stands
#[utoipa::path(post, path = "/organisations/{id}/match-runs", tag = "pairings", params(("id" = OrgId, Path)), request_body = NewMatchRun, responses((status = 201, body = RunView), Problems))]
pub async fn create_match_run(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<OrgId>,
    Body(new): Body<NewMatchRun>,
) -> Result<Created<RunView>> {
    let id = runs::create(&app, &actor, id, new).await?;
    Ok(Created(shown(&app, &actor, id).await?))
}

/// A run: pairs with reasons, needs without a pair with reasons, schools by likeness
#[utoipa::path(get, path = "/match-runs/{id}", tag = "pairings", params(("id" = MatchRunId, Path)), responses((status = 200, body = RunView), Problems))]
pub async fn get_match_run(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<MatchRunId>,
) -> Result<Json<RunView>> {
    Ok(Json(shown(&app, &actor, id).await?))
}

/// Mentors one may pin for a need by hand: what each would bring, or what stands in the way
#[utoipa::path(get, path = "/match-runs/{id}/needs/{need}/mentors", tag = "pairings", params(("id" = MatchRunId, Path), ("need" = NeedId, Path)), responses((status = 200, body = Choice), Problems))]
pub async fn list_match_mentors(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, need)): Id<(MatchRunId, NeedId)>,
) -> Result<Json<Choice>> {
    Ok(Json(mentors::of(app.reader(), &actor, id, need).await?))
}

/// Solves what is stored once more: does it come out the same?
#[utoipa::path(post, path = "/match-runs/{id}/replay", tag = "pairings", params(("id" = MatchRunId, Path)), responses((status = 200, body = MatchReplay), Problems))]
pub async fn replay_match_run(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<MatchRunId>,
) -> Result<Json<MatchReplay>> {
    let row = runs::own(app.reader(), &actor, id).await?;
    Ok(Json(MatchReplay { same: runs::replay(&app, row).await? }))
}

/// Two runs side by side
#[utoipa::path(get, path = "/match-runs/{id}/compare/{other}", tag = "pairings", params(("id" = MatchRunId, Path), ("other" = MatchRunId, Path)), responses((status = 200, body = Comparison), Problems))]
pub async fn compare_match_runs(
    State(app): State<App>,
    Reader(actor): Reader,
    Id((id, other)): Id<(MatchRunId, MatchRunId)>,
) -> Result<Json<Comparison>> {
    let one = runs::one(app.reader(), &actor, id).await?;
    let other = runs::one(app.reader(), &actor, other).await?;
    let whole = runs::whole(&actor, &one) && runs::whole(&actor, &other);
    Ok(Json(compare::of(app.reader(), (one, other), whole).await?))
}

/// Which pairs change when one weight is a fifth more or less
#[utoipa::path(get, path = "/match-runs/{id}/sensitivity", tag = "pairings", params(("id" = MatchRunId, Path)), responses((status = 200, body = Vec<TrialView>), Problems))]
pub async fn get_match_sensitivity(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<MatchRunId>,
) -> Result<Json<Vec<TrialView>>> {
    let row = runs::one(app.reader(), &actor, id).await?;
    let namer = Namer::of(app.reader(), Problem::read(&row.input)?, runs::whole(&actor, &row)).await?;
    let trials = runs::trials(&app, row).await?;
    Ok(Json(trials.iter().map(|trial| namer.trial(trial)).collect()))
}

/// The order with the list of accepted pairs, for Word
#[utoipa::path(get, path = "/match-runs/{id}/order.docx", tag = "pairings", params(("id" = MatchRunId, Path), OrderQuery), responses((status = 200, content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document", body = Vec<u8>), Problems))]
pub async fn get_match_order_docx(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<MatchRunId>,
    Parameters(query): Parameters<OrderQuery>,
) -> Result<Response> {
    let order = written(&app, &actor, id, &query).await?;
    let bytes = pressed(&app, move || order.docx()).await?;
    Ok(sent(DOCX, "attachment; filename=\"order.docx\"", bytes))
}

/// The same for printing
#[utoipa::path(get, path = "/match-runs/{id}/order.pdf", tag = "pairings", params(("id" = MatchRunId, Path), OrderQuery), responses((status = 200, content_type = "application/pdf", body = Vec<u8>), Problems))]
pub async fn get_match_order_pdf(
    State(app): State<App>,
    Reader(actor): Reader,
    Id(id): Id<MatchRunId>,
    Parameters(query): Parameters<OrderQuery>,
) -> Result<Response> {
    let order = written(&app, &actor, id, &query).await?;
    let bytes = pressed(&app, move || order.pdf()).await?;
    Ok(sent(PDF, "attachment; filename=\"order.pdf\"", bytes))
}

async fn written(app: &App, actor: &Actor, id: MatchRunId, query: &OrderQuery) -> Result<Order, Error> {
    let row = runs::own(app.reader(), actor, id).await?;
    order::text(app.reader(), &row, query).await
}

fn sent(kind: &'static str, disposition: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, kind),
        (header::CONTENT_DISPOSITION, disposition),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    (headers, bytes).into_response()
}

async fn shown(app: &App, actor: &Actor, id: MatchRunId) -> Result<RunView, Error> {
    let row = runs::one(app.reader(), actor, id).await?;
    view::run(app.reader(), actor, &row).await
}
