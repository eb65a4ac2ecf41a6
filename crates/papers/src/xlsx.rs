//! XLSX from the tables of a Markdown text: one sheet a table.

use anyhow::{Result, bail};
use comrak::{Arena, Node, nodes::NodeValue};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet};

use crate::marked::{options, words};

const WIDEST: usize = 60;
const NARROWEST: usize = 8;
/// Characters a name of a sheet may have.
const NAME: usize = 31;

/// A workbook of the text's tables.
///
/// # Errors
/// When there is no table, or the workbook cannot be written.
pub fn from_markdown(title: &str, markdown: &str) -> Result<Vec<u8>> {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, markdown, &options());
    let mut book = Workbook::new();
    let mut count = 0_usize;
    for table in root.children().filter(|node| matches!(node.data().value, NodeValue::Table(_))) {
        count += 1;
        let mut sheet = Worksheet::new();
        sheet.set_name(sheet_name(title, count))?;
        fill(&mut sheet, table)?;
        book.push_worksheet(sheet);
    }
    if count == 0 {
        bail!("there is no table in the text");
    }
    Ok(book.save_to_buffer()?)
}

fn sheet_name(title: &str, number: usize) -> String {
    let clean: String = title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(NAME - 3).collect();
    if number == 1 { clean } else { format!("{clean} {number}") }
}

fn fill(sheet: &mut Worksheet, table: Node<'_>) -> Result<()> {
    let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let cell = Format::new().set_border(FormatBorder::Thin).set_text_wrap().set_align(FormatAlign::Top);
    let mut widths: Vec<usize> = Vec::new();
    for (row, line) in (0_u32..).zip(table.children()) {
        let format = if matches!(line.data().value, NodeValue::TableRow(true)) { &head } else { &cell };
        for (column, inner) in (0_u16..).zip(line.children()) {
            let text = words(inner);
            let place = usize::from(column);
            widths.resize(widths.len().max(place + 1), NARROWEST);
            widths[place] = widths[place].max(text.chars().count()).min(WIDEST);
            match number(&text) {
                Some(number) => sheet.write_number_with_format(row, column, number, format)?,
                None => sheet.write_string_with_format(row, column, text, format)?,
            };
        }
    }
    for (column, width) in (0_u16..).zip(widths) {
        sheet.set_column_width(column, f64::from(u32::try_from(width).unwrap_or(8)) + 2.0)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// «12» and «3,5» are numbers; «5 А», «2026-09» and «007» are words.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let leading = text.len() > 1 && text.starts_with('0') && !text.starts_with("0,") && !text.starts_with("0.");
    let plain = !text.is_empty() && text.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '-'));
    if leading || !plain { None } else { text.replace(',', ".").parse().ok() }
}
