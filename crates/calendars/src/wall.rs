//! What the clock on the wall shows, and the moment it is everywhere.
//!
//! People plan «15:00 в Чите»: that and the zone are stored, the instant is computed. Zones change by law, walls do not.

use std::str::FromStr;

use chrono::{LocalResult, NaiveDateTime, TimeZone, Utc};
use chrono_tz::Tz;
use kernel::Timestamp;

/// As requests and answers write it.
const WRITTEN: &str = "%Y-%m-%dT%H:%M";

/// A zone by its IANA name.
pub fn zone(name: &str) -> Option<Tz> {
    Tz::from_str(name).ok()
}

/// Reads «2026-10-05T15:00»; seconds, if any, must be none.
pub fn read(text: &str) -> Option<NaiveDateTime> {
    let text = text.trim();
    NaiveDateTime::parse_from_str(text, WRITTEN)
        .or_else(|_| NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:00"))
        .ok()
        .filter(|at| (2000..2100).contains(&chrono::Datelike::year(at)))
}

pub fn write(at: NaiveDateTime) -> String {
    at.format(WRITTEN).to_string()
}

/// The moment at which a wall in this zone shows this. An hour that the zone leaves out has none; of an hour that comes
/// twice the first is meant.
pub fn instant(wall: NaiveDateTime, zone: Tz) -> Option<Timestamp> {
    match zone.from_local_datetime(&wall) {
        LocalResult::Single(at) | LocalResult::Ambiguous(at, _) => Some(at.with_timezone(&Utc)),
        LocalResult::None => None,
    }
}
