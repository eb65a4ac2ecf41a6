//! «Сетевое взаимодействие есть»: true of a school only while it is in an active pair in which something was held in this
//! school year. Beside the word stand the facts it rests on.

use std::collections::{BTreeMap, HashMap, HashSet};

use accounts::directory;
use chrono::NaiveDate;
use kernel::{OrgId, OrgRef, PairingId, PlanItemId, Result};
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use super::facts::half;
use crate::{
    entity::{
        life::pairing,
        work::{pairing_visit, plan_item},
    },
    kinds::{PairState, PlanForm, PlanState, Side, ThemeKind, VisitState},
    policy::life::of_territory,
};

/// Databases bind a limited number of values.
const CHUNK: usize = 300;

/// An active pair of a school, and what was held in it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PartnershipPair {
    pub pairing_id: PairingId,
    pub number: i32,
    /// Whom it works with.
    pub other: Option<OrgRef>,
    /// On which side it stands.
    pub side: Side,
    pub theme_kind: ThemeKind,
    pub theme: String,
    /// Gatherings and visits held in the school year. What was only handed over counts for nothing here.
    pub held: usize,
    pub last_on: Option<NaiveDate>,
    pub last_form: Option<PlanForm>,
}

/// Whether a school works with others, and why that is said.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SchoolPartnership {
    pub school_id: OrgId,
    /// The school year it is told of: the one that goes on.
    pub year: i32,
    /// An active pair, and something held in it.
    pub present: bool,
    pub pairs: Vec<PartnershipPair>,
}

/// When something took place in a pair, and what it was.
type Held = (NaiveDate, PlanForm);

/// Of each of these schools, in one school year.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn of<C: ConnectionTrait>(db: &C, schools: &[OrgId], year: i32) -> Result<HashMap<OrgId, SchoolPartnership>> {
    let mut pairs: BTreeMap<PairingId, pairing::Model> = BTreeMap::new();
    for part in schools.chunks(CHUNK) {
        let rows = pairing::Entity::find()
            .filter(of_territory(part.iter().copied().collect()))
            .filter(pairing::Column::State.eq(PairState::Active))
            .all(db)
            .await?;
        pairs.extend(rows.into_iter().map(|row| (row.id, row)));
    }
    let ids: Vec<PairingId> = pairs.keys().copied().collect();
    let held = held(db, &ids, year).await?;
    let names: Vec<OrgId> = pairs.values().flat_map(|row| [row.mentor_id, row.mentee_id]).collect();
    let names = directory::org_refs(db, &names).await?;
    let told = |school: OrgId| {
        let mine = pairs.values().filter(|row| row.mentor_id == school || row.mentee_id == school);
        let mut mine: Vec<PartnershipPair> =
            mine.map(|row| line(row, school, &names, held.get(&row.id).map_or(&[], Vec::as_slice))).collect();
        mine.sort_by_key(|pair| pair.number);
        let present = mine.iter().any(|pair| pair.held > 0);
        (school, SchoolPartnership { school_id: school, year, present, pairs: mine })
    };
    Ok(schools.iter().copied().map(told).collect())
}

/// Of one school.
///
/// # Errors
/// `Internal` when the database is out of reach.
pub async fn one<C: ConnectionTrait>(db: &C, school: OrgId, year: i32) -> Result<SchoolPartnership> {
    of(db, &[school], year).await?.remove(&school).ok_or(kernel::Error::Hidden)
}

fn line(row: &pairing::Model, school: OrgId, names: &HashMap<OrgId, OrgRef>, held: &[Held]) -> PartnershipPair {
    let helps = row.mentor_id == school;
    let other = if helps { row.mentee_id } else { row.mentor_id };
    let last = held.iter().max_by_key(|(on, _)| *on);
    PartnershipPair {
        pairing_id: row.id,
        number: row.number,
        other: names.get(&other).cloned(),
        side: if helps { Side::Mentor } else { Side::Mentee },
        theme_kind: row.theme_kind,
        theme: row.theme.clone(),
        held: held.len(),
        last_on: last.map(|(on, _)| *on),
        last_form: last.map(|(_, form)| *form),
    }
}

/// What was held in pairs within a school year. An item that a visit closed is that visit, told once.
async fn held<C: ConnectionTrait>(db: &C, ids: &[PairingId], year: i32) -> Result<HashMap<PairingId, Vec<Held>>> {
    let Some(((since, _), (_, until))) = half(year, 1).zip(half(year, 2)) else { return Ok(HashMap::new()) };
    let mut found: HashMap<PairingId, Vec<Held>> = HashMap::new();
    for part in ids.chunks(CHUNK) {
        let items = plan_item::Entity::find()
            .filter(plan_item::Column::PairingId.is_in(part.iter().copied()))
            .filter(plan_item::Column::State.eq(PlanState::Done))
            .filter(plan_item::Column::DoneOn.between(since, until))
            .order_by_asc(plan_item::Column::Id);
        let mut told: HashSet<PlanItemId> = HashSet::new();
        for row in items.all(db).await? {
            let Some(on) = row.done_on.filter(|_| row.form.gathers()) else { continue };
            told.insert(row.id);
            found.entry(row.pairing_id).or_default().push((on, row.form));
        }
        let visits = pairing_visit::Entity::find()
            .filter(pairing_visit::Column::PairingId.is_in(part.iter().copied()))
            .filter(pairing_visit::Column::State.is_in([VisitState::Held, VisitState::Signed]))
            .filter(pairing_visit::Column::HeldOn.between(since, until))
            .order_by_asc(pairing_visit::Column::Id);
        for row in visits.all(db).await? {
            let Some(on) = row.held_on.filter(|_| row.item_id.is_none_or(|item| !told.contains(&item))) else {
                continue;
            };
            found.entry(row.pairing_id).or_default().push((on, PlanForm::Visit));
        }
    }
    Ok(found)
}
