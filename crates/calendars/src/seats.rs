//! Places: how many there are, how many are taken, who waits.
//!
//! A place is taken by one guarded UPDATE in the transaction that writes the registration, so the sum can never pass the
//! capacity, whatever runs beside it. A place that becomes free goes to the head of the queue in the same transaction.

use kernel::{Code, Error, EventId, PersonId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::ExprTrait};

use crate::{
    entity::{event_registration, event_seat},
    event::{Detail, Event, kind},
    kinds::{RegistrationState, Way},
    plan::{EventPlan, SeatPlan},
};

/// What somebody got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Got {
    Place,
    /// A number in the queue.
    Queue(i32),
}

fn column(column: event_seat::Column) -> Expr {
    Expr::col(column)
}

/// Rows of an event, room first.
pub async fn of<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<event_seat::Model>> {
    let mut rows = event_seat::Entity::find().filter(event_seat::Column::EventId.eq(id)).all(db).await?;
    rows.sort_by_key(|row| row.way == Way::Online);
    Ok(rows)
}

/// Takes a place, or a number in the queue. Nobody passes those who wait already.
///
/// # Errors
/// `no_places` when the queue is full too.
pub async fn take(tx: &Tx, id: EventId, way: Way) -> Result<Got> {
    let row = || event_seat::Column::EventId.eq(id).and(event_seat::Column::Way.eq(way));
    let free = event_seat::Column::Capacity
        .is_null()
        .or(column(event_seat::Column::Taken).lt(column(event_seat::Column::Capacity)));
    let taken = event_seat::Entity::update_many()
        .col_expr(event_seat::Column::Taken, column(event_seat::Column::Taken).add(1))
        .filter(row())
        .filter(event_seat::Column::Waiting.eq(0))
        .filter(free)
        .exec(tx.db())
        .await?;
    if taken.rows_affected == 1 {
        return Ok(Got::Place);
    }
    let room = event_seat::Column::WaitingLimit
        .is_null()
        .or(column(event_seat::Column::Waiting).lt(column(event_seat::Column::WaitingLimit)));
    let queued = event_seat::Entity::update_many()
        .col_expr(event_seat::Column::Waiting, column(event_seat::Column::Waiting).add(1))
        .col_expr(event_seat::Column::LastNo, column(event_seat::Column::LastNo).add(1))
        .filter(row())
        .filter(room)
        .exec(tx.db())
        .await?;
    if queued.rows_affected != 1 {
        return Err(Error::Conflict(Code::NoPlaces));
    }
    let now = event_seat::Entity::find_by_id((id, way)).one(tx.db()).await?.ok_or(Error::Hidden)?;
    Ok(Got::Queue(now.last_no))
}

/// Gives back what a registration held, and lets the next ones in.
pub async fn give_back(tx: &mut Tx, row: &event_registration::Model) -> Result<()> {
    let held = match row.state {
        RegistrationState::Confirmed => event_seat::Column::Taken,
        RegistrationState::Waiting => event_seat::Column::Waiting,
        RegistrationState::Applied | RegistrationState::Rejected | RegistrationState::Cancelled => return Ok(()),
    };
    event_seat::Entity::update_many()
        .col_expr(held, column(held).sub(1))
        .filter(event_seat::Column::EventId.eq(row.event_id))
        .filter(event_seat::Column::Way.eq(row.way))
        .filter(held.gt(0))
        .exec(tx.db())
        .await?;
    promote(tx, row.event_id, row.way).await
}

/// Lets people in from the head of the queue while there are places. The event's row is locked.
pub async fn promote(tx: &mut Tx, id: EventId, way: Way) -> Result<()> {
    while let Some(next) = head(tx, id, way).await? {
        let free = event_seat::Column::Capacity
            .is_null()
            .or(column(event_seat::Column::Taken).lt(column(event_seat::Column::Capacity)));
        let taken = event_seat::Entity::update_many()
            .col_expr(event_seat::Column::Taken, column(event_seat::Column::Taken).add(1))
            .col_expr(event_seat::Column::Waiting, column(event_seat::Column::Waiting).sub(1))
            .filter(event_seat::Column::EventId.eq(id))
            .filter(event_seat::Column::Way.eq(way))
            .filter(event_seat::Column::Waiting.gt(0))
            .filter(free)
            .exec(tx.db())
            .await?;
        if taken.rows_affected != 1 {
            return Ok(());
        }
        let change = event_registration::ActiveModel {
            id: Set(next.id),
            state: Set(RegistrationState::Confirmed),
            changed_at: Set(tx.now()),
            ..Default::default()
        };
        change.update(tx.db()).await?;
        let detail = Detail { registration: Some(next.id), person: Some(next.person_id), ..Detail::default() };
        tx.emit(Event::by_clock(kind::PROMOTED, id).with(detail));
    }
    Ok(())
}

