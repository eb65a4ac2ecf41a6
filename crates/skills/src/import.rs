//! Lists of skills from a file: CSV with `;`, or the first sheet of an XLSX workbook, with the headings of the
//! embedded lists. Every row is checked before anything is written; the same file twice changes nothing.

use std::{
    collections::{BTreeMap, HashMap},
    io::Cursor,
};

use calamine::{Data, Reader, Xlsx};
use kernel::{Actor, Error, Result};
use platform::{App, Tx};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    catalogue::{self, NewSkill},
    codes,
    entity::skill,
    event::Event,
    policy::Standing,
};

pub const LARGEST_FILE: usize = 4 * 1024 * 1024;
const MOST_ROWS: usize = 20_000;
const HEADINGS: [&str; 9] = ["subject", "grade", "code", "short", "text", "block", "max", "source", "year"];
const INSERTED_AT_ONCE: usize = 200;

/// A line that cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SkillRowError)]
pub struct RowError {
    /// Line of the file, the heading being 1.
    pub line: usize,
    pub field: String,
    /// `required`, `too_long`, `invalid`, `unknown`, `taken`.
    pub code: String,
}

/// What a file would do, or did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = SkillsImported)]
pub struct Report {
    pub created: usize,
    pub changed: usize,
    pub same: usize,
    /// When there are any, nothing was written.
    pub errors: Vec<RowError>,
}

/// Reads a file into rows; whatever is wrong is told with its line.
pub fn read(bytes: &[u8]) -> std::result::Result<Vec<NewSkill>, Vec<RowError>> {
    let whole = |code: &str| vec![RowError { line: 1, field: "file".into(), code: code.into() }];
    if bytes.is_empty() {
        return Err(whole("required"));
    }
    if bytes.len() > LARGEST_FILE {
        return Err(whole("too_long"));
    }
    let lines = if bytes.starts_with(b"PK\x03\x04") { workbook(bytes) } else { delimited(bytes) };
    let lines = lines.ok_or_else(|| whole("invalid"))?;
    rows(lines)
}

fn delimited(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let text = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut lines = Vec::new();
    for record in reader.records() {
        lines.push(record.ok()?.iter().map(|cell| cell.trim().to_owned()).collect());
    }
    Some(lines)
}

fn workbook(bytes: &[u8]) -> Option<Vec<Vec<String>>> {
    let mut book: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).ok()?;
    let sheet = book.worksheet_range_at(0)?.ok()?;
    let cell = |value: &Data| match value {
        Data::Float(number) if number.fract() == 0.0 => format!("{number:.0}"),
        other => other.to_string().trim().to_owned(),
    };
    Some(sheet.rows().take(MOST_ROWS + 1).map(|row| row.iter().map(cell).collect()).collect())
}

fn rows(lines: Vec<Vec<String>>) -> std::result::Result<Vec<NewSkill>, Vec<RowError>> {
    let mut errors = Vec::new();
    let mut error = |line: usize, field: &str, code: &str| {
        errors.push(RowError { line, field: field.to_owned(), code: code.to_owned() });
    };
    let mut lines = lines.into_iter().enumerate();
    let heading = lines.next().map(|(_, cells)| cells).unwrap_or_default();
    let places: HashMap<&str, usize> = HEADINGS
        .iter()
        .filter_map(|name| Some((*name, heading.iter().position(|cell| cell.to_lowercase() == *name)?)))
        .collect();
    for name in HEADINGS.iter().filter(|name| !places.contains_key(*name)) {
        error(1, name, "required");
    }
    if places.len() < HEADINGS.len() {
        return Err(errors);
    }
    let (mut found, mut seen) = (Vec::new(), BTreeMap::new());
    for (index, cells) in lines.filter(|(_, cells)| cells.iter().any(|cell| !cell.is_empty())) {
        let line = index + 1;
        if found.len() >= MOST_ROWS {
            error(line, "file", "too_long");
            break;
        }
        let cell = |name: &str| places.get(name).and_then(|at| cells.get(*at)).cloned().unwrap_or_default();
        let mut number = |name: &str| match cell(name).parse::<i32>() {
            Ok(number) => number,
            Err(_) => {
                error(line, name, if cell(name).is_empty() { "required" } else { "invalid" });
                -1
            }
        };
        let (grade, max, year) = (number("grade"), number("max"), number("year"));
        let row = NewSkill {
            subject: cell("subject"),
            grade,
            code: codes::normal(&cell("code")),
            short: cell("short"),
            text: cell("text"),
            block: cell("block"),
            max,
            source: cell("source"),
            year,
        };
        if grade >= 0
            && max >= 0
            && year >= 0
            && let Err(Error::Invalid(wrong)) = row.check()
        {
            wrong.iter().for_each(|w| error(line, &w.field, w.code));
        }
        // Two lines that say different things about one skill: nobody can tell which is meant.
        let key = (row.subject.clone(), row.grade, row.code.clone(), row.year);
        if seen.insert(key, line).is_some() {
            error(line, "code", "taken");
        }
        found.push(row);
    }
    if errors.is_empty() { Ok(found) } else { Err(errors) }
}

