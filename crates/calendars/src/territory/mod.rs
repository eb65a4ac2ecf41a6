//! The calendar of a territory: exams, works that everybody writes, holidays. Coordinators keep it, plans are compared
//! with it, and everybody of the territory reads it.

mod import;

use std::collections::BTreeSet;

use chrono::NaiveDate;
use kernel::{Actor, CalendarDayId, Code, Error, OrgId, Result, Role, error::Checks};
use platform::Tx;
use sea_orm::{Condition, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use import::{Imported, LineError, import};

use crate::{entity::calendar_day, kinds::DayKind};

const MAX_TITLE: usize = 200;
/// From the first to the last day.
const MAX_DAYS: i64 = 400;
/// Shown at once.
const MAX_SHOWN: u64 = 1_000;

/// Those who keep the calendar of their territory.
const KEEPERS: [Role; 2] = [Role::MunicipalCoordinator, Role::RegionalCoordinator];

/// What is written about some days.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = CalendarDayPlan)]
pub struct DayPlan {
    /// The territory; absent: the whole network, for administrators.
    #[serde(default)]
    pub org_id: Option<OrgId>,
    pub kind: DayKind,
    pub title: String,
    pub first: NaiveDate,
    pub last: NaiveDate,
    /// Empty: of all grades.
    #[serde(default)]
    pub grades: Vec<i32>,
    /// Empty: of all subjects.
    #[serde(default)]
    pub subjects: Vec<String>,
}

impl DayPlan {
    fn tidy(mut self) -> Self {
        self.title = self.title.split_whitespace().collect::<Vec<_>>().join(" ");
        self.grades.sort_unstable();
        self.grades.dedup();
        self.subjects.sort_unstable();
        self.subjects.dedup();
        self
    }

    fn check(&self) -> Result<()> {
        let mut checks = Checks::default();
        let length = (self.last - self.first).num_days();
        checks
            .text(&self.title, MAX_TITLE, "title")
            .require((2000..2100).contains(&chrono::Datelike::year(&self.first)), "first", "invalid")
            .require((0..MAX_DAYS).contains(&length), "last", "invalid")
            .require(self.grades.iter().all(|grade| kernel::subject::is_grade(*grade)), "grades", "invalid")
            .require(self.subjects.iter().all(|code| kernel::subject::is_known(code)), "subjects", "unknown");
        checks.done()
    }

    fn row(self, tx: &Tx, actor: &Actor, id: CalendarDayId) -> calendar_day::Model {
        calendar_day::Model {
            id,
            org_id: self.org_id,
            kind: self.kind,
            title: self.title,
            first: self.first,
            last: self.last,
            grades: joined(self.grades.iter().map(ToString::to_string)),
            subjects: joined(self.subjects.into_iter()),
            by_id: actor.person,
            changed_at: tx.now(),
        }
    }
}

fn joined(words: impl Iterator<Item = String>) -> String {
    let text = words.collect::<Vec<_>>().join(",");
    if text.is_empty() { text } else { format!(",{text},") }
}

pub fn grades(row: &calendar_day::Model) -> Vec<i32> {
    row.grades.split(',').filter_map(|grade| grade.parse().ok()).collect()
}

pub fn subjects(row: &calendar_day::Model) -> Vec<String> {
    row.subjects.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

/// Keeps the calendar of this territory.
pub fn may_keep(actor: &Actor, org: Option<OrgId>) -> bool {
    actor.confirmed
        && match org {
            Some(org) => actor.holds_over(&KEEPERS, org),
            None => actor.is_administrator(),
        }
}

fn keeper(actor: &Actor, org: Option<OrgId>) -> Result<()> {
    actor.may_write()?;
    if may_keep(actor, org) { Ok(()) } else { Err(Error::Refused(Code::Forbidden)) }
}

pub async fn create(tx: &Tx, actor: &Actor, plan: DayPlan) -> Result<CalendarDayId> {
    let plan = plan.tidy();
    plan.check()?;
    keeper(actor, plan.org_id)?;
    put(tx, actor, plan).await
}

async fn put(tx: &Tx, actor: &Actor, plan: DayPlan) -> Result<CalendarDayId> {
    let id: CalendarDayId = tx.id();
    calendar_day::Entity::insert(calendar_day::ActiveModel::from(plan.row(tx, actor, id)).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    Ok(id)
}

pub async fn save(tx: &Tx, actor: &Actor, id: CalendarDayId, plan: DayPlan) -> Result<()> {
    let row = kept(tx, actor, id).await?;
    let plan = plan.tidy();
    plan.check()?;
    keeper(actor, plan.org_id)?;
    calendar_day::ActiveModel::from(plan.row(tx, actor, row.id)).reset_all().update(tx.db()).await?;
    Ok(())
}

pub async fn discard(tx: &Tx, actor: &Actor, id: CalendarDayId) -> Result<()> {
    let row = kept(tx, actor, id).await?;
    calendar_day::Entity::delete_by_id(row.id).exec(tx.db()).await?;
    Ok(())
}

/// One that the actor keeps.
async fn kept(tx: &Tx, actor: &Actor, id: CalendarDayId) -> Result<calendar_day::Model> {
    let row = one(tx.db(), actor, id).await?;
    keeper(actor, row.org_id)?;
    Ok(row)
}

/// Days of the territories the actor lives in, and of the whole network.
fn known(actor: &Actor) -> Condition {
    let mut any = Condition::any().add(calendar_day::Column::OrgId.is_null());
    if actor.is_administrator() {
        return Condition::all();
    }
    let keeps = actor.grants.iter().filter(|grant| KEEPERS.contains(&grant.role)).flat_map(|grant| &grant.territory);
    let orgs: BTreeSet<OrgId> = actor.circle.iter().chain(keeps).copied().collect();
    if !orgs.is_empty() {
        any = any.add(calendar_day::Column::OrgId.is_in(orgs));
    }
    Condition::all().add(any)
}

/// One that the actor knows of.
pub async fn one<C: ConnectionTrait>(db: &C, actor: &Actor, id: CalendarDayId) -> Result<calendar_day::Model> {
    let found = calendar_day::Entity::find_by_id(id).filter(known(actor)).one(db).await?;
    found.ok_or(Error::Hidden)
}

/// Days that touch a stretch of time, by their beginning.
pub async fn between<C: ConnectionTrait>(
    db: &C,
    condition: Condition,
    from: NaiveDate,
    to: NaiveDate,
) -> Result<Vec<calendar_day::Model>> {
    let found = calendar_day::Entity::find()
        .filter(condition)
        .filter(calendar_day::Column::Last.gte(from))
        .filter(calendar_day::Column::First.lte(to))
        .order_by_asc(calendar_day::Column::First)
        .order_by_asc(calendar_day::Column::Id)
        .limit(MAX_SHOWN);
    Ok(found.all(db).await?)
}

/// Of what the actor knows, of one territory or of all.
pub fn shown(actor: &Actor, org: Option<OrgId>) -> Condition {
    match org {
        Some(org) => known(actor).add(calendar_day::Column::OrgId.eq(org)),
        None => known(actor),
    }
}

/// Days that count for an event held there: of the organisation, of everything above it, and of the whole network.
pub async fn over<C: ConnectionTrait>(db: &C, org: OrgId) -> Result<Condition> {
    let above = accounts::directory::ancestors(db, &[org]).await?.remove(&org).unwrap_or_default();
    Ok(Condition::any().add(calendar_day::Column::OrgId.is_null()).add(calendar_day::Column::OrgId.is_in(above)))
}
