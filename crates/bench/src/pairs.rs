//! Matching: our flow beside the Hungarian method of another library, which finds the same, and beside taking the best
//! score first, which does not.

use std::time::{Duration, Instant};

use pairings::matching::flow::{Network, Place, Seat, solve};
use pathfinding::{kuhn_munkres::kuhn_munkres, matrix::Matrix};

use crate::measure::millis;

/// More than all scores together.
const ALONE: i64 = 10_000_000;
/// The score of a pair that cannot be.
const NEVER: i64 = -1;
const STEP: i64 = 40;
const TIMES: usize = 5;

/// Needs, mentors, places of each, and how scores come about.
struct Case {
    name: &'static str,
    needs: usize,
    mentors: usize,
    places: usize,
    themes: usize,
    score: fn(&mut Dice, quality: i64, need: i64) -> i64,
}

const CASES: [Case; 7] = [
    Case { name: "any score", needs: 300, mentors: 300, places: 1, themes: 1, score: any },
    Case { name: "all want the same", needs: 300, mentors: 300, places: 1, themes: 1, score: alike },
    Case { name: "any score", needs: 1000, mentors: 600, places: 2, themes: 1, score: any },
    Case { name: "all want the same", needs: 1000, mentors: 600, places: 2, themes: 1, score: alike },
    Case { name: "too few places", needs: 1000, mentors: 600, places: 1, themes: 1, score: alike },
    Case { name: "few pairs possible", needs: 1000, mentors: 600, places: 2, themes: 1, score: few },
    Case { name: "15 themes, all offered by all", needs: 1000, mentors: 600, places: 2, themes: 15, score: alike },
];

fn any(dice: &mut Dice, _: i64, _: i64) -> i64 {
    dice.below(1001)
}

/// Good mentors are good for everybody.
fn alike(dice: &mut Dice, quality: i64, need: i64) -> i64 {
    quality + need * dice.below(400) / 400
}

/// Only one pair of fifty is possible at all.
fn few(dice: &mut Dice, quality: i64, need: i64) -> i64 {
    if dice.below(50) == 0 { alike(dice, quality, need) } else { NEVER }
}

/// The same throws in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: i64) -> i64 {
        for shift in [13_i32, -7, 17] {
            let moved = if shift > 0 { self.0 << shift } else { self.0 >> -shift };
            self.0 ^= moved;
        }
        i64::try_from(self.0 >> 1).unwrap_or(0) % most
    }
}

pub fn run() {
    println!("\n== Pairs");
    for case in &CASES {
        let scores = scores(case);
        measured(case, &scores);
    }
}

fn scores(case: &Case) -> Vec<Vec<i64>> {
    let mut dice = Dice(88_172_645_463_325_252);
    let quality: Vec<i64> = (0..case.mentors).map(|_| dice.below(600)).collect();
    let rows = (0..case.needs).map(|_| {
        let need = dice.below(400);
        quality.iter().map(|&quality| (case.score)(&mut dice, quality, need)).collect()
    });
    rows.collect()
}

fn measured(case: &Case, scores: &[Vec<i64>]) {
    println!("{} needs, {} mentors of {} places, {}", case.needs, case.mentors, case.places, case.name);
    let plain = network(case, scores, 0);
    let (took, best) = fastest(|| found(&plain));
    println!("  flow                  {:>9.1} ms   {}", millis(took), told(case, scores, &best));
    let convex = network(case, scores, STEP);
    let (took, spread) = fastest(|| found(&convex));
    println!("  flow, spreading load  {:>9.1} ms   {}", millis(took), told(case, scores, &spread));
    let (took, greedy) = fastest(|| greedy(case, scores));
    println!("  best score first      {:>9.1} ms   {}", millis(took), told(case, scores, &greedy));
    if case.themes == 1 {
        let (took, sum) = fastest(|| hungarian(case, scores));
        println!("  kuhn_munkres          {:>9.1} ms   total {sum}", millis(took));
    }
}

fn fastest<T>(mut make: impl FnMut() -> T) -> (Duration, T) {
    let mut once = || {
        let begun = Instant::now();
        let made = make();
        (begun.elapsed(), made)
    };
    let mut best = once();
    for _ in 1..TIMES {
        let next = once();
        if next.0 < best.0 {
            best = next;
        }
    }
    best
}

/// Seats of one theme side by side, as the product lays them.
fn network(case: &Case, scores: &[Vec<i64>], step: i64) -> Network {
    let row = |(need, row): (usize, &Vec<i64>)| {
        let theme = need % case.themes;
        let possible = row.iter().enumerate().filter(|(_, score)| **score != NEVER);
        possible.map(|(mentor, score)| (theme * case.mentors + mentor, -score)).collect()
    };
    Network {
        rows: scores.iter().enumerate().map(row).collect(),
        alone: vec![ALONE; case.needs],
        seats: (0..case.themes * case.mentors)
            .map(|at| Seat { mentor: at % case.mentors, room: case.places })
            .collect(),
        mentors: vec![Place { room: case.places, load: 0 }; case.mentors],
        step,
    }
}

fn found(net: &Network) -> Vec<Option<usize>> {
    let flow = solve(net);
    (0..net.rows.len()).map(|need| flow.seat(need).map(|seat| net.seats[seat].mentor)).collect()
}

fn greedy(case: &Case, scores: &[Vec<i64>]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(i64, usize, usize)> = Vec::with_capacity(case.needs * case.mentors);
    for (need, row) in scores.iter().enumerate() {
        let possible = row.iter().enumerate().filter(|(_, score)| **score != NEVER);
        pairs.extend(possible.map(|(mentor, score)| (-score, need, mentor)));
    }
    pairs.sort_unstable();
    let (mut found, mut load) = (vec![None; case.needs], vec![0; case.mentors]);
    for (_, need, mentor) in pairs {
        if found[need].is_none() && load[mentor] < case.places {
            found[need] = Some(mentor);
            load[mentor] += 1;
        }
    }
    found
}

fn hungarian(case: &Case, scores: &[Vec<i64>]) -> i64 {
    let places = case.mentors * case.places;
    let weight = |need: usize, column: usize| match column {
        column if column >= places => -ALONE,
        column if scores[need][column / case.places] == NEVER => -100 * ALONE,
        column => scores[need][column / case.places],
    };
    let matrix = Matrix::from_fn(case.needs, places + case.needs, |(need, column)| weight(need, column));
    kuhn_munkres(&matrix).0
}

/// Covered needs, sum of scores, pairs of whoever has most.
fn told(case: &Case, scores: &[Vec<i64>], found: &[Option<usize>]) -> String {
    let mut load = vec![0; case.mentors];
    let (mut covered, mut sum) = (0, 0);
    for (need, mentor) in found.iter().enumerate().filter_map(|(need, mentor)| Some((need, (*mentor)?))) {
        covered += 1;
        sum += scores[need][mentor];
        load[mentor] += 1;
    }
    let idle = load.iter().filter(|load| **load == 0).count();
    format!("covered {covered}, sum {sum}, mentors without a pair {idle}")
}
