//! What coordinators say of pairs: accepted ones are proposed to both schools, refused ones are never proposed again this
//! year, pinned ones stay while the rest is solved again. Everything can be taken back.

use kernel::{
    Actor, Code, Error, MatchDecisionId, MatchRunId, NeedId, OrgId, OrgKind, PairingId, Result, error::Checks,
};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QuerySelect, entity::prelude::*, sea_query::LockType};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    explain,
    problem::{Edge, Problem},
    runs,
    score::score,
    solve::{Outcome, Pair},
    standing, weights,
};
use crate::{
    entity::{
        life::pairing,
        matching::{match_decision, match_run},
        schools::{need, offer},
    },
    event::matching::{Detail, MatchEvent, kind},
    kinds::{DecisionKind, NeedState, Obstacle, OfferState, PairState},
    life,
    policy::matching::{Word, Wrong, word},
    schools::access,
};

const MAX_REASON: usize = 2_000;

/// A word about a pair.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = NewMatchDecision)]
pub struct NewDecision {
    pub need_id: NeedId,
    pub mentor_id: OrgId,
    pub kind: DecisionKind,
    /// Obligatory of a veto, and of a pin of what the run ruled out.
    pub reason: Option<String>,
}

/// The pair as the run has weighed it.
struct Weighed {
    problem: Problem,
    outcome: Outcome,
    need: usize,
    edge: Option<Edge>,
    obstacle: Option<Obstacle>,
}

/// Says it.
///
/// # Errors
/// `Hidden` for whoever does not answer for the territory; `Invalid` naming `need_id`, `mentor_id` (with the name of the
/// [`Obstacle`]) or `reason`; `Conflict` when something else was said before, the need is taken or the mentor is full.
pub async fn decide(tx: &mut Tx, actor: &Actor, run: MatchRunId, new: NewDecision) -> Result<MatchDecisionId> {
    let row = match_run::Entity::find_by_id(run).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let (actor, _) = weights::locked(tx, actor, row.territory_id).await?;
    let reason = new.reason.as_deref().unwrap_or_default().trim().to_owned();
    let mut checks = Checks::default();
    checks.up_to(&reason, MAX_REASON, "reason");
    checks.done()?;
    let weighed = weighed(&row, &new)?;
    let need = open_need(tx, new.need_id).await?;
    let said = still(tx, &actor, said(tx.db(), new.need_id, row.year).await?).await?;
    let before = said.iter().find(|row| row.mentor_id == new.mentor_id);
    let promised = said.iter().any(|row| row.mentor_id != new.mentor_id && row.kind != DecisionKind::Veto);
    allowed(&new, &weighed, &reason, before.map(|row| row.kind), promised)?;
    if new.kind == DecisionKind::Pin {
        holds(tx, &new, &need, row.year).await?;
    }
    if let Some(before) = before {
        end(tx, &actor, before.id).await?;
    }
    let pairing = match new.kind {
        DecisionKind::Accept => Some(propose(tx, &actor, run, &new, &weighed, &reason).await?),
        DecisionKind::Veto | DecisionKind::Pin => None,
    };
    put(tx, &actor, &row, &new, (reason, pairing), need.school_id).await
}

fn weighed(row: &match_run::Model, new: &NewDecision) -> Result<Weighed> {
    let (problem, outcome) = runs::read(row)?;
    let need = problem.needs.binary_search_by_key(&new.need_id, |need| need.id);
    let need = need.map_err(|_| Error::invalid("need_id", "unknown"))?;
    let mentor = problem.mentors.binary_search_by_key(&new.mentor_id, |mentor| mentor.school).ok();
    let edge = mentor.and_then(|mentor| problem.edge(need, mentor)).cloned();
    let bars = problem.needs[need].bars.iter();
    let obstacle = bars.filter(|bar| bar.mentors.contains(&new.mentor_id)).map(|bar| bar.why).next();
    Ok(Weighed { problem, outcome, need, edge, obstacle })
}

