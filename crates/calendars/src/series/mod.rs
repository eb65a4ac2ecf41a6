//! Series: one rule, unfolded once into events that live by themselves. What was done to one can be done to those that
//! follow it or to all; what cannot be done to one of them is left and named, and nobody's place goes in silence.

mod carry;
mod changes;

use kernel::{Actor, Code, Error, EventId, EventSeriesId, Result};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub use changes::{Edit, change, drop, publish};

use crate::{
    entity::{event, event_occurrence, event_series},
    events,
    plan::EventPlan,
    policy,
    rules::{self, Unfolded},
    wall,
};

/// Which events of a series are meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventSeriesScope)]
pub enum Scope {
    This,
    /// This one and those after it.
    Following,
    All,
}

/// Why an event was left as it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = EventKeptWhy)]
pub enum Why {
    /// Somebody has a place there or waits for one.
    Registered,
    Begun,
    /// Held, closed or called off.
    Over,
    /// More places are taken than the plan would leave.
    Seats,
    /// There is no such moment in its zone.
    Date,
    /// The actor may not, or its plan is not complete.
    Refused,
}

/// An event that was left as it is.
#[derive(Clone, Debug)]
pub struct Kept {
    pub row: event::Model,
    pub why: Why,
    pub registered: u64,
}

/// What became of many events.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub changed: usize,
    pub kept: Vec<Kept>,
}

/// The dates of a plan that a rule repeats.
///
/// # Errors
/// `Invalid` naming dates or `rule`; `series_too_long`.
pub fn unfold(plan: &EventPlan, rule: &str) -> Result<(Unfolded, Vec<EventPlan>)> {
    let when = plan.dates()?;
    let zone = wall::zone(&plan.time_zone).ok_or_else(|| Error::invalid("time_zone", "unknown"))?;
    let (starts, _) = when.starts.ok_or_else(|| Error::invalid("starts", "required"))?;
    let (ends, _) = when.ends.ok_or_else(|| Error::invalid("ends", "required"))?;
    let unfolded = rules::unfold(rule, starts, zone)?;
    let plans = unfolded.walls.iter().map(|wall| {
        let shift = *wall - starts;
        EventPlan {
            starts: Some(wall::write(*wall)),
            ends: Some(wall::write(ends + shift)),
            register_until: when.register_until.map(|(until, _)| wall::write(until + shift)),
            kept_until: when.kept_until.map(|(until, _)| wall::write(until + shift)),
            ..plan.clone()
        }
    });
    let plans = plans.collect();
    Ok((unfolded, plans))
}

/// Begins a series: a draft for every date of the rule.
pub async fn create(tx: &mut Tx, actor: &Actor, plan: EventPlan, rule: &str) -> Result<EventSeriesId> {
    let plan = plan.tidy();
    let host = plan.host.ok_or_else(|| Error::invalid("host", "required"))?;
    policy::may_hold(actor, host)?;
    plan.check(tx.db()).await?;
    let (_, plans) = unfold(&plan, rule)?;
    let id: EventSeriesId = tx.id();
    let row = event_series::Model { id, owner_id: actor.person, rule: rule.trim().to_owned(), created_at: tx.now() };
    event_series::Entity::insert(event_series::ActiveModel::from(row).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    for (no, plan) in (1..).zip(plans) {
        let when = plan.dates()?;
        let event_id = events::put(tx, actor, &plan, host, when).await?;
        let row = event_occurrence::Model { event_id, series_id: id, no };
        event_occurrence::Entity::insert(event_occurrence::ActiveModel::from(row).reset_all())
            .exec_without_returning(tx.db())
            .await?;
    }
    Ok(id)
}

/// Where an event stands in its series.
pub async fn of<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Option<event_occurrence::Model>> {
    Ok(event_occurrence::Entity::find_by_id(id).one(db).await?)
}

/// Its events in their order, behind the lock of the series: of two changes to many events one waits for the other.
async fn locked(tx: &Tx, id: EventSeriesId) -> Result<Vec<event_occurrence::Model>> {
    let series = event_series::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    series.ok_or(Error::Hidden)?;
    let rows = event_occurrence::Entity::find()
        .filter(event_occurrence::Column::SeriesId.eq(id))
        .order_by_asc(event_occurrence::Column::No);
    Ok(rows.all(tx.db()).await?)
}

/// Those of a series that are meant from one of its events.
async fn meant(tx: &Tx, id: EventId, scope: Scope) -> Result<Vec<EventId>> {
    let Some(here) = of(tx.db(), id).await? else {
        return if scope == Scope::This { Ok(vec![id]) } else { Err(Error::Conflict(Code::WrongState)) };
    };
    let rows = locked(tx, here.series_id).await?;
    let within = |row: &event_occurrence::Model| match scope {
        Scope::This => row.no == here.no,
        Scope::Following => row.no >= here.no,
        Scope::All => true,
    };
    Ok(rows.into_iter().filter(within).map(|row| row.event_id).collect())
}

/// An event that was thrown away leaves its series; the last one takes the series along.
pub(crate) async fn forget(tx: &Tx, id: EventId) -> Result<()> {
    let Some(row) = of(tx.db(), id).await? else { return Ok(()) };
    event_occurrence::Entity::delete_by_id(id).exec(tx.db()).await?;
    let others = event_occurrence::Entity::find().filter(event_occurrence::Column::SeriesId.eq(row.series_id));
    if others.count(tx.db()).await? == 0 {
        event_series::Entity::delete_by_id(row.series_id).exec(tx.db()).await?;
    }
    Ok(())
}

/// The series and those of its events that the actor may know of.
pub async fn read<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: EventSeriesId,
) -> Result<(event_series::Model, Vec<event::Model>)> {
    let series = event_series::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let rows = event::Entity::find()
        .filter(event::Column::Id.in_subquery(ids(id)))
        .filter(policy::visible(Some(actor)))
        .order_by_asc(event::Column::StartsAt)
        .order_by_asc(event::Column::Id)
        .all(db)
        .await?;
    if rows.is_empty() { Err(Error::Hidden) } else { Ok((series, rows)) }
}

fn ids(id: EventSeriesId) -> sea_orm::sea_query::SelectStatement {
    use sea_orm::QueryTrait;
    event_occurrence::Entity::find()
        .select_only()
        .column(event_occurrence::Column::EventId)
        .filter(event_occurrence::Column::SeriesId.eq(id))
        .into_query()
}
