//! Mentors a coordinator may choose from for a need by hand: what each would bring, or what stands in the way, as the run
//! has weighed it and as it is now.

use std::cmp::Reverse;

use accounts::directory;
use kernel::{Actor, Error, MatchRunId, NeedId, OrgId, OrgRef, Result};
use sea_orm::{ConnectionTrait, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    decisions,
    problem::{Mentor, Problem},
    runs,
    score::score,
    standing::{self, Standing},
    view::{self, DecisionView, Namer, NeedRef, PartsView},
};
use crate::{
    entity::{matching::match_run, schools::need},
    kinds::{DecisionKind, NeedState, Obstacle},
    policy::{
        SchoolSeat,
        matching::{self as policy, Word, word},
    },
};

/// A mentor before a need.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchMentor)]
pub struct MentorView {
    pub mentor: OrgRef,
    /// 0 to 1000; absent: the run has not weighed it.
    pub score: Option<i64>,
    pub parts: Option<PartsView>,
    /// Places in the theme that nobody has and nobody is asked for.
    pub free: i64,
    /// What stands in the way.
    pub obstacle: Option<Obstacle>,
    /// The same in a sentence.
    pub hindrance: Option<String>,
    /// What may be done about it.
    pub advice: Option<String>,
    pub may_pin: bool,
    /// A pin must say why.
    pub needs_reason: bool,
    /// What is said of it now.
    pub decision: Option<DecisionView>,
}

/// Whom one may choose.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchChoice)]
pub struct Choice {
    pub need: NeedRef,
    /// Nobody helps yet, and it is not closed.
    pub open: bool,
    /// Those who offer the theme: whom one may pin first, the better before.
    pub mentors: Vec<MentorView>,
}

/// Mentors for a need of a run.
///
/// # Errors
/// `Hidden` for whoever does not read the board, and for needs the run does not know; `ReadOnly` for observers.
pub async fn of<C: ConnectionTrait>(db: &C, actor: &Actor, run: MatchRunId, id: NeedId) -> Result<Choice> {
    let row = match_run::Entity::find_by_id(run).one(db).await?.ok_or(Error::Hidden)?;
    policy::office(SchoolSeat::take(actor, row.territory_id)).or_refuse()?;
    let (problem, _) = runs::read(&row)?;
    let at = problem.needs.binary_search_by_key(&id, |need| need.id).map_err(|_| Error::Hidden)?;
    let need = need::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let said = decisions::said(db, id, row.year).await?;
    let people = directory::names(db, &said.iter().map(|row| row.by_id).collect::<Vec<_>>()).await?;
    let theme = &problem.needs[at].theme;
    let helps = |mentor: &&Mentor| mentor.chairs.iter().any(|chair| chair.theme == *theme);
    let schools: Vec<OrgId> = problem.mentors.iter().filter(helps).map(|mentor| mentor.school).collect();
    let now = standing::of(db, &need, row.year, &schools).await?;
    let namer = Namer::of(db, problem, true).await?;
    let shown = namer.need(id).ok_or(Error::Hidden)?;
    let decision = |mentor: OrgId| said.iter().find(|row| row.mentor_id == mentor);
    let view = |mentor: OrgId| {
        let said = decision(mentor).map(|row| view::decided(row, &people, true));
        Seen { problem: namer.problem(), need: at, org: namer.org(mentor), said }.view(now.get(&mentor))
    };
    let mut mentors: Vec<MentorView> = schools.into_iter().map(view).collect();
    mentors.sort_by_key(|one| (!one.may_pin, Reverse(one.score), one.mentor.id));
    Ok(Choice { need: shown, open: need.state == NeedState::Open, mentors })
}

/// A mentor as the run saw it, and what was said since.
struct Seen<'a> {
    problem: &'a Problem,
    need: usize,
    org: OrgRef,
    said: Option<DecisionView>,
}

impl Seen<'_> {
    fn view(self, now: Option<&Standing>) -> MentorView {
        let (problem, mentor) = (self.problem, self.org.id);
        let place = problem.mentors.binary_search_by_key(&mentor, |mentor| mentor.school).ok();
        let edge = place.and_then(|place| problem.edge(self.need, place));
        let bars = problem.needs[self.need].bars.iter();
        let bar = bars.filter(|bar| bar.mentors.contains(&mentor)).map(|bar| bar.why).next();
        let before = self.said.as_ref().map(|said| said.kind);
        let present = now.and_then(|standing| standing.obstacle);
        let vetoed = (before == Some(DecisionKind::Veto)).then_some(Obstacle::Veto);
        let obstacle = present.or(vetoed).or(bar);
        let asked = Word {
            kind: DecisionKind::Pin,
            weighed: edge.is_some(),
            obstacle: bar,
            reasoned: true,
            before,
            promised: false,
        };
        // What the run knew of and is over now is to be weighed anew.
        let over = present.or(vetoed).is_none() && obstacle.is_some_and(Obstacle::passing);
        let advice = if over { Some(AGAIN) } else { obstacle.and_then(Obstacle::advice) };
        MentorView {
            score: edge.map(|edge| score(&edge.parts, &problem.weights)),
            parts: edge.map(|edge| edge.parts.into()),
            free: now.map_or(0, |standing| standing.free),
            obstacle,
            hindrance: obstacle.map(|why| why.russian().to_owned()),
            advice: advice.map(str::to_owned),
            may_pin: word(asked).is_ok() && present.is_none(),
            needs_reason: edge.is_none(),
            mentor: self.org,
            decision: self.said,
        }
    }
}

const AGAIN: &str = "Так было при этом подборе, теперь не мешает: подберите пары заново.";
