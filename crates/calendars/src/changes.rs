//! What became of date, place and link after others had heard of them: for letters that say old and new, and for the
//! page.

use kernel::{EventId, Result};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*};

use crate::{
    dates,
    entity::{event, event_change},
    plan::{EventPlan, When},
};

/// Shown on the page.
const SHOWN: u64 = 10;

/// Writes down what a save moves. `sequence`: the one calendars get with it.
pub(crate) async fn write(tx: &Tx, row: &event::Model, plan: &EventPlan, when: When, sequence: i32) -> Result<()> {
    let change = event_change::Model {
        event_id: row.id,
        sequence,
        at: tx.now(),
        time_zone_was: row.time_zone.clone(),
        starts_was: row.starts_wall,
        ends_was: row.ends_wall,
        place_was: row.place.clone(),
        time_zone_now: plan.time_zone.clone(),
        starts_now: when.starts.map(|at| at.0),
        ends_now: when.ends.map(|at| at.0),
        place_now: plan.place.clone(),
        link: row.link != plan.link,
    };
    event_change::Entity::insert(event_change::ActiveModel::from(change).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

pub(crate) async fn of<C: ConnectionTrait>(db: &C, id: EventId, sequence: i32) -> Result<Option<event_change::Model>> {
    Ok(event_change::Entity::find_by_id((id, sequence)).one(db).await?)
}

/// The newest first.
pub(crate) async fn all<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<event_change::Model>> {
    let rows = event_change::Entity::find()
        .filter(event_change::Column::EventId.eq(id))
        .order_by_desc(event_change::Column::Sequence)
        .limit(SHOWN);
    Ok(rows.all(db).await?)
}

/// The date before, in words; nothing when the date is the same.
pub(crate) fn was(change: &event_change::Model) -> Option<String> {
    let same = (change.starts_was, change.ends_was, &change.time_zone_was)
        == (change.starts_now, change.ends_now, &change.time_zone_now);
    let starts = change.starts_was.filter(|_| !same)?;
    Some(dates::stretch(starts, change.ends_was, &change.time_zone_was))
}
