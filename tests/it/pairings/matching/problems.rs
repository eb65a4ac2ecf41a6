//! Whole problems: order of reading, one more mentor, one pair forbidden, the same bytes again.

use kernel::{NeedId, OrgId};
use pairings::{
    kinds::{DecisionKind, MatchMode, ThemeKind},
    matching::{
        problem::{Chair, Edge, FORMULA, Fixed, Mentor, Need, Parts, Problem, School, Theme, Weights, hash},
        sensitivity::trials,
        solve::{assign, solve, worth},
    },
};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::SliceRandom};
use uuid::Uuid;

fn math() -> Theme {
    Theme { kind: ThemeKind::Subject, code: "math".into() }
}

fn need(rng: &mut StdRng) -> Need {
    Need {
        id: NeedId(Uuid::from_u128(rng.random())),
        school: OrgId(Uuid::from_u128(rng.random())),
        theme: math(),
        priority: rng.random_range(1..=3),
        strength: 50,
        skills: Vec::new(),
        bars: Vec::new(),
    }
}

fn mentor(rng: &mut StdRng) -> Mentor {
    let (capacity, specialists) = (rng.random_range(1..=3), rng.random_range(1..=3));
    let chair = Chair { theme: math(), specialists, active: 0, strength: None, skills: Vec::new() };
    Mentor { school: OrgId(Uuid::from_u128(rng.random())), capacity, active: 0, chairs: vec![chair], shown: Vec::new() }
}

pub fn edge(need: usize, mentor: usize, context: i64, access: i64) -> Edge {
    Edge {
        need,
        mentor,
        parts: Parts { context: Some(context), access: Some(access), ..Parts::default() },
        alike: None,
        minutes: None,
        neighbours: true,
        online: false,
        wished: None,
        wishes: None,
        completed: 0,
        unproven: Vec::new(),
    }
}

/// Anything of up to so many needs and mentors, as if read in any order.
fn random(rng: &mut StdRng, most: usize) -> Problem {
    let needs: Vec<Need> = (0..rng.random_range(1..=most)).map(|_| need(rng)).collect();
    let mentors: Vec<Mentor> = (0..rng.random_range(1..=most)).map(|_| mentor(rng)).collect();
    let mut edges = Vec::new();
    for at in 0..needs.len() {
        for mentor in 0..mentors.len() {
            if rng.random_range(0..3) > 0 {
                edges.push(edge(at, mentor, rng.random_range(0..=1000), rng.random_range(0..=1000)));
            }
        }
    }
    let ids = needs.iter().map(|need| need.school).chain(mentors.iter().map(|mentor| mentor.school));
    let schools = ids.map(|id| School { id, name: format!("Школа {id}"), values: Vec::new(), place: None }).collect();
    Problem {
        formula: FORMULA,
        year: 2026,
        mode: MatchMode::Flow,
        weights: Weights::BUILT_IN,
        variables: Vec::new(),
        schools,
        needs,
        mentors,
        edges,
        fixed: Vec::new(),
    }
}

/// The same, read in another order.
fn shuffled(problem: &Problem, rng: &mut StdRng) -> Problem {
    let mut other = problem.clone();
    let mut needs: Vec<usize> = (0..problem.needs.len()).collect();
    let mut mentors: Vec<usize> = (0..problem.mentors.len()).collect();
    needs.shuffle(rng);
    mentors.shuffle(rng);
    other.needs = needs.iter().map(|&at| problem.needs[at].clone()).collect();
    other.mentors = mentors.iter().map(|&at| problem.mentors[at].clone()).collect();
    for edge in &mut other.edges {
        edge.need = needs.iter().position(|&at| at == edge.need).unwrap();
        edge.mentor = mentors.iter().position(|&at| at == edge.mentor).unwrap();
    }
    other.edges.shuffle(rng);
    other.schools.shuffle(rng);
    other
}