/// Who writes the rows, and what they may write over.
#[derive(Clone, Copy)]
pub enum By<'a> {
    /// The embedded lists: rows that somebody edited stay.
    House,
    /// Whoever runs the installation.
    Operator,
    Methodist(&'a Actor),
}

/// Imports a file; nothing is written when a row is wrong or when it is only a trial.
///
/// # Errors
/// `Refused` when the actor may not edit the catalogue.
pub async fn run(app: &App, by: By<'_>, bytes: &[u8], dry_run: bool) -> Result<Report> {
    if let By::Methodist(actor) = by {
        Standing::load(app.reader(), actor).await?.edit().or_refuse()?;
    }
    match read(bytes) {
        Err(errors) => Ok(Report { errors, ..Report::default() }),
        Ok(rows) => {
            let mut tx = app.begin().await?;
            if let By::Methodist(actor) = by {
                Standing::load(tx.db(), actor).await?.edit().or_refuse()?;
            }
            let report = write(&mut tx, by, &rows).await?;
            if !dry_run {
                tx.commit().await?;
            }
            Ok(report)
        }
    }
}

type Known = HashMap<(String, i32, String, i32), skill::Model>;

/// Writes what is new or differs.
pub(crate) async fn write(tx: &mut Tx, by: By<'_>, rows: &[NewSkill]) -> Result<Report> {
    let stored = skill::Entity::find().order_by_asc(skill::Column::Id).all(tx.db()).await?;
    let known: Known =
        stored.into_iter().map(|row| ((row.subject.clone(), row.grade, row.code.clone(), row.year), row)).collect();
    let actor = match by {
        By::Methodist(actor) => Some(actor),
        By::House | By::Operator => None,
    };
    let (mut report, mut fresh) = (Report::default(), Vec::new());
    for new in rows {
        match known.get(&(new.subject.clone(), new.grade, new.code.clone(), new.year)) {
            None => fresh.push(skill::ActiveModel::from(catalogue::row(tx, new, &[], actor)).reset_all()),
            Some(row) if same(row, new) || matches!(by, By::House) && row.edited_by.is_some() => report.same += 1,
            Some(row) => {
                update(tx, row, new, actor).await?;
                report.changed += 1;
            }
        }
    }
    report.created = fresh.len();
    while !fresh.is_empty() {
        let rest = fresh.split_off(fresh.len().min(INSERTED_AT_ONCE));
        skill::Entity::insert_many(std::mem::replace(&mut fresh, rest)).exec_without_returning(tx.db()).await?;
    }
    if report.created + report.changed > 0 {
        tx.emit(Event::CatalogueLoaded { actor: actor.map(|a| a.person), rows: report.created + report.changed });
    }
    Ok(report)
}

fn same(row: &skill::Model, new: &NewSkill) -> bool {
    (&row.short, &row.text, &row.block, row.max, &row.source)
        == (&new.short, &new.text, &new.block, new.max, &new.source)
}

async fn update(tx: &Tx, row: &skill::Model, new: &NewSkill, actor: Option<&Actor>) -> Result<()> {
    let synonyms = catalogue::synonyms_of(tx.db(), row.id).await?;
    let changed = skill::ActiveModel {
        id: Set(row.id),
        search_key: Set(catalogue::search_key(new, &synonyms)),
        short: Set(new.short.clone()),
        text: Set(new.text.clone()),
        block: Set(new.block.clone()),
        max: Set(new.max),
        source: Set(new.source.clone()),
        version: Set(row.version + 1),
        edited_by: Set(actor.map(|a| a.person).or(row.edited_by)),
        updated_at: Set(tx.now()),
        ..Default::default()
    };
    changed.update(tx.db()).await?;
    Ok(())
}
