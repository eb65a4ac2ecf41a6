//! Days as Russian papers write them.

use chrono::{DateTime, Datelike, Utc};

const MONTHS: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// «12 марта 2026 г.»
pub fn in_words(at: DateTime<Utc>) -> String {
    let month = usize::try_from(at.month0()).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
    format!("{} {month} {} г.", at.day(), at.year())
}

/// Year, month, day, as a PDF keeps them.
pub fn parts(at: DateTime<Utc>) -> Option<(u16, u8, u8)> {
    Some((u16::try_from(at.year()).ok()?, u8::try_from(at.month()).ok()?, u8::try_from(at.day()).ok()?))
}
