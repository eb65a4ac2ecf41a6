//! From a problem to its answer: most needs covered, the more urgent first; then the largest sum of scores less what load
//! costs; then ties by a number made of both ids.
//!
//! The three levels become one whole number: `covered · SCORES + score` in units of `TIES`. Of the sets of needs that can
//! be covered together the weighted best is also the largest, and the best class by class: such sets form a matroid.

use std::collections::BTreeMap;

use kernel::OrgId;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{
    explain,
    flow::{self, Flow, Network, Place, Seat},
    problem::{Edge, Need, Parts, Problem, Theme},
    score::{WHOLE, score},
    stable::{self, Market},
};
use crate::kinds::{DecisionKind, MatchMode};

/// Values of a tie-break.
const TIES: i64 = 1024;

/// What something costs the whole: needs that stay without help, by weight, and score.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Loss {
    pub covered: i64,
    pub score: i64,
}

/// The mentor that would be next, and what taking it would cost.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunnerUp {
    pub mentor: OrgId,
    pub score: i64,
    pub loss: Option<Loss>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pair {
    pub need: kernel::NeedId,
    pub school: OrgId,
    pub mentor: OrgId,
    pub score: i64,
    pub parts: Parts,
    /// Decided on before.
    pub fixed: Option<DecisionKind>,
    pub runner_up: Option<RunnerUp>,
    pub forbidding: Option<Loss>,
    /// Of the two schools, for both to read.
    pub explanation: Vec<String>,
    /// Why no other, and what it costs to say no: for whoever decides.
    pub against: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Uncovered {
    pub need: kernel::NeedId,
    pub school: OrgId,
    pub reasons: Vec<String>,
}

/// What a run finds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub pairs: Vec<Pair>,
    pub uncovered: Vec<Uncovered>,
    /// Sum of scores.
    pub sum: i64,
    /// The same less what load costs.
    pub total: i64,
    /// In the stable mode: what the best for all together would come to.
    pub best_total: Option<i64>,
    pub best_pairs: Option<i64>,
    /// Pins there was no room for.
    pub loosened: Vec<kernel::NeedId>,
}

/// How much a covered need of this priority counts.
fn weight(need: &Need) -> i64 {
    4 - need.priority.clamp(1, 3)
}

/// The same for two ids for ever, and like a throw of dice.
fn tie(need: Uuid, mentor: Uuid) -> i64 {
    let mut mixed = need.as_u128() ^ mentor.as_u128().rotate_left(61);
    mixed ^= mixed >> 64;
    let mut word = u64::try_from(mixed & u128::from(u64::MAX)).unwrap_or_default();
    for factor in [0xbf58_476d_1ce4_e5b9, 0x94d0_49bb_1331_11eb] {
        word = (word ^ (word >> 30)).wrapping_mul(factor);
    }
    i64::try_from(word >> 54).unwrap_or_default()
}

/// How levels are laid upon each other.
#[derive(Clone, Copy)]
struct Scale {
    covered: i64,
    score: i64,
}

impl Scale {
    fn of(problem: &Problem) -> Self {
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX).max(1);
        let needs = count(problem.needs.len());
        let most = problem.mentors.iter().map(|mentor| mentor.capacity.max(mentor.active)).max().unwrap_or(0);
        let dearest = WHOLE + problem.weights.load_penalty * (most + 1);
        let score = 2 * needs * TIES + 1;
        Self { covered: (2 * needs * dearest + 1) * score, score }
    }

    fn loss(self, cost: i64) -> Loss {
        let covered = rounded(cost, self.covered);
        Loss { covered, score: rounded(cost - covered * self.covered, self.score) }
    }
}

fn rounded(value: i64, by: i64) -> i64 {
    (value + by / 2).div_euclid(by)
}

/// A problem as a network, and the way back.
struct Laid {
    net: Network,
    scale: Scale,
    /// Need of each row; fixed ones have none.
    rows: Vec<usize>,
    /// Place in `edges` of each arc.
    arcs: Vec<BTreeMap<usize, usize>>,
    fixed: BTreeMap<usize, (usize, DecisionKind)>,
    loosened: Vec<usize>,
}

