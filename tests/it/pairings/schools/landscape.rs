//! Likeness by itself: the same facts make the same landscape, and what is not known is never guessed.

use kernel::OrgId;
use pairings::{
    kinds::{LevelKey, SchoolKind, ShareKey},
    schools::{
        context::{ContextForm, LevelForm, ShareForm},
        likes::{Facts, Landscape, VARIABLES, Value, Variable, enough, median},
    },
};
use proptest::prelude::*;
use uuid::Uuid;

fn org(number: u128) -> OrgId {
    OrgId(Uuid::from_u128(number))
}

/// A school described by seven shares in per cent, five steps, a size and a road.
fn form(shares: [i32; 7], levels: [i32; 5], pupils: i32, minutes: i32) -> ContextForm {
    let share = |(key, percent): (ShareKey, i32)| ShareForm {
        key,
        numerator: Some(percent * pupils / 100),
        denominator: Some(pupils),
    };
    let level = |(key, level): (LevelKey, i32)| LevelForm { key, level, source: "Опрос".into() };
    ContextForm {
        pupils: Some(pupils),
        kind: Some(SchoolKind::Secondary),
        rural: Some(minutes > 30),
        minutes_to_centre: Some(minutes),
        shares: ShareKey::ALL.into_iter().zip(shares).map(share).collect(),
        levels: LevelKey::ALL.into_iter().zip(levels).map(level).collect(),
        ..ContextForm::default()
    }
}

fn plain(number: u128, percent: i32) -> Facts {
    let form = form([60, percent, 5, 10, 6, 8, 5], [3; 5], 200, 20);
    Facts::of(org(number), 2026, &form, None)
}

#[test]
fn a_school_is_most_like_the_one_that_differs_least() {
    let landscape = Landscape::of((1..=12).map(|n| plain(n, i32::try_from(n).unwrap() * 3)).collect());
    let nearest = landscape.nearest(org(4), 4);
    assert_eq!(nearest, [org(5), org(3), org(6), org(2)], "shares are compared as asin √p: a step up is a little less");
    let likeness = landscape.pair(org(4), org(5)).unwrap();
    assert_eq!((likeness.rank, likeness.of), (1, 11));
    assert!(likeness.score > 0.9 && likeness.score < 1.0, "{}", likeness.score);
    let far = landscape.pair(org(1), org(12)).unwrap();
    assert_eq!((far.rank, far.far[0].variable), (11, Variable::Share(ShareKey::IncompleteFamilies)));
    assert_eq!((far.far[0].mine, far.far[0].theirs), (Value::Percent(3), Value::Percent(36)));
    assert_eq!(far.far[0].words(true), "Дети из неполных семей: 3 % и 36 %");
    assert_eq!(far.far[0].words(false), "Дети из неполных семей: 5 % и 35 %");
    assert_eq!(far.far.len(), 1, "what is the same is not named as a difference");
    assert_eq!(far.near.len(), 3);
    assert!(landscape.pair(org(4), org(4)).is_none(), "nobody is like themselves");
    assert!(landscape.pair(org(4), org(99)).is_none());
}

#[test]
fn the_formula_is_the_one_that_is_written_down() {
    // Two schools that differ in one thing: a share of 10 % against 30 %, of 200 pupils each.
    let landscape = Landscape::of(vec![plain(1, 10), plain(2, 30)]);
    let at = |k: f64| ((k + 0.5) / 201.0_f64).sqrt().asin();
    let (a, b) = (at(20.0), at(60.0));
    let middle = f64::midpoint(a, b);
    let unit = (1.4826 * (b - middle)).max(0.05);
    let weights: f64 = VARIABLES.iter().map(|variable| variable.weight()).sum();
    let square = 0.5 * ((b - a) / unit).powi(2) / weights;
    assert!((landscape.distance(org(1), org(2)).unwrap() - square.sqrt()).abs() < 1e-12);
    // The scale of the region is its only distance.
    let score = landscape.pair(org(1), org(2)).unwrap().score;
    assert!((score - (-0.5_f64).exp()).abs() < 1e-12, "{score}");
}

#[test]
fn too_little_known_is_said_and_not_guessed() {
    let whole = form([60, 30, 5, 10, 6, 8, 5], [3; 5], 200, 20);
    let mut little = ContextForm { levels: Vec::new(), ..whole.clone() };
    assert!(enough(&whole) && enough(&little));
    little.shares.truncate(5);
    assert!(!enough(&little), "seven of fifteen");
    let facts = vec![
        Facts::of(org(1), 2026, &whole, None),
        Facts::of(org(2), 2026, &little, None),
        Facts::of(org(3), 2026, &whole, None),
        Facts::of(org(4), 2026, &ContextForm::default(), None),
    ];
    let landscape = Landscape::of(facts);
    assert!(landscape.pair(org(1), org(2)).is_none() && landscape.pair(org(1), org(4)).is_none());
    assert_eq!((landscape.comparable(org(1)), landscape.comparable(org(2))), (1, 0));
    assert_eq!(landscape.nearest(org(1), 10), [org(3)]);
    let missing = landscape.facts(org(2)).unwrap().missing();
    assert!(missing.contains(&Variable::Level(LevelKey::Health)) && missing.len() == 7, "{missing:?}");
    assert_eq!(landscape.pair(org(1), org(3)).unwrap().score, 1.0, "the same school twice");
    assert!(Landscape::of(Vec::new()).nearest(org(1), 5).is_empty());
}

