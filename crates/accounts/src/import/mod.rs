//! Lists of organisations and people from spreadsheets, for whoever runs the installation.
//!
//! Invariants: every row is checked before anything is written; a row is known by its key, so the same file twice
//! changes nothing the second time; an empty cell empties nothing; writing goes in parts, each a transaction of the
//! ordinary use cases with their events, so an interrupted import is finished by running it again.
//!
//! Not here: reading files from disk, printing (the command does both), permission to import.

pub mod columns;
pub mod links;
pub mod remark;
pub mod template;

mod archive;
mod bodies;
mod decide;
mod delimited;
mod draft;
mod grades;
mod known;
mod organisations;
mod people;
mod places;
mod record;
mod rows;
mod source;
mod spelling;
mod table;
mod vocabulary;
mod workbook;
mod write;

use kernel::{PersonId, Result};
use platform::App;

/// The text of a table that somebody saved, whatever it was saved in.
pub use self::delimited::decode as text_of;
/// Rows of any table that somebody saved, with the numbers people see beside them.
pub use self::rows::read as rows_of;
/// As headings and names are compared.
pub use self::spelling::folded;
/// The sheet of a template that explains the others; it is never read.
pub use self::workbook::EXPLANATIONS;
/// The cells of an Excel workbook that somebody saved.
pub use self::workbook::lines as lines_of;
use self::{columns::Headings, table::Table};
pub use self::{
    columns::What,
    links::{Kept, Link, LinkFile, Observer},
    remark::{Remark, Report},
    table::LARGEST_FILE,
    template::template,
};

/// What is to be imported, and how.
#[derive(Clone, Debug)]
pub struct Order {
    pub what: What,
    /// Name of the file, for the basis of the roles given.
    pub file: String,
    /// Who imports; nobody: whoever runs the installation.
    pub by: Option<PersonId>,
    /// Check and tell, write nothing.
    pub dry_run: bool,
    /// Write over the cards of people who have a login and mind their own.
    pub overwrite: bool,
    /// New links for everybody without a login, in place of those made before.
    pub new_links: bool,
}

impl Order {
    pub fn new(what: What, file: &str) -> Self {
        Self { what, file: file.to_owned(), by: None, dry_run: false, overwrite: false, new_links: false }
    }

    /// Why the roles of a file were given.
    fn basis(&self) -> String {
        let name: String = self.file.chars().take(120).collect();
        format!("Список «{name}»")
    }
}

/// Imports a file. Whatever is wrong with the file is in the report; nothing is written then.
///
/// # Errors
/// `Internal` when the database is out of reach while the file is checked. A write that breaks off is in the report.
pub async fn run(app: &App, order: &Order, bytes: Vec<u8>, observer: &mut dyn Observer) -> Result<Report> {
    let (table, headings) = match read(order.what, bytes).await? {
        Ok(found) => found,
        Err(reasons) => {
            let mut report = Report::default();
            reasons.into_iter().for_each(|reason| report.refuse(reason));
            return Ok(report);
        }
    };
    let mut report = Report::default();
    table.notes.iter().for_each(|note| report.note(note.clone()));
    match order.what {
        What::Organisations => organisations::run(app, order, &table, &headings, &mut report, observer).await?,
        What::People => people::run(app, order, &table, &headings, &mut report, observer).await?,
    }
    Ok(report)
}

/// Reading takes a while, and a damaged workbook may trip the library that reads it: a thread of its own.
async fn read(what: What, bytes: Vec<u8>) -> Result<std::result::Result<(Table, Headings), Vec<String>>> {
    let reading = tokio::task::spawn_blocking(move || {
        let mut table = source::read(what, &bytes).map_err(|reason| vec![reason])?;
        let headings = Headings::find(what, &mut table)?;
        Ok((table, headings))
    });
    match reading.await {
        Ok(read) => Ok(read),
        Err(error) if error.is_panic() => {
            Ok(Err(vec!["файл повреждён и не читается: откройте его в Excel и сохраните заново".into()]))
        }
        Err(error) => Err(anyhow::Error::from(error).into()),
    }
}
