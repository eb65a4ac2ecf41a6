//! Excel workbooks. Cells are read one by one: a sheet that claims a cell in its last corner costs nothing.

use std::{collections::BTreeMap, io::Cursor};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx};

use super::{
    archive,
    table::{Cell, Row, Table, check_size},
};

/// Sheet of the template that explains the others.
pub const EXPLANATIONS: &str = "Пояснения";

/// Reads the first visible sheet that holds anything.
///
/// # Errors
/// In words for whoever brought the file.
pub fn read(bytes: &[u8]) -> Result<Table, String> {
    let (mut book, sheets) = open(bytes)?;
    for (index, name) in sheets.iter().enumerate() {
        let mut table = sheet(&mut book, name)?;
        if table.rows.is_empty() {
            continue;
        }
        let rest: Vec<String> =
            sheets[index + 1..].iter().filter(|n| *n != EXPLANATIONS).map(|n| format!("«{n}»")).collect();
        if !rest.is_empty() {
            table.notes.push(format!("прочитан только лист «{name}»; не читались: {}", rest.join(", ")));
        }
        return Ok(table);
    }
    Err("в книге нет ни одного заполненного листа".into())
}

/// Cells of the first visible sheet that holds anything, as text; days with their hours, as a clock shows them.
///
/// # Errors
/// In words for whoever brought the file.
pub fn lines(bytes: &[u8]) -> Result<Vec<Vec<String>>, String> {
    let (mut book, sheets) = open(bytes)?;
    for name in &sheets {
        let rows = rows(&mut book, name, text, String::is_empty)?;
        if !rows.is_empty() {
            return Ok(rows.into_values().collect());
        }
    }
    Err("в книге нет ни одного заполненного листа".into())
}

type Book<'a> = Xlsx<Cursor<&'a [u8]>>;

/// The book, and its visible sheets by name.
fn open(bytes: &[u8]) -> Result<(Book<'_>, Vec<String>), String> {
    let parts = archive::check(bytes)?;
    let has = |start: &str| parts.iter().any(|name| name.trim_start_matches('/').starts_with(start));
    if !has("xl/workbook.xml") {
        return Err(what_else(&has));
    }
    let book: Book<'_> = Xlsx::new(Cursor::new(bytes)).map_err(|e| broken(&e))?;
    let visible = book
        .sheets_metadata()
        .iter()
        .filter(|s| s.visible == SheetVisible::Visible && s.typ == SheetType::WorkSheet)
        .map(|s| s.name.clone())
        .collect();
    Ok((book, visible))
}

fn what_else(has: &dyn Fn(&str) -> bool) -> String {
    let found = if has("xl/workbook.bin") {
        "двоичная книга Excel (.xlsb)"
    } else if has("content.xml") {
        "документ OpenOffice (.ods)"
    } else if has("word/") {
        "документ Word"
    } else {
        "архив, в котором нет книги Excel"
    };
    format!("это {found}: сохраните таблицу как «Книга Excel (.xlsx)» или CSV")
}

fn broken(error: &calamine::XlsxError) -> String {
    format!("книга повреждена ({error}): откройте её в Excel и сохраните заново")
}

fn sheet(book: &mut Book<'_>, name: &str) -> Result<Table, String> {
    let rows = rows(book, name, cell, Cell::is_empty)?;
    let rows = rows.into_iter().map(|(row, cells)| Row { number: row.saturating_add(1), cells });
    Ok(Table { rows: rows.collect(), ..Table::default() })
}

/// Rows that hold anything, by their numbers from 0.
fn rows<T: Clone + Default>(
    book: &mut Book<'_>,
    name: &str,
    read: impl Fn(&DataRef<'_>) -> T,
    empty: impl Fn(&T) -> bool,
) -> Result<BTreeMap<u32, Vec<T>>, String> {
    let mut rows: BTreeMap<u32, Vec<T>> = BTreeMap::new();
    let mut cells = 0;
    let mut reader = book.worksheet_cells_reader(name).map_err(|e| broken(&e))?;
    while let Some(found) = reader.next_cell().map_err(|e| broken(&e))? {
        let (row, column) = found.get_position();
        let value = read(found.get_value());
        if empty(&value) {
            continue;
        }
        let column = column as usize;
        check_size(0, column + 1, 0)?;
        let line = rows.entry(row).or_default();
        if line.len() <= column {
            cells += column + 1 - line.len();
            line.resize(column + 1, T::default());
        }
        line[column] = value;
        check_size(rows.len(), 0, cells)?;
    }
    Ok(rows)
}

fn text(value: &DataRef<'_>) -> String {
    match value {
        DataRef::DateTime(at) => {
            let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
            // A cell with nothing but an hour counts its days from the year 1899.
            let day = if year < 1901 { String::new() } else { format!("{year:04}-{month:02}-{day:02} ") };
            format!("{day}{hour:02}:{minute:02}:{second:02}")
        }
        other => cell(other).text(),
    }
}

/// Formulas come as what they last showed; the text of a formula is never read.
fn cell(value: &DataRef<'_>) -> Cell {
    match value {
        DataRef::Empty => Cell::Empty,
        DataRef::Int(number) => Cell::Text(number.to_string()),
        DataRef::Float(number) => Cell::Number(*number),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::Text(text.clone()),
        DataRef::SharedString(text) => Cell::Text((*text).to_owned()),
        DataRef::Bool(yes) => Cell::Text(if *yes { "да" } else { "нет" }.to_owned()),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            Cell::Date { year: i32::from(year), month: u32::from(month), day: u32::from(day) }
        }
        DataRef::Error(error) => Cell::Broken(error.to_string()),
    }
}