fn allowed(
    new: &NewDecision,
    weighed: &Weighed,
    reason: &str,
    before: Option<DecisionKind>,
    promised: bool,
) -> Result<()> {
    let asked = Word {
        kind: new.kind,
        weighed: weighed.edge.is_some(),
        obstacle: weighed.obstacle,
        reasoned: !reason.is_empty(),
        before,
        promised,
    };
    word(asked).map_err(|wrong| match wrong {
        Wrong::Impossible => Error::invalid("mentor_id", weighed.obstacle.unwrap_or(Obstacle::NotOffered).code()),
        Wrong::NoReason => Error::invalid("reason", "required"),
        Wrong::Said => Error::Conflict(Code::AlreadyExists),
    })
}

async fn open_need(tx: &Tx, id: NeedId) -> Result<need::Model> {
    let row = need::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    let row = row.ok_or_else(|| Error::invalid("need_id", "unknown"))?;
    if row.state == NeedState::Open { Ok(row) } else { Err(Error::Conflict(Code::WrongState)) }
}

/// What was said of this need this year and not taken back.
pub(super) async fn said<C: ConnectionTrait>(db: &C, need: NeedId, year: i32) -> Result<Vec<match_decision::Model>> {
    let rows = match_decision::Entity::find()
        .filter(match_decision::Column::NeedId.eq(need))
        .filter(match_decision::Column::Year.eq(year))
        .filter(match_decision::Column::UndoneAt.is_null());
    Ok(rows.all(db).await?)
}

/// Pairs that were accepted and came to nothing no longer promise the need.
async fn still(tx: &Tx, actor: &Actor, said: Vec<match_decision::Model>) -> Result<Vec<match_decision::Model>> {
    let mut kept = Vec::new();
    for row in said {
        let pair = match row.pairing_id {
            Some(pairing) => pairing::Entity::find_by_id(pairing).one(tx.db()).await?,
            None => None,
        };
        if pair.is_some_and(|pair| !pair.state.live()) {
            end(tx, actor, row.id).await?;
        } else {
            kept.push(row);
        }
    }
    Ok(kept)
}

/// A pin holds: the mentor offers the theme, has a place that nobody else is promised, and nobody said no.
async fn holds(tx: &Tx, new: &NewDecision, need: &need::Model, year: i32) -> Result<()> {
    // Behind the lock of the offer pins and pairs of one mentor are counted one after another.
    let offer = offer::Entity::find()
        .filter(offer::Column::SchoolId.eq(new.mentor_id))
        .filter(offer::Column::State.eq(OfferState::Open))
        .lock(LockType::NoKeyUpdate);
    offer.one(tx.db()).await?.ok_or(Error::Conflict(Code::NoOffer))?;
    let standing = standing::of(tx.db(), need, year, &[new.mentor_id]).await?;
    match standing.get(&new.mentor_id).and_then(|mentor| mentor.obstacle) {
        None => Ok(()),
        Some(Obstacle::Full) => Err(Error::Conflict(Code::MentorFull)),
        Some(Obstacle::NotOffered) => Err(Error::Conflict(Code::NoOffer)),
        Some(why) => Err(Error::invalid("mentor_id", why.code())),
    }
}

async fn propose(
    tx: &mut Tx,
    actor: &Actor,
    run: MatchRunId,
    new: &NewDecision,
    weighed: &Weighed,
    reason: &str,
) -> Result<PairingId> {
    let Some(edge) = &weighed.edge else { return Err(Error::invalid("mentor_id", Obstacle::NotOffered.code())) };
    let pair = weighed.outcome.pairs.iter().find(|pair| pair.need == new.need_id && pair.mentor == new.mentor_id);
    let pair = pair.cloned().unwrap_or_else(|| other(weighed, edge));
    let whole = |part: Option<i64>| part.and_then(|part| i32::try_from(part).ok());
    let parts = life::pairs::Parts {
        context: whole(pair.parts.context),
        complementarity: whole(pair.parts.complementarity),
        practice: whole(pair.parts.practice),
        access: whole(pair.parts.access),
        history: whole(pair.parts.history),
    };
    let proposal = life::pairs::Proposal {
        need: new.need_id,
        mentor: new.mentor_id,
        run: Some(run),
        score: i32::try_from(pair.score).ok(),
        parts: Some(parts),
        explanation: pair.explanation,
        reason: reason.to_owned(),
    };
    life::pairs::propose(tx, actor, proposal).await
}

