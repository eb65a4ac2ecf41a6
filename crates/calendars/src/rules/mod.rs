//! Rules of series (RFC 5545, RRULE), unfolded once: what comes out are walls, and each becomes an event of its own.
//!
//! Ours rather than a library's: of the crate that fits (`rrule`) the house would use a tenth, it moves an hour that a
//! zone leaves out instead of skipping it, and it may look for a date that never comes a hundred thousand times. Here a
//! rule is a question asked of each day of two years, so no rule can take longer than that.

mod days;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use chrono_tz::Tz;
use kernel::{Code, Error, Result};

use crate::wall;

pub const MAX_EVENTS: usize = 200;
/// Two years and the day on which the second ends.
const MAX_DAYS: u64 = 731;
const MAX_LENGTH: usize = 300;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Freq {
    Daily,
    Weekly,
    Monthly,
    Yearly,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Limit {
    Count(u64),
    /// The last moment that counts, by the wall.
    Until(NaiveDateTime),
}

/// A rule as it is written.
#[derive(Clone, Debug)]
struct Rule {
    freq: Freq,
    interval: i64,
    limit: Limit,
    /// With its number in the month or the year; 0: every one.
    by_day: Vec<(i32, Weekday)>,
    by_month_day: Vec<i32>,
    by_month: Vec<u32>,
    by_set_pos: Vec<i32>,
    week_start: Weekday,
}

/// What a rule makes of a beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unfolded {
    pub walls: Vec<NaiveDateTime>,
    /// Days on which the clock of the zone leaves this hour out.
    pub skipped: Vec<NaiveDateTime>,
}

fn wrong() -> Error {
    Error::invalid("rule", "invalid")
}

fn too_long() -> Error {
    Error::Conflict(Code::SeriesTooLong)
}

/// Walls of a rule from its beginning on.
///
/// # Errors
/// `Invalid` naming `rule`; `series_too_long` beyond 200 events or two years.
pub fn unfold(rule: &str, starts: NaiveDateTime, zone: Tz) -> Result<Unfolded> {
    let rule = read(rule, zone)?;
    let (count, until) = match rule.limit {
        Limit::Count(count) if count > MAX_EVENTS as u64 => return Err(too_long()),
        Limit::Count(count) => (count, None),
        Limit::Until(until) if until < starts => return Err(wrong()),
        Limit::Until(until) => (u64::MAX, Some(until)),
    };
    let last = starts.date() + Days::new(MAX_DAYS);
    if until.is_some_and(|until| until.date() > last) {
        return Err(too_long());
    }
    let mut unfolded = Unfolded::default();
    let mut left = count;
    for day in days::of(&rule, starts.date(), last) {
        let wall = day.and_time(starts.time());
        if left == 0 || until.is_some_and(|until| wall > until) {
            break;
        }
        if wall::instant(wall, zone).is_none() {
            unfolded.skipped.push(wall);
            continue;
        }
        unfolded.walls.push(wall);
        left -= 1;
        if unfolded.walls.len() > MAX_EVENTS {
            return Err(too_long());
        }
    }
    match rule.limit {
        _ if unfolded.walls.is_empty() => Err(wrong()),
        // What was asked for does not come within two years.
        Limit::Count(_) if left > 0 => Err(too_long()),
        Limit::Count(_) | Limit::Until(_) => Ok(unfolded),
    }
}

fn read(text: &str, zone: Tz) -> Result<Rule> {
    let text = text.trim().to_ascii_uppercase();
    let text = text.strip_prefix("RRULE:").unwrap_or(&text);
    if text.is_empty() {
        return Err(Error::invalid("rule", "required"));
    }
    if text.len() > MAX_LENGTH {
        return Err(Error::invalid("rule", "too_long"));
    }
    parse(text, zone).filter(sound).ok_or_else(wrong)
}

