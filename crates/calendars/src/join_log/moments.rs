//! Moments and lengths as platforms write them.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use chrono_tz::Tz;
use kernel::Timestamp;

use crate::wall;

/// With the day first or last; where both ways are days, the one nearer to the event is meant.
const FULL: &[&str] = &[
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d %H:%M",
    "%Y-%m-%dT%H:%M:%S",
    "%Y-%m-%dT%H:%M",
    "%d.%m.%Y %H:%M:%S",
    "%d.%m.%Y %H:%M",
    "%d.%m.%y %H:%M:%S",
    "%d.%m.%y %H:%M",
    "%d/%m/%Y %I:%M:%S %p",
    "%m/%d/%Y %I:%M:%S %p",
    "%m/%d/%y %I:%M:%S %p",
    "%d/%m/%Y %I:%M %p",
    "%m/%d/%Y %I:%M %p",
    "%d/%m/%Y %H:%M:%S",
    "%m/%d/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%m/%d/%Y %H:%M",
    "%Y/%m/%d %H:%M:%S",
    "%b %d %Y %I:%M:%S %p",
];
const HOURS: &[&str] = &["%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p"];
/// Further away it is another meeting, or another way of writing days.
const NEAR: i64 = 60;

/// A moment; without a zone it is that of the event, without a day its first one.
pub fn read(text: &str, day: NaiveDate, zone: Tz) -> Option<Timestamp> {
    let text: String = text.replace(['\u{202f}', '\u{a0}', ','], " ");
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Ok(at) = DateTime::parse_from_rfc3339(&text.replace(' ', "T")) {
        return Some(at.with_timezone(&Utc));
    }
    let full = FULL.iter().filter_map(|form| NaiveDateTime::parse_from_str(&text, form).ok());
    let nearest = full.min_by_key(|at| (at.date() - day).num_days().abs());
    let bare = || HOURS.iter().find_map(|form| NaiveTime::parse_from_str(&text, form).ok()).map(|at| day.and_time(at));
    let found = nearest.filter(|at| (at.date() - day).num_days().abs() <= NEAR).or_else(bare)?;
    wall::instant(found, zone)
}

/// «83», «83,5», «1:23:45», «1 ч 23 мин», «1h 2m 3s».
pub fn minutes(text: &str) -> Option<i32> {
    let text = text.trim().to_lowercase().replace(',', ".");
    let seconds = match text.split(':').collect::<Vec<_>>()[..] {
        [hours, minutes, seconds] => whole(hours)? * 3600 + whole(minutes)? * 60 + whole(seconds)?,
        [hours, minutes] => whole(hours)? * 3600 + whole(minutes)? * 60,
        _ => spoken(&text)?,
    };
    i32::try_from((seconds + 30) / 60).ok()
}

fn whole(text: &str) -> Option<i64> {
    text.trim().parse::<i64>().ok().filter(|n| (0..100_000).contains(n))
}

/// Numbers with their units; a bare number is minutes.
fn spoken(text: &str) -> Option<i64> {
    let mut seconds = 0.0_f64;
    let mut number = String::new();
    let mut unit = String::new();
    let mut any = false;
    let mut close = |number: &mut String, unit: &mut String| {
        if let Ok(n) = number.parse::<f64>() {
            any = true;
            seconds += n * match unit.trim_start().chars().next() {
                Some('ч' | 'h') => 3600.0,
                Some('с' | 's') => 1.0,
                _ => 60.0,
            };
        }
        number.clear();
        unit.clear();
    };
    for c in text.chars() {
        if c.is_ascii_digit() || c == '.' && unit.is_empty() && !number.is_empty() {
            if !unit.is_empty() {
                close(&mut number, &mut unit);
            }
            number.push(c);
        } else if !number.is_empty() {
            unit.push(c);
        }
    }
    close(&mut number, &mut unit);
    let good = any && (0.0..100_000_000.0).contains(&seconds);
    #[expect(clippy::cast_possible_truncation, reason = "checked to be small")]
    good.then_some(seconds.round() as i64)
}
