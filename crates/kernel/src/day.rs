//! Days as Russian papers and letters write them.

use chrono::Datelike;

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
pub fn russian_day(day: &impl Datelike) -> String {
    let month = usize::try_from(day.month0()).ok().and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
    format!("{} {month} {} г.", day.day(), day.year())
}
