//! A zone described: its offset, and every change of it in the time that a calendar speaks of. Russian zones have none.

use chrono::{NaiveDateTime, Offset, TimeDelta, TimeZone};
use chrono_tz::{OffsetComponents, Tz};
use kernel::Timestamp;

use super::lines::Lines;

/// Seconds east of Greenwich, and whether summer time counts.
fn offset(zone: Tz, at: Timestamp) -> (i32, bool) {
    let offset = zone.offset_from_utc_datetime(&at.naive_utc());
    (offset.fix().local_minus_utc(), !offset.dst_offset().is_zero())
}

fn written(seconds: i32) -> String {
    let sign = if seconds < 0 { '-' } else { '+' };
    let minutes = seconds.abs() / 60;
    format!("{sign}{:02}{:02}", minutes / 60, minutes % 60)
}

pub fn write(lines: &mut Lines, zone: Tz, first: Timestamp, last: Timestamp) {
    lines.raw("BEGIN:VTIMEZONE").raw(&format!("TZID:{}", zone.name()));
    let (from, until) = (first - TimeDelta::days(1), last + TimeDelta::days(1));
    let (mut known, summer) = offset(zone, from);
    // What holds at the beginning holds since long ago, as far as this calendar is concerned.
    let long_ago = chrono::NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default().and_time(chrono::NaiveTime::MIN);
    part(lines, summer, long_ago, known, known);
    let mut day = from;
    while day < until {
        let next = day + TimeDelta::days(1);
        if offset(zone, next).0 != known {
            let at = change(zone, day, next, known);
            let (new, summer) = offset(zone, at);
            // Told by the clock as it was before the change.
            part(lines, summer, (at + TimeDelta::seconds(known.into())).naive_utc(), known, new);
            known = new;
        }
        day = next;
    }
    lines.raw("END:VTIMEZONE");
}

/// The first minute with another offset.
fn change(zone: Tz, before: Timestamp, after: Timestamp, known: i32) -> Timestamp {
    let (mut low, mut high) = (0, (after - before).num_minutes());
    while low + 1 < high {
        let middle = i64::midpoint(low, high);
        if offset(zone, before + TimeDelta::minutes(middle)).0 == known {
            low = middle;
        } else {
            high = middle;
        }
    }
    before + TimeDelta::minutes(high)
}

fn part(lines: &mut Lines, summer: bool, starts: NaiveDateTime, from: i32, to: i32) {
    let name = if summer { "DAYLIGHT" } else { "STANDARD" };
    lines
        .raw(&format!("BEGIN:{name}"))
        .raw(&format!("DTSTART:{}", starts.format("%Y%m%dT%H%M%S")))
        .raw(&format!("TZOFFSETFROM:{}", written(from)))
        .raw(&format!("TZOFFSETTO:{}", written(to)))
        .raw(&format!("END:{name}"));
}
