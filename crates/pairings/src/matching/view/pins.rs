//! Pins that a run could not keep, and why.

use super::{Board, UnheldView};
use crate::{
    entity::matching::{match_decision, match_run},
    kinds::{DecisionKind, Obstacle},
    matching::{problem::Problem, solve::Outcome},
};

/// Those that stood when it was solved, stand still, and are not among its pairs.
pub(super) fn unheld(board: &Board<'_>, run: &match_run::Model, outcome: &Outcome) -> Vec<UnheldView> {
    // Ids grow with time.
    let stood =
        |row: &&match_decision::Model| row.kind == DecisionKind::Pin && row.undone_at.is_none() && row.id.0 < run.id.0;
    let kept = |row: &match_decision::Model| {
        outcome.pairs.iter().any(|pair| pair.need == row.need_id && pair.mentor == row.mentor_id)
    };
    let pins = board.said.iter().filter(stood).filter(|row| !kept(row));
    pins.filter_map(|row| {
        let why = why(&board.namer.problem, row, outcome);
        Some(UnheldView {
            need: board.namer.need(row.need_id)?,
            mentor: board.namer.org(row.mentor_id),
            decision: board.decided(row),
            reason: why.russian().to_owned(),
            advice: why.advice().map(str::to_owned),
        })
    })
    .collect()
}

fn why(problem: &Problem, row: &match_decision::Model, outcome: &Outcome) -> Obstacle {
    let need = problem.needs.iter().find(|need| need.id == row.need_id);
    let bars = need.into_iter().flat_map(|need| &need.bars);
    let bar = bars.filter(|bar| bar.mentors.contains(&row.mentor_id)).map(|bar| bar.why).next();
    let full = outcome.loosened.contains(&row.need_id).then_some(Obstacle::Full);
    bar.or(full).unwrap_or(Obstacle::NotOffered)
}
