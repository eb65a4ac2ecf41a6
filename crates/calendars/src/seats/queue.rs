//! Who comes in when a place becomes free: the head of the queue, and on a kept place the first it is kept for. Who
//! came together comes in together: while there is no room for all of them, the place waits.

use kernel::{EventId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, QueryOrder, QuerySelect, entity::prelude::*, sea_query::ExprTrait};

use super::{column, room};
use crate::{
    entity::{event_guest, event_registration, event_seat},
    event::{Detail, Event, kind},
    kinds::{RegistrationState, Way},
};

/// Those who come in together.
enum Next {
    People(Vec<event_registration::Model>),
    Guest(event_guest::Model),
}

impl Next {
    fn count(&self) -> i32 {
        match self {
            Self::People(rows) => i32::try_from(rows.len()).unwrap_or(i32::MAX),
            Self::Guest(_) => 1,
        }
    }

    fn favoured(&self) -> bool {
        matches!(self, Self::People(rows) if rows.iter().all(|row| row.favoured))
    }

    fn no(&self) -> Option<i32> {
        match self {
            Self::People(rows) => rows.first().and_then(|row| row.queue_no),
            Self::Guest(row) => row.queue_no,
        }
    }
}

/// Lets people in from the head of the queue while there are places. The event's row is locked.
pub async fn promote(tx: &mut Tx, id: EventId, way: Way) -> Result<()> {
    loop {
        let Some(seats) = event_seat::Entity::find_by_id((id, way)).one(tx.db()).await? else { return Ok(()) };
        if seats.waiting == 0 {
            return Ok(());
        }
        let left = seats.kept - seats.kept_taken;
        let Some(head) = head(tx, id, way).await? else { return Ok(()) };
        let kept = if head.favoured() { Ord::min(head.count(), left) } else { 0 };
        if enter(tx, id, way, head.count(), kept).await? {
            welcome(tx, id, head, kept).await?;
            continue;
        }
        // A kept place is of no use to the head: the first of those it is kept for has it.
        let Some(next) = favoured(tx, id, way).await? else { return Ok(()) };
        let count = next.count();
        if count > left || !enter(tx, id, way, count, count).await? {
            return Ok(());
        }
        welcome(tx, id, next, count).await?;
    }
}

async fn enter(tx: &Tx, id: EventId, way: Way, count: i32, kept: i32) -> Result<bool> {
    let entered = event_seat::Entity::update_many()
        .col_expr(event_seat::Column::Taken, column(event_seat::Column::Taken).add(count))
        .col_expr(event_seat::Column::KeptTaken, column(event_seat::Column::KeptTaken).add(kept))
        .col_expr(event_seat::Column::Waiting, column(event_seat::Column::Waiting).sub(count))
        .filter(event_seat::Column::EventId.eq(id))
        .filter(event_seat::Column::Way.eq(way))
        .filter(event_seat::Column::Waiting.gte(count))
        .filter(room(count, kept))
        .exec(tx.db())
        .await?;
    Ok(entered.rows_affected == 1)
}

fn waiting(id: EventId, way: Way) -> Select<event_registration::Entity> {
    event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::Way.eq(way))
        .filter(event_registration::Column::State.eq(RegistrationState::Waiting))
        .order_by_asc(event_registration::Column::QueueNo)
}

/// Whoever has the lowest number, with those who came along.
async fn head(tx: &Tx, id: EventId, way: Way) -> Result<Option<Next>> {
    let people = match waiting(id, way).limit(1).one(tx.db()).await? {
        Some(first) => Some(Next::People(together(tx, first).await?)),
        None => None,
    };
    let guest = event_guest::Entity::find()
        .filter(event_guest::Column::EventId.eq(id))
        .filter(event_guest::Column::Way.eq(way))
        .filter(event_guest::Column::State.eq(RegistrationState::Waiting))
        .order_by_asc(event_guest::Column::QueueNo)
        .limit(1)
        .one(tx.db())
        .await?
        .map(Next::Guest);
    Ok(people.into_iter().chain(guest).min_by_key(Next::no))
}

async fn favoured(tx: &Tx, id: EventId, way: Way) -> Result<Option<Next>> {
    let first = waiting(id, way).filter(event_registration::Column::Favoured.eq(true)).limit(1).one(tx.db()).await?;
    let Some(first) = first else { return Ok(None) };
    let next = Next::People(together(tx, first).await?);
    Ok(Some(next).filter(Next::favoured))
}

async fn together(tx: &Tx, first: event_registration::Model) -> Result<Vec<event_registration::Model>> {
    let Some(group) = first.group_id else { return Ok(vec![first]) };
    let all = waiting(first.event_id, first.way).filter(event_registration::Column::GroupId.eq(group));
    Ok(all.all(tx.db()).await?)
}

async fn welcome(tx: &mut Tx, id: EventId, next: Next, kept: i32) -> Result<()> {
    match next {
        Next::Guest(row) => {
            let change = event_guest::ActiveModel {
                id: Set(row.id),
                state: Set(RegistrationState::Confirmed),
                changed_at: Set(tx.now()),
                ..Default::default()
            };
            change.update(tx.db()).await?;
            let detail = Detail { guest: Some(row.id), held: true, ..Detail::default() };
            tx.emit(Event::by_clock(kind::GUEST, id).with(detail));
        }
        Next::People(rows) => {
            for (at, row) in (0..).zip(rows) {
                let change = event_registration::ActiveModel {
                    id: Set(row.id),
                    state: Set(RegistrationState::Confirmed),
                    kept: Set(at < kept),
                    changed_at: Set(tx.now()),
                    ..Default::default()
                };
                change.update(tx.db()).await?;
                let (registration, person) = (Some(row.id), Some(row.person_id));
                let detail = Detail { registration, person, held: true, ..Detail::default() };
                tx.emit(Event::by_clock(kind::PROMOTED, id).with(detail));
            }
        }
    }
    Ok(())
}
