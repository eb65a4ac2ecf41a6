//! Logs as files: separators, encodings, what stands above the table and below it.

use chrono::NaiveDate;
use chrono_tz::Tz;
use csv::{ReaderBuilder, StringRecord};

use super::{
    Joined,
    columns::{self, Column},
    moments,
};

/// Above the table platforms tell of the meeting.
const ABOVE: usize = 60;
const MOST: usize = 20_000;
const MAX_NAME: usize = 200;
/// How a compressed workbook begins.
const WORKBOOK: &[u8] = b"PK\x03\x04";

/// # Errors
/// A code of a wrong field: `nonsense` for what is no text, `invalid` for a text that is no such log.
pub fn read(bytes: &[u8], day: NaiveDate, zone: Tz) -> Result<Vec<Joined>, &'static str> {
    if bytes.starts_with(WORKBOOK) {
        let lines = accounts::import::lines_of(bytes).map_err(|_| "nonsense")?;
        let records: Vec<StringRecord> = lines.into_iter().take(MOST).map(StringRecord::from).collect();
        let (place, columns) = heading(&records).ok_or("invalid")?;
        return Ok(rows(&records[place + 1..], &columns, day, zone));
    }
    let text = accounts::import::text_of(bytes).map_err(|_| "nonsense")?;
    let mut best: Vec<Joined> = Vec::new();
    let mut headed = false;
    for separator in [b';', b'\t', b','] {
        let records = records(&text, separator);
        let Some((place, columns)) = heading(&records) else { continue };
        headed = true;
        let rows = rows(&records[place + 1..], &columns, day, zone);
        if rows.len() > best.len() {
            best = rows;
        }
    }
    if headed { Ok(best) } else { Err("invalid") }
}

fn records(text: &str, separator: u8) -> Vec<StringRecord> {
    let reader =
        ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes());
    reader.into_records().filter_map(Result::ok).take(MOST).collect()
}

type Columns = Vec<Option<Column>>;

fn heading(records: &[StringRecord]) -> Option<(usize, Columns)> {
    let found = records.iter().take(ABOVE).enumerate().map(|(place, record)| (place, columns::of(record.iter())));
    found.into_iter().find(|(_, columns)| columns::good(columns))
}

fn rows(records: &[StringRecord], columns: &Columns, day: NaiveDate, zone: Tz) -> Vec<Joined> {
    let mut rows = Vec::new();
    for record in records {
        // Below the list of people other lists may follow, with headings of their own.
        if columns::good(&columns::of(record.iter())) {
            break;
        }
        rows.extend(row(record, columns, day, zone));
    }
    rows
}

fn row(record: &StringRecord, columns: &Columns, day: NaiveDate, zone: Tz) -> Option<Joined> {
    let cell = |wanted: Column| {
        let place = columns.iter().position(|column| *column == Some(wanted))?;
        record.get(place).map(str::trim).filter(|text| !text.is_empty() && *text != "-" && *text != "—")
    };
    let parts = [Column::Surname, Column::Given, Column::Patronymic].map(cell);
    let name = match cell(Column::Name) {
        Some(name) => name.to_owned(),
        None => parts.into_iter().flatten().collect::<Vec<_>>().join(" "),
    };
    let name: String = bare(&name).chars().take(MAX_NAME).collect();
    let email = cell(Column::Email).filter(|text| text.contains('@')).map(str::to_lowercase);
    let joined = cell(Column::Joined).and_then(|text| moments::read(text, day, zone));
    let left = cell(Column::Left).and_then(|text| moments::read(text, day, zone));
    let counted = cell(Column::Minutes).and_then(moments::minutes);
    if name.is_empty() && email.is_none() || joined.is_none() && counted.is_none() {
        return None;
    }
    let span = match (joined, left, counted) {
        (Some(joined), Some(left), _) if left >= joined => Some((joined, left)),
        (Some(joined), _, Some(minutes)) => Some((joined, joined + chrono::TimeDelta::minutes(minutes.into()))),
        _ => None,
    };
    let counted = counted.unwrap_or_default();
    Some(Joined { name, email, spans: span.into_iter().collect(), counted })
}

/// Platforms put the real name, «(гость)» or «# 2» behind the name.
fn bare(name: &str) -> String {
    let before = name.split(['(', '#', '[']).next().unwrap_or(name).trim();
    if before.is_empty() { name.trim().to_owned() } else { before.to_owned() }
}
