//! XLSX, XLSB, XLS and ODS by calamine: all text for the index, the first rows as a table.

use std::io::Cursor;

use calamine::{Data, Reader, open_workbook_auto_from_rs};
use platform::ports::FilePlace;

use super::{Failure, Outcome, Reading, writing::Writing, zipped::Archive};

const ROWS_SHOWN: usize = 200;
const COLUMNS_SHOWN: usize = 50;
/// What the sheets say they unpack to.
const UNPACKED: u64 = 64 << 20;

pub fn read(contents: &[u8]) -> Outcome<Reading> {
    if contents.starts_with(b"PK") && Archive::open(contents)?.promised(".xml") > UNPACKED {
        return Err(Failure::TooLarge);
    }
    let mut book = open_workbook_auto_from_rs(Cursor::new(contents)).map_err(|_| Failure::Damaged)?;
    let names = book.sheet_names();
    let mut out = Writing::default();
    for name in &names {
        let Ok(range) = book.worksheet_range(name) else { continue };
        if range.is_empty() || out.full() {
            continue;
        }
        out.part(FilePlace::Sheet { name: name.clone() });
        out.paragraph("h3", name);
        out.open("table");
        for (number, row) in range.rows().enumerate() {
            if out.full() {
                break;
            }
            line(&mut out, row, number < ROWS_SHOWN);
        }
        out.close("table");
    }
    Ok(out.done(u32::try_from(names.len()).ok()))
}

fn line(out: &mut Writing, row: &[Data], shown: bool) {
    if row.iter().all(|cell| matches!(cell, Data::Empty)) {
        return;
    }
    out.line();
    if shown {
        out.open("tr");
    }
    let last = row.iter().rposition(|cell| !matches!(cell, Data::Empty)).unwrap_or(0);
    for (column, cell) in row[..=last].iter().enumerate() {
        let text = cell.to_string();
        if column > 0 && !text.is_empty() {
            out.tab();
        }
        if shown && column < COLUMNS_SHOWN {
            out.open("td");
            out.text(&text);
            out.close("td");
        } else {
            out.unshown(&text);
        }
    }
    if shown {
        out.close("tr");
    }
    out.line();
}