fn lay(problem: &Problem) -> Laid {
    let mut numbers: BTreeMap<(&Theme, usize), usize> = BTreeMap::new();
    for (at, mentor) in problem.mentors.iter().enumerate() {
        for chair in &mentor.chairs {
            numbers.insert((&chair.theme, at), 0);
        }
    }
    // Seats of one theme side by side: rows are read from left to right.
    let room = |n: i64| usize::try_from(n).unwrap_or(0);
    let mut seats = Vec::new();
    for ((theme, mentor), number) in &mut numbers {
        *number = seats.len();
        let chair = problem.mentors[*mentor].chairs.iter().find(|chair| chair.theme == **theme);
        let free = chair.map_or(0, |chair| chair.specialists - chair.active);
        seats.push(Seat { mentor: *mentor, room: room(free) });
    }
    let mentors = problem.mentors.iter();
    let mut mentors: Vec<Place> =
        mentors.map(|mentor| Place { room: room(mentor.capacity - mentor.active), load: mentor.active }).collect();
    let seat_of = |need: usize, mentor: usize| numbers.get(&(&problem.needs[need].theme, mentor)).copied();
    let (fixed, loosened) = fix(problem, &mut seats, &mut mentors, &seat_of);
    let scale = Scale::of(problem);
    let mut laid = Laid {
        net: Network { seats, mentors, step: problem.weights.load_penalty * scale.score, ..Network::default() },
        scale,
        rows: Vec::new(),
        arcs: Vec::new(),
        fixed,
        loosened,
    };
    let mut first = 0;
    for (at, need) in problem.needs.iter().enumerate() {
        let edges = problem.edges[first..].iter().take_while(|edge| edge.need == at).count();
        let range = first..first + edges;
        first += edges;
        if laid.fixed.contains_key(&at) {
            continue;
        }
        let (mut row, mut arcs) = (Vec::with_capacity(edges), BTreeMap::new());
        for place in range {
            let edge = &problem.edges[place];
            if let Some(seat) = seat_of(at, edge.mentor) {
                let tie = tie(need.id.0, problem.mentors[edge.mentor].school.0);
                row.push((seat, tie - score(&edge.parts, &problem.weights) * scale.score));
                arcs.insert(seat, place);
            }
        }
        row.sort_unstable();
        laid.net.rows.push(row);
        laid.net.alone.push(weight(need) * scale.covered);
        laid.rows.push(at);
        laid.arcs.push(arcs);
    }
    laid
}

type Fixings = (BTreeMap<usize, (usize, DecisionKind)>, Vec<usize>);

/// What is decided takes its places first: pairs that are proposed already, then pins as far as there is room.
fn fix(
    problem: &Problem,
    seats: &mut [Seat],
    mentors: &mut [Place],
    seat_of: &dyn Fn(usize, usize) -> Option<usize>,
) -> Fixings {
    let (mut fixed, mut loosened) = (BTreeMap::new(), Vec::new());
    for wanted in [DecisionKind::Accept, DecisionKind::Pin] {
        for pair in problem.fixed.iter().filter(|pair| pair.kind == wanted) {
            let seat = seat_of(pair.need, pair.mentor);
            let known = problem.edge(pair.need, pair.mentor).is_some() && !fixed.contains_key(&pair.need);
            let Some(seat) = seat.filter(|_| known) else { continue };
            let free = seats[seat].room > 0 && mentors[pair.mentor].room > 0;
            if !free && wanted == DecisionKind::Pin {
                loosened.push(pair.need);
                continue;
            }
            seats[seat].room = seats[seat].room.saturating_sub(1);
            mentors[pair.mentor].room = mentors[pair.mentor].room.saturating_sub(1);
            mentors[pair.mentor].load += 1;
            fixed.insert(pair.need, (pair.mentor, pair.kind));
        }
    }
    (fixed, loosened)
}

/// Only who helps whom: place of the mentor for each need.
pub fn assign(problem: &Problem) -> Vec<Option<usize>> {
    let laid = lay(problem);
    let seats: Vec<Option<usize>> = match problem.mode {
        MatchMode::Flow => {
            let flow = flow::solve(&laid.net);
            (0..laid.rows.len()).map(|row| flow.seat(row)).collect()
        }
        MatchMode::Stable => settled(problem, &laid),
    };
    laid.found(problem, &seats)
}

impl Laid {
    fn found(&self, problem: &Problem, seats: &[Option<usize>]) -> Vec<Option<usize>> {
        let mut found = vec![None; problem.needs.len()];
        for (&need, &(mentor, _)) in &self.fixed {
            found[need] = Some(mentor);
        }
        for (row, seat) in seats.iter().enumerate() {
            found[self.rows[row]] = seat.map(|seat| self.net.seats[seat].mentor);
        }
        found
    }
}

/// Deferred acceptance: whoever is wished for comes first, then the score says.
fn settled(problem: &Problem, laid: &Laid) -> Vec<Option<usize>> {
    let points = |place: usize| score(&problem.edges[place].parts, &problem.weights);
    let far = i64::MAX;
    let rows = laid.arcs.iter().map(|arcs| {
        let mut row: Vec<(i64, i64, usize)> = arcs
            .iter()
            .map(|(&seat, &place)| (problem.edges[place].wished.unwrap_or(far), -points(place), seat))
            .collect();
        row.sort_unstable();
        row.into_iter().map(|(_, _, seat)| seat).collect()
    });
    let rows: Vec<Vec<usize>> = rows.collect();
    let rank = |mentor: usize, row: usize| {
        let edge = problem.edge(laid.rows[row], mentor);
        let wish = edge.and_then(|edge| edge.wishes).unwrap_or(far);
        let points = edge.map_or(0, |edge| score(&edge.parts, &problem.weights));
        (wish, problem.needs[laid.rows[row]].priority * 10_000 - points, row)
    };
    stable::settle(&Market { rows: &rows, seats: &laid.net.seats, mentors: &laid.net.mentors, rank: &rank })
}

