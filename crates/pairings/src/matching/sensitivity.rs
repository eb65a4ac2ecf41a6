//! Which pairs hang on a weight: each is moved by a fifth up and down, and everything is solved anew.

use kernel::{NeedId, OrgId};

use super::{
    problem::Problem,
    solve::{assign, worth},
};
use crate::kinds::Term;

/// By so many per cent.
pub const STEP: i64 = 20;

/// A need that would be helped by another school.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moved {
    pub need: NeedId,
    pub before: Option<OrgId>,
    pub after: Option<OrgId>,
}

/// What becomes of one weight.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trial {
    pub term: Term,
    /// 20 or −20.
    pub percent: i64,
    pub weight: i64,
    pub moved: Vec<Moved>,
    pub total: i64,
}

/// Ten trials in the order of the terms.
pub fn trials(problem: &Problem) -> Vec<Trial> {
    let before = assign(problem);
    let tried = Term::ALL.into_iter().flat_map(|term| [STEP, -STEP].map(|percent| (term, percent)));
    tried.map(|(term, percent)| trial(problem, &before, term, percent)).collect()
}

fn trial(problem: &Problem, before: &[Option<usize>], term: Term, percent: i64) -> Trial {
    let weight = (problem.weights.of(term) * (100 + percent) + 50) / 100;
    let other = Problem { weights: problem.weights.with(term, weight), ..problem.clone() };
    let after = assign(&other);
    let school = |mentor: Option<usize>| mentor.map(|at| problem.mentors[at].school);
    let changed = (0..before.len()).filter(|&at| before[at] != after[at]);
    let moved = changed
        .map(|at| Moved { need: problem.needs[at].id, before: school(before[at]), after: school(after[at]) })
        .collect();
    Trial { term, percent, weight, moved, total: worth(&other, &after).1 }
}
