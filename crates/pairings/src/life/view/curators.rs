//! Curators of a territory: who looks after which school, since when, and how much each has to do.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use kernel::{Actor, DateTime, Error, OrgId, OrgRef, PersonId, PersonRef, Result, Utc};
use platform::{App, ports::Names};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    entity::life::{pairing, school_curator},
    kinds::PairState,
    policy::{self, SchoolSeat, life::of_territory},
};

/// A school and who looks after it, or did.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SchoolCurator)]
pub struct CuratorLine {
    pub id: Uuid,
    pub school: Option<OrgRef>,
    pub person: PersonRef,
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    /// Handed over or ended then; absent: they look after it.
    pub ended_at: Option<DateTime<Utc>>,
    pub order_title: String,
    pub order_number: String,
    pub order_date: Option<NaiveDate>,
    /// Who had the school before.
    pub after: Option<PersonRef>,
    pub handover: String,
}

/// How much somebody looks after.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct CuratorLoad {
    pub person: PersonRef,
    pub schools: usize,
    /// Active pairs of those schools.
    pub pairs: usize,
    /// Of those, pairs nothing was heard of for thirty days.
    pub silent: usize,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = TerritoryCurators)]
pub struct Curators {
    /// Those of now first, then those who were.
    pub items: Vec<CuratorLine>,
    pub load: Vec<CuratorLoad>,
    /// Schools nobody looks after.
    pub without: Vec<OrgRef>,
    /// The reader names curators here.
    pub may_appoint: bool,
}

/// Coordinators and observers see all; schools and curators what concerns them.
///
/// # Errors
/// `Hidden` for strangers to the territory.
pub async fn curators(app: &App, actor: &Actor, territory: OrgId) -> Result<Curators> {
    let all = policy::coordinates(actor, territory) || actor.holds_over(&policy::OBSERVERS, territory);
    let near = actor.circle.contains(&territory) || actor.holds_over(&[kernel::Role::Curator], territory);
    if !actor.confirmed || !actor.consented || !(all || near || has_school(actor, app, territory).await?) {
        return Err(Error::Hidden);
    }
    let db = app.reader();
    let below: BTreeSet<OrgId> =
        accounts::directory::descendants(db, &[territory]).await?.into_values().flatten().collect();
    let rows = school_curator::Entity::find()
        .filter(school_curator::Column::SchoolId.is_in(below.iter().copied()))
        .order_by_desc(school_curator::Column::Id)
        .all(db)
        .await?;
    let mine = |row: &school_curator::Model| {
        let seat = SchoolSeat::take(actor, row.school_id);
        all || row.person_id == actor.person || seat.runs || seat.curates
    };
    let mut rows: Vec<school_curator::Model> = rows.into_iter().filter(mine).collect();
    rows.sort_by_key(|row| row.ended_at.is_some());
    let names = Names::load(app, rows.iter().map(|row| row.person_id).collect()).await?;
    let ids: Vec<OrgId> = rows.iter().map(|row| row.school_id).collect();
    let schools = accounts::directory::org_refs(db, &ids).await?;
    let before = |id: Option<Uuid>| rows.iter().find(|row| Some(row.id) == id).map(|row| names.of(row.person_id));
    let items = rows
        .iter()
        .map(|row| CuratorLine {
            id: row.id,
            school: schools.get(&row.school_id).cloned(),
            person: names.of(row.person_id),
            since: row.since,
            until: row.until,
            ended_at: row.ended_at,
            order_title: row.order_title.clone(),
            order_number: row.order_number.clone(),
            order_date: row.order_date,
            after: before(row.after_id),
            handover: row.handover.clone(),
        })
        .collect();
    let load = load(app, &rows, &names).await?;
    let without = if all { without(app, below, &rows).await? } else { Vec::new() };
    Ok(Curators { items, load, without, may_appoint: policy::coordinates(actor, territory) })
}

/// Looks after a school of the territory, or acts for one.
async fn has_school(actor: &Actor, app: &App, territory: OrgId) -> Result<bool> {
    let mut schools = policy::run_by(actor);
    let reach = actor.grants.iter().filter(|grant| grant.role == kernel::Role::Curator);
    schools.extend(reach.filter_map(|grant| grant.scope));
    let above = accounts::directory::ancestors(app.reader(), &schools.into_iter().collect::<Vec<_>>()).await?;
    Ok(above.values().any(|above| above.contains(&territory)))
}

async fn load(app: &App, rows: &[school_curator::Model], names: &Names) -> Result<Vec<CuratorLoad>> {
    let mut schools: BTreeMap<PersonId, BTreeSet<OrgId>> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.ended_at.is_none()) {
        schools.entry(row.person_id).or_default().insert(row.school_id);
    }
    let looked_after: BTreeSet<OrgId> = schools.values().flatten().copied().collect();
    let pairs = pairing::Entity::find()
        .filter(of_territory(looked_after))
        .filter(pairing::Column::State.eq(PairState::Active))
        .all(app.reader())
        .await?;
    let of =
        |row: &&pairing::Model, mine: &BTreeSet<OrgId>| mine.contains(&row.mentee_id) || mine.contains(&row.mentor_id);
    let line = |(person, mine): (PersonId, BTreeSet<OrgId>)| CuratorLoad {
        person: names.of(person),
        schools: mine.len(),
        pairs: pairs.iter().filter(|row| of(row, &mine)).count(),
        silent: pairs.iter().filter(|row| row.silence > 0 && of(row, &mine)).count(),
    };
    Ok(schools.into_iter().map(line).collect())
}

async fn without(app: &App, below: BTreeSet<OrgId>, rows: &[school_curator::Model]) -> Result<Vec<OrgRef>> {
    use accounts::entity::organisation;
    let held: BTreeSet<OrgId> = rows.iter().filter(|row| row.ended_at.is_none()).map(|row| row.school_id).collect();
    let schools = organisation::Entity::find()
        .filter(organisation::Column::Id.is_in(below))
        .filter(organisation::Column::Kind.eq(kernel::OrgKind::School))
        .filter(organisation::Column::ClosedAt.is_null())
        .order_by_asc(organisation::Column::ShortName)
        .all(app.reader())
        .await?;
    Ok(schools.iter().filter(|school| !held.contains(&school.id)).map(accounts::directory::org_ref).collect())
}
