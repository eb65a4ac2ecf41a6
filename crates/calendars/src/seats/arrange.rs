//! Places as a plan wants them, beside those that people hold already.

use kernel::{Error, EventId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*};

use super::{of, promote};
use crate::{
    entity::{event_registration, event_seat},
    event::{Event, kind},
    kinds::{RegistrationState, Way},
    plan::{EventPlan, SeatPlan},
    terms,
};

/// Would the places of this plan do for those who have them?
///
/// # Errors
/// `Invalid` when places that people hold would go.
pub async fn check(tx: &Tx, id: EventId, plan: &EventPlan) -> Result<()> {
    for row in of(tx.db(), id).await? {
        let (field, wanted) = match row.way {
            Way::Room => ("room", plan.room),
            Way::Online => ("online", plan.online),
        };
        let Some(wanted) = wanted else {
            if row.taken + row.waiting > 0 {
                return Err(Error::invalid(field, "taken"));
            }
            continue;
        };
        let Some(capacity) = wanted.capacity else { continue };
        if capacity < row.taken {
            return Err(Error::invalid(&format!("{field}.capacity"), "taken"));
        }
        // Others sit where places would be kept.
        let kept = kept(tx, plan, wanted);
        if kept > row.kept && row.taken - row.kept_taken > capacity - kept {
            return Err(Error::invalid(&format!("{field}.kept"), "taken"));
        }
    }
    Ok(())
}

/// How many places are kept now: after the day none.
fn kept(tx: &Tx, plan: &EventPlan, wanted: SeatPlan) -> i32 {
    if terms::keeps(plan, tx.now()) { wanted.kept.unwrap_or(0) } else { 0 }
}

/// Makes the places of an event those of its plan. More places let the queue in at once.
///
/// # Errors
/// `Invalid` when places that people hold would go.
pub async fn arrange(tx: &mut Tx, id: EventId, plan: &EventPlan) -> Result<()> {
    check(tx, id, plan).await?;
    let now = of(tx.db(), id).await?;
    for (way, wanted) in [(Way::Room, plan.room), (Way::Online, plan.online)] {
        let row = now.iter().find(|row| row.way == way);
        match (row, wanted) {
            (None, None) => {}
            (None, Some(wanted)) => open(tx, id, way, wanted, kept(tx, plan, wanted)).await?,
            (Some(_), None) => {
                event_seat::Entity::delete_by_id((id, way)).exec(tx.db()).await?;
            }
            (Some(row), Some(wanted)) => {
                let kept = kept(tx, plan, wanted);
                let change = event_seat::ActiveModel {
                    event_id: Set(id),
                    way: Set(way),
                    capacity: Set(wanted.capacity),
                    waiting_limit: Set(wanted.waiting),
                    kept: Set(kept),
                    kept_taken: Set(row.kept_taken.min(kept)),
                    ..Default::default()
                };
                change.update(tx.db()).await?;
                ordinary(tx, row, kept).await?;
                promote(tx, id, way).await?;
            }
        }
    }
    Ok(())
}

/// Kept places that are no longer kept are places like others; whoever has one keeps it.
async fn ordinary(tx: &Tx, row: &event_seat::Model, kept: i32) -> Result<()> {
    let extra = row.kept_taken - kept;
    if extra <= 0 {
        return Ok(());
    }
    let last = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(row.event_id))
        .filter(event_registration::Column::Way.eq(row.way))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .filter(event_registration::Column::Kept.eq(true))
        .order_by_desc(event_registration::Column::Id)
        .limit(u64::try_from(extra).unwrap_or(0))
        .all(tx.db())
        .await?;
    for row in last {
        let change = event_registration::ActiveModel { id: Set(row.id), kept: Set(false), ..Default::default() };
        change.update(tx.db()).await?;
    }
    Ok(())
}

/// The day has come: what nobody took of the kept places is for everybody who waits.
pub async fn release(tx: &mut Tx, id: EventId) -> Result<()> {
    for row in of(tx.db(), id).await?.into_iter().filter(|row| row.kept > 0) {
        let change = event_seat::ActiveModel {
            event_id: Set(id),
            way: Set(row.way),
            kept: Set(0),
            kept_taken: Set(0),
            ..Default::default()
        };
        change.update(tx.db()).await?;
        ordinary(tx, &row, 0).await?;
        promote(tx, id, row.way).await?;
        tx.emit(Event::by_clock(kind::SEATS_CHANGED, id));
    }
    Ok(())
}

async fn open(tx: &Tx, id: EventId, way: Way, wanted: SeatPlan, kept: i32) -> Result<()> {
    let row = event_seat::Model {
        event_id: id,
        way,
        capacity: wanted.capacity,
        taken: 0,
        waiting: 0,
        waiting_limit: wanted.waiting,
        last_no: 0,
        kept,
        kept_taken: 0,
    };
    event_seat::Entity::insert(event_seat::ActiveModel::from(row).reset_all()).exec_without_returning(tx.db()).await?;
    Ok(())
}
