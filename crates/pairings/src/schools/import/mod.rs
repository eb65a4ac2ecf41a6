//! Contexts of the schools of a territory from a table. Every cell is looked at before anything is written, all of it is
//! written or nothing; the same file twice changes nothing the second time.

mod cells;
mod columns;
mod faults;
mod plan;
mod template;

use std::collections::BTreeMap;

use accounts::{directory, facts, import::rows_of};
use kernel::{Actor, Code, Error, OrgId, OrgRef, Result};
use platform::Tx;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

pub use columns::Column;
pub use faults::Fault;
use plan::{Planned, School};

use super::{
    access,
    context::{self, ContextForm},
    years,
};
use crate::policy;

/// Bytes of a file.
pub const LARGEST: usize = 2_000_000;
/// Lines of errors and rows that are shown.
const SHOWN: usize = 500;

/// What is wrong with a cell, a row or the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContextImportError)]
pub struct CellError {
    /// As the spreadsheet program counts; absent: the whole file.
    pub row: Option<u32>,
    /// The heading; absent: the whole row.
    pub column: Option<String>,
    /// What it is, for pages to put into words.
    pub code: &'static str,
    /// What stands in those words: `value`, `min`, `max`, `row`…
    pub params: BTreeMap<String, String>,
    /// The same in Russian, as papers have it.
    pub text: String,
}

/// What becomes of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ContextImportOutcome)]
pub enum Outcome {
    Created,
    Changed,
    Same,
}

/// A cell that becomes another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContextImportChange)]
pub struct Change {
    pub column: String,
    pub before: Option<String>,
    pub after: Option<String>,
}

/// A row that can be written.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ContextImportRow)]
pub struct ImportedRow {
    pub row: u32,
    pub school: OrgRef,
    pub year: i32,
    pub outcome: Outcome,
    pub changes: Vec<Change>,
}

/// How an import ended, or how it would.
#[derive(Clone, Debug, Default, Serialize, ToSchema)]
#[schema(as = ContextsImported)]
pub struct Imported {
    /// Nothing is written while there is one; the first five hundred.
    pub errors: Vec<CellError>,
    pub error_count: usize,
    pub warnings: Vec<CellError>,
    /// The first five hundred.
    pub rows: Vec<ImportedRow>,
    pub created: usize,
    pub changed: usize,
    pub same: usize,
    /// Rows that name a school and say nothing.
    pub empty: usize,
    /// Rows written now.
    pub written: usize,
}

impl CellError {
    fn new(row: Option<u32>, column: Option<Column>, Fault { code, params, text }: Fault) -> Self {
        Self { row, column: column.map(Column::title), code, params, text }
    }
}

impl Imported {
    pub fn refused(fault: Fault) -> Self {
        let mut refused = Self::default();
        refused.error(None, None, fault);
        refused
    }

    fn error(&mut self, row: Option<u32>, column: Option<Column>, fault: Fault) {
        self.error_count += 1;
        if self.errors.len() < SHOWN {
            self.errors.push(CellError::new(row, column, fault));
        }
    }
}

/// A sheet that was read: what stands under which heading.
pub struct Sheet {
    columns: Vec<Option<Column>>,
    rows: Vec<(u32, Vec<String>)>,
    warnings: Vec<Fault>,
}

/// Reads a file, before anything is locked. What is wrong with it as a whole is said in words.
///
/// # Errors
/// `Internal` when reading breaks off.
pub async fn read(bytes: Vec<u8>) -> Result<std::result::Result<Sheet, Fault>> {
    if bytes.len() > LARGEST {
        return Ok(Err(
            Fault::new("too_large", "файл больше $mb МБ: разделите его на части").with("mb", LARGEST / 1_000_000)
        ));
    }
    Ok(match rows_of(bytes).await? {
        Ok((rows, warnings)) => sheet(rows, warnings.into_iter().map(Fault::unreadable).collect()),
        Err(reason) => Err(Fault::unreadable(reason)),
    })
}

fn sheet(mut rows: Vec<(u32, Vec<String>)>, mut warnings: Vec<Fault>) -> std::result::Result<Sheet, Fault> {
    let found = rows.iter().take(20).enumerate().find_map(|(place, (_, cells))| {
        let columns = columns::headings(cells);
        let known = columns.iter().flatten().count();
        let named = columns.iter().flatten().any(|column| matches!(column, Column::Key | Column::School));
        (named && known > 1).then_some((place, columns))
    });
    if let Some(heading) = rows.iter().take(20).find_map(|(_, cells)| columns::names_people(cells)) {
        let words = "в файле есть столбец «$heading»: сведения о людях не принимаются, только числа по школе";
        return Err(Fault::new("people", words).with("heading", heading));
    }
    let (place, columns) = found.ok_or_else(|| {
        let words = "нет строки с заголовками: нужны столбец «Школа» и хотя бы один столбец формы";
        Fault::new("no_headings", words)
    })?;
    let unknown =
        rows[place].1.iter().zip(&columns).filter(|(cell, column)| column.is_none() && !cell.trim().is_empty());
    warnings.extend(unknown.map(|(cell, _)| {
        Fault::new("unknown_column", "столбец «$heading» не читается").with("heading", cells::short(cell))
    }));
    let mut seen = Vec::new();
    for column in columns.iter().flatten() {
        if seen.contains(column) {
            let fault = Fault::new("column_twice", "столбец «$heading» есть дважды: оставьте один");
            return Err(fault.with("heading", column.title()));
        }
        seen.push(*column);
    }
    let rows = rows.split_off(place + 1);
    if rows.is_empty() {
        Err(Fault::new("no_rows", "под заголовками нет ни одной строки"))
    } else {
        Ok(Sheet { columns, rows, warnings })
    }
}

