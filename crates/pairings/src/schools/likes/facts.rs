//! What schools are compared by: intake and place, never results. Each variable has a scale on which distances mean
//! something, and a value that can be read out.

use kernel::OrgId;
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    kinds::{LevelKey, SchoolKind, ShareKey},
    schools::context::{ContextForm, key, percent, small},
};

/// Under so many pupils two years are read together.
const SMALL_SCHOOL: i32 = 25;
/// How much of the weights must be known of both.
pub const ENOUGH: f64 = 0.6;

/// One thing schools are compared by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variable {
    Share(ShareKey),
    Level(LevelKey),
    Pupils,
    Rural,
    Kind,
    Minutes,
}

pub const VARIABLES: [Variable; 16] = [
    Variable::Share(ShareKey::CompleteFamilies),
    Variable::Share(ShareKey::IncompleteFamilies),
    Variable::Share(ShareKey::OnRecord),
    Variable::Share(ShareKey::UnemployedParents),
    Variable::Share(ShareKey::Guardianship),
    Variable::Share(ShareKey::ForeignLanguage),
    Variable::Share(ShareKey::PartTime),
    Variable::Level(LevelKey::ParentsEducation),
    Variable::Level(LevelKey::Housing),
    Variable::Level(LevelKey::ClassClimate),
    Variable::Level(LevelKey::Health),
    Variable::Level(LevelKey::GraduatesAdaptation),
    Variable::Pupils,
    Variable::Rural,
    Variable::Kind,
    Variable::Minutes,
];

impl Variable {
    pub fn weight(self) -> f64 {
        match self {
            // Nearly the same thing told twice.
            Self::Share(ShareKey::CompleteFamilies | ShareKey::IncompleteFamilies) => 0.5,
            _ => 1.0,
        }
    }

    /// Differences under this are of no account, however alike the schools of a region are.
    pub fn floor(self) -> f64 {
        match self {
            Self::Share(_) => 0.05,
            Self::Level(_) => 0.15,
            Self::Pupils => 0.25,
            Self::Rural | Self::Kind => 0.5,
            Self::Minutes => 15.0,
        }
    }

    pub fn key(self) -> String {
        match self {
            Self::Share(share) => key(share),
            Self::Level(level) => key(level),
            Self::Pupils => "pupils".into(),
            Self::Rural => "rural".into(),
            Self::Kind => "kind".into(),
            Self::Minutes => "minutes_to_centre".into(),
        }
    }

    pub fn title(self) -> &'static str {
        match self {
            Self::Share(share) => share.russian(),
            Self::Level(level) => level.russian(),
            Self::Pupils => "Число учеников",
            Self::Rural => "Местность",
            Self::Kind => "Вид школы",
            Self::Minutes => "Дорога до районного центра",
        }
    }
}

/// A value as it is read out. Small cells have no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Value {
    Percent(i32),
    /// Children of whom there are under five.
    Few,
    /// All but under five.
    NearlyAll,
    Count(i32),
    Minutes(i32),
    Step(i32),
    Rural(bool),
    Kind(SchoolKind),
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = LikenessValueKind)]
pub enum ToldKind {
    Percent,
    /// Children of whom there are under five.
    FewChildren,
    /// All children but under five.
    NearlyAll,
    Count,
    /// Under five of anything else.
    Few,
    Minutes,
    /// Of five.
    Step,
    Rural,
    Urban,
    School,
}

/// A value as one reader may see it; pages put it into words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = LikenessValue)]
pub struct Told {
    pub kind: ToldKind,
    /// Rounded for those who may not see it as it is.
    pub number: Option<i32>,
    /// Of a school kind.
    pub school: Option<SchoolKind>,
}

impl Value {
    /// `fine`: for those who may see the numbers themselves.
    pub fn told(self, fine: bool) -> Told {
        let near = |value: i32, step: i32| if fine { value } else { (value + step / 2) / step * step };
        let (kind, number, school) = match self {
            Self::Percent(percent) => (ToldKind::Percent, Some(near(percent, 5)), None),
            Self::Few => (ToldKind::FewChildren, None, None),
            Self::NearlyAll => (ToldKind::NearlyAll, None, None),
            Self::Count(count) if count < 5 => (ToldKind::Few, None, None),
            Self::Count(count) => (ToldKind::Count, Some(near(count, 10)), None),
            Self::Minutes(minutes) => (ToldKind::Minutes, Some(near(minutes, 5)), None),
            Self::Step(step) => (ToldKind::Step, Some(step), None),
            Self::Rural(true) => (ToldKind::Rural, None, None),
            Self::Rural(false) => (ToldKind::Urban, None, None),
            Self::Kind(kind) => (ToldKind::School, None, Some(kind)),
        };
        Told { kind, number, school }
    }