async fn head(tx: &Tx, id: EventId, way: Way) -> Result<Option<event_registration::Model>> {
    let waiting = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::Way.eq(way))
        .filter(event_registration::Column::State.eq(RegistrationState::Waiting))
        .order_by_asc(event_registration::Column::QueueNo)
        .limit(1);
    Ok(waiting.one(tx.db()).await?)
}

/// How many stand before this one, and themselves.
pub async fn position<C: ConnectionTrait>(db: &C, row: &event_registration::Model) -> Result<Option<u64>> {
    let Some(no) = row.queue_no.filter(|_| row.state == RegistrationState::Waiting) else { return Ok(None) };
    let before = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(row.event_id))
        .filter(event_registration::Column::Way.eq(row.way))
        .filter(event_registration::Column::State.eq(RegistrationState::Waiting))
        .filter(event_registration::Column::QueueNo.lte(no));
    Ok(Some(before.count(db).await?))
}

/// Makes the places of an event those of its plan. More places let the queue in at once.
///
/// # Errors
/// `Invalid` when places that people hold would go.
pub async fn arrange(tx: &mut Tx, id: EventId, plan: &EventPlan) -> Result<()> {
    let now = of(tx.db(), id).await?;
    for (way, field, wanted) in [(Way::Room, "room", plan.room), (Way::Online, "online", plan.online)] {
        let row = now.iter().find(|row| row.way == way);
        match (row, wanted) {
            (None, None) => {}
            (None, Some(wanted)) => open(tx, id, way, wanted).await?,
            (Some(row), None) if row.taken + row.waiting > 0 => return Err(Error::invalid(field, "taken")),
            (Some(_), None) => {
                event_seat::Entity::delete_by_id((id, way)).exec(tx.db()).await?;
            }
            (Some(row), Some(wanted)) => {
                if wanted.capacity.is_some_and(|capacity| capacity < row.taken) {
                    return Err(Error::invalid(&format!("{field}.capacity"), "taken"));
                }
                let change = event_seat::ActiveModel {
                    event_id: Set(id),
                    way: Set(way),
                    capacity: Set(wanted.capacity),
                    waiting_limit: Set(wanted.waiting),
                    ..Default::default()
                };
                change.update(tx.db()).await?;
                promote(tx, id, way).await?;
            }
        }
    }
    Ok(())
}

async fn open(tx: &Tx, id: EventId, way: Way, wanted: SeatPlan) -> Result<()> {
    let row = event_seat::Model {
        event_id: id,
        way,
        capacity: wanted.capacity,
        taken: 0,
        waiting: 0,
        waiting_limit: wanted.waiting,
        last_no: 0,
    };
    event_seat::Entity::insert(event_seat::ActiveModel::from(row).reset_all()).exec_without_returning(tx.db()).await?;
    Ok(())
}

/// Everything this person holds or waits for is given back: they leave for good.
pub(crate) async fn leave(tx: &mut Tx, person: PersonId) -> Result<()> {
    let live = event_registration::Entity::find()
        .filter(event_registration::Column::PersonId.eq(person))
        .filter(event_registration::Column::State.is_in(RegistrationState::LIVE))
        .order_by_asc(event_registration::Column::EventId)
        .all(tx.db())
        .await?;
    for row in live {
        let event = crate::access::lock(tx, row.event_id).await?;
        // What took place stays as it was: it is part of the event's report.
        if event.ends_at.is_some_and(|ends| ends < tx.now()) {
            continue;
        }
        let change = event_registration::ActiveModel {
            id: Set(row.id),
            state: Set(RegistrationState::Cancelled),
            changed_at: Set(tx.now()),
            ..Default::default()
        };
        change.update(tx.db()).await?;
        give_back(tx, &row).await?;
        tx.emit(Event::by_clock(kind::SEATS_CHANGED, row.event_id));
    }
    Ok(())
}