/// Looks at every row and, unless tried only or something is wrong, writes all of them.
///
/// # Errors
/// `Hidden` or `Forbidden` for whoever does not coordinate the territory.
pub async fn take(
    tx: &mut Tx,
    actor: &Actor,
    territory: OrgId,
    sheet: &Sheet,
    year: Option<i32>,
    dry_run: bool,
) -> Result<Imported> {
    let actor = facts::fresh(tx, actor).await?;
    let territory = coordinated(tx.db(), &actor, territory).await?;
    let current = years::current(tx.now(), &territory);
    let usual = year.unwrap_or(current);
    years::check(usual, current)?;
    let schools: Vec<School> = access::schools(tx.db(), territory.id).await?.iter().map(School::of).collect();
    let mut done = Imported {
        warnings: sheet.warnings.iter().cloned().map(|fault| CellError::new(None, None, fault)).collect(),
        ..Imported::default()
    };
    let mut planned = plan::rows(sheet, &schools, usual, current, &mut done);
    // One order of locks for everybody.
    planned.sort_by_key(|row| (row.school, row.year));
    let mut ready: BTreeMap<u32, (Planned, access::Desk, Option<context::Stored>, ContextForm)> = BTreeMap::new();
    for row in planned {
        let desk = access::locked(tx, &actor, row.school).await?;
        let there = context::find(tx.db(), row.school, row.year).await?;
        if let Some(form) = plan::merged(sheet, &row, there.as_ref(), &mut done) {
            ready.insert(row.number, (row, desk, there, form));
        }
    }
    let write = done.errors.is_empty() && !dry_run;
    for (number, (row, desk, there, form)) in ready {
        let (outcome, changes) = plan::difference(there.as_ref(), &form);
        match outcome {
            Outcome::Created => done.created += 1,
            Outcome::Changed => done.changed += 1,
            Outcome::Same => done.same += 1,
        }
        if done.rows.len() < SHOWN {
            let school = directory::org_ref(&desk.school);
            done.rows.push(ImportedRow { row: number, school, year: row.year, outcome, changes });
        }
        if write && outcome != Outcome::Same {
            context::put(tx, actor.person, &desk, row.year, form, there).await?;
            done.written += 1;
        }
    }
    done.errors.sort_by_key(|error| error.row);
    Ok(done)
}

/// Asked before a file is looked at.
///
/// # Errors
/// `Hidden` or `Forbidden` for whoever does not coordinate the territory.
pub async fn allowed<C: ConnectionTrait>(db: &C, actor: &Actor, territory: OrgId) -> Result<()> {
    coordinated(db, actor, territory).await.map(|_| ())
}

async fn coordinated<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    territory: OrgId,
) -> Result<accounts::entity::organisation::Model> {
    let territory = access::territory(db, territory).await?;
    actor.may_write()?;
    if policy::coordinates(actor, territory.id) { Ok(territory) } else { Err(Error::Refused(Code::Forbidden)) }
}

/// The workbook to fill in: of a territory with its schools, or without any.
///
/// # Errors
/// `Hidden` or `Forbidden` for whoever does not coordinate the territory.
pub async fn workbook<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    territory: Option<OrgId>,
    year: Option<i32>,
    now: kernel::Timestamp,
) -> Result<Vec<u8>> {
    let Some(territory) = territory else {
        let year = year.unwrap_or_else(|| years::of(now.date_naive()));
        years::check(year, years::of(now.date_naive()))?;
        return template::workbook(&[], year);
    };
    let territory = coordinated(db, actor, territory).await?;
    let current = years::current(now, &territory);
    let year = year.unwrap_or(current);
    years::check(year, current)?;
    let schools = access::schools(db, territory.id).await?;
    let open: Vec<_> = schools.into_iter().filter(|row| row.closed_at.is_none()).collect();
    let ids: Vec<OrgId> = open.iter().map(|row| row.id).collect();
    let known = context::of_years(db, &ids, &[year]).await?;
    let line = |row: accounts::entity::organisation::Model| template::Line {
        form: known.iter().find(|stored| stored.row.school_id == row.id).map(ContextForm::from),
        key: row.id.to_string(),
        school: row.short_name,
    };
    template::workbook(&open.into_iter().map(line).collect::<Vec<_>>(), year)
}
