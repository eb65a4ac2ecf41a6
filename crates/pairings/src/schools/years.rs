//! School years, named by the year in which they begin.

use accounts::{entity::organisation, facts};
use chrono::{Datelike, NaiveDate};
use kernel::{Error, Result, Timestamp};

/// Nothing older is of any use.
pub const FIRST: i32 = 2015;
const SEPTEMBER: u32 = 9;

/// The school year of a day.
pub fn of(day: NaiveDate) -> i32 {
    if day.month() >= SEPTEMBER { day.year() } else { day.year() - 1 }
}

/// The school year it is now where this organisation is.
pub fn current(now: Timestamp, org: &organisation::Model) -> i32 {
    of(facts::day(now, &org.time_zone))
}

/// «2026/27»
pub fn shown(year: i32) -> String {
    format!("{year}/{:02}", (year + 1).rem_euclid(100))
}

/// What may be told of: the next one is prepared before it begins.
pub fn sane(year: i32, current: i32) -> bool {
    (FIRST..=current.saturating_add(1)).contains(&year)
}

/// # Errors
/// `Invalid` naming `year`.
pub fn check(year: i32, current: i32) -> Result<()> {
    if sane(year, current) { Ok(()) } else { Err(Error::invalid("year", "invalid")) }
}

/// «2026», «2026/27», «2026-2027 уч. год».
pub fn read(text: &str) -> Option<i32> {
    let groups: Vec<&str> = text.split(|c: char| !c.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let words = text.chars().filter(|c| c.is_alphabetic()).count();
    let (first, next) = match groups.as_slice() {
        [first] => (*first, None),
        [first, next] => (*first, Some(*next)),
        _ => return None,
    };
    let year: i32 = first.parse().ok().filter(|_| first.len() == 4 && words <= 10)?;
    let follows = match next {
        None => true,
        Some(next) if next.len() == 2 => next.parse() == Ok((year + 1).rem_euclid(100)),
        Some(next) => next.parse() == Ok(year + 1),
    };
    follows.then_some(year)
}
