//! What a file is, by its content: the name may lie, and people rename.

use super::{columns::What, delimited, table::LARGEST_FILE, table::Table, workbook};

const ZIP: &[u8] = b"PK\x03\x04";
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
const PDF: &[u8] = b"%PDF";

/// Reads the sheet of a file.
///
/// # Errors
/// In words for whoever brought the file.
pub fn read(what: What, bytes: &[u8]) -> Result<Table, String> {
    read_by(&|text| delimited::guess(what, text), bytes)
}

/// The same with another way to tell what parts the cells of a text.
///
/// # Errors
/// In words for whoever brought the file.
pub fn read_by(separator: &dyn Fn(&str) -> u8, bytes: &[u8]) -> Result<Table, String> {
    if bytes.is_empty() {
        return Err("файл пуст: в нём ноль байт".into());
    }
    if bytes.len() > LARGEST_FILE {
        return Err(format!("файл больше {} МБ: разделите его на части", LARGEST_FILE / 1024 / 1024));
    }
    let table = if bytes.starts_with(ZIP) {
        workbook::read(bytes)?
    } else if bytes.starts_with(OLE) {
        return Err(
            "это файл старого Excel (.xls) или книга под паролем: снимите пароль и сохраните как «Книга Excel \
                    (.xlsx)»"
                .into(),
        );
    } else if bytes.starts_with(PDF) {
        return Err("это PDF: нужен исходный файл, таблица .xlsx или .csv".into());
    } else {
        delimited::read(separator, bytes)?
    };
    if table.rows.is_empty() {
        return Err("в файле нет ни одной заполненной строки".into());
    }
    Ok(table)
}
