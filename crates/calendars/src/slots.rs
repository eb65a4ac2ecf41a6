//! What is planned for a month and has no date yet: «март 2027, ежегодно». Given a date it is an event like any other;
//! what comes every year leaves a draft for the same month of the next.

use kernel::{Actor, EventId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};

use crate::{
    entity::{event, event_slot},
    events,
    plan::EventPlan,
};

const MONTHS: [&str; 12] = [
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
];

/// Year and month of «2027-03».
fn read(month: &str) -> Option<(i32, u32)> {
    let (year, number) = month.split_once('-')?;
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
    let known = digits(year, 4) && digits(number, 2);
    let (year, number) = (year.parse().ok()?, number.parse().ok()?);
    (known && (2000..2100).contains(&year) && (1..=12).contains(&number)).then_some((year, number))
}

pub(crate) fn check(plan: &EventPlan, checks: &mut Checks) {
    checks.require(plan.month.as_deref().is_none_or(|month| read(month).is_some()), "month", "invalid");
}

/// As lists and letters write it.
fn words(month: &str, yearly: bool) -> String {
    let Some((year, number)) = read(month) else { return String::new() };
    let name = usize::try_from(number - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    format!("{name} {year}{}", if yearly { ", ежегодно" } else { "" })
}

/// What is known while there is no date: the host's words, or the month.
pub(crate) fn said(plan: &EventPlan) -> String {
    if plan.slot.is_empty() {
        plan.month.as_deref().map(|month| words(month, plan.yearly)).unwrap_or_default()
    } else {
        plan.slot.clone()
    }
}

/// The host's own words again, without those made of the month.
pub(crate) fn typed(row: &event::Model, slot: Option<&event_slot::Model>) -> String {
    let made = slot.and_then(|slot| slot.month.as_deref().map(|month| words(month, slot.yearly)));
    if made.is_some_and(|made| made == row.slot) { String::new() } else { row.slot.clone() }
}

pub(crate) async fn of<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Option<event_slot::Model>> {
    Ok(event_slot::Entity::find_by_id(id).one(db).await?)
}

/// Writes the slot of a plan over the one that was.
pub(crate) async fn write(tx: &Tx, id: EventId, plan: &EventPlan) -> Result<()> {
    let there = of(tx.db(), id).await?;
    let wanted = plan.month.is_some() || plan.yearly;
    let change = event_slot::ActiveModel {
        event_id: Set(id),
        month: Set(plan.month.clone()),
        yearly: Set(plan.yearly),
        follows_id: there.as_ref().map_or(Set(None), |_| sea_orm::ActiveValue::NotSet),
    };
    match there {
        Some(_) => {
            change.update(tx.db()).await?;
        }
        None if wanted => {
            event_slot::Entity::insert(change).exec_without_returning(tx.db()).await?;
        }
        None => {}
    }
    Ok(())
}

/// A date was given to what comes every year: a draft for the next year, once.
pub(crate) async fn follow(tx: &mut Tx, actor: &Actor, id: EventId, plan: &EventPlan) -> Result<()> {
    let Some((year, month)) = plan.month.as_deref().and_then(read).filter(|_| plan.yearly) else { return Ok(()) };
    if after(tx.db(), id).await?.is_some() {
        return Ok(());
    }
    let next = EventPlan {
        starts: None,
        ends: None,
        register_until: None,
        slot: String::new(),
        month: Some(format!("{:04}-{month:02}", year + 1)),
        ..plan.clone()
    };
    let made = events::create(tx, actor, next).await?;
    let change = event_slot::ActiveModel { event_id: Set(made), follows_id: Set(Some(id)), ..Default::default() };
    change.update(tx.db()).await?;
    Ok(())
}

/// The slot of the next year, if there is one.
pub(crate) async fn after<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Option<EventId>> {
    let row = event_slot::Entity::find().filter(event_slot::Column::FollowsId.eq(id)).one(db).await?;
    Ok(row.map(|row| row.event_id))
}

/// Nothing of it stays.
pub(crate) async fn forget(tx: &Tx, id: EventId) -> Result<()> {
    event_slot::Entity::update_many()
        .col_expr(event_slot::Column::FollowsId, Expr::value(Option::<EventId>::None))
        .filter(event_slot::Column::FollowsId.eq(id))
        .exec(tx.db())
        .await?;
    event_slot::Entity::delete_by_id(id).exec(tx.db()).await?;
    Ok(())
}
