//! Loads the facts a decision needs. Missing and hidden leave by the same door.

use kernel::{Actor, Code, Error, EventId, OrgId, PersonId, Result, Role};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};

use crate::{
    entity::{event, event_host, event_place, event_registration, event_role, event_speaker},
    kinds::{RegistrationState, Way},
    policy::{Facts, Seat},
};

/// An event as somebody stands before it.
#[derive(Clone, Debug)]
pub struct Desk {
    pub row: event::Model,
    pub facts: Facts,
    pub seat: Seat,
    /// Their live registration.
    pub mine: Option<event_registration::Model>,
}

impl Desk {
    /// Reads where one connects.
    pub fn connects(&self) -> bool {
        let confirmed = self.mine.as_ref().is_some_and(|row| row.state == RegistrationState::Confirmed);
        self.seat.connect(&self.facts, confirmed).allowed()
    }
}

/// The event, if the actor may know that it exists.
pub async fn desk<C: ConnectionTrait>(db: &C, actor: &Actor, id: EventId) -> Result<Desk> {
    let row = event::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    sit(db, actor, row).await
}

/// The same with its row locked until the transaction ends: states, dates and places change under this lock.
pub async fn locked(tx: &Tx, actor: &Actor, id: EventId) -> Result<Desk> {
    sit(tx.db(), actor, lock(tx, id).await?).await
}

/// The row alone, locked.
pub async fn lock(tx: &Tx, id: EventId) -> Result<event::Model> {
    event::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?.ok_or(Error::Hidden)
}

async fn sit<C: ConnectionTrait>(db: &C, actor: &Actor, row: event::Model) -> Result<Desk> {
    let facts = facts(db, &row).await?;
    let mine = live(db, row.id, actor.person).await?;
    let seat = Seat::take(actor, &facts, mine.is_some());
    seat.see(&facts).or_refuse()?;
    Ok(Desk { row, facts, seat, mine })
}

/// The event by id or by the number of its permanent address.
pub async fn by_address<C: ConnectionTrait>(db: &C, address: &str) -> Result<EventId> {
    if let Ok(id) = address.parse::<EventId>() {
        return Ok(id);
    }
    let number = number(address).ok_or(Error::Hidden)?;
    let row = event::Entity::find().filter(event::Column::Number.eq(number)).one(db).await?;
    row.map(|row| row.id).ok_or(Error::Hidden)
}

/// A number as permanent addresses write it.
pub fn number(address: &str) -> Option<i32> {
    address.parse::<i32>().ok().filter(|n| *n > 0 && !address.starts_with(['0', '+']))
}

/// What the policy is decided on.
pub async fn facts<C: ConnectionTrait>(db: &C, row: &event::Model) -> Result<Facts> {
    let speakers = event_speaker::Entity::find()
        .filter(event_speaker::Column::EventId.eq(row.id))
        .order_by_asc(event_speaker::Column::Position);
    Ok(Facts {
        state: row.state,
        level: row.level,
        audience: row.audience,
        registration: row.registration,
        owner: row.owner_id,
        host: row.host_id,
        co_hosts: co_hosts(db, row.id).await?,
        association: row.association_id,
        places: places(db, row.id).await?,
        roles: roles(db, row.id).await?,
        speakers: speakers.all(db).await?.into_iter().filter_map(|row| row.person_id).collect(),
    })
}

pub async fn co_hosts<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<OrgId>> {
    let rows = event_host::Entity::find()
        .filter(event_host::Column::EventId.eq(id))
        .order_by_asc(event_host::Column::OrgId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.org_id).collect())
}

pub async fn places<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<OrgId>> {
    let rows = event_place::Entity::find()
        .filter(event_place::Column::EventId.eq(id))
        .order_by_asc(event_place::Column::OrgId)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.org_id).collect())
}

pub async fn roles<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<Role>> {
    let rows = event_role::Entity::find().filter(event_role::Column::EventId.eq(id)).all(db).await?;
    let mut roles: Vec<Role> = rows.into_iter().map(|row| row.role).collect();
    roles.sort_unstable();
    Ok(roles)
}

/// The live registration of a person.
pub async fn live<C: ConnectionTrait>(
    db: &C,
    id: EventId,
    person: PersonId,
) -> Result<Option<event_registration::Model>> {
    let found = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::PersonId.eq(person))
        .filter(event_registration::Column::State.is_in(RegistrationState::LIVE));
    Ok(found.one(db).await?)
}

/// How one takes part, when it was not said and there is only one way.
pub fn way(offered: &[Way], asked: Option<Way>) -> Result<Way> {
    match (asked, offered) {
        (Some(way), offered) if offered.contains(&way) => Ok(way),
        (None, [only]) => Ok(*only),
        (_, []) => Err(Error::Conflict(Code::RegistrationClosed)),
        (Some(_), _) => Err(Error::invalid("way", "unknown")),
        (None, _) => Err(Error::invalid("way", "required")),
    }
}