    /// The same as the server writes it for people.
    pub fn words(self, fine: bool) -> String {
        let Told { kind, number, school } = self.told(fine);
        let number = number.unwrap_or_default();
        match kind {
            ToldKind::Percent => format!("{number} %"),
            ToldKind::FewChildren => "менее 5 детей".into(),
            ToldKind::NearlyAll => "почти все".into(),
            ToldKind::Few => "менее 5".into(),
            ToldKind::Count => number.to_string(),
            ToldKind::Minutes => format!("{number} мин"),
            ToldKind::Step => format!("{number} из 5"),
            ToldKind::Rural => "сельская".into(),
            ToldKind::Urban => "городская".into(),
            ToldKind::School => school.map_or_else(String::new, |kind| kind.russian().into()),
        }
    }
}

/// A variable of a school.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Measure {
    /// On the scale of the variable.
    pub at: f64,
    pub value: Value,
}

/// What is known of a school for comparing.
#[derive(Clone, Debug, PartialEq)]
pub struct Facts {
    pub school: OrgId,
    /// The school year it is known of.
    pub year: i32,
    pub measures: [Option<Measure>; VARIABLES.len()],
}

impl Facts {
    /// `before`: the year before, for small schools.
    pub fn of(school: OrgId, year: i32, form: &ContextForm, before: Option<&ContextForm>) -> Self {
        Self { school, year, measures: VARIABLES.map(|variable| measure(variable, form, before)) }
    }

    /// The part of the weights that is known.
    pub fn coverage(&self) -> f64 {
        let known = VARIABLES.iter().zip(&self.measures).filter(|(_, measure)| measure.is_some());
        known.map(|(variable, _)| variable.weight()).sum::<f64>() / whole()
    }

    pub fn missing(&self) -> Vec<Variable> {
        let pairs = VARIABLES.into_iter().zip(&self.measures);
        pairs.filter(|(_, measure)| measure.is_none()).map(|(variable, _)| variable).collect()
    }
}

/// The sum of all weights.
pub fn whole() -> f64 {
    VARIABLES.iter().map(|variable| variable.weight()).sum()
}

fn measure(variable: Variable, form: &ContextForm, before: Option<&ContextForm>) -> Option<Measure> {
    Some(match variable {
        Variable::Share(wanted) => share(wanted, form, before)?,
        Variable::Level(wanted) => {
            let level = form.levels.iter().find(|cell| cell.key == wanted)?.level;
            Measure { at: f64::from(level - 1) / 4.0, value: Value::Step(level) }
        }
        Variable::Pupils => {
            let pupils = form.pupils?;
            Measure { at: f64::from(pupils.max(1)).ln(), value: Value::Count(pupils) }
        }
        Variable::Rural => {
            let rural = form.rural?;
            Measure { at: f64::from(u8::from(rural)), value: Value::Rural(rural) }
        }
        Variable::Kind => {
            let kind = form.kind?;
            let at = match kind {
                SchoolKind::Primary => 0.0,
                SchoolKind::Basic => 0.5,
                SchoolKind::Secondary | SchoolKind::Gymnasium | SchoolKind::Lyceum => 1.0,
            };
            Measure { at, value: Value::Kind(kind) }
        }
        Variable::Minutes => {
            let minutes = form.minutes_to_centre?;
            Measure { at: f64::from(minutes), value: Value::Minutes(minutes) }
        }
    })
}

fn cell(wanted: ShareKey, form: &ContextForm) -> Option<(i32, i32)> {
    let cell = form.shares.iter().find(|cell| cell.key == wanted)?;
    cell.numerator.zip(cell.denominator).filter(|(_, of)| *of > 0)
}

/// asin √((k + ½) / (n + 1)): a step near 0 % weighs more than the same step in the middle.
fn share(wanted: ShareKey, form: &ContextForm, before: Option<&ContextForm>) -> Option<Measure> {
    let (mut part, mut of) = cell(wanted, form)?;
    if of < SMALL_SCHOOL
        && let Some((also, more)) = before.and_then(|before| cell(wanted, before))
    {
        part = part.saturating_add(also);
        of = of.saturating_add(more);
    }
    let estimate = (f64::from(part) + 0.5) / (f64::from(of) + 1.0);
    let value = match (part, small(part, of)) {
        (_, false) => Value::Percent(percent(part, of)),
        (part, true) if part < 5 => Value::Few,
        (_, true) => Value::NearlyAll,
    };
    Some(Measure { at: estimate.clamp(0.0, 1.0).sqrt().asin(), value })
}