/// Needs covered, by weight, and the sum less load.
fn value(problem: &Problem) -> (i64, i64) {
    let found = assign(problem);
    let covered = found.iter().zip(&problem.needs).filter(|(mentor, _)| mentor.is_some());
    (covered.map(|(_, need)| 4 - need.priority).sum(), worth(problem, &found).1)
}

#[test]
fn the_order_of_reading_changes_neither_question_nor_answer() {
    let mut rng = StdRng::seed_from_u64(10);
    for mode in [MatchMode::Flow, MatchMode::Stable] {
        for _ in 0..150 {
            let problem = Problem { mode, ..random(&mut rng, 12) };
            let other = shuffled(&problem, &mut rng).canonical();
            let problem = problem.canonical();
            assert_eq!(problem.text().unwrap(), other.text().unwrap());
            let answer = serde_json::to_string(&solve(&problem)).unwrap();
            assert_eq!(hash(&answer), hash(&serde_json::to_string(&solve(&other)).unwrap()));
            let stored = Problem::read(&problem.text().unwrap()).unwrap();
            assert_eq!(answer, serde_json::to_string(&solve(&stored)).unwrap());
        }
    }
}

#[test]
fn one_more_mentor_never_makes_it_worse_and_one_pair_less_never_better() {
    let mut rng = StdRng::seed_from_u64(11);
    for _ in 0..200 {
        let problem = random(&mut rng, 10).canonical();
        let before = value(&problem);
        let mut more = problem.clone();
        more.mentors.push(mentor(&mut rng));
        let new = more.mentors.len() - 1;
        more.edges.extend((0..more.needs.len()).map(|at| edge(at, new, rng.random_range(0..=1000), 500)));
        assert!(value(&more.canonical()) >= before);
        let outcome = solve(&problem);
        for pair in outcome.pairs {
            let need = problem.needs.iter().position(|need| need.id == pair.need).unwrap();
            let chosen = problem.mentors.iter().position(|mentor| mentor.school == pair.mentor).unwrap();
            let mut without = problem.clone();
            without.edges.retain(|edge| (edge.need, edge.mentor) != (need, chosen));
            let (after, loss) = (value(&without), pair.forbidding.unwrap());
            assert!(after <= before);
            assert_eq!((before.0 - after.0, before.1 - after.1), (loss.covered, loss.score), "the price that is told");
            if let Some(other) = pair.runner_up
                && let Some(loss) = other.loss
            {
                let mut forced = problem.clone();
                let at = problem.mentors.iter().position(|mentor| mentor.school == other.mentor).unwrap();
                forced.fixed.push(Fixed { need, mentor: at, kind: DecisionKind::Pin });
                let after = value(&forced);
                assert_eq!(
                    (before.0 - after.0, before.1 - after.1),
                    (loss.covered, loss.score),
                    "the price of the next"
                );
            }
        }
    }
}

#[test]
fn a_pair_that_becomes_better_stays_and_a_pinned_one_holds_while_the_rest_is_solved() {
    let mut rng = StdRng::seed_from_u64(12);
    for _ in 0..200 {
        let problem = random(&mut rng, 10).canonical();
        let found = assign(&problem);
        let chosen: Vec<(usize, usize)> =
            found.iter().enumerate().filter_map(|(need, mentor)| Some((need, (*mentor)?))).collect();
        let Some(&(need, mentor)) = chosen.first() else { continue };
        let mut better = problem.clone();
        for edge in better.edges.iter_mut().filter(|edge| (edge.need, edge.mentor) == (need, mentor)) {
            edge.parts = Parts { context: Some(1000), access: Some(1000), ..Parts::default() };
        }
        assert_eq!(assign(&better)[need], Some(mentor));
        let mut pinned = problem.clone();
        pinned.fixed.push(Fixed { need, mentor, kind: DecisionKind::Pin });
        assert_eq!(assign(&pinned), found, "a pin of what is chosen changes nothing");
        let any = &problem.edges[rng.random_range(0..problem.edges.len())];
        let mut other = problem.clone();
        other.fixed.push(Fixed { need: any.need, mentor: any.mentor, kind: DecisionKind::Pin });
        assert_eq!(assign(&other)[any.need], Some(any.mentor));
        assert!(value(&other) <= value(&problem));
    }
}

