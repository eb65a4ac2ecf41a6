//! The flow is the best there is: against trying everything, against another algorithm.

use pairings::matching::flow::{Network, Place, Seat, solve};
use pathfinding::{kuhn_munkres::kuhn_munkres, matrix::Matrix};
use rand::{Rng, SeedableRng, rngs::StdRng};

/// A small network of any shape: themes, places already taken, mentors without places, needs nobody can help.
fn random(rng: &mut StdRng, convex: bool) -> Network {
    let (needs, mentors, themes) = (rng.random_range(1..=6), rng.random_range(1..=4), rng.random_range(1..=2));
    let seats: Vec<Seat> =
        (0..mentors * themes).map(|at| Seat { mentor: at % mentors, room: rng.random_range(0..=3) }).collect();
    let places = (0..mentors).map(|_| Place { room: rng.random_range(0..=3), load: rng.random_range(0..=2) }).collect();
    let (mut rows, mut alone) = (Vec::new(), Vec::new());
    for _ in 0..needs {
        let theme = rng.random_range(0..themes);
        let seats = (0..mentors).filter(|_| rng.random_range(0..3) > 0).collect::<Vec<_>>();
        rows.push(seats.into_iter().map(|mentor| (theme * mentors + mentor, rng.random_range(-15..15))).collect());
        alone.push(rng.random_range(-20..80));
    }
    Network { rows, alone, seats, mentors: places, step: if convex { rng.random_range(1..=9) } else { 0 } }
}

/// What everything costs at least, when one arc must not be taken, or must be.
struct Tried<'a> {
    net: &'a Network,
    forbidden: Option<(usize, usize)>,
    forced: Option<(usize, usize)>,
}

impl Tried<'_> {
    fn best(&self) -> Option<i64> {
        self.from(0, &mut vec![0; self.net.seats.len()], &mut vec![0; self.net.mentors.len()])
    }

    fn from(&self, need: usize, used: &mut [usize], load: &mut [usize]) -> Option<i64> {
        let Some(row) = self.net.rows.get(need) else { return Some(0) };
        let must = self.forced.filter(|(at, _)| *at == need).map(|(_, seat)| seat);
        let mut best = match must {
            Some(_) => None,
            None => self.from(need + 1, used, load).map(|rest| rest + self.net.alone[need]),
        };
        for &(seat, cost) in row {
            let Seat { mentor, room } = self.net.seats[seat];
            let place = self.net.mentors[mentor];
            let wrong = self.forbidden == Some((need, seat)) || must.is_some_and(|must| must != seat);
            if wrong || used[seat] >= room || load[mentor] >= place.room {
                continue;
            }
            let step = self.net.step * (place.load + i64::try_from(load[mentor]).unwrap());
            used[seat] += 1;
            load[mentor] += 1;
            let all = self.from(need + 1, used, load).map(|rest| rest + cost + step);
            best = best.into_iter().chain(all).min();
            used[seat] -= 1;
            load[mentor] -= 1;
        }
        best
    }
}

fn best(net: &Network) -> i64 {
    Tried { net, forbidden: None, forced: None }.best().unwrap()
}

/// No limit is passed, and every need sits where its row leads.
fn sane(net: &Network, seats: &[Option<usize>]) {
    let mut used = vec![0; net.seats.len()];
    let mut load = vec![0; net.mentors.len()];
    for (need, seat) in seats.iter().enumerate().filter_map(|(need, seat)| Some((need, (*seat)?))) {
        assert!(net.rows[need].iter().any(|(known, _)| *known == seat));
        used[seat] += 1;
        load[net.seats[seat].mentor] += 1;
    }
    assert!(used.iter().zip(&net.seats).all(|(used, seat)| *used <= seat.room));
    assert!(load.iter().zip(&net.mentors).all(|(load, place)| *load <= place.room));
}

fn against_trying_everything(convex: bool) {
    let mut rng = StdRng::seed_from_u64(if convex { 2 } else { 1 });
    for case in 0..20_000 {
        let net = random(&mut rng, convex);
        let flow = solve(&net);
        sane(&net, &(0..net.rows.len()).map(|need| flow.seat(need)).collect::<Vec<_>>());
        assert_eq!(flow.cost(), best(&net), "case {case}: {net:?}");
    }
}

#[test]
fn twenty_thousand_small_networks_are_solved_as_well_as_by_trying_everything() {
    against_trying_everything(false);
}

#[test]
fn so_are_twenty_thousand_in_which_each_further_pair_of_a_mentor_costs_more() {
    against_trying_everything(true);
}

#[test]
fn what_forbidding_or_forcing_a_pair_costs_is_what_solving_anew_would_say() {
    let mut rng = StdRng::seed_from_u64(3);
    for case in 0..3_000 {
        let net = random(&mut rng, case % 2 == 0);
        let (mut flow, before) = (solve(&net), best(&net));
        for need in 0..net.rows.len() {
            if let Some(seat) = flow.seat(need) {
                let anew = Tried { net: &net, forbidden: Some((need, seat)), forced: None }.best().unwrap();
                assert_eq!(before + flow.forbidding(need).unwrap(), anew, "case {case}: {net:?}");
            } else {
                assert_eq!(flow.forbidding(need), None);
            }
            for &(seat, _) in &net.rows[need] {
                let anew = Tried { net: &net, forbidden: None, forced: Some((need, seat)) }.best();
                assert_eq!(flow.forcing(need, seat).map(|cost| before + cost), anew, "case {case}: {net:?}");
            }
        }
    }
}

#[test]
fn larger_ones_are_solved_as_by_the_hungarian_method() {
    let mut rng = StdRng::seed_from_u64(4);
    for case in 0..40 {
        let (needs, mentors) = (rng.random_range(5..60), rng.random_range(3..40));
        let rooms: Vec<usize> = (0..mentors).map(|_| rng.random_range(0..=3)).collect();
        let density = rng.random_range(2..=10);
        let scores: Vec<Vec<Option<i64>>> = (0..needs)
            .map(|_| {
                (0..mentors).map(|_| (rng.random_range(0..10) < density).then(|| rng.random_range(0..=1000))).collect()
            })
            .collect();
        let alone = 10_000;
        let net = Network {
            rows: scores
                .iter()
                .map(|row| row.iter().enumerate().filter_map(|(at, s)| Some((at, -(*s)?))).collect())
                .collect(),
            alone: vec![alone; needs],
            seats: rooms.iter().enumerate().map(|(mentor, &room)| Seat { mentor, room }).collect(),
            mentors: rooms.iter().map(|&room| Place { room, load: 0 }).collect(),
            step: 0,
        };
        // A column for each place, and one for each need to stay alone in.
        let columns: Vec<usize> =
            rooms.iter().enumerate().flat_map(|(at, &room)| std::iter::repeat_n(at, room)).collect();
        let weight = |need: usize, column: usize| match columns.get(column) {
            Some(&mentor) => scores[need][mentor].unwrap_or(-1_000_000),
            None => -alone,
        };
        let matrix = Matrix::from_fn(needs, columns.len() + needs, |(need, column)| weight(need, column));
        assert_eq!(-solve(&net).cost(), kuhn_munkres(&matrix).0, "case {case}");
    }
}
