//! Runs as coordinators see them.

mod outline;
mod pins;
mod shapes;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use accounts::directory;
use kernel::{Actor, Error, MatchDecisionId, NeedId, OrgId, OrgKind, OrgRef, PersonId, PersonRef, Result};
use sea_orm::{ConnectionTrait, entity::prelude::*};
use skills::SkillChip;

pub use shapes::{
    DecisionView, LossView, MoveView, NeedRef, PairView, PartsView, PinView, PlacedSchool, RunHead, RunView,
    RunnerUpView, TrialView, UncoveredView, UnheldView,
};

use super::{
    problem::Problem,
    runs,
    sensitivity::{Moved, Trial},
    solve::{Pair, Uncovered},
    weights::{WeightsView, of_row},
};
use crate::{
    entity::{
        matching::{match_decision, match_run, match_weights},
        schools::need,
    },
    kinds::DecisionKind,
    policy::{SchoolSeat, matching as policy},
    schools::access::CHUNK,
};

/// Names for what problems hold by id.
pub struct Namer {
    problem: Problem,
    rows: HashMap<NeedId, need::Model>,
    chips: HashMap<kernel::SkillId, SkillChip>,
    names: HashMap<OrgId, OrgRef>,
    /// For whoever answers for the territory; observers are told less.
    whole: bool,
}

impl Namer {
    pub async fn of<C: ConnectionTrait>(db: &C, problem: Problem, whole: bool) -> Result<Self> {
        let ids: Vec<NeedId> = problem.needs.iter().map(|need| need.id).collect();
        let mut rows = HashMap::new();
        for part in ids.chunks(CHUNK) {
            let found = need::Entity::find().filter(need::Column::Id.is_in(part.iter().copied())).all(db).await?;
            rows.extend(found.into_iter().map(|row| (row.id, row)));
        }
        let lacking: Vec<_> = problem.needs.iter().flat_map(|need| need.skills.iter().map(|skill| skill.id)).collect();
        let orgs: Vec<OrgId> = problem.schools.iter().map(|school| school.id).collect();
        Ok(Self {
            chips: skills::chips(db, &lacking).await?,
            names: directory::org_refs(db, &orgs).await?,
            rows,
            problem,
            whole,
        })
    }

    pub fn problem(&self) -> &Problem {
        &self.problem
    }

    /// As it is called now; as it was called then where it is gone.
    pub fn org(&self, id: OrgId) -> OrgRef {
        let was = || OrgRef { id, kind: OrgKind::School, short_name: self.problem.name(id).to_owned() };
        self.names.get(&id).cloned().unwrap_or_else(was)
    }

    pub fn need(&self, id: NeedId) -> Option<NeedRef> {
        let at = self.problem.needs.binary_search_by_key(&id, |need| need.id).ok()?;
        let (need, row) = (&self.problem.needs[at], self.rows.get(&id));
        Some(NeedRef {
            id,
            school: self.org(need.school),
            theme_kind: need.theme.kind,
            theme: need.theme.code.clone(),
            priority: need.priority,
            strength: Some(need.strength).filter(|_| self.whole),
            grade_from: row.and_then(|row| row.grade_from),
            grade_to: row.and_then(|row| row.grade_to),
            skills: need.skills.iter().filter_map(|skill| self.chips.get(&skill.id).cloned()).collect(),
        })
    }

    pub fn moved(&self, moved: &Moved) -> Option<MoveView> {
        let org = |id: Option<OrgId>| id.map(|id| self.org(id));
        Some(MoveView { need: self.need(moved.need)?, before: org(moved.before), after: org(moved.after) })
    }

    pub fn trial(&self, trial: &Trial) -> TrialView {
        TrialView {
            term: trial.term,
            percent: trial.percent,
            weight: trial.weight,
            moved: trial.moved.iter().filter_map(|moved| self.moved(moved)).collect(),
            total: trial.total,
        }
    }

