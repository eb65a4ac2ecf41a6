//! Who stands before the work of a pair, and what may be done with it now. Missing and hidden leave by the same door.

use chrono::{Days, NaiveDate};
use kernel::{Actor, Code, Error, PairingId, PersonId, Result, Role};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*};

use crate::{
    entity::life::{agreement, pairing, pairing_person},
    kinds::{AgreementState, Side},
    life,
    policy::work::{Act, Hands, open},
};

/// The work of a pair as somebody stands before it.
#[derive(Clone, Debug)]
pub struct Room {
    pub row: pairing::Model,
    pub hands: Hands,
    pub period: Period,
}

/// From when to when two schools work together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub since: NaiveDate,
    /// The last day, where it is known.
    pub until: Option<NaiveDate>,
}

impl Period {
    pub fn holds(self, day: NaiveDate) -> bool {
        day >= self.since && self.until.is_none_or(|until| day <= until)
    }

    /// The day itself, or the nearest of the period.
    pub fn nearest(self, day: NaiveDate) -> NaiveDate {
        let day = day.max(self.since);
        self.until.map_or(day, |until| day.min(until))
    }
}

impl Room {
    /// # Errors
    /// `Refused` for whoever may not, `Conflict` when the pair does not stand where this is done.
    pub fn allow(&self, act: Act) -> Result<()> {
        self.hands.may(act).or_refuse()?;
        if open(self.row.state, act) { Ok(()) } else { Err(Error::Conflict(Code::WrongState)) }
    }

    /// May be done now.
    pub fn can(&self, act: Act) -> bool {
        self.allow(act).is_ok()
    }

    pub fn school(&self, side: Side) -> kernel::OrgId {
        match side {
            Side::Mentor => self.row.mentor_id,
            Side::Mentee => self.row.mentee_id,
        }
    }
}

/// The room, if the actor may know of the pair.
pub async fn enter<C: ConnectionTrait>(db: &C, actor: &Actor, id: PairingId) -> Result<Room> {
    let desk = life::desk(db, actor, id).await?;
    let observes = !actor.grants.is_empty() && actor.grants.iter().all(|grant| grant.role == Role::Observer);
    let hands = Hands {
        mentor: desk.seat.mentor_side,
        mentee: desk.seat.mentee_side,
        runs_mentor: desk.seat.runs_mentor,
        runs_mentee: desk.seat.runs_mentee,
        coordinates: desk.seat.coordinates,
        answers: desk.seat.answers,
        writes: actor.may_write().is_ok() && !observes,
    };
    let period = period(db, &desk.row).await?;
    Ok(Room { row: desk.row, hands, period })
}

/// The same with the pair's row locked until the transaction ends, for whoever may do this now. What is done in a pair
/// comes one after another.
pub async fn locked(tx: &Tx, actor: &Actor, id: PairingId, act: Act) -> Result<Room> {
    life::lock(tx, id).await?;
    let room = enter(tx.db(), actor, id).await?;
    room.allow(act)?;
    Ok(room)
}

async fn period<C: ConnectionTrait>(db: &C, row: &pairing::Model) -> Result<Period> {
    let agreements = agreement::Entity::find()
        .filter(agreement::Column::PairingId.eq(row.id))
        .filter(agreement::Column::State.is_in([
            AgreementState::Signed,
            AgreementState::Expired,
            AgreementState::Terminated,
        ]))
        .order_by_asc(agreement::Column::Id)
        .all(db)
        .await?;
    let begun = row.active_since.unwrap_or(row.created_at).date_naive();
    let since = agreements.iter().filter_map(|one| one.since).fold(begun, NaiveDate::min);
    let until = row.until.or(agreements.iter().filter_map(|one| one.until).max());
    Ok(Period { since, until })
}

/// Is this somebody of the pair on this side now?
pub async fn of_pair<C: ConnectionTrait>(db: &C, room: &Room, side: Side, person: PersonId) -> Result<bool> {
    let among = pairing_person::Entity::find()
        .filter(pairing_person::Column::PairingId.eq(room.row.id))
        .filter(pairing_person::Column::Side.eq(side))
        .filter(pairing_person::Column::PersonId.eq(person));
    if among.count(db).await? > 0 {
        return Ok(true);
    }
    // Colleagues of the school take part without being named in the pair.
    Ok(accounts::directory::people_of(db, &[room.school(side)]).await?.contains(&person))
}

/// Tomorrow of the server is today somewhere.
pub fn today_or_before(tx: &Tx, day: NaiveDate) -> bool {
    day <= tx.now().date_naive() + Days::new(1)
}