#[test]
fn the_more_urgent_is_helped_first_and_more_needs_before_better_scores() {
    let mut rng = StdRng::seed_from_u64(13);
    let mut problem = random(&mut rng, 1);
    problem.needs = (0..3).map(|_| need(&mut rng)).collect();
    problem.mentors = (0..2).map(|_| mentor(&mut rng)).collect();
    for mentor in &mut problem.mentors {
        (mentor.capacity, mentor.chairs[0].specialists) = (1, 1);
    }
    for (need, priority) in problem.needs.iter_mut().zip([3, 1, 2]) {
        need.priority = priority;
    }
    // The first would score best everywhere; the second and third can only go to one each.
    problem.edges = vec![edge(0, 0, 1000, 1000), edge(0, 1, 1000, 1000), edge(1, 0, 10, 10), edge(2, 1, 10, 10)];
    assert_eq!(assign(&problem), [None, Some(0), Some(1)]);
}

#[test]
fn a_pin_over_the_limit_is_loosened_and_told() {
    let mut rng = StdRng::seed_from_u64(14);
    let mut problem = random(&mut rng, 1);
    problem.needs = (0..2).map(|_| need(&mut rng)).collect();
    problem.mentors = vec![mentor(&mut rng)];
    (problem.mentors[0].capacity, problem.mentors[0].chairs[0].specialists) = (1, 3);
    problem.edges = vec![edge(0, 0, 500, 500), edge(1, 0, 900, 900)];
    problem.fixed = [0, 1].map(|need| Fixed { need, mentor: 0, kind: DecisionKind::Pin }).to_vec();
    let problem = problem.canonical();
    let outcome = solve(&problem);
    assert_eq!((outcome.pairs.len(), outcome.uncovered.len(), outcome.loosened.len()), (1, 1, 1));
}

#[test]
fn weights_that_matter_move_pairs_and_those_that_do_not_leave_them() {
    let mut rng = StdRng::seed_from_u64(15);
    let mut problem = random(&mut rng, 1);
    problem.needs = vec![need(&mut rng)];
    problem.mentors = (0..2).map(|_| mentor(&mut rng)).collect();
    problem.weights =
        Weights { context: 500, access: 500, practice: 0, complementarity: 0, history: 0, ..Weights::BUILT_IN };
    problem.edges = vec![edge(0, 0, 800, 200), edge(0, 1, 200, 790)];
    let moved: Vec<(String, i64, usize)> = trials(&problem)
        .into_iter()
        .map(|trial| (format!("{:?}", trial.term), trial.percent, trial.moved.len()))
        .collect();
    let expected = [
        ("Context", 20, 0),
        ("Context", -20, 1),
        ("Complementarity", 20, 0),
        ("Complementarity", -20, 0),
        ("Practice", 20, 0),
        ("Practice", -20, 0),
        ("Access", 20, 1),
        ("Access", -20, 0),
        ("History", 20, 0),
        ("History", -20, 0),
    ];
    assert_eq!(moved, expected.map(|(term, percent, count)| (term.to_owned(), percent, count)));
}

#[test]
fn ten_times_the_largest_district_stays_within_whole_numbers() {
    let mut rng = StdRng::seed_from_u64(16);
    let mut problem = random(&mut rng, 1);
    problem.weights.load_penalty = 1000;
    problem.needs = (0..120).map(|_| need(&mut rng)).collect();
    problem.mentors = (0..40).map(|_| mentor(&mut rng)).collect();
    problem.edges = (0..120)
        .flat_map(|need| (0..40).map(move |mentor| (need, mentor)))
        .map(|(n, m)| edge(n, m, 1000, 1000))
        .collect();
    let room: i64 = problem.mentors.iter().map(|m| m.capacity.min(m.chairs[0].specialists)).sum();
    let found = assign(&problem.canonical());
    assert_eq!(i64::try_from(found.iter().flatten().count()).unwrap(), room.min(120));
}
