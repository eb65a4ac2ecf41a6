//! Deferred acceptance: nobody finds two who would rather leave their pairs for each other.

use pairings::matching::{
    flow::{Place, Seat},
    stable::{Market, refused, settle},
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};

#[test]
fn of_twenty_thousand_markets_none_leaves_two_who_would_rather_have_each_other() {
    let mut rng = StdRng::seed_from_u64(5);
    let mut alone = 0;
    for case in 0..20_000 {
        let (needs, mentors, themes): (usize, usize, usize) =
            (rng.random_range(1..=6), rng.random_range(1..=4), rng.random_range(1..=2));
        let seats: Vec<Seat> =
            (0..mentors * themes).map(|at| Seat { mentor: at % mentors, room: rng.random_range(0..=2) }).collect();
        let places: Vec<Place> = (0..mentors).map(|_| Place { room: rng.random_range(0..=3), load: 0 }).collect();
        let rows: Vec<Vec<usize>> = (0..needs)
            .map(|_| {
                let theme = rng.random_range(0..themes);
                let mut row: Vec<usize> = (0..mentors).filter(|_| rng.random_range(0..4) > 0).collect();
                row.shuffle(&mut rng);
                row.into_iter().map(|mentor| theme * mentors + mentor).collect()
            })
            .collect();
        let liking: Vec<Vec<i64>> =
            (0..mentors).map(|_| (0..needs).map(|_| rng.random_range(0..100)).collect()).collect();
        let rank = |mentor: usize, need: usize| (liking[mentor][need], 0, need);
        let market = Market { rows: &rows, seats: &seats, mentors: &places, rank: &rank };
        let found = settle(&market);
        let kept = |mentor: usize| -> Vec<(usize, usize)> {
            let sitting = found.iter().enumerate().filter_map(|(need, seat)| Some((need, (*seat)?)));
            sitting.filter(|(_, seat)| seats[*seat].mentor == mentor).collect()
        };
        for mentor in 0..mentors {
            assert_eq!(refused(&market, mentor, &kept(mentor)), None, "case {case}: over a limit");
        }
        for need in 0..needs {
            alone += usize::from(found[need].is_none());
            for &seat in rows[need].iter().take_while(|seat| found[need] != Some(**seat)) {
                let mut would = kept(seats[seat].mentor);
                would.push((need, seat));
                let out = refused(&market, seats[seat].mentor, &would);
                assert_eq!(out.map(|at| would[at].0), Some(need), "case {case}: {need} and seat {seat} would leave");
            }
        }
    }
    assert!(alone > 1_000, "some stay alone, or there was nothing to refuse");
}
