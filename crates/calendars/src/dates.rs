//! Days and hours as Russian letters and pages write them: the wall of the event, and beside it the clock in Moscow.

use chrono::{Datelike, NaiveDateTime};
use kernel::Timestamp;

use crate::{entity::event, wall};

fn day(at: NaiveDateTime) -> String {
    kernel::russian_day(&at)
}

fn hour(at: NaiveDateTime) -> String {
    at.format("%H:%M").to_string()
}

/// What the wall in Moscow shows.
fn moscow(at: Timestamp) -> NaiveDateTime {
    at.with_timezone(&chrono_tz::Europe::Moscow).naive_local()
}

/// «12 октября 2026 г., 15:00–17:00 (13:00 МСК)»; without a date what is known of it.
pub fn of(row: &event::Model) -> String {
    match row.starts_wall {
        Some(starts) => stretch(starts, row.ends_wall, &row.time_zone),
        None => row.slot.clone(),
    }
}

/// The same of a beginning and an end in a zone.
pub fn stretch(starts: NaiveDateTime, ends: Option<NaiveDateTime>, time_zone: &str) -> String {
    let mut text = format!("{}, {}", day(starts), hour(starts));
    if let Some(ends) = ends {
        let until = if ends.date() == starts.date() { hour(ends) } else { format!("{}, {}", day(ends), hour(ends)) };
        text.push('–');
        text.push_str(&until);
    }
    let Some(at) = wall::zone(time_zone).and_then(|zone| wall::instant(starts, zone)) else { return text };
    let there = moscow(at);
    if there == starts {
        text.push_str(" МСК");
    } else if there.date() == starts.date() {
        text.push_str(&format!(" ({} МСК)", hour(there)));
    } else {
        text.push_str(&format!(" ({}, {} МСК)", day(there), hour(there)));
    }
    text
}

/// The same for whoever lives by another clock: «…, у вас 19:00».
pub fn seen_from(row: &event::Model, time_zone: &str) -> String {
    let text = of(row);
    let (Some(starts), Some(at), Some(zone)) = (row.starts_wall, row.starts_at, wall::zone(time_zone)) else {
        return text;
    };
    let here = at.with_timezone(&zone).naive_local();
    if here == starts || here == moscow(at) {
        text
    } else if here.date() == starts.date() {
        format!("{text}, у вас {}", hour(here))
    } else {
        format!("{text}, у вас {}, {}", day(here), hour(here))
    }
}

/// «12 октября 2026 г.», of several days the first and the last.
pub fn days(row: &event::Model) -> String {
    let Some(starts) = row.starts_wall else { return row.slot.clone() };
    match row.ends_wall.filter(|ends| ends.date() != starts.date()) {
        Some(ends) => format!("{} – {}", day(starts), day(ends)),
        None => day(starts),
    }
}

/// «1 ч 30 мин»
pub fn hours(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} мин"),
        (hours, 0) => format!("{hours} ч"),
        (hours, minutes) => format!("{hours} ч {minutes} мин"),
    }
}

/// Year, month, day, as a PDF keeps them.
pub fn parts(at: Timestamp) -> Option<(u16, u8, u8)> {
    Some((u16::try_from(at.year()).ok()?, u8::try_from(at.month()).ok()?, u8::try_from(at.day()).ok()?))
}
