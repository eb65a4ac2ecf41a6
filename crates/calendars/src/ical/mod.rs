//! Events as iCalendar (RFC 5545 and 7986): what calendars of phones and offices read.
//!
//! Every zone that is named is also described, so that no reader guesses; the id of an event never changes, its sequence
//! never falls, and what was called off stays as CANCELLED until calendars have heard of it.

mod lines;
mod told;
mod zones;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use chrono_tz::Tz;
use kernel::Timestamp;

use crate::{
    dates,
    kinds::{EventState, RegistrationMode},
    wall,
};
use lines::Lines;
pub use told::{COLUMNS, Told};

/// An event with what is not in its row.
pub struct Entry<'a> {
    pub row: Told,
    /// Its page.
    pub url: String,
    pub host: Option<&'a str>,
    /// The reader may know where one connects.
    pub connects: bool,
}

/// How often a reader may come again.
const AGAIN: &str = "PT4H";

/// Who is written to, and by whom.
pub struct Party<'a> {
    /// Address of the house: answers do not reach the host.
    pub organizer: &'a str,
    /// The host.
    pub name: &'a str,
    pub attendee: &'a str,
}

fn begin() -> Lines {
    let mut lines = Lines::default();
    lines.raw("BEGIN:VCALENDAR").raw("VERSION:2.0").raw("PRODID:-//Staffroom//Calendars//RU").raw("CALSCALE:GREGORIAN");
    lines
}

/// One event inside a letter to one person, and the method calendars act by (RFC 5546).
pub fn invitation(entry: &Entry<'_>, party: &Party<'_>, takes_away: bool) -> (&'static str, String) {
    let method = if takes_away { "CANCEL" } else { "REQUEST" };
    let mut lines = begin();
    lines.raw(&format!("METHOD:{method}"));
    describe(&mut lines, std::slice::from_ref(entry));
    write(&mut lines, entry, Some((party, takes_away)));
    lines.raw("END:VCALENDAR");
    (method, lines.done())
}

/// A whole calendar.
pub fn calendar(name: &str, entries: &[Entry<'_>]) -> String {
    let mut lines = begin();
    lines.text("NAME", name).text("X-WR-CALNAME", name);
    lines.raw(&format!("REFRESH-INTERVAL;VALUE=DURATION:{AGAIN}")).raw(&format!("X-PUBLISHED-TTL:{AGAIN}"));
    describe(&mut lines, entries);
    for entry in entries {
        write(&mut lines, entry, None);
    }
    lines.raw("END:VCALENDAR");
    lines.done()
}

/// Every zone that is named.
fn describe(lines: &mut Lines, entries: &[Entry<'_>]) {
    let zones: BTreeSet<&str> = entries.iter().map(|entry| entry.row.time_zone.as_str()).collect();
    let times: Vec<Timestamp> =
        entries.iter().flat_map(|entry| [entry.row.starts_at, entry.row.ends_at]).flatten().collect();
    if let (Some(first), Some(last)) = (times.iter().min(), times.iter().max()) {
        for zone in zones.into_iter().filter_map(wall::zone) {
            zones::write(lines, zone, *first, *last);
        }
    }
}

/// The id under which calendars know an event, for ever: it must not follow the address of the site.
fn uid(row: &Told) -> String {
    format!("event-{}@staffroom", row.id)
}

fn write(lines: &mut Lines, entry: &Entry<'_>, to: Option<(&Party<'_>, bool)>) {
    let row = &entry.row;
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
    if let Some((party, _)) = to {
        // What stands in quotes may hold anything but quotes.
        let quoted = |text: &str| text.replace('"', "'");
        lines.raw(&format!("ORGANIZER;CN=\"{}\":mailto:{}", quoted(party.name), party.organizer));
        lines.raw(&format!("ATTENDEE;PARTSTAT=ACCEPTED;RSVP=FALSE:mailto:{}", party.attendee));
    }
    let status = match row.state {
        _ if to.is_some_and(|(_, takes_away)| takes_away) => "CANCELLED",
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
    let row = &entry.row;
    let mut parts = vec![row.summary.clone()];
    parts.extend(row.starts_wall.map(|starts| dates::stretch(starts, row.ends_wall, &row.time_zone)));
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
