//! Rows of any table that somebody saved, for features with tables of their own.

use kernel::Result;

use super::{
    delimited, source,
    table::{Cell, Table},
};

/// Rows by the numbers people see beside them, and what the reader noticed on the way.
pub type Rows = (Vec<(u32, Vec<String>)>, Vec<String>);

/// Reads an Excel workbook or a text, whatever it was saved in. Reading takes a while, and a damaged workbook may trip
/// the library that reads it: a thread of its own.
///
/// # Errors
/// `Internal` when the thread is lost; what is wrong with the file is inside, in words for whoever brought it.
pub async fn read(bytes: Vec<u8>) -> Result<std::result::Result<Rows, String>> {
    let reading = tokio::task::spawn_blocking(move || source::read_by(&delimited::widest, &bytes).map(rows));
    match reading.await {
        Ok(read) => Ok(read),
        Err(error) if error.is_panic() => {
            Ok(Err("файл повреждён и не читается: откройте его в Excel и сохраните заново".into()))
        }
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}

fn rows(table: Table) -> Rows {
    let row = |row: super::table::Row| (row.number, row.cells.iter().map(Cell::text).collect());
    (table.rows.into_iter().map(row).collect(), table.notes)
}
