//! A context as somebody sees it: whole, or rounded and without small cells.

use accounts::{directory, entity::organisation};
use kernel::{DateTime, OrgRef, PersonRef, Result, Utc};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

use super::{ContextForm, Stored};
use crate::{
    kinds::{LevelKey, SchoolKind, ShareKey},
    policy::schools::Sight,
    schools::likes,
};

/// A count under this names children.
pub const SMALL: i32 = 5;

/// A number somebody sees, or knows to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContextCell)]
pub struct Cell {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i32>,
    /// Too small to be shown to the reader.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub hidden: bool,
}

impl Cell {
    pub const HIDDEN: Self = Self { value: None, hidden: true };

    pub fn plain(value: i32) -> Self {
        Self { value: Some(value), hidden: false }
    }

    /// A count, rounded for whoever sees it so.
    fn count(value: Option<i32>, sight: Sight, step: i32) -> Option<Self> {
        let value = value?;
        Some(match sight {
            Sight::Whole => Self::plain(value),
            _ if value < SMALL => Self::HIDDEN,
            _ => Self::plain((value + step / 2) / step * step),
        })
    }
}

/// A share somebody sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContextShare)]
pub struct ShareView {
    pub key: ShareKey,
    pub title: &'static str,
    /// Absent for whoever sees rounded numbers.
    pub numerator: Option<Cell>,
    pub denominator: Option<Cell>,
    pub percent: Cell,
}

/// A step somebody sees.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContextLevel)]
pub struct LevelView {
    pub key: LevelKey,
    pub title: &'static str,
    pub level: i32,
    /// What the step means.
    pub words: &'static str,
    pub source: String,
}

/// How much is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = ContextCompleteness)]
pub struct Completeness {
    pub filled: usize,
    pub of: usize,
    /// Keys of what is not known.
    pub missing: Vec<String>,
    /// Enough to be compared with other schools.
    pub comparable: bool,
}

impl Completeness {
    pub fn of(form: &ContextForm) -> Self {
        let missing = form.missing();
        let of = ContextForm::SIZE;
        Self { filled: of - missing.len(), of, comparable: likes::enough(form), missing }
    }
}

/// A year of a school, without its numbers.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SchoolContextYear {
    /// The year in which the school year begins.
    pub year: i32,
    pub completeness: Completeness,
    pub changed_at: DateTime<Utc>,
}

/// What is known of a school in a year.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SchoolContext {
    pub school: OrgRef,
    /// The year in which the school year begins: 2026 is 2026/27.
    pub year: i32,
    /// 0: nothing is filled in yet.
    pub revision: i32,
    /// Everything is shown as it is; otherwise rounded, without small cells.
    pub whole: bool,
    pub completeness: Completeness,
    pub pupils: Option<Cell>,
    pub kind: Option<SchoolKind>,
    pub rural: Option<bool>,
    pub shifts: Option<i32>,
    pub teachers: Option<Cell>,
    pub vacancies: Option<Cell>,
    pub teachers_under_35: Option<Cell>,
    pub teachers_over_60: Option<Cell>,
    pub first_category: Option<Cell>,
    pub highest_category: Option<Cell>,
    pub minutes_to_centre: Option<i32>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    pub languages: Vec<String>,
    pub source_note: String,
    pub shares: Vec<ShareView>,
    pub levels: Vec<LevelView>,
    pub filled_by: Option<PersonRef>,
    pub changed_at: Option<DateTime<Utc>>,
}

pub(super) async fn shown<C: ConnectionTrait>(
    db: &C,
    school: &organisation::Model,
    there: Option<Stored>,
    year: i32,
    sight: Sight,
) -> Result<SchoolContext> {
    let Some(there) = there else { return Ok(empty(school, year, sight)) };
    let form = ContextForm::from(&there);
    let by = directory::names(db, &[there.row.filled_by]).await?.remove(&there.row.filled_by);
    let whole = sight == Sight::Whole;
    let count = |value: Option<i32>, step: i32| Cell::count(value, sight, step);
    Ok(SchoolContext {
        completeness: Completeness::of(&form),
        revision: there.row.revision,
        pupils: count(form.pupils, 10),
        kind: form.kind,
        rural: form.rural,
        shifts: form.shifts,
        teachers: count(form.teachers, 5),
        vacancies: count(form.vacancies, 5),
        teachers_under_35: count(form.teachers_under_35, 5),
        teachers_over_60: count(form.teachers_over_60, 5),
        first_category: count(form.first_category, 5),
        highest_category: count(form.highest_category, 5),
        minutes_to_centre: form.minutes_to_centre,
        latitude: form.latitude,
        longitude: form.longitude,
        languages: form.languages,
        source_note: form.source_note,
        shares: there.shares.iter().map(|cell| share(cell.key, cell.numerator, cell.denominator, sight)).collect(),
        levels: form.levels.into_iter().map(|cell| level(cell.key, cell.level, cell.source)).collect(),
        filled_by: by.filter(|_| whole),
        changed_at: Some(there.row.changed_at),
        ..empty(school, year, sight)
    })
}

/// Nothing is known yet.
pub fn empty(school: &organisation::Model, year: i32, sight: Sight) -> SchoolContext {
    SchoolContext {
        school: directory::org_ref(school),
        year,
        revision: 0,
        whole: sight == Sight::Whole,
        completeness: Completeness::of(&ContextForm::default()),
        pupils: None,
        kind: None,
        rural: None,
        shifts: None,
        teachers: None,
        vacancies: None,
        teachers_under_35: None,
        teachers_over_60: None,
        first_category: None,
        highest_category: None,
        minutes_to_centre: None,
        latitude: None,
        longitude: None,
        languages: Vec::new(),
        source_note: String::new(),
        shares: Vec::new(),
        levels: Vec::new(),
        filled_by: None,
        changed_at: None,
    }
}

/// Whole per cent, or steps of five where neither the part nor the rest of it is small.
fn share(key: ShareKey, part: i32, of: i32, sight: Sight) -> ShareView {
    let percent = percent(part, of);
    let (numerator, denominator, percent) = match sight {
        Sight::Whole => (Some(Cell::plain(part)), Some(Cell::plain(of)), Cell::plain(percent)),
        _ if small(part, of) => (None, None, Cell::HIDDEN),
        _ => (None, None, Cell::plain((percent + 2) / 5 * 5)),
    };
    ShareView { key, title: key.russian(), numerator, denominator, percent }
}

/// One could count the children: those it is about, or those it is not about.
pub fn small(part: i32, of: i32) -> bool {
    part < SMALL || of.saturating_sub(part) < SMALL
}

/// Rounded to whole ones.
pub fn percent(part: i32, of: i32) -> i32 {
    let (part, of) = (i64::from(part), i64::from(of.max(1)));
    i32::try_from((part * 200 + of) / (of * 2)).unwrap_or(0)
}

fn level(key: LevelKey, level: i32, source: String) -> LevelView {
    let step = usize::try_from(level - 1).unwrap_or(0);
    LevelView { key, title: key.russian(), level, words: key.anchors().get(step).copied().unwrap_or(""), source }
}

/// Years without their numbers.
pub fn years(stored: &[Stored]) -> Vec<SchoolContextYear> {
    let year = |stored: &Stored| SchoolContextYear {
        year: stored.row.year,
        completeness: Completeness::of(&ContextForm::from(stored)),
        changed_at: stored.row.changed_at,
    };
    stored.iter().map(year).collect()
}
