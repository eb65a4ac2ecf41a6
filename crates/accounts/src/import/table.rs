//! A sheet as it was read: rows of cells with the numbers people see beside them, and the limits of its size.

pub const LARGEST_FILE: usize = 20 * 1024 * 1024;
pub const MOST_ROWS: usize = 100_000;
pub const MOST_COLUMNS: usize = 200;
/// A sheet may not use both limits at once.
pub const MOST_CELLS: usize = 2_000_000;
/// Nothing we store is longer; a quote that was never closed is.
pub const LONGEST_CELL: usize = 5_000;

#[derive(Clone, Debug, Default, PartialEq)]
pub enum Cell {
    #[default]
    Empty,
    Text(String),
    Number(f64),
    /// What spreadsheet programs make of «5-7».
    Date {
        year: i32,
        month: u32,
        day: u32,
    },
    /// `#REF!` and its like.
    Broken(String),
}

impl Cell {
    /// As text. Whole numbers lose the «.0» that spreadsheets store.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Broken(text) => text.clone(),
            Self::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
            Self::Number(number) => number.to_string().replace('.', ","),
            Self::Date { year, month, day } => format!("{day:02}.{month:02}.{year}"),
        }
    }

    pub fn is_empty(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.trim().is_empty(),
            _ => false,
        }
    }
}

pub struct Row {
    pub number: u32,
    pub cells: Vec<Cell>,
}

/// Rows that hold something, in order.
#[derive(Default)]
pub struct Table {
    pub rows: Vec<Row>,
    /// What the reader noticed on the way.
    pub notes: Vec<String>,
    /// A cell too many means that everything after it stands under the wrong heading.
    pub delimited: bool,
}

impl Table {
    /// # Errors
    /// In words, when the table grows beyond the limits.
    pub fn push(&mut self, row: Row, cells: &mut usize) -> Result<(), String> {
        if row.cells.iter().all(Cell::is_empty) {
            return Ok(());
        }
        *cells += row.cells.len();
        check_size(self.rows.len() + 1, row.cells.len(), *cells)?;
        self.rows.push(row);
        Ok(())
    }
}

/// # Errors
/// In words, when something is beyond the limits.
pub fn check_size(rows: usize, columns: usize, cells: usize) -> Result<(), String> {
    if rows > MOST_ROWS {
        return Err(format!("в листе больше {MOST_ROWS} строк: разделите файл на части"));
    }
    if columns > MOST_COLUMNS {
        return Err(format!("в листе больше {MOST_COLUMNS} столбцов: оставьте только нужные"));
    }
    if cells > MOST_CELLS {
        return Err(format!("в листе больше {MOST_CELLS} ячеек: удалите лишние столбцы или разделите файл"));
    }
    Ok(())
}
