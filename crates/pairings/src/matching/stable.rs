//! Deferred acceptance: needs ask in the order of their wishes, mentors keep the best of those who asked.
//!
//! A mentor has so many places in all and so many in each theme; keeping the best under both limits is a choice that
//! never regrets, so nobody finds two who would rather leave their pairs for each other.

use super::flow::{Place, Seat};

/// `rows[need]`: seats, dearest first. `rank[mentor][need]`: the less, the dearer to the mentor.
pub struct Market<'a> {
    pub rows: &'a [Vec<usize>],
    pub seats: &'a [Seat],
    pub mentors: &'a [Place],
    pub rank: &'a dyn Fn(usize, usize) -> (i64, i64, usize),
}

/// The seat of each need.
pub fn settle(market: &Market<'_>) -> Vec<Option<usize>> {
    let mut next = vec![0; market.rows.len()];
    let mut kept: Vec<Vec<(usize, usize)>> = vec![Vec::new(); market.mentors.len()];
    let mut asking: Vec<usize> = (0..market.rows.len()).rev().collect();
    while let Some(need) = asking.pop() {
        let Some(&seat) = market.rows[need].get(next[need]) else { continue };
        next[need] += 1;
        let mentor = market.seats[seat].mentor;
        kept[mentor].push((need, seat));
        if let Some(out) = refused(market, mentor, &kept[mentor]) {
            asking.push(kept[mentor].swap_remove(out).0);
        }
    }
    let mut found = vec![None; market.rows.len()];
    for (need, seat) in kept.into_iter().flatten() {
        found[need] = Some(seat);
    }
    found
}

/// Whom a mentor lets go, by place, when one too many has asked: of the theme that is over its limit, or of all.
pub fn refused(market: &Market<'_>, mentor: usize, kept: &[(usize, usize)]) -> Option<usize> {
    let over = |seat: usize| kept.iter().filter(|(_, other)| *other == seat).count() > market.seats[seat].room;
    let worst = |places: &mut dyn Iterator<Item = usize>| places.max_by_key(|&at| (market.rank)(mentor, kept[at].0));
    let crowded = kept.iter().map(|(_, seat)| *seat).find(|&seat| over(seat));
    match crowded {
        Some(seat) => worst(&mut (0..kept.len()).filter(|&at| kept[at].1 == seat)),
        None if kept.len() > market.mentors[mentor].room => worst(&mut (0..kept.len())),
        None => None,
    }
}
