//! Events as iCalendar (RFC 5545 and 7986): what calendars of phones and offices read.
//!
//! Every zone that is named is also described, so that no reader guesses; the id of an event never changes, its sequence
//! never falls, and what was called off stays as CANCELLED until calendars have heard of it.

mod lines;
mod zones;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use kernel::Timestamp;

use crate::{
    dates,
    entity::event,
    kinds::{EventState, RegistrationMode},
    wall,
};
use lines::Lines;

/// An event with what is not in its row.
pub struct Entry<'a> {
    pub row: &'a event::Model,
    /// Its page.
    pub url: String,
    pub host: Option<&'a str>,
    /// The reader may know where one connects.
    pub connects: bool,
}

/// How often a reader may come again.
const AGAIN: &str = "PT4H";

/// A whole calendar.
pub fn calendar(name: &str, entries: &[Entry<'_>]) -> String {
    let mut lines = Lines::default();
    lines.raw("BEGIN:VCALENDAR").raw("VERSION:2.0").raw("PRODID:-//Staffroom//Calendars//RU").raw("CALSCALE:GREGORIAN");
    lines.text("NAME", name).text("X-WR-CALNAME", name);
    lines.raw(&format!("REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}")).raw(&format!("X-PUBLISHED-TTL:{AGAIN}"));
    let zones: BTreeSet<&str> = entries.iter().map(|entry| entry.row.time_zone.as_str()).collect();
    let times: Vec<Timestamp> =
        entries.iter().flat_map(|entry| [entry.row.starts_at, entry.row.ends_at]).flatten().collect();
    if let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) {
        for zone in zones.into_iter().filter_map(wall::zone) {
            zones::write(&mut lines, zone, *first, *last);
        }
    }
    for entry in entries {
        write(&mut lines, entry);
    }
    lines.raw("END:VCALENDAR");
    lines.done()
}

/// The id under which calendars know an event, for ever: it must not follow the address of the site.
pub fn uid(row: &event::Model) -> String {
    format!("event-{}@staffroom", row.id)
}

fn write(lines: &mut Lines, entry: &Entry<'_>) {
    let row = entry.row;
    let zone = wall::zone(&row.time_zone);
    let (Some(zone), Some(starts), Some(ends)) = (zone, row.starts_wall, row.ends_wall) else { return };
    lines.raw("BEGIN:VEVENT").raw(&format!("UID:{}", uid(row)));
    lines.raw(&format!("DTSTAMP:{}", utc(row.changed_at))).raw(&format!("CREATED:{}", utc(row.created_at)));
    lines.raw(&format!("LAST-MODIFIED:{}", utc(row.changed_at))).raw(&format!("SEQUENCE:{}", row.sequence));
    lines.raw(&at("DTSTART", zone, starts)).raw(&at("DTEND", zone, ends));
    lines.text("SUMMARY", &format!("{}: {}", row.kind.russian(), row.title));
    lines.text("DESCRIPTION", &description(entry));
    if !row.place.is_empty() {
        lines.text("LOCATION", &row.place);
    }
    lines.raw(&format!("URL:{}", entry.url)).text("CATEGORIES", row.kind.russian());
    if entry.connects && !row.link.is_empty() {
        lines.raw(&format!("CONFERENCE;VALUE=URI;FEATURE=VIDEO:{}", row.link.replace(['\r', '\n'], "")));
    }
    let status = match row.state {
        EventState::Cancelled => "CANCELLED",
        EventState::Postponed | EventState::Draft => "TENTATIVE",
        EventState::Published | EventState::Held | EventState::Closed => "CONFIRMED",
    };
    lines.raw(&format!("STATUS:{status}")).raw("END:VEVENT");
}

/// «2026-10-12T15:00» of the wall, with the zone it hangs in.
fn at(name: &str, zone: Tz, wall: NaiveDateTime) -> String {
    format!("{name};TZID={}:{}", zone.name(), wall.format("%Y%m%dT%H%M%S"))
}

fn utc(at: Timestamp) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn description(entry: &Entry<'_>) -> String {
    let row = entry.row;
    let mut parts = vec![row.summary.clone(), dates::of(row)];
    parts.extend(entry.host.map(|host| format!("Проводит: {host}")));
    if !row.reason.is_empty() && matches!(row.state, EventState::Cancelled | EventState::Postponed) {
        parts.push(format!("Причина: {}", row.reason));
    }
    if entry.connects && !row.link.is_empty() {
        parts.push(format!("Подключиться: {}", row.link));
    } else if row.registration != RegistrationMode::None && row.state == EventState::Published {
        parts.push("Запись на странице события.".to_owned());
    }
    parts.push(entry.url.clone());
    parts.join("\n")
}