    fn places(&self) -> Vec<PlacedSchool> {
        let helped: BTreeSet<OrgId> = self.problem.needs.iter().map(|need| need.school).collect();
        let helping: BTreeSet<OrgId> = self.problem.mentors.iter().map(|mentor| mentor.school).collect();
        let known = self.problem.schools.iter().filter_map(|school| Some((school.id, school.place?)));
        known
            .map(|(id, (x, y))| PlacedSchool {
                school: self.org(id),
                x,
                y,
                mentor: helping.contains(&id),
                mentee: helped.contains(&id),
            })
            .collect()
    }
}

/// Runs in lines.
pub async fn heads<C: ConnectionTrait>(db: &C, rows: &[match_run::Model]) -> Result<Vec<RunHead>> {
    let names = directory::names(db, &rows.iter().map(|row| row.by_id).collect::<Vec<_>>()).await?;
    let ids: BTreeSet<_> = rows.iter().filter_map(|row| row.weights_id).collect();
    let weights = match_weights::Entity::find().filter(match_weights::Column::Id.is_in(ids)).all(db).await?;
    let versions: BTreeMap<_, i32> = weights.into_iter().map(|row| (row.id.0, row.version)).collect();
    let head = |row: &match_run::Model| RunHead {
        id: row.id,
        number: row.number,
        year: row.year,
        mode: row.mode,
        weights_version: row.weights_id.and_then(|id| versions.get(&id.0).copied()).unwrap_or(0),
        pairs: row.pairs,
        uncovered: row.uncovered,
        total: row.total,
        by: names.get(&row.by_id).cloned(),
        created_at: row.created_at,
    };
    Ok(rows.iter().map(head).collect())
}

/// Everything a run found, with what was said of it since; observers see an outline of it.
///
/// # Errors
/// `Internal` when what is stored cannot be read.
pub async fn run<C: ConnectionTrait>(db: &C, actor: &Actor, row: &match_run::Model) -> Result<RunView> {
    let (problem, outcome) = runs::read(row)?;
    let said = said(db, &problem, row.year).await?;
    let people: Vec<PersonId> = said.iter().map(|row| row.by_id).collect();
    let people = directory::names(db, &people).await?;
    let territory = directory::org_refs(db, &[row.territory_id]).await?.remove(&row.territory_id);
    let weights = match row.weights_id {
        Some(id) => match_weights::Entity::find_by_id(id).one(db).await?.map(|row| of_row(&row)),
        None => None,
    };
    let weights = WeightsView::of(&weights.unwrap_or(problem.weights));
    let seat = SchoolSeat::take(actor, row.territory_id);
    let whole = policy::office(seat).allowed();
    let namer = Namer::of(db, problem, whole).await?;
    let board = Board { namer: &namer, said: &said, people: &people };
    let pairs = outcome.pairs.iter().filter_map(|pair| board.pair(pair));
    let uncovered = outcome.uncovered.iter().filter_map(|one| board.uncovered(one));
    Ok(RunView {
        head: heads(db, std::slice::from_ref(row)).await?.pop().ok_or(Error::Hidden)?,
        territory: territory.ok_or(Error::Hidden)?,
        weights,
        pairs_list: pairs.collect(),
        uncovered_list: uncovered.collect(),
        unheld: if whole { pins::unheld(&board, row, &outcome) } else { Vec::new() },
        schools: if whole { namer.places() } else { Vec::new() },
        sum: outcome.sum,
        best_total: outcome.best_total,
        best_pairs: outcome.best_pairs,
        input_hash: row.input_hash.clone(),
        result_hash: row.result_hash.clone(),
        stale: said.iter().any(|said| since(said, row)),
        whole,
        can_decide: policy::board(seat, true).allowed(),
    })
}

/// Would the run find something else now? What was accepted of it, it has found itself. Ids grow with time.
fn since(said: &match_decision::Model, run: &match_run::Model) -> bool {
    let (own, after) = (said.kind == DecisionKind::Accept && said.run_id == run.id, said.id.0 > run.id.0);
    match said.undone_at {
        Some(undone) => undone >= run.created_at && !after,
        None => after && !own,
    }
}

