//! Rules of series beside what another library (python-dateutil 2.9) made of them, and beside those that make no sense.

use calendars::rules::{MAX_EVENTS, unfold};
use chrono::{NaiveDate, NaiveDateTime};
use chrono_tz::{Asia, Europe, Tz};
use kernel::Code;

const EXPECTED: &str = include_str!("rules.txt");

fn wall(day: &str) -> NaiveDateTime {
    NaiveDate::parse_from_str(day, "%Y%m%d").unwrap().and_hms_opt(15, 0, 0).unwrap()
}

fn days(rule: &str, first: &str, zone: Tz) -> Vec<String> {
    let unfolded = unfold(rule, wall(first), zone).unwrap_or_else(|error| panic!("{rule}: {error}"));
    unfolded.walls.iter().map(|wall| wall.format("%Y%m%d").to_string()).collect()
}

#[test]
fn rules_mean_what_another_library_says_they_mean() {
    let mut wrong = Vec::new();
    for line in EXPECTED.lines() {
        let [first, rule, expected] = line.split(' ').collect::<Vec<_>>().try_into().unwrap();
        let found = days(rule, first, Asia::Yekaterinburg).join(",");
        if found != expected {
            wrong.push(format!("{first} {rule}: {found}, expected {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:#?}", wrong.len(), EXPECTED.lines().count());
}

#[test]
fn a_rule_ends_with_the_day_by_the_wall_or_with_a_moment() {
    let expected = ["20261006", "20261013", "20261020"];
    for until in ["20261020", "20261020T150000", "20261020T100000Z"] {
        assert_eq!(days(&format!("RRULE:FREQ=WEEKLY;UNTIL={until}"), "20261006", Asia::Yekaterinburg), expected);
    }
    assert_eq!(days("freq=weekly;until=20261020T095959Z", "20261006", Asia::Yekaterinburg), expected[..2]);
}

#[test]
fn an_hour_that_the_zone_leaves_out_is_skipped_and_said() {
    let starts = NaiveDate::from_ymd_opt(2027, 3, 27).unwrap().and_hms_opt(2, 30, 0).unwrap();
    let unfolded = unfold("FREQ=DAILY;COUNT=3", starts, Europe::Berlin).unwrap();
    let named = |walls: &[NaiveDateTime]| walls.iter().map(|w| w.format("%d").to_string()).collect::<Vec<_>>();
    assert_eq!(
        (named(&unfolded.walls), named(&unfolded.skipped)),
        (vec!["27".into(), "29".into(), "30".into()], vec!["28".into()])
    );
}

#[test]
fn a_million_events_and_a_rule_without_an_end_are_refused() {
    for rule in [
        "FREQ=DAILY;COUNT=1000000",
        "FREQ=DAILY;COUNT=201",
        "FREQ=DAILY;UNTIL=20991231",
        "FREQ=DAILY;UNTIL=20280901",
        "FREQ=YEARLY;COUNT=4",
    ] {
        assert_eq!(unfold(rule, wall("20261006"), Asia::Chita).unwrap_err().code(), Code::SeriesTooLong, "{rule}");
    }
    assert_eq!(days(&format!("FREQ=DAILY;COUNT={MAX_EVENTS}"), "20261006", Asia::Chita).len(), MAX_EVENTS);
    for rule in [
        "",
        "завтра",
        "FREQ=DAILY",
        "FREQ=HOURLY;COUNT=2",
        "FREQ=DAILY;COUNT=2;UNTIL=20261010",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY;COUNT=-1",
        "FREQ=DAILY;COUNT=99999999999999999999999",
        "FREQ=DAILY;INTERVAL=0;COUNT=2",
        "FREQ=DAILY;COUNT=2;COUNT=3",
        "FREQ=WEEKLY;BYDAY=2MO;COUNT=2",
        "FREQ=WEEKLY;BYMONTHDAY=1;COUNT=2",
        "FREQ=MONTHLY;BYMONTHDAY=32;COUNT=2",
        "FREQ=MONTHLY;BYDAY=ПН;COUNT=2",
        "FREQ=MONTHLY;BYSETPOS=1;COUNT=2",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30;UNTIL=20271001",
        "FREQ=DAILY;UNTIL=20261005",
        "FREQ=DAILY;UNTIL=20261032",
        "FREQ=DAILY;BYHOUR=3;COUNT=2",
    ] {
        assert_eq!(unfold(rule, wall("20261006"), Asia::Chita).unwrap_err().code(), Code::Invalid, "{rule}");
    }
}
