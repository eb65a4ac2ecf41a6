//! Runs: a territory is read, solved away from the reactor, and kept with the hashes of question and answer.

use kernel::{Actor, Error, MatchRunId, OrgId, Result};
use platform::{App, press::pressed};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    gather::{self, Asked},
    problem::{Problem, Weights, hash},
    sensitivity::{self, Trial},
    solve::{self, Outcome},
    weights,
};
use crate::{
    entity::matching::match_run,
    event::matching::{Detail, MatchEvent, kind},
    kinds::MatchMode,
    policy::{SchoolSeat, matching as policy},
    schools::years,
};

/// Shown at once.
const SHOWN: u64 = 100;

/// What a run is asked for.
#[derive(Clone, Copy, Debug, Deserialize, ToSchema)]
pub struct NewMatchRun {
    /// The year in which the school year begins; the present one unless told.
    pub year: Option<i32>,
    pub mode: MatchMode,
}

/// Reads, solves and keeps.
///
/// # Errors
/// `Hidden` for whoever does not answer for the territory.
pub async fn create(app: &App, actor: &Actor, id: OrgId, new: NewMatchRun) -> Result<MatchRunId> {
    let db = app.reader();
    let territory = weights::seen(db, actor, id).await?;
    policy::board(SchoolSeat::take(actor, id), true).or_refuse()?;
    let current = years::current(app.now(), &territory);
    let year = new.year.unwrap_or(current);
    years::check(year, current)?;
    let stored = weights::in_force(db, id).await?;
    let weights = stored.as_ref().map_or(Weights::BUILT_IN, weights::of_row);
    let asked = Asked { year, mode: new.mode, weights };
    let (mut problem, landscape) = gather::problem(app, &territory, asked).await?;
    let (input, outcome) = pressed(app, move || {
        gather::place(&mut problem, &landscape);
        let outcome = solve::solve(&problem);
        Ok((problem.text()?, outcome))
    })
    .await?;
    let kept = Kept { year, mode: new.mode, weights: stored.map(|row| row.id), input, outcome };
    keep(app, actor, id, kept).await
}

struct Kept {
    year: i32,
    mode: MatchMode,
    weights: Option<kernel::MatchWeightsId>,
    input: String,
    outcome: Outcome,
}

async fn keep(app: &App, actor: &Actor, territory: OrgId, kept: Kept) -> Result<MatchRunId> {
    let mut tx = app.begin().await?;
    let (actor, territory) = weights::locked(&tx, actor, territory).await?;
    let last = match_run::Entity::find()
        .filter(match_run::Column::TerritoryId.eq(territory.id))
        .order_by_desc(match_run::Column::Number)
        .select_only()
        .column(match_run::Column::Number)
        .into_tuple::<i32>()
        .one(tx.db())
        .await?;
    let result = serde_json::to_string(&kept.outcome)?;
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let id: MatchRunId = tx.id();
    let row = match_run::ActiveModel {
        id: Set(id),
        territory_id: Set(territory.id),
        number: Set(last.unwrap_or(0) + 1),
        year: Set(kept.year),
        mode: Set(kept.mode),
        weights_id: Set(kept.weights),
        input_hash: Set(hash(&kept.input)),
        input: Set(kept.input),
        result_hash: Set(hash(&result)),
        result: Set(result),
        pairs: Set(count(kept.outcome.pairs.len())),
        uncovered: Set(count(kept.outcome.uncovered.len())),
        total: Set(kept.outcome.total),
        by_id: Set(actor.person),
        created_at: Set(tx.now()),
    };
    match_run::Entity::insert(row).exec_without_returning(tx.db()).await?;
    let detail = Detail { run: Some(id), ..Detail::default() };
    tx.emit(MatchEvent { kind: kind::RUN_MADE, org: territory.id, actor: actor.person, detail });
    tx.commit().await?;
    Ok(id)
}

/// A run, if the actor answers for its territory, or observes it.
///
/// # Errors
/// `Hidden` otherwise.
pub async fn one<C: ConnectionTrait>(db: &C, actor: &Actor, id: MatchRunId) -> Result<match_run::Model> {
    let row = match_run::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    policy::board(SchoolSeat::take(actor, row.territory_id), false).or_refuse()?;
    Ok(row)
}

/// The same for those who decide.
///
/// # Errors
/// `Hidden` for whoever does not read the board, `ReadOnly` for observers.
pub async fn own<C: ConnectionTrait>(db: &C, actor: &Actor, id: MatchRunId) -> Result<match_run::Model> {
    let row = one(db, actor, id).await?;
    policy::office(SchoolSeat::take(actor, row.territory_id)).or_refuse()?;
    Ok(row)
}

/// Is everything of the run for the actor?
pub fn whole(actor: &Actor, row: &match_run::Model) -> bool {
    policy::office(SchoolSeat::take(actor, row.territory_id)).allowed()
}

/// What was asked and what was found.
///
/// # Errors
/// `Internal` when somebody has changed it by hand.
pub fn read(row: &match_run::Model) -> Result<(Problem, Outcome)> {
    Ok((Problem::read(&row.input)?, serde_json::from_str(&row.result)?))
}

/// Runs of a territory, newest first, without what was asked and found.
///
/// # Errors
/// `Hidden` for whoever does not answer for it.
pub async fn of_territory<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    territory: OrgId,
) -> Result<Vec<match_run::Model>> {
    weights::seen(db, actor, territory).await?;
    let rows = match_run::Entity::find().filter(match_run::Column::TerritoryId.eq(territory));
    Ok(rows.order_by_desc(match_run::Column::Number).limit(SHOWN).all(db).await?)
}

/// Solves what is stored once more: does it come out the same, byte for byte?
///
/// # Errors
/// `Internal` when the stored question cannot be read.
pub async fn replay(app: &App, row: match_run::Model) -> Result<bool> {
    pressed(app, move || {
        let problem = Problem::read(&row.input)?;
        let again = serde_json::to_string(&solve::solve(&problem))?;
        Ok(hash(&row.input) == row.input_hash && hash(&again) == row.result_hash && problem.text()? == row.input)
    })
    .await
}

/// Which pairs hang on which weight.
///
/// # Errors
/// `Internal` when the stored question cannot be read.
pub async fn trials(app: &App, row: match_run::Model) -> Result<Vec<Trial>> {
    pressed(app, move || Ok(sensitivity::trials(&Problem::read(&row.input)?))).await
}