/// Solves it and says why.
pub fn solve(problem: &Problem) -> Outcome {
    let laid = lay(problem);
    let mut flow = flow::solve(&laid.net);
    let best: Vec<Option<usize>> = (0..laid.rows.len()).map(|row| flow.seat(row)).collect();
    let stable = problem.mode == MatchMode::Stable;
    let seats = if stable { settled(problem, &laid) } else { best.clone() };
    let found = laid.found(problem, &seats);
    let mut outcome = Outcome {
        pairs: Vec::new(),
        uncovered: Vec::new(),
        sum: 0,
        total: 0,
        best_total: None,
        best_pairs: None,
        loosened: laid.loosened.iter().map(|&need| problem.needs[need].id).collect(),
    };
    let rows: BTreeMap<usize, usize> = laid.rows.iter().enumerate().map(|(row, &need)| (need, row)).collect();
    for (at, mentor) in found.iter().enumerate() {
        let row = rows.get(&at).copied();
        let asked = row.filter(|_| !stable).map(|row| (row, &mut flow));
        match mentor.and_then(|mentor| problem.edge(at, mentor)) {
            Some(edge) => outcome.pairs.push(pair(problem, &laid, edge, asked)),
            None => outcome.uncovered.push(uncovered(problem, &laid, at, asked)),
        }
    }
    (outcome.sum, outcome.total) = worth(problem, &found);
    if stable {
        let best = laid.found(problem, &best);
        outcome.best_total = Some(worth(problem, &best).1);
        outcome.best_pairs = i64::try_from(best.iter().flatten().count()).ok();
    }
    outcome
}

/// Sum of scores, and the same less what load costs.
pub fn worth(problem: &Problem, found: &[Option<usize>]) -> (i64, i64) {
    let mut load: Vec<i64> = problem.mentors.iter().map(|mentor| mentor.active).collect();
    let (mut sum, mut cost) = (0, 0);
    for (need, mentor) in found.iter().enumerate().filter_map(|(need, mentor)| Some((need, (*mentor)?))) {
        sum += problem.edge(need, mentor).map_or(0, |edge| score(&edge.parts, &problem.weights));
        cost += problem.weights.load_penalty * load[mentor];
        load[mentor] += 1;
    }
    (sum, sum - cost)
}

type Asked<'a, 'b> = Option<(usize, &'a mut Flow<'b>)>;

fn pair(problem: &Problem, laid: &Laid, edge: &Edge, mut asked: Asked<'_, '_>) -> Pair {
    let (need, mentor) = (&problem.needs[edge.need], &problem.mentors[edge.mentor]);
    let points = |edge: &Edge| score(&edge.parts, &problem.weights);
    let others = problem.row(edge.need).iter().filter(|other| other.mentor != edge.mentor);
    let next = others.max_by_key(|other| (points(other), std::cmp::Reverse(other.mentor)));
    let fixed = laid.fixed.get(&edge.need).map(|(_, kind)| *kind);
    let runner_up = next.filter(|_| fixed.is_none()).map(|next| RunnerUp {
        mentor: problem.mentors[next.mentor].school,
        score: points(next),
        loss: asked.as_mut().and_then(|(row, flow)| {
            let mut arcs = laid.arcs[*row].keys().copied();
            let seat = arcs.find(|&seat| laid.net.seats[seat].mentor == next.mentor)?;
            flow.forcing(*row, seat).map(|cost| laid.scale.loss(cost))
        }),
    });
    let forbidding = asked.and_then(|(row, flow)| flow.forbidding(row)).map(|cost| laid.scale.loss(cost));
    let mut pair = Pair {
        need: need.id,
        school: need.school,
        mentor: mentor.school,
        score: points(edge),
        parts: edge.parts,
        fixed,
        runner_up,
        forbidding,
        explanation: Vec::new(),
        against: Vec::new(),
    };
    pair.explanation = explain::pair(problem, edge, &pair);
    pair.against = explain::against(problem, &pair);
    pair
}

fn uncovered(problem: &Problem, laid: &Laid, at: usize, asked: Asked<'_, '_>) -> Uncovered {
    let need = &problem.needs[at];
    let points = |edge: &&Edge| score(&edge.parts, &problem.weights);
    let best = problem.row(at).iter().max_by_key(|edge| (points(edge), std::cmp::Reverse(edge.mentor)));
    let price = asked.zip(best).and_then(|((row, flow), best)| {
        let mut arcs = laid.arcs[row].keys().copied();
        let seat = arcs.find(|&seat| laid.net.seats[seat].mentor == best.mentor)?;
        flow.forcing(row, seat).map(|cost| laid.scale.loss(cost))
    });
    let reasons = explain::uncovered(problem, at, best, price);
    Uncovered { need: need.id, school: need.school, reasons }
}
