//! A context as somebody fills it in. What is empty is not known.

use std::collections::BTreeSet;

use kernel::{Result, error::Checks};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{NUMBERS, Stored, key, languages};
use crate::{
    codes,
    kinds::{LevelKey, SchoolKind, ShareKey},
};

const MAX_NOTE: usize = 1_000;
const MAX_SOURCE: usize = 200;
const MAX_LANGUAGES: usize = 5;
/// Of a share: more than any school has.
const MOST: i32 = 20_000;
/// The country, with a margin: what is typed the wrong way round mostly falls out of it.
const LATITUDES: std::ops::RangeInclusive<f64> = 41.0..=82.0;

/// So many of so many. Both are told or neither.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ContextShareForm)]
pub struct ShareForm {
    pub key: ShareKey,
    pub numerator: Option<i32>,
    /// Of how many pupils it is known.
    pub denominator: Option<i32>,
}

/// A step of one to five, and the survey that says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = ContextLevelForm)]
pub struct LevelForm {
    pub key: LevelKey,
    pub level: i32,
    pub source: String,
}

/// What is known of a school in a year. Absent: not known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
#[schema(as = SchoolContextForm)]
pub struct ContextForm {
    /// Of the context this one is written over; 0 where there is none.
    pub revision: i32,
    pub pupils: Option<i32>,
    pub kind: Option<SchoolKind>,
    pub rural: Option<bool>,
    pub shifts: Option<i32>,
    pub teachers: Option<i32>,
    pub vacancies: Option<i32>,
    pub teachers_under_35: Option<i32>,
    pub teachers_over_60: Option<i32>,
    pub first_category: Option<i32>,
    pub highest_category: Option<i32>,
    /// By road, to the centre of the municipality.
    pub minutes_to_centre: Option<i32>,
    pub latitude: Option<f64>,
    pub longitude: Option<f64>,
    /// What it teaches in; Russian unless told.
    #[serde(default)]
    pub languages: Vec<String>,
    /// Where the numbers come from.
    #[serde(default)]
    pub source_note: String,
    #[serde(default)]
    pub shares: Vec<ShareForm>,
    #[serde(default)]
    pub levels: Vec<LevelForm>,
}

impl ContextForm {
    pub(in crate::schools) fn tidy(mut self) -> Self {
        if self.languages.is_empty() {
            self.languages = vec![codes::RUSSIAN.to_owned()];
        }
        self.source_note = self.source_note.trim().to_owned();
        self.shares.retain(|cell| cell.numerator.is_some() || cell.denominator.is_some());
        self.levels.iter_mut().for_each(|cell| cell.source = cell.source.trim().to_owned());
        self
    }

