//! Text tables: what Russian Excel saves as CSV, and what everybody else does.

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::{Encoding, UTF_8, WINDOWS_1251};

use super::{
    columns::{self, What},
    table::{Cell, LONGEST_CELL, Row, Table},
};

/// In the order of likelihood; a tie goes to the first.
const SEPARATORS: &[u8] = b";\t,";
/// Lines looked at to tell the separator.
const LOOKED_AT: usize = 12;

/// # Errors
/// In words for whoever brought the file.
pub fn read(separator: &dyn Fn(&str) -> u8, bytes: &[u8]) -> Result<Table, String> {
    // A line that ends with two signs would be counted only when the next one is read.
    let text = decode(bytes)?.replace("\r\n", "\n");
    let start = text.trim_start().get(..200).unwrap_or(text.trim_start()).to_lowercase();
    if ["<html", "<!doctype", "<table", "<?xml"].iter().any(|mark| start.starts_with(mark)) {
        return Err("это веб-страница, а не таблица: откройте файл в Excel и сохраните как .xlsx".into());
    }
    let (text, declared, skipped) = declaration(&text);
    let separator = declared.unwrap_or_else(|| separator(text));
    let mut table = Table { delimited: true, ..Table::default() };
    let mut cells = 0;
    let mut reader = reader(separator, text);
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(|e| format!("строки не разбираются: {e}"))? {
        let line = record.position().map_or(0, csv::Position::line);
        let number = u32::try_from(line).unwrap_or(u32::MAX).saturating_add(skipped);
        if record.iter().any(|field| field.len() > LONGEST_CELL * 2) {
            return Err(format!("строка {number}: ячейка длиннее {LONGEST_CELL} знаков. Нет ли незакрытой кавычки?"));
        }
        let mut row: Vec<Cell> = record.iter().map(|field| Cell::Text(field.to_owned())).collect();
        while row.last().is_some_and(Cell::is_empty) {
            row.pop();
        }
        table.push(Row { number, cells: row }, &mut cells)?;
    }
    Ok(table)
}

fn reader(separator: u8, text: &str) -> csv::Reader<&[u8]> {
    ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(text.as_bytes())
}

/// Excel's own first line `sep=;`.
fn declaration(text: &str) -> (&str, Option<u8>, u32) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim().trim_matches('"').strip_prefix("sep=").map(str::as_bytes) {
        Some([separator]) if separator.is_ascii() => (rest, Some(*separator), 1),
        Some([]) if first.contains("sep=\t") => (rest, Some(b'\t'), 1),
        _ => (text, None, 0),
    }
}

/// The separator with which most headings are recognised.
pub fn guess(what: What, text: &str) -> u8 {
    let score = |separator: u8| {
        let rows = reader(separator, text).into_records().take(LOOKED_AT).filter_map(Result::ok);
        rows.map(|row| columns::recognised(what, row.iter())).max().unwrap_or(0)
    };
    let mut best = (b';', 0);
    for separator in SEPARATORS {
        let found = score(*separator);
        if found > best.1 {
            best = (*separator, found);
        }
    }
    best.0
}

/// The separator with which a line of the beginning has most cells.
pub fn widest(text: &str) -> u8 {
    let width = |separator: u8| {
        let rows = reader(separator, text).into_records().take(LOOKED_AT).filter_map(Result::ok);
        rows.map(|row| row.len()).max().unwrap_or(0)
    };
    let mut best = (b';', 0);
    for separator in SEPARATORS {
        let found = width(*separator);
        if found > best.1 {
            best = (*separator, found);
        }
    }
    best.0
}

/// UTF-8 with or without a mark, UTF-16 with one, else cp1251.
///
/// # Errors
/// In words for whoever brought the file.
pub fn decode(bytes: &[u8]) -> Result<String, String> {
    if let Some((encoding, _)) = Encoding::for_bom(bytes) {
        let (text, _, wrong) = encoding.decode(bytes);
        return if wrong { Err(broken_text(bytes)) } else { Ok(text.into_owned()) };
    }
    if bytes.contains(&0) {
        return Err("это не таблица: нужен файл .xlsx или .csv".into());
    }
    let wrong = match std::str::from_utf8(bytes) {
        Ok(text) => return Ok(text.to_owned()),
        Err(wrong) => wrong,
    };
    // Russian text in cp1251 is never UTF-8 by chance for long, so this began as UTF-8 and was damaged.
    let before = UTF_8.decode_without_bom_handling(&bytes[..wrong.valid_up_to()]).0;
    if before.chars().filter(|c| ('а'..='я').contains(c)).count() > 3 {
        return Err(broken_text(bytes));
    }
    let (text, _, _) = WINDOWS_1251.decode(bytes);
    Ok(text.into_owned())
}

fn broken_text(bytes: &[u8]) -> String {
    let good = std::str::from_utf8(bytes).map_or_else(|e| e.valid_up_to(), str::len);
    let line = bytes[..good].iter().filter(|b| **b == b'\n').count() + 1;
    format!("текст файла повреждён около строки {line}: сохраните таблицу заново как .xlsx или «CSV UTF-8»")
}
