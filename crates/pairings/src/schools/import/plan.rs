//! What each row of a sheet would do.

use std::collections::HashMap;

use accounts::{entity::organisation, import::folded};
use kernel::{Error, OrgId};

use super::{Change, Imported, Outcome, Sheet, cells, columns::Column, faults::Fault};
use crate::schools::{
    context::{ContextForm, Stored},
    years,
};

/// A school of the territory, as sheets may name it.
pub struct School {
    id: OrgId,
    short_name: String,
    names: Vec<String>,
    closed: bool,
}

impl School {
    pub fn of(row: &organisation::Model) -> Self {
        let mut names = vec![folded(&row.short_name), folded(&row.legal_name)];
        names.extend(row.code.as_deref().map(folded));
        names.retain(|name| !name.is_empty());
        Self { id: row.id, short_name: row.short_name.clone(), names, closed: row.closed_at.is_some() }
    }
}

/// A row that names a school and a year.
#[derive(Clone, Debug)]
pub struct Planned {
    pub number: u32,
    pub school: OrgId,
    pub year: i32,
    /// Place in the sheet.
    place: usize,
}

/// Rows that name an open school of the territory and a year, each pair once.
pub fn rows(sheet: &Sheet, schools: &[School], usual: i32, current: i32, done: &mut Imported) -> Vec<Planned> {
    let mut seen: HashMap<(OrgId, i32), u32> = HashMap::new();
    let mut planned = Vec::new();
    for (place, (number, cells)) in sheet.rows.iter().enumerate() {
        let (school, year) = (school(sheet, cells, schools), year(sheet, cells, usual, current));
        if let Err((column, fault)) = &school {
            done.error(Some(*number), *column, fault.clone());
        }
        if let Err(fault) = &year {
            done.error(Some(*number), Some(Column::Year), fault.clone());
        }
        let (Ok(school), Ok(year)) = (school, year) else { continue };
        if let Some(first) = seen.insert((school, year), *number) {
            let fault = Fault::new("same_row", "эта школа и этот год уже есть в строке $row").with("row", first);
            done.error(Some(*number), None, fault);
            continue;
        }
        planned.push(Planned { number: *number, school, year, place });
    }
    planned
}

fn cell<'a>(sheet: &Sheet, cells: &'a [String], wanted: Column) -> Option<&'a str> {
    let place = sheet.columns.iter().position(|column| *column == Some(wanted))?;
    cells.get(place).map(|text| text.trim()).filter(|text| !text.is_empty())
}

fn year(sheet: &Sheet, cells: &[String], usual: i32, current: i32) -> Result<i32, Fault> {
    let Some(text) = cell(sheet, cells, Column::Year) else { return Ok(usual) };
    let year = cells::year(text)?;
    if years::sane(year, current) {
        Ok(year)
    } else {
        Err(Fault::new("year_out", "$year: о таком годе сведения не принимаются").with("year", year))
    }
}

type Wrong = (Option<Column>, Fault);

fn school(sheet: &Sheet, cells: &[String], schools: &[School]) -> Result<OrgId, Wrong> {
    let foreign = |text: &str| Fault::of("foreign_school", text, "в этой территории такой школы нет");
    let found = match (cell(sheet, cells, Column::Key), cell(sheet, cells, Column::School)) {
        (Some(key), _) => {
            let id = key.parse::<OrgId>().ok();
            let school = schools.iter().find(|school| Some(school.id) == id);
            school.ok_or_else(|| (Some(Column::Key), foreign(key)))?
        }
        (None, Some(name)) => {
            let wanted = folded(name);
            let mut same = schools.iter().filter(|school| school.names.contains(&wanted));
            match (same.next(), same.next()) {
                (Some(school), None) => school,
                (Some(one), Some(other)) => {
                    let fault = Fault::new("two_schools", "подходят «$one» и «$other»: напишите ключ");
                    let fault = fault.with("one", &one.short_name).with("other", &other.short_name);
                    return Err((Some(Column::School), fault));
                }
                (None, _) => return Err((Some(Column::School), foreign(name))),
            }
        }
        (None, None) => return Err((Some(Column::School), Fault::new("no_school", "школа не названа"))),
    };
    if found.closed {
        return Err((Some(Column::School), Fault::of("closed_school", &found.short_name, "школа закрыта")));
    }
    Ok(found.id)
}

/// The row written over what is there; nothing when it says nothing, and nothing, with errors, when it makes no sense.
pub fn merged(sheet: &Sheet, row: &Planned, there: Option<&Stored>, done: &mut Imported) -> Option<ContextForm> {
    let mut form = there.map(ContextForm::from).unwrap_or_default();
    let cells = &sheet.rows.get(row.place)?.1;
    let before = done.error_count;
    let mut told = 0;
    for (column, text) in sheet.columns.iter().zip(cells) {
        let Some(column) = column else { continue };
        if cells::is_empty(text) {
            continue;
        }
        told += usize::from(!matches!(column, Column::Key | Column::School | Column::Year));
        if let Err(fault) = cells::put(&mut form, *column, text) {
            done.error(Some(row.number), Some(*column), fault);
        }
    }
    if told == 0 && there.is_none() {
        done.empty += 1;
        return None;
    }
    halves(sheet, row, cells, done);
    let form = form.tidy();
    // What could not be read would be told of twice.
    if done.error_count == before
        && let Err(Error::Invalid(wrong)) = form.check()
    {
        for error in wrong {
            let (column, fault) = cells::fault(&form, &error.field, error.code);
            done.error(Some(row.number), column, fault);
        }
    }
    (done.error_count == before).then_some(form)
}

/// A number beside an empty «из скольких» must not be read with the one of another file.
fn halves(sheet: &Sheet, row: &Planned, cells: &[String], done: &mut Imported) {
    let told = |column: Column| cell(sheet, cells, column).is_some_and(|text| !cells::is_empty(text));
    for key in crate::kinds::ShareKey::ALL {
        match (told(Column::Part(key)), told(Column::Whole(key))) {
            (true, false) => done.error(Some(row.number), Some(Column::Whole(key)), cells::no_whole()),
            (false, true) => done.error(Some(row.number), Some(Column::Part(key)), cells::no_part()),
            _ => {}
        }
    }
}

/// What becomes of a row, cell by cell.
pub fn difference(there: Option<&Stored>, form: &ContextForm) -> (Outcome, Vec<Change>) {
    let old = there.map(ContextForm::from);
    let change = |column: Column| {
        let before = old.as_ref().and_then(|old| cells::shown(old, column));
        let after = cells::shown(form, column);
        (before != after).then(|| Change { column: column.title(), before, after })
    };
    let changes: Vec<Change> = Column::all().into_iter().filter_map(change).collect();
    let outcome = match (&old, changes.is_empty()) {
        (None, _) => Outcome::Created,
        (Some(_), false) => Outcome::Changed,
        (Some(_), true) => Outcome::Same,
    };
    (outcome, changes)
}
