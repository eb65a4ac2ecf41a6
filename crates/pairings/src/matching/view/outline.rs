//! What a run says to observers, and what may be done for needs that stay without a mentor. Nothing here tells results of
//! pupils, conditions of schools or their wishes.

use std::collections::BTreeSet;

use kernel::NeedId;

use crate::{
    kinds::Obstacle,
    matching::{explain, problem::Problem, solve::Pair},
};

/// Why these two, from what everybody may know.
pub fn pair(problem: &Problem, pair: &Pair) -> Vec<String> {
    let need = problem.needs.binary_search_by_key(&pair.need, |need| need.id).ok();
    let mentor = problem.mentors.binary_search_by_key(&pair.mentor, |mentor| mentor.school).ok();
    let edge = need.zip(mentor).and_then(|(need, mentor)| problem.edge(need, mentor));
    edge.map_or_else(Vec::new, |edge| explain::outline(problem, edge, pair))
}

/// Why nobody, without naming who said no.
pub fn uncovered(problem: &Problem, id: NeedId) -> Vec<String> {
    let Ok(at) = problem.needs.binary_search_by_key(&id, |need| need.id) else { return Vec::new() };
    let need = &problem.needs[at];
    vec![match (problem.row(at).is_empty(), need.bars.is_empty()) {
        (true, true) => format!("Никто на территории не предлагает помощь по теме «{}».", explain::theme(&need.theme)),
        (true, false) => "Ни одна из школ, предлагающих помощь по этой теме, не подходит.".to_owned(),
        (false, _) => "Подходящие наставники заняты другими школами.".to_owned(),
    }]
}

/// What a coordinator may do for the need.
pub fn advice(problem: &Problem, id: NeedId) -> Vec<String> {
    let Ok(at) = problem.needs.binary_search_by_key(&id, |need| need.id) else { return Vec::new() };
    let bars = &problem.needs[at].bars;
    if !problem.row(at).is_empty() {
        return vec!["Выберите наставника сами или попросите подходящую школу добавить место.".to_owned()];
    }
    if bars.is_empty() {
        return Obstacle::NotOffered.advice().map(str::to_owned).into_iter().collect();
    }
    let advice: BTreeSet<&str> = bars.iter().filter_map(|bar| bar.why.advice()).collect();
    if advice.is_empty() {
        return Obstacle::NotOffered.advice().map(str::to_owned).into_iter().collect();
    }
    advice.into_iter().map(str::to_owned).collect()
}
