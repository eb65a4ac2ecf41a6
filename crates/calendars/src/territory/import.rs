//! A list of days as coordinators have it: one a line, of a table or typed. All of it is taken or nothing.

use chrono::NaiveDate;
use kernel::{Actor, Error, OrgId, Result};
use platform::Tx;
use sea_orm::entity::prelude::*;

use super::{DayPlan, keeper, put};
use crate::{entity::calendar_day, kinds::DayKind};

const MAX_TEXT: usize = 200_000;
const MAX_LINES: usize = 1_000;

/// What is wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineError {
    /// From 1.
    pub line: usize,
    /// The field: `first`, `last`, `kind`, `title`, `grades`, `subjects`.
    pub field: &'static str,
    pub text: String,
}

/// What a list says.
#[derive(Clone, Debug, Default)]
pub struct Imported {
    pub rows: Vec<DayPlan>,
    pub errors: Vec<LineError>,
    /// Written now; those that were there are not written again.
    pub written: usize,
}

/// Reads a list and, unless tried only, writes what is not there yet.
pub async fn import(tx: &Tx, actor: &Actor, org: Option<OrgId>, text: &str, dry_run: bool) -> Result<Imported> {
    keeper(actor, org)?;
    if text.len() > MAX_TEXT || text.lines().count() > MAX_LINES {
        return Err(Error::invalid("text", "too_long"));
    }
    let mut imported = Imported::default();
    for (line, content) in (1..).zip(text.lines()).filter(|(_, content)| !content.trim().is_empty()) {
        match read(content, org) {
            Ok(plan) => imported.rows.push(plan),
            // The first line may name the columns.
            Err((field, _)) if line == 1 && field == "first" && !content.starts_with(|c: char| c.is_ascii_digit()) => {}
            Err((field, text)) => imported.errors.push(LineError { line, field, text }),
        }
    }
    if imported.rows.is_empty() && imported.errors.is_empty() {
        return Err(Error::invalid("text", "required"));
    }
    if dry_run || !imported.errors.is_empty() {
        return Ok(imported);
    }
    for plan in imported.rows.clone() {
        if !there(tx, &plan).await? {
            put(tx, actor, plan).await?;
            imported.written += 1;
        }
    }
    Ok(imported)
}

async fn there(tx: &Tx, plan: &DayPlan) -> Result<bool> {
    let org = match plan.org_id {
        Some(org) => calendar_day::Column::OrgId.eq(org),
        None => calendar_day::Column::OrgId.is_null(),
    };
    let same = calendar_day::Entity::find()
        .filter(org)
        .filter(calendar_day::Column::Kind.eq(plan.kind))
        .filter(calendar_day::Column::Title.eq(plan.title.as_str()))
        .filter(calendar_day::Column::First.eq(plan.first))
        .filter(calendar_day::Column::Last.eq(plan.last));
    Ok(same.count(tx.db()).await? > 0)
}

/// «начало; конец; вид; название; классы; предметы».
fn read(content: &str, org: Option<OrgId>) -> Result<DayPlan, (&'static str, String)> {
    let sign = if content.contains('\t') { '\t' } else { ';' };
    let mut cells = content.split(sign).map(|cell| cell.trim().trim_matches('"').trim());
    let mut next = || cells.next().unwrap_or_default();
    let (first, last, kind, title, grades, subjects) = (next(), next(), next(), next(), next(), next());
    let day = |field: &'static str, text: &str| date(text).ok_or((field, text.to_owned()));
    let begins = day("first", first)?;
    let plan = DayPlan {
        org_id: org,
        kind: kind_of(kind).ok_or(("kind", kind.to_owned()))?,
        title: title.to_owned(),
        first: begins,
        last: if last.is_empty() { begins } else { day("last", last)? },
        grades: grades_of(grades).ok_or(("grades", grades.to_owned()))?,
        subjects: subjects_of(subjects).ok_or(("subjects", subjects.to_owned()))?,
    }
    .tidy();
    match plan.check() {
        Ok(()) => Ok(plan),
        Err(Error::Invalid(wrong)) => {
            let field = wrong.first().map_or("title", |wrong| match wrong.field.as_str() {
                "first" => "first",
                "last" => "last",
                "grades" => "grades",
                "subjects" => "subjects",
                _ => "title",
            });
            Err((field, content.to_owned()))
        }
        Err(_) => Err(("title", content.to_owned())),
    }
}

fn date(text: &str) -> Option<NaiveDate> {
    ["%d.%m.%Y", "%Y-%m-%d"].iter().find_map(|form| NaiveDate::parse_from_str(text, form).ok())
}

fn kind_of(text: &str) -> Option<DayKind> {
    Some(match text.to_lowercase().as_str() {
        "экзамен" | "егэ" | "огэ" | "гвэ" | "exam" => DayKind::Exam,
        "впр" | "работа" | "диагностика" | "assessment" => DayKind::Assessment,
        "каникулы" | "праздник" | "выходной" | "holiday" => DayKind::Holiday,
        "другое" | "" | "other" => DayKind::Other,
        _ => return None,
    })
}

/// «4, 5-8».
fn grades_of(text: &str) -> Option<Vec<i32>> {
    let mut grades = Vec::new();
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (from, to) = part.split_once(['-', '–']).unwrap_or((part, part));
        let (from, to) = (from.trim().parse::<i32>().ok()?, to.trim().parse::<i32>().ok()?);
        if !(kernel::subject::is_grade(from) && kernel::subject::is_grade(to) && from <= to) {
            return None;
        }
        grades.extend(from..=to);
    }
    Some(grades)
}

/// By code or by the Russian name.
fn subjects_of(text: &str) -> Option<Vec<String>> {
    let of = |part: &str| {
        let wanted = part.to_lowercase();
        let known = |code: &&&str| wanted == **code || kernel::subject::russian(code).to_lowercase() == wanted;
        kernel::subject::SUBJECTS.iter().find(known).map(|code| (*code).to_owned())
    };
    text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(of).collect()
}