#[test]
fn a_small_school_is_read_over_two_years_and_its_small_cells_have_no_numbers() {
    let mut now = form([50; 7], [3; 5], 20, 20);
    now.shares = vec![ShareForm { key: ShareKey::OnRecord, numerator: Some(1), denominator: Some(20) }];
    let before = ContextForm {
        shares: vec![ShareForm { key: ShareKey::OnRecord, numerator: Some(9), denominator: Some(20) }],
        ..ContextForm::default()
    };
    let at = |facts: &Facts| facts.measures[2].unwrap();
    let alone = at(&Facts::of(org(1), 2026, &now, None));
    assert_eq!(alone.value, Value::Few);
    assert_eq!(alone.value.words(true), "менее 5 детей");
    let both = at(&Facts::of(org(1), 2026, &now, Some(&before)));
    assert_eq!(both.value, Value::Percent(25));
    assert!((both.at - (10.5_f64 / 41.0).sqrt().asin()).abs() < 1e-12);
    let mut large = now.clone();
    large.shares[0].denominator = Some(25);
    assert_eq!(at(&Facts::of(org(1), 2026, &large, Some(&before))).value, Value::Few, "large enough for one year");
    large.shares[0].numerator = Some(24);
    assert_eq!(at(&Facts::of(org(1), 2026, &large, None)).value.words(false), "почти все");
    let only_before = ContextForm { shares: Vec::new(), ..now };
    assert!(Facts::of(org(1), 2026, &only_before, Some(&before)).measures[2].is_none(), "last year is not this year");
}

#[test]
fn the_middle_is_the_middle() {
    assert_eq!((median(vec![]), median(vec![2.0]), median(vec![3.0, 1.0])), (None, Some(2.0), Some(2.0)));
    assert_eq!(median(vec![9.0, 1.0, 5.0]), Some(5.0));
}

fn schools() -> impl Strategy<Value = Vec<Facts>> {
    let one = (
        prop::array::uniform7(0..=100_i32),
        prop::array::uniform5(1..=5_i32),
        1..=1500_i32,
        0..=120_i32,
        prop::collection::vec(any::<bool>(), VARIABLES.len()),
    );
    prop::collection::vec(one, 2..24).prop_map(|schools| {
        let facts = |(number, (shares, levels, pupils, minutes, known)): (u128, _)| {
            let mut facts = Facts::of(org(number), 2026, &form(shares, levels, pupils, minutes), None);
            for (measure, known) in facts.measures.iter_mut().zip::<Vec<bool>>(known) {
                // Most is known of most.
                if !known && number % 3 == 0 {
                    *measure = None;
                }
            }
            facts
        };
        (1..).zip(schools).map(facts).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn likeness_is_the_same_both_ways_and_in_whatever_order(facts in schools(), turn in 0..24_usize) {
        let landscape = Landscape::of(facts.clone());
        let mut turned = facts.clone();
        let by = turn % turned.len();
        turned.rotate_left(by);
        let again = Landscape::of(turned);
        for a in &facts {
            let order = landscape.nearest(a.school, facts.len());
            prop_assert_eq!(&order, &again.nearest(a.school, facts.len()));
            prop_assert_eq!(order.len(), landscape.comparable(a.school));
            for b in &facts {
                let there = landscape.pair(a.school, b.school);
                prop_assert_eq!(&there, &again.pair(a.school, b.school));
                let back = landscape.pair(b.school, a.school);
                prop_assert_eq!(there.as_ref().map(|l| l.score), back.map(|l| l.score));
                if let Some(likeness) = there {
                    prop_assert!((0.0..=1.0).contains(&likeness.score));
                    prop_assert_eq!(order.get(likeness.rank - 1), Some(&b.school));
                    let both = likeness.near.iter().any(|near| likeness.far.contains(near));
                    prop_assert!(!both, "one thing cannot make them alike and different");
                }
            }
        }
    }

    #[test]
    fn a_school_that_comes_to_another_is_never_further_from_itself(facts in schools()) {
        // A twin of a school, wherever it is, is its nearest, unless too little is known of both.
        let first = facts[0].clone();
        let twin = Facts { school: org(0), ..first.clone() };
        let mut with = facts;
        with.push(twin);
        let landscape = Landscape::of(with);
        if first.coverage() >= 0.6 {
            prop_assert_eq!(landscape.distance(first.school, org(0)), Some(0.0));
            prop_assert_eq!(landscape.pair(first.school, org(0)).unwrap().score, 1.0);
        } else {
            prop_assert!(landscape.distance(first.school, org(0)).is_none());
        }
    }
}