/// What was said of the needs of a problem, taken back or not.
async fn said<C: ConnectionTrait>(db: &C, problem: &Problem, year: i32) -> Result<Vec<match_decision::Model>> {
    let ids: Vec<NeedId> = problem.needs.iter().map(|need| need.id).collect();
    let mut found = Vec::new();
    for part in ids.chunks(CHUNK) {
        let rows = match_decision::Entity::find()
            .filter(match_decision::Column::NeedId.is_in(part.iter().copied()))
            .filter(match_decision::Column::Year.eq(year));
        found.extend(rows.all(db).await?);
    }
    Ok(found)
}

/// A decision as it is shown.
pub async fn decision<C: ConnectionTrait>(db: &C, id: MatchDecisionId) -> Result<DecisionView> {
    let row = match_decision::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let people = directory::names(db, &[row.by_id]).await?;
    Ok(decided(&row, &people, true))
}

/// Its reason is for coordinators: people write there what they would not tell everybody.
pub(super) fn decided(row: &match_decision::Model, people: &HashMap<PersonId, PersonRef>, whole: bool) -> DecisionView {
    DecisionView {
        id: row.id,
        kind: row.kind,
        reason: Some(row.reason.clone()).filter(|reason| whole && !reason.is_empty()),
        by: people.get(&row.by_id).cloned(),
        created_at: row.created_at,
    }
}

/// A run, what was said of it, and who reads it.
struct Board<'a> {
    namer: &'a Namer,
    said: &'a [match_decision::Model],
    people: &'a HashMap<PersonId, PersonRef>,
}

impl Board<'_> {
    fn whole(&self) -> bool {
        self.namer.whole
    }

    fn decided(&self, row: &match_decision::Model) -> DecisionView {
        decided(row, self.people, self.whole())
    }

    /// What stands of the need.
    fn standing(&self, need: NeedId) -> impl Iterator<Item = &match_decision::Model> {
        self.said.iter().filter(move |row| row.undone_at.is_none() && row.need_id == need)
    }

    /// Somebody else is pinned or accepted for it since.
    fn elsewhere(&self, need: NeedId, mentor: Option<OrgId>) -> Option<PinView> {
        let mut standing = self.standing(need);
        let row = standing.find(|row| row.kind != DecisionKind::Veto && Some(row.mentor_id) != mentor)?;
        Some(PinView {
            mentor: self.namer.org(row.mentor_id),
            decision: self.decided(row),
            pairing_id: row.pairing_id.filter(|_| self.whole()),
        })
    }

    fn pair(&self, pair: &Pair) -> Option<PairView> {
        let (namer, whole) = (self.namer, self.whole());
        let decision = self.standing(pair.need).find(|row| row.mentor_id == pair.mentor);
        let runner_up = pair.runner_up.as_ref().map(|other| RunnerUpView {
            mentor: namer.org(other.mentor),
            score: other.score,
            loss: other.loss.map(LossView::from),
        });
        let why = if whole { pair.explanation.clone() } else { outline::pair(&namer.problem, pair) };
        Some(PairView {
            need: namer.need(pair.need)?,
            mentor: namer.org(pair.mentor),
            score: pair.score,
            parts: whole.then(|| pair.parts.into()),
            explanation: why.into_iter().chain(pair.against.iter().cloned()).collect(),
            runner_up,
            cost_of_forbidding: pair.forbidding.map(LossView::from),
            fixed: pair.fixed,
            pinned: self.elsewhere(pair.need, Some(pair.mentor)),
            pairing_id: decision.and_then(|row| row.pairing_id).filter(|_| whole),
            decision: decision.map(|row| self.decided(row)),
        })
    }

    fn uncovered(&self, one: &Uncovered) -> Option<UncoveredView> {
        let (namer, whole) = (self.namer, self.whole());
        Some(UncoveredView {
            need: namer.need(one.need)?,
            reasons: if whole { one.reasons.clone() } else { outline::uncovered(&namer.problem, one.need) },
            advice: if whole { outline::advice(&namer.problem, one.need) } else { Vec::new() },
            pinned: self.elsewhere(one.need, None),
        })
    }
}