    /// # Errors
    /// `Invalid` with every field that is wrong.
    pub fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        for number in NUMBERS {
            let sane = (number.get)(self).is_none_or(|value| (number.min..=number.max).contains(&value));
            checks.require(sane, number.key, "invalid");
        }
        self.staff(&mut checks);
        self.place(&mut checks);
        let known: BTreeSet<&String> = self.languages.iter().collect();
        checks
            .require(self.languages.iter().all(|code| codes::is_language(code)), "languages", "unknown")
            .require(known.len() == self.languages.len(), "languages", "taken")
            .require(self.languages.len() <= MAX_LANGUAGES, "languages", "too_many")
            .up_to(&self.source_note, MAX_NOTE, "source_note");
        self.shares(&mut checks);
        self.levels(&mut checks);
        checks.done()
    }

    /// Parts of the staff are parts of it.
    fn staff(&self, checks: &mut Checks) {
        let Some(teachers) = self.teachers.map(i64::from) else { return };
        let sum = |a: Option<i32>, b: Option<i32>| i64::from(a.unwrap_or(0)) + i64::from(b.unwrap_or(0));
        let ages = sum(self.teachers_under_35, self.teachers_over_60);
        let categories = sum(self.first_category, self.highest_category);
        checks.require(ages <= teachers, "teachers_over_60", "too_many").require(
            categories <= teachers,
            "highest_category",
            "too_many",
        );
    }

    fn place(&self, checks: &mut Checks) {
        let sane = |value: f64| LATITUDES.contains(&value);
        checks.require(self.latitude.is_none_or(sane), "latitude", "invalid");
        let sane = |value: f64| (19.0..=180.0).contains(&value) || (-180.0..=-168.0).contains(&value);
        checks.require(self.longitude.is_none_or(sane), "longitude", "invalid");
        checks.require(self.latitude.is_some() || self.longitude.is_none(), "latitude", "required").require(
            self.longitude.is_some() || self.latitude.is_none(),
            "longitude",
            "required",
        );
    }

    fn shares(&self, checks: &mut Checks) {
        let mut seen = BTreeSet::new();
        for (at, cell) in self.shares.iter().enumerate() {
            let field = |part: &str| format!("shares[{at}].{part}");
            checks.require(seen.insert(cell.key), &field("key"), "taken");
            match (cell.numerator, cell.denominator) {
                (None, None) => {}
                (None, Some(_)) => {
                    checks.require(false, &field("numerator"), "required");
                }
                (Some(_), None) => {
                    checks.require(false, &field("denominator"), "required");
                }
                (Some(part), Some(whole)) => {
                    let most = self.pupils.map_or(MOST, |pupils| pupils.min(MOST));
                    checks
                        .require((1..=MOST).contains(&whole), &field("denominator"), "invalid")
                        .require(whole <= most, &field("denominator"), "too_many")
                        .require(part >= 0, &field("numerator"), "invalid")
                        // Over 100 %.
                        .require(part <= whole.max(0), &field("numerator"), "too_many");
                }
            }
        }
        self.families(checks);
    }

    /// A family is complete or it is not.
    fn families(&self, checks: &mut Checks) {
        let find = |key: ShareKey| {
            let place = self.shares.iter().position(|cell| cell.key == key)?;
            let cell = self.shares.get(place)?;
            let (part, whole) = cell.numerator.zip(cell.denominator)?;
            (part >= 0 && whole > 0).then_some((place, i64::from(part), i64::from(whole)))
        };
        let Some(complete) = find(ShareKey::CompleteFamilies) else { return };
        let Some((place, part, whole)) = find(ShareKey::IncompleteFamilies) else { return };
        let fits = part * complete.2 + complete.1 * whole <= whole * complete.2;
        checks.require(fits, &format!("shares[{place}].numerator"), "too_many");
    }

    fn levels(&self, checks: &mut Checks) {
        let mut seen = BTreeSet::new();
        for (at, cell) in self.levels.iter().enumerate() {
            checks
                .require(seen.insert(cell.key), &format!("levels[{at}].key"), "taken")
                .require((1..=5).contains(&cell.level), &format!("levels[{at}].level"), "invalid")
                .text(&cell.source, MAX_SOURCE, &format!("levels[{at}].source"));
        }
    }

    /// Keys of what is not known, in the order of the form.
    pub fn missing(&self) -> Vec<String> {
        let numbers = NUMBERS.iter().filter(|number| (number.get)(self).is_none()).map(|number| number.key.to_owned());
        let mut missing: Vec<String> = numbers.collect();
        let plain = [
            ("kind", self.kind.is_none()),
            ("rural", self.rural.is_none()),
            ("coordinates", self.latitude.is_none() || self.longitude.is_none()),
        ];
        missing.extend(plain.into_iter().filter(|(_, absent)| *absent).map(|(name, _)| name.to_owned()));
        let shares = ShareKey::ALL.into_iter().filter(|wanted| self.shares.iter().all(|cell| cell.key != *wanted));
        missing.extend(shares.map(key));
        let levels = LevelKey::ALL.into_iter().filter(|wanted| self.levels.iter().all(|cell| cell.key != *wanted));
        missing.extend(levels.map(key));
        missing
    }

    /// How much a form asks for.
    pub const SIZE: usize = NUMBERS.len() + 3 + ShareKey::ALL.len() + LevelKey::ALL.len();
}

impl From<&Stored> for ContextForm {
    fn from(stored: &Stored) -> Self {
        let row = &stored.row;
        let degrees = |value: Option<i32>| value.map(|value| f64::from(value) / 1e6);
        Self {
            revision: row.revision,
            pupils: row.pupils,
            kind: row.kind,
            rural: row.rural,
            shifts: row.shifts,
            teachers: row.teachers,
            vacancies: row.vacancies,
            teachers_under_35: row.teachers_under_35,
            teachers_over_60: row.teachers_over_60,
            first_category: row.first_category,
            highest_category: row.highest_category,
            minutes_to_centre: row.minutes_to_centre,
            latitude: degrees(row.latitude),
            longitude: degrees(row.longitude),
            languages: languages(&row.languages),
            source_note: row.source_note.clone(),
            shares: stored
                .shares
                .iter()
                .map(|cell| ShareForm {
                    key: cell.key,
                    numerator: Some(cell.numerator),
                    denominator: Some(cell.denominator),
                })
                .collect(),
            levels: stored
                .levels
                .iter()
                .map(|cell| LevelForm { key: cell.key, level: cell.level, source: cell.source.clone() })
                .collect(),
        }
    }
}

/// Degrees as the column keeps them; checked to lie on the globe before.
pub(super) fn millionths(degrees: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "at most 180 million")]
    let whole = (degrees * 1e6).round() as i32;
    whole
}
