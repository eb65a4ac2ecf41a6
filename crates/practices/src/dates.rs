//! Days as Russian papers write them.

use chrono::{DateTime, Datelike, Utc};

/// «12 марта 2026 г.»
pub fn in_words(at: DateTime<Utc>) -> String {
    kernel::russian_day(&at)
}

/// Year, month, day, as a PDF keeps them.
pub fn parts(at: DateTime<Utc>) -> Option<(u16, u8, u8)> {
    Some((u16::try_from(at.year()).ok()?, u8::try_from(at.month()).ok()?, u8::try_from(at.day()).ok()?))
}