fn parse(text: &str, zone: Tz) -> Option<Rule> {
    let (mut freq, mut count, mut until) = (None, None, None);
    let mut rule = Rule {
        freq: Freq::Daily,
        interval: 1,
        limit: Limit::Count(0),
        by_day: Vec::new(),
        by_month_day: Vec::new(),
        by_month: Vec::new(),
        by_set_pos: Vec::new(),
        week_start: Weekday::Mon,
    };
    let mut seen = std::collections::BTreeSet::new();
    for part in text.split(';').filter(|part| !part.is_empty()) {
        let (name, value) = part.split_once('=')?;
        if !seen.insert(name) {
            return None;
        }
        match name {
            "FREQ" => freq = Some(frequency(value)?),
            "INTERVAL" => rule.interval = value.parse::<i64>().ok().filter(|n| (1..=1000).contains(n))?,
            "COUNT" => count = Some(value.parse::<u64>().ok().filter(|n| *n > 0)?),
            "UNTIL" => until = Some(moment(value, zone)?),
            "BYDAY" => rule.by_day = list(value, numbered)?,
            "BYMONTHDAY" => rule.by_month_day = list(value, |n| whole(n, 31))?,
            "BYMONTH" => rule.by_month = list(value, |n| n.parse::<u32>().ok().filter(|n| (1..=12).contains(n)))?,
            "BYSETPOS" => rule.by_set_pos = list(value, |n| whole(n, 366))?,
            "WKST" => rule.week_start = weekday(value)?,
            _ => return None,
        }
    }
    rule.freq = freq?;
    rule.limit = match (count, until) {
        (Some(count), None) => Limit::Count(count),
        (None, Some(until)) => Limit::Until(until),
        _ => return None,
    };
    Some(rule)
}

/// What the RFC forbids to say together.
fn sound(rule: &Rule) -> bool {
    let counted = matches!(rule.freq, Freq::Monthly | Freq::Yearly);
    let numbers = counted || rule.by_day.iter().all(|(no, _)| *no == 0);
    let days = rule.freq != Freq::Weekly || rule.by_month_day.is_empty();
    let lists = [rule.by_day.is_empty(), rule.by_month_day.is_empty(), rule.by_month.is_empty()];
    let positions = rule.by_set_pos.is_empty() || lists.contains(&false);
    numbers && days && positions
}

fn frequency(word: &str) -> Option<Freq> {
    Some(match word {
        "DAILY" => Freq::Daily,
        "WEEKLY" => Freq::Weekly,
        "MONTHLY" => Freq::Monthly,
        "YEARLY" => Freq::Yearly,
        _ => return None,
    })
}

fn list<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(read).collect()
}

fn whole(text: &str, most: i32) -> Option<i32> {
    text.parse().ok().filter(|n: &i32| *n != 0 && (-most..=most).contains(n))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "MO" => Weekday::Mon,
        "TU" => Weekday::Tue,
        "WE" => Weekday::Wed,
        "TH" => Weekday::Thu,
        "FR" => Weekday::Fri,
        "SA" => Weekday::Sat,
        "SU" => Weekday::Sun,
        _ => return None,
    })
}

/// «2WE», «-1FR», «MO».
fn numbered(text: &str) -> Option<(i32, Weekday)> {
    let day = weekday(text.get(text.len().checked_sub(2)?..)?)?;
    let number = text.get(..text.len() - 2)?;
    Some((if number.is_empty() { 0 } else { whole(number, 53)? }, day))
}

/// «20270531» to its end, «20270531T120000» by the wall, with «Z» in UTC.
fn moment(text: &str, zone: Tz) -> Option<NaiveDateTime> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y%m%d") {
        return sane(day.and_time(NaiveTime::from_hms_opt(23, 59, 59)?));
    }
    match text.strip_suffix('Z') {
        Some(utc) => {
            let at = sane(NaiveDateTime::parse_from_str(utc, "%Y%m%dT%H%M%S").ok()?)?;
            Some(at.and_utc().with_timezone(&zone).naive_local())
        }
        None => sane(NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%S").ok()?),
    }
}

fn sane(at: NaiveDateTime) -> Option<NaiveDateTime> {
    Some(at).filter(|at| (2000..2200).contains(&at.year()))
}
