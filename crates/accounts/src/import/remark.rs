//! What an import has to say: errors that keep everything from being written, warnings that do not, and the count of
//! what became of every row. Whoever runs an import reads these lines, so they are in Russian.

use super::columns::Column;

/// Lines of one sort that are kept word by word; beyond that they are counted.
const KEPT: usize = 500;

/// One line about one place of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remark {
    /// As the spreadsheet program counts; nothing when it concerns the whole file.
    pub row: Option<u32>,
    pub column: Option<&'static str>,
    pub text: String,
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if let Some(row) = self.row {
            write!(f, "строка {row}")?;
            if let Some(column) = self.column {
                write!(f, ", «{column}»")?;
            }
            write!(f, ": ")?;
        } else if let Some(column) = self.column {
            write!(f, "столбец «{column}»: ")?;
        }
        f.write_str(&self.text)
    }
}

/// Lines of one sort.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    pub kept: Vec<Remark>,
    /// All of them, kept or not.
    pub count: usize,
}

impl Lines {
    fn push(&mut self, remark: Remark) {
        self.count += 1;
        if self.kept.len() < KEPT {
            self.kept.push(remark);
        }
    }

    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

/// How an import ended, or how it would.
#[derive(Clone, Debug, Default)]
pub struct Report {
    pub errors: Lines,
    pub warnings: Lines,
    /// What is made and changed, row by row.
    pub steps: Lines,
    pub created: usize,
    pub changed: usize,
    pub same: usize,
    pub skipped: usize,
    /// Invitation links made, or to be made.
    pub links: usize,
    /// Writing broke off here; what was committed before stays, and the same file may be run again.
    pub broken: Option<String>,
}

impl Report {
    /// A report that says only why nothing can be done.
    pub fn refused(text: impl Into<String>) -> Self {
        let mut report = Self::default();
        report.errors.push(Remark { row: None, column: None, text: text.into() });
        report
    }

    pub fn error(&mut self, row: u32, column: Column, text: impl Into<String>) {
        self.errors.push(Remark { row: Some(row), column: Some(column.title()), text: text.into() });
    }

    pub fn warn(&mut self, row: u32, column: Column, text: impl Into<String>) {
        self.warnings.push(Remark { row: Some(row), column: Some(column.title()), text: text.into() });
    }

    /// An error of a whole row.
    pub fn row_error(&mut self, row: u32, text: impl Into<String>) {
        self.errors.push(Remark { row: Some(row), column: None, text: text.into() });
    }

    pub fn row_warning(&mut self, row: u32, text: impl Into<String>) {
        self.warnings.push(Remark { row: Some(row), column: None, text: text.into() });
    }

    /// A warning about the file.
    pub fn note(&mut self, text: impl Into<String>) {
        self.warnings.push(Remark { row: None, column: None, text: text.into() });
    }

    /// An error of the whole file.
    pub fn refuse(&mut self, text: impl Into<String>) {
        self.errors.push(Remark { row: None, column: None, text: text.into() });
    }

    pub fn step(&mut self, row: u32, text: impl Into<String>) {
        self.steps.push(Remark { row: Some(row), column: None, text: text.into() });
    }
}
