//! The workbook coordinators fill in: a row for each school of a territory with what is known already. Every cell is a
//! text or a number and never a formula, whatever a school is called.

use accounts::import::EXPLANATIONS;
use rust_xlsxwriter::{Color, Format, FormatAlign, Note, Workbook, Worksheet, XlsxError};

use super::{cells, columns::Column};
use crate::schools::{context::ContextForm, years};

/// A row of the workbook.
pub struct Line {
    /// The key of the school.
    pub key: String,
    pub school: String,
    pub form: Option<ContextForm>,
}

/// An Excel workbook.
///
/// # Errors
/// `Internal` when it cannot be put together.
pub fn workbook(lines: &[Line], year: i32) -> kernel::Result<Vec<u8>> {
    Ok(build(lines, year).map_err(anyhow::Error::from)?)
}

fn build(lines: &[Line], year: i32) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    data(book.add_worksheet().set_name("Школы")?, lines, year)?;
    explanations(book.add_worksheet().set_name(EXPLANATIONS)?)?;
    book.save_to_buffer()
}

fn data(sheet: &mut Worksheet, lines: &[Line], year: i32) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold().set_background_color(Color::RGB(0x00E8_EEF4)).set_text_wrap();
    // With the mark of a text: what begins with «=» stays a text even when somebody edits the cell.
    let text = Format::new().set_num_format("@").set_quote_prefix().set_align(FormatAlign::Top);
    for (place, column) in (0_u16..).zip(Column::all()) {
        let width = match column {
            Column::School => 42.0,
            Column::Source(_) | Column::Note => 28.0,
            _ => 16.0,
        };
        sheet.set_column_width(place, width)?;
        sheet.write_string_with_format(0, place, column.title(), &heading)?;
        sheet.insert_note(0, place, &Note::new(column.about()).set_width(300).set_height(140))?;
        for (row, line) in (1_u32..).zip(lines) {
            match (column, &line.form) {
                (Column::Key, _) => sheet.write_string_with_format(row, place, &line.key, &text)?,
                (Column::School, _) => sheet.write_string_with_format(row, place, &line.school, &text)?,
                (Column::Year, _) => sheet.write_string_with_format(row, place, years::shown(year), &text)?,
                (column, Some(form)) => filled(sheet, row, place, column, form, &text)?,
                (_, None) => sheet,
            };
        }
        if column == Column::Key {
            sheet.set_column_hidden(place)?;
        }
    }
    sheet.set_freeze_panes(1, 2)?;
    Ok(())
}

fn filled<'a>(
    sheet: &'a mut Worksheet,
    row: u32,
    place: u16,
    column: Column,
    form: &ContextForm,
    text: &Format,
) -> Result<&'a mut Worksheet, XlsxError> {
    let Some(value) = cells::shown(form, column) else { return Ok(sheet) };
    let counted = matches!(column, Column::Number(_) | Column::Part(_) | Column::Whole(_) | Column::Level(_));
    match value.parse::<i32>() {
        Ok(number) if counted => sheet.write_number(row, place, number),
        _ => sheet.write_string_with_format(row, place, value, text),
    }
}

fn explanations(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    let heading = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 46)?.set_column_width(1, 90)?;
    for (column, title) in [(0, "Столбец"), (1, "Что писать")] {
        sheet.write_string_with_format(0, column, title, &heading)?;
    }
    let mut row = 1;
    for column in Column::all() {
        sheet.write_string_with_format(row, 0, column.title(), &wrapped)?;
        sheet.write_string_with_format(row, 1, column.about(), &wrapped)?;
        row += 1;
    }
    for text in [
        "Порядок столбцов любой; столбцы, которые не нужны, можно удалить.",
        "Пустая ячейка ничего не стирает: заполненное раньше остаётся. Ноль пишется нулём.",
        "Вносятся только числа по школе. Файл с фамилиями, именами или датами рождения не принимается.",
        "Числа меньше пяти видят только сама школа и её координаторы.",
    ] {
        row += 1;
        sheet.write_string_with_format(row, 0, text, &Format::new())?;
    }
    Ok(())
}
