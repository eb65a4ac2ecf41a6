//! Schools like a school: by intake and place, never by results.
//!
//! Shares are compared as asin √p, everything as deviations from the median of the region in units of its spread; two
//! schools are as far apart as the weighted mean of the squares says, over what is known of both. Of what is not known
//! nothing is guessed: under six tenths of the weights it is said that there is not enough.

mod facts;
mod landscape;

use std::collections::HashMap;

use accounts::directory;
use kernel::{Error, OrgId, OrgRef, Result};
use sea_orm::ConnectionTrait;
use serde::Serialize;
use utoipa::ToSchema;

pub use facts::{ENOUGH, Facts, Measure, Told, ToldKind, VARIABLES, Value, Variable};
pub use landscape::{Compared, Landscape, Likeness, median};

use super::{
    access::{self, Desk},
    context::{self, ContextForm, Stored},
    years,
};
use crate::policy::{self, schools::Sight};

/// Shown unless told otherwise, and at most.
const USUAL: usize = 10;
const MOST: usize = 30;

/// Is enough known to compare this school with any?
pub fn enough(form: &ContextForm) -> bool {
    Facts::of(OrgId(uuid::Uuid::nil()), 0, form, None).coverage() >= ENOUGH
}

/// The schools of a region that are open and of which something is known in this year or in the one before.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn landscape<C: ConnectionTrait>(db: &C, region: OrgId, year: i32) -> Result<Landscape> {
    let schools = access::schools(db, region).await?;
    let open: Vec<OrgId> = schools.into_iter().filter(|row| row.closed_at.is_none()).map(|row| row.id).collect();
    let wanted = [year, year.saturating_sub(1), year.saturating_sub(2)];
    let mut known: HashMap<(OrgId, i32), ContextForm> = HashMap::new();
    for stored in context::of_years(db, &open, &wanted).await? {
        known.insert((stored.row.school_id, stored.row.year), ContextForm::from(&stored as &Stored));
    }
    let facts = open.into_iter().filter_map(|school| {
        let told = wanted.into_iter().take(2).find(|year| known.contains_key(&(school, *year)))?;
        let form = known.get(&(school, told))?;
        Some(Facts::of(school, told, form, known.get(&(school, told.saturating_sub(1)))))
    });
    Ok(Landscape::of(facts.collect()))
}

/// Something schools are compared by that is not known.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LikenessGap)]
pub struct Gap {
    pub key: String,
}

impl From<Variable> for Gap {
    fn from(variable: Variable) -> Self {
        Self { key: variable.key() }
    }
}

/// In what two schools are alike or differ.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = LikenessVariable)]
pub struct LikeVariable {
    pub key: String,
    /// Of the school that is asked about.
    pub mine: Told,
    pub theirs: Told,
}

/// A school like the one that is asked about.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LikeSchool {
    pub school: OrgRef,
    /// 1 is the nearest.
    pub rank: usize,
    /// Per cent of likeness.
    pub likeness: i32,
    /// The school year it is known of.
    pub year: i32,
    pub near: Vec<LikeVariable>,
    pub far: Vec<LikeVariable>,
}

/// Schools most like a school.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct LikeSchools {
    pub school: OrgRef,
    /// The school year that is asked for.
    pub year: i32,
    /// The one the school is known of; absent: nothing is known of it.
    pub known: Option<i32>,
    /// Enough is known of the school itself.
    pub enough: bool,
    /// What is not known of it.
    pub missing: Vec<Gap>,
    /// With how many schools of the region it can be compared.
    pub of: usize,
    /// Open schools of the region of which too little is known.
    pub unknown: usize,
    pub items: Vec<LikeSchool>,
}

/// The schools most like this one.
///
/// # Errors
/// `Hidden` for whoever may not ask.
pub async fn of_school<C: ConnectionTrait>(
    db: &C,
    desk: &Desk,
    year: i32,
    current: i32,
    limit: Option<usize>,
) -> Result<LikeSchools> {
    desk.seat.likes().or_refuse()?;
    years::check(year, current)?;
    if desk.place.closed {
        return Err(Error::Conflict(kernel::Code::WrongState));
    }
    let (school, region) = (desk.school.id, access::region(db, desk.school.id).await?);
    let landscape = landscape(db, region, year).await?;
    let nearest = landscape.nearest(school, limit.unwrap_or(USUAL).clamp(1, MOST));
    let names = directory::org_refs(db, &nearest).await?;
    let fine = policy::coordinates(&desk.actor, region);
    let whole = desk.seat.context(desk.place) == Some(Sight::Whole);
    let variable = |compared: Compared| LikeVariable {
        key: compared.variable.key(),
        mine: compared.mine.told(whole),
        theirs: compared.theirs.told(fine),
    };
    let line = |other: OrgId| {
        let likeness = landscape.pair(school, other)?;
        Some(LikeSchool {
            school: names.get(&other)?.clone(),
            rank: likeness.rank,
            likeness: per_cent(likeness.score),
            year: landscape.facts(other)?.year,
            near: likeness.near.into_iter().map(variable).collect(),
            far: likeness.far.into_iter().map(variable).collect(),
        })
    };
    let open = access::schools(db, region).await?.iter().filter(|row| row.closed_at.is_none()).count();
    let of = landscape.comparable(school);
    let mine = landscape.facts(school);
    let missing = mine.map_or_else(|| VARIABLES.to_vec(), Facts::missing);
    Ok(LikeSchools {
        school: directory::org_ref(&desk.school),
        year,
        known: mine.map(|facts| facts.year),
        enough: mine.is_some_and(|facts| facts.coverage() >= ENOUGH),
        missing: missing.into_iter().map(Gap::from).collect(),
        of,
        unknown: open.saturating_sub(of + 1),
        items: nearest.into_iter().filter_map(line).collect(),
    })
}

fn per_cent(score: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 100")]
    let whole = (score * 100.0).round() as i32;
    whole
}
