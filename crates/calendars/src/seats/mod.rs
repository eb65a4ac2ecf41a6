//! Places: how many there are, how many are taken, who waits.
//!
//! A place is taken by one guarded UPDATE in the transaction that writes the registration, so the sum can never pass the
//! capacity, whatever runs beside it. A place that becomes free goes to the head of the queue in the same transaction.
//!
//! Some places may be kept for people of named schools until a day. Whoever is of those schools takes a kept place
//! first and stands in the same queue otherwise; nobody else takes one. People who come together have places side by
//! side or numbers side by side, and come in together.

mod arrange;
mod queue;

use kernel::{Code, Error, EventId, PersonId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, Condition, ConnectionTrait, QueryOrder, entity::prelude::*, sea_query::ExprTrait};

pub use arrange::{arrange, check, release};
pub use queue::promote;

use crate::{
    entity::{event_guest, event_registration, event_seat},
    event::{Event, kind},
    kinds::{RegistrationState, Way},
};

/// Who asks for places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Party {
    pub count: i32,
    /// Of the schools places are kept for.
    pub favoured: bool,
}

impl Party {
    pub const ONE: Self = Self { count: 1, favoured: false };
}

/// What somebody got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Got {
    /// So many of them are kept ones.
    Places { kept: i32 },
    /// The first number in the queue.
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

/// Room for `count` people, `kept` of them on kept places: the guard of every place that is taken.
fn room(count: i32, kept: i32) -> Condition {
    let others = count - kept;
    let mut room = Condition::all();
    if kept > 0 {
        let taken = column(event_seat::Column::KeptTaken).add(kept);
        room = room.add(taken.lte(column(event_seat::Column::Kept)));
    }
    if others > 0 {
        let taken = column(event_seat::Column::Taken).sub(column(event_seat::Column::KeptTaken)).add(others);
        let free = column(event_seat::Column::Capacity).sub(column(event_seat::Column::Kept));
        room = room.add(event_seat::Column::Capacity.is_null().or(taken.lte(free)));
    }
    room
}

/// Takes places for all of a party, or numbers in the queue. Nobody passes those who wait already.
///
/// # Errors
/// `no_places` when the queue is full too.
pub async fn take(tx: &Tx, id: EventId, way: Way, party: Party) -> Result<Got> {
    let Party { count, favoured } = party;
    let row = || event_seat::Column::EventId.eq(id).and(event_seat::Column::Way.eq(way));
    let now = event_seat::Entity::find_by_id((id, way)).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let kept =
        if favoured && !waiting_favoured(tx, &now).await? { Ord::min(count, now.kept - now.kept_taken) } else { 0 };
    let mut taking = event_seat::Entity::update_many()
        .col_expr(event_seat::Column::Taken, column(event_seat::Column::Taken).add(count))
        .col_expr(event_seat::Column::KeptTaken, column(event_seat::Column::KeptTaken).add(kept))
        .filter(row())
        .filter(room(count, kept));
    if kept < count {
        taking = taking.filter(event_seat::Column::Waiting.eq(0));
    }
    if taking.exec(tx.db()).await?.rows_affected == 1 {
        return Ok(Got::Places { kept });
    }
    let space = event_seat::Column::WaitingLimit
        .is_null()
        .or(column(event_seat::Column::Waiting).add(count).lte(column(event_seat::Column::WaitingLimit)));
    let queued = event_seat::Entity::update_many()
        .col_expr(event_seat::Column::Waiting, column(event_seat::Column::Waiting).add(count))
        .col_expr(event_seat::Column::LastNo, column(event_seat::Column::LastNo).add(count))
        .filter(row())
        .filter(space)
        .exec(tx.db())
        .await?;
    if queued.rows_affected != 1 {
        return Err(Error::Conflict(Code::NoPlaces));
    }
    let now = event_seat::Entity::find_by_id((id, way)).one(tx.db()).await?.ok_or(Error::Hidden)?;
    Ok(Got::Queue(now.last_no - count + 1))
}

/// Somebody of the schools places are kept for waits: a kept place is theirs first.
async fn waiting_favoured(tx: &Tx, row: &event_seat::Model) -> Result<bool> {
    if row.waiting == 0 {
        return Ok(false);
    }
    let waiting = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(row.event_id))
        .filter(event_registration::Column::Way.eq(row.way))
        .filter(event_registration::Column::State.eq(RegistrationState::Waiting))
        .filter(event_registration::Column::Favoured.eq(true));
    Ok(waiting.count(tx.db()).await? > 0)
}

/// Gives back what a registration held, and lets the next ones in.
pub async fn give_back(tx: &mut Tx, row: &event_registration::Model) -> Result<()> {
    hand_back(tx, row.event_id, row.way, row.state, row.kept).await
}

/// The same of a guest.
pub(crate) async fn guest_leaves(tx: &mut Tx, row: &event_guest::Model) -> Result<()> {
    hand_back(tx, row.event_id, row.way, row.state, false).await
}

async fn hand_back(tx: &mut Tx, id: EventId, way: Way, state: RegistrationState, kept: bool) -> Result<()> {
    let held = match state {
        RegistrationState::Confirmed => event_seat::Column::Taken,
        RegistrationState::Waiting => event_seat::Column::Waiting,
        RegistrationState::Applied | RegistrationState::Rejected | RegistrationState::Cancelled => return Ok(()),
    };
    let mut giving = event_seat::Entity::update_many()
        .col_expr(held, column(held).sub(1))
        .filter(event_seat::Column::EventId.eq(id))
        .filter(event_seat::Column::Way.eq(way))
        .filter(held.gt(0));
    if kept && state == RegistrationState::Confirmed {
        giving = giving.col_expr(event_seat::Column::KeptTaken, column(event_seat::Column::KeptTaken).sub(1));
    }
    giving.exec(tx.db()).await?;
    promote(tx, id, way).await
}

/// How many stand before this one, and themselves.
pub async fn position<C: ConnectionTrait>(db: &C, row: &event_registration::Model) -> Result<Option<u64>> {
    let Some(no) = row.queue_no.filter(|_| row.state == RegistrationState::Waiting) else { return Ok(None) };
    Ok(Some(before(db, row.event_id, row.way, no).await?))
}

/// How many wait up to this number.
pub(crate) async fn before<C: ConnectionTrait>(db: &C, id: EventId, way: Way, no: i32) -> Result<u64> {
    let people = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::Way.eq(way))
        .filter(event_registration::Column::State.eq(RegistrationState::Waiting))
        .filter(event_registration::Column::QueueNo.lte(no));
    let guests = event_guest::Entity::find()
        .filter(event_guest::Column::EventId.eq(id))
        .filter(event_guest::Column::Way.eq(way))
        .filter(event_guest::Column::State.eq(RegistrationState::Waiting))
        .filter(event_guest::Column::QueueNo.lte(no));
    Ok(people.count(db).await? + guests.count(db).await?)
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