/// A pair the run has weighed and not chosen.
fn other(weighed: &Weighed, edge: &Edge) -> Pair {
    let (problem, need) = (&weighed.problem, &weighed.problem.needs[weighed.need]);
    let mut pair = Pair {
        need: need.id,
        school: need.school,
        mentor: problem.mentors[edge.mentor].school,
        score: score(&edge.parts, &problem.weights),
        parts: edge.parts,
        fixed: None,
        runner_up: None,
        forbidding: None,
        explanation: Vec::new(),
        against: Vec::new(),
    };
    pair.explanation = explain::pair(problem, edge, &pair);
    pair
}

async fn put(
    tx: &mut Tx,
    actor: &Actor,
    run: &match_run::Model,
    new: &NewDecision,
    (reason, pairing): (String, Option<PairingId>),
    school: OrgId,
) -> Result<MatchDecisionId> {
    let id: MatchDecisionId = tx.id();
    let row = match_decision::ActiveModel {
        id: Set(id),
        territory_id: Set(run.territory_id),
        run_id: Set(run.id),
        need_id: Set(new.need_id),
        mentor_id: Set(new.mentor_id),
        year: Set(run.year),
        kind: Set(new.kind),
        reason: Set(reason),
        pairing_id: Set(pairing),
        by_id: Set(actor.person),
        created_at: Set(tx.now()),
        undone_at: Set(None),
        undone_by: Set(None),
    };
    let put = match_decision::Entity::insert(row).exec_without_returning(tx.db()).await;
    put.map_err(|error| if is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() })?;
    tell(tx, event(kind::DECIDED, run.territory_id, actor, id, new.need_id, new.mentor_id), school).await?;
    Ok(id)
}

/// Told to the board it was said on, and to every other board the need stands on.
async fn tell(tx: &mut Tx, said: MatchEvent, school: OrgId) -> Result<()> {
    let above = access::above(tx.db(), school).await?;
    let boards = above.iter().filter(|row| matches!(row.kind, OrgKind::Region | OrgKind::Municipality));
    for board in boards.filter(|row| row.id != said.org) {
        tx.emit(MatchEvent { kind: kind::TOUCHED, org: board.id, ..said });
    }
    tx.emit(said);
    Ok(())
}

fn event(
    what: &'static str,
    org: OrgId,
    actor: &Actor,
    id: MatchDecisionId,
    need: NeedId,
    mentor: OrgId,
) -> MatchEvent {
    let detail = Detail { decision: Some(id), need: Some(need), mentor: Some(mentor), ..Detail::default() };
    MatchEvent { kind: what, org, actor: actor.person, detail }
}

async fn end(tx: &Tx, actor: &Actor, id: MatchDecisionId) -> Result<()> {
    let change = match_decision::ActiveModel {
        id: Set(id),
        undone_at: Set(Some(tx.now())),
        undone_by: Set(Some(actor.person)),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    Ok(())
}

/// Takes it back: a pair that was accepted is withdrawn, unless the schools work together already.
///
/// # Errors
/// `Hidden` for whoever does not answer for the territory; `WrongState` when it was taken back before, or is too late.
pub async fn undo(tx: &mut Tx, actor: &Actor, id: MatchDecisionId) -> Result<()> {
    let found = match_decision::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let (actor, _) = weights::locked(tx, actor, found.territory_id).await?;
    // Read again: somebody may have been faster while the lock was waited for.
    let row = match_decision::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    if row.undone_at.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    let state = match row.pairing_id {
        Some(pairing) => pairing::Entity::find_by_id(pairing).one(tx.db()).await?.map(|pair| pair.state),
        None => None,
    };
    match (state, row.pairing_id) {
        (Some(PairState::Proposed | PairState::Agreed), Some(pairing)) => {
            life::steps::withdraw(tx, &actor, pairing, "").await?;
        }
        (Some(PairState::Active | PairState::Suspended), _) => return Err(Error::Conflict(Code::WrongState)),
        _ => {}
    }
    end(tx, &actor, id).await?;
    let need = need::Entity::find_by_id(row.need_id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    tell(tx, event(kind::UNDONE, row.territory_id, &actor, id, row.need_id, row.mentor_id), need.school_id).await
}
