//! One row of a sheet with its cells under their headings, cleaned.

use std::collections::HashMap;

use super::{
    columns::{Column, Headings},
    remark::Report,
    spelling,
    table::{Cell, LONGEST_CELL, Row, Table},
};

const LONGEST_KEY: usize = 80;
/// Keys of the rows that a template shows.
const EXAMPLE: &str = "пример";

pub struct Record<'a> {
    pub key: String,
    row: &'a Row,
    headings: &'a Headings,
}

/// Rows below the headings. What is wrong with keys goes to the report.
pub fn records<'a>(table: &'a Table, headings: &'a Headings, report: &mut Report) -> Vec<Record<'a>> {
    let mut found = Vec::new();
    let mut seen: HashMap<String, u32> = HashMap::new();
    for row in table.rows.iter().skip(headings.row + 1) {
        let cell = headings.cell(row, Column::Key).map(Cell::text).unwrap_or_default();
        let key = spelling::key(&cell);
        if let Err(wrong) = check_key(&key) {
            report.error(row.number, Column::Key, wrong);
            continue;
        }
        if key.starts_with(EXAMPLE) {
            report.row_warning(row.number, "строка-пример пропущена");
            continue;
        }
        if table.delimited && headings.is_overrun(row) {
            let said = "ячеек больше, чем заголовков: возьмите в кавычки значения, внутри которых есть разделитель";
            report.row_error(row.number, said);
            continue;
        }
        if spelling::is_mixed(&key) {
            report.warn(row.number, Column::Key, format!("в ключе «{key}» смешаны русские и латинские буквы"));
        }
        if let Some(first) = seen.get(&key) {
            report.error(
                row.number,
                Column::Key,
                format!("ключ «{key}» уже есть в строке {first}: у каждой строки свой ключ"),
            );
            continue;
        }
        seen.insert(key.clone(), row.number);
        found.push(Record { key, row, headings });
    }
    found
}

fn check_key(key: &str) -> Result<(), String> {
    if key.is_empty() {
        return Err("нет ключа: впишите код, по которому строка узнаётся при повторном импорте".into());
    }
    if key.chars().count() > LONGEST_KEY {
        return Err(format!("ключ длиннее {LONGEST_KEY} знаков: сократите"));
    }
    if key.contains([';', ':']) {
        return Err(format!("в ключе «{key}» есть точка с запятой или двоеточие: уберите их"));
    }
    Ok(())
}

impl Record<'_> {
    pub fn number(&self) -> u32 {
        self.row.number
    }

    /// The cell if it holds anything readable.
    pub fn cell(&self, column: Column, report: &mut Report) -> Option<&Cell> {
        let cell = self.headings.cell(self.row, column).filter(|cell| !cell.is_empty())?;
        match cell {
            Cell::Broken(error) => {
                report.error(self.number(), column, format!("в ячейке ошибка Excel ({error}): впишите значение"));
                None
            }
            Cell::Text(text) if text.chars().count() > LONGEST_CELL => {
                report.error(self.number(), column, format!("длиннее {LONGEST_CELL} знаков"));
                None
            }
            cell => Some(cell),
        }
    }

    /// One line of text, as written.
    pub fn plain(&self, column: Column, report: &mut Report) -> Option<String> {
        let text = spelling::clean(&self.cell(column, report)?.text());
        (!text.is_empty()).then_some(text)
    }

    /// One line of Russian text, mended.
    pub fn text(&self, column: Column, report: &mut Report) -> Option<String> {
        let text = self.plain(column, report)?;
        Some(self.mend(column, text, report))
    }

    /// A list in one cell.
    pub fn parts(&self, column: Column, report: &mut Report) -> Vec<String> {
        let Some(cell) = self.cell(column, report) else { return Vec::new() };
        let parts = spelling::parts(&cell.text());
        parts.into_iter().map(|part| self.mend(column, part, report)).collect()
    }

    fn mend(&self, column: Column, text: String, report: &mut Report) -> String {
        let text = match spelling::mended(&text) {
            Some(mended) => {
                let said = format!("в «{text}» среди русских букв были похожие латинские: заменены русскими");
                report.warn(self.number(), column, said);
                mended
            }
            None => text,
        };
        if spelling::is_mixed(&text) {
            report.warn(self.number(), column, format!("в «{text}» смешаны русские и латинские буквы: проверьте"));
        }
        text
    }
}
