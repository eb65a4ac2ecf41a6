//! The open formula: five terms in thousandths, weighed. What is not known does not count, and is never a silent nought.

use super::problem::{Chair, Need, Parts, Shown, Weights};
use crate::kinds::Term;

/// The whole of a term.
pub const WHOLE: i64 = 1000;
/// So much shown in a skill is as good as more.
const ENOUGH: i64 = 3;

/// The score, 0 to 1000: the mean of what is known, by weight.
pub fn score(parts: &Parts, weights: &Weights) -> i64 {
    let known = Term::ALL.into_iter().filter_map(|term| Some((weights.of(term), parts.of(term)?)));
    let (sum, weight) = known.fold((0, 0), |(sum, all), (weight, part)| (sum + weight * part, all + weight));
    if weight == 0 { 0 } else { (sum + weight / 2) / weight }
}

/// How well the mentor's strength meets the weakness: the strength of the need times half of the mentor's strength in the
/// theme and half of what pupils of the mentor do better in the weak skills. Nothing where neither is known.
pub fn complementarity(need: &Need, chair: &Chair) -> Option<i64> {
    let strong = chair.strength.map(|strength| strength * WHOLE / 100);
    let gap = gap(need, chair);
    let known: Vec<i64> = [strong, gap].into_iter().flatten().collect();
    let mean = known.iter().sum::<i64>().checked_div(i64::try_from(known.len()).unwrap_or(0))?;
    Some((need.strength * mean + 50) / 100)
}

/// How much more pupils of the mentor do in the weak skills; the weaker the skill, the more it counts.
fn gap(need: &Need, chair: &Chair) -> Option<i64> {
    let (mut sum, mut all) = (0, 0);
    for skill in &need.skills {
        let theirs = chair.skills.iter().find(|(id, _)| *id == skill.id).map(|(_, done)| *done);
        if let (Some(ours), Some(theirs)) = (skill.done, theirs) {
            let weak = 100 - ours;
            sum += weak * (theirs - ours).max(0);
            all += weak;
        }
    }
    (sum * 10).checked_div(all)
}

/// How much the mentor has shown in the skills that are needed. Nothing where no skills are named.
pub fn practice(need: &Need, shown: &[Shown]) -> Option<i64> {
    let (mut sum, mut all) = (0, 0);
    for skill in &need.skills {
        let weak = 100 - skill.done.unwrap_or(50);
        let seen = shown.iter().find(|shown| shown.skill == skill.id);
        let seen = seen.map_or(0, |shown| (shown.practices + shown.events).min(ENOUGH));
        sum += weak * seen * WHOLE;
        all += weak * ENOUGH;
    }
    sum.checked_div(all)
}

/// Can they reach each other? Neighbours can; others by road, or on line at least half as well. Nothing where the road is
/// not known and they do not meet on line.
pub fn access(neighbours: bool, minutes: Option<i64>, online: bool) -> Option<i64> {
    if neighbours {
        return Some(WHOLE);
    }
    // Thousandths of a number between 0 and 1 fit.
    #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss, reason = "small numbers")]
    let road = minutes.map(|minutes| (1000.0 * (-(minutes as f64) / 45.0).exp()).round() as i64);
    match (road, online) {
        (Some(road), true) => Some(road.max(WHOLE / 2)),
        (None, true) => Some(WHOLE / 2),
        (road, false) => road,
    }
}

/// Wishes of both, half each, and what they have brought to its end together. Who wishes nothing is in the middle.
pub fn history(wished: Option<i64>, wishes: Option<i64>, completed: i64) -> i64 {
    let side = |rank: Option<i64>| rank.map_or(WHOLE / 2, |rank| (WHOLE - 100 * (rank - 1)).max(600));
    ((side(wished) + side(wishes)) / 2 + 100 * completed.min(2)).min(WHOLE)
}
