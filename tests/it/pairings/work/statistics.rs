//! Intervals against published tables (Newcombe 1998, Statistics in Medicine 17: 857 and 873), and what they say.

use pairings::{
    kinds::{EffectPoint, EffectWhose, Verdict},
    work::{
        effect::{Table, change, difference_at},
        facts,
        reports::hours,
        statistics::{Count, Estimate, difference, percent, verdict},
    },
};

use super::day;

fn share(numerator: i32, denominator: i32) -> Estimate {
    Count::new(numerator, denominator).unwrap().share()
}

fn near(found: Estimate, low: f64, high: f64) {
    // The tables give four digits.
    assert!((found.low - low).abs() < 0.000_051 && (found.high - high).abs() < 0.000_051, "{found:?}: {low} {high}");
}

#[test]
fn one_share_lies_where_the_tables_say() {
    for ((numerator, denominator), low, high) in
        [((81, 263), 0.2553, 0.3662), ((15, 148), 0.0624, 0.1605), ((0, 20), 0.0, 0.1611), ((1, 29), 0.0061, 0.1718)]
    {
        near(share(numerator, denominator), low, high);
    }
}

#[test]
fn a_difference_lies_where_the_tables_say() {
    for ((one, of), (other, of_other), low, high) in [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ] {
        near(difference(share(one, of), share(other, of_other)), low, high);
    }
}

#[test]
fn what_is_no_share_is_no_number() {
    for (numerator, denominator) in [(0, 0), (1, 0), (5, 4), (-1, 10), (3, -7), (i32::MAX, 1)] {
        assert_eq!(Count::new(numerator, denominator), None, "{numerator} of {denominator}");
    }
    let huge = share(i32::MAX, i32::MAX);
    assert!(huge.low > 0.99 && huge.high <= 1.0 && huge.value == 1.0);
}

#[test]
fn an_interval_holds_its_share_and_stays_a_share() {
    for denominator in 1..=60 {
        for numerator in 0..=denominator {
            let found = share(numerator, denominator);
            assert!(0.0 <= found.low && found.low <= found.value && found.value <= found.high && found.high <= 1.0);
            let other = share(denominator - numerator, denominator);
            assert!((found.low - (1.0 - other.high)).abs() < 1e-12, "{numerator} of {denominator} is not even");
        }
    }
}

#[test]
fn few_children_are_few_on_either_side() {
    let small = |numerator, denominator| Count::new(numerator, denominator).unwrap().small();
    assert!(small(4, 50) && small(46, 50) && small(0, 50) && small(3, 4));
    assert!(!small(5, 10) && !small(45, 50));
}

#[test]
fn what_is_not_known_is_never_nought() {
    assert_eq!(verdict(None, false), Verdict::NoData);
    let mut table = Table::default();
    assert!(change(&table).is_none() && difference_at(&table, EffectPoint::Start).is_none());
    table.put(EffectPoint::Start, EffectWhose::Mentee, 10, 40);
    table.put(EffectPoint::End, EffectWhose::Mentee, 30, 40);
    table.put(EffectPoint::Start, EffectWhose::Alike, 100, 400);
    // Without like schools at the end nothing is said of the change.
    assert!(change(&table).is_none() && difference_at(&table, EffectPoint::End).is_none());
    table.put(EffectPoint::End, EffectWhose::Alike, 7, 0);
    assert!(change(&table).is_none(), "what is no share does not count");
    table.put(EffectPoint::End, EffectWhose::Alike, 120, 400);
    let found = change(&table).unwrap();
    assert!((found.value - 0.45).abs() < 1e-12, "{found:?}");
    assert_eq!((verdict(Some(found), false), verdict(Some(found), true)), (Verdict::Better, Verdict::Worse));
}

#[test]
fn of_small_classes_the_same_change_is_within_the_error() {
    let table = |times: i32| {
        let mut table = Table::default();
        for (point, whose, numerator, denominator) in [
            (EffectPoint::Start, EffectWhose::Mentee, 4 * times, 10 * times),
            (EffectPoint::End, EffectWhose::Mentee, 6 * times, 10 * times),
            (EffectPoint::Start, EffectWhose::Alike, 400, 1000),
            (EffectPoint::End, EffectWhose::Alike, 420, 1000),
        ] {
            table.put(point, whose, numerator, denominator);
        }
        change(&table).unwrap()
    };
    let (small, large) = (table(1), table(50));
    assert_eq!((percent(small.value), percent(large.value)), (18, 18));
    assert_eq!((verdict(Some(small), false), verdict(Some(large), false)), (Verdict::WithinError, Verdict::Better));
}

#[test]
fn halves_of_a_school_year_meet() {
    assert_eq!(facts::half(2026, 1), Some((day("2026-09-01"), day("2026-12-31"))));
    assert_eq!(facts::half(2026, 2), Some((day("2027-01-01"), day("2027-08-31"))));
    assert_eq!(facts::half(2026, 3), None);
    assert_eq!([hours(0), hours(45), hours(120), hours(200)], ["0 мин", "45 мин", "2 ч", "3 ч 20 мин"]);
}
