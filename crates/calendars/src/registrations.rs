//! People ask for places, get them, wait, and give them back.

use kernel::{Actor, Code, Error, EventId, OrgId, PersonId, RegistrationId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use crate::{
    access::{self, Desk},
    entity::event_registration,
    event::{Detail, Event, kind},
    kinds::{EventState, RegistrationMode, RegistrationState, Way},
    policy::{self, Seat},
    seats::{self, Got},
};

/// Who asks for a place, and how they take part.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewRegistration {
    /// Absent: the only way there is.
    pub way: Option<Way>,
    /// Absent: oneself.
    pub person: Option<PersonId>,
}

/// Gives a place, or a number in the queue, or writes the wish down for the host.
pub async fn register(
    tx: &mut Tx,
    actor: &Actor,
    id: EventId,
    new: NewRegistration,
) -> Result<event_registration::Model> {
    // Everybody who asks for a place waits here for the one before: what is read below holds until the commit.
    let desk = access::locked(tx, actor, id).await?;
    let managed = desk.seat.manage(&desk.facts).allowed();
    let person = match new.person.filter(|person| *person != actor.person) {
        None => {
            desk.seat.register(&desk.facts).or_refuse()?;
            actor.person
        }
        Some(person) => colleague(tx, actor, &desk, person, managed).await?,
    };
    open(tx, &desk, managed)?;
    let offered: Vec<Way> = seats::of(tx.db(), id).await?.into_iter().map(|row| row.way).collect();
    let way = access::way(&offered, new.way)?;
    if access::live(tx.db(), id, person).await?.is_some() {
        return Err(Error::Conflict(Code::AlreadyRegistered));
    }
    let asked = desk.row.registration == RegistrationMode::Approval && !managed;
    let (state, queue_no) = if asked { (RegistrationState::Applied, None) } else { placed(tx, id, way).await? };
    let row = event_registration::Model {
        id: tx.id::<RegistrationId>(),
        event_id: id,
        person_id: person,
        org_id: workplace(tx, person).await?,
        way,
        state,
        queue_no,
        by_id: actor.person,
        created_at: tx.now(),
        changed_at: tx.now(),
        attended_at: None,
        minutes: None,
    };
    let stored = event_registration::ActiveModel::from(row.clone()).reset_all();
    match event_registration::Entity::insert(stored).exec_without_returning(tx.db()).await {
        Err(error) if platform::db::is_unique_violation(&error) => {
            return Err(Error::Conflict(Code::AlreadyRegistered));
        }
        other => other?,
    };
    tx.emit(about(kind::REGISTERED, &row, actor));
    Ok(row)
}

async fn placed(tx: &Tx, id: EventId, way: Way) -> Result<(RegistrationState, Option<i32>)> {
    Ok(match seats::take(tx, id, way).await? {
        Got::Place => (RegistrationState::Confirmed, None),
        Got::Queue(no) => (RegistrationState::Waiting, Some(no)),
    })
}

/// Somebody else, by their head or by the host. They must be among those it is for.
async fn colleague(tx: &Tx, actor: &Actor, desk: &Desk, person: PersonId, managed: bool) -> Result<PersonId> {
    let unknown = || Error::invalid("person_id", "unknown");
    let other = accounts::facts::load(tx.db(), person, tx.now()).await?.ok_or_else(unknown)?;
    if !managed && !policy::may_send(actor, &other) {
        return Err(unknown());
    }
    let seat = Seat::take(&other, &desk.facts, false);
    seat.register(&desk.facts).or_refuse().map_err(|error| match error {
        Error::Hidden => unknown(),
        other => other,
    })?;
    Ok(person)
}

/// Can one register now? Whoever manages the event writes people down until it is over.
fn open(tx: &Tx, desk: &Desk, managed: bool) -> Result<()> {
    let row = &desk.row;
    let (Some(starts), Some(ends)) = (row.starts_at, row.ends_at) else {
        return Err(Error::Conflict(Code::RegistrationClosed));
    };
    let until = if managed { ends } else { row.register_until.unwrap_or(starts).min(starts) };
    let offered = row.registration != RegistrationMode::None;
    if row.state == EventState::Published && offered && tx.now() < until {
        Ok(())
    } else {
        Err(Error::Conflict(Code::RegistrationClosed))
    }
}

async fn workplace(tx: &Tx, person: PersonId) -> Result<Option<OrgId>> {
    let names = accounts::directory::names(tx.db(), &[person]).await?;
    Ok(names.get(&person).and_then(|name| name.school.as_ref()).map(|school| school.id))
}

/// Gives a place back; the head of the queue gets it in the same write.
pub async fn cancel(tx: &mut Tx, actor: &Actor, id: EventId, registration: RegistrationId) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    let row = found(tx, id, registration).await?;
    let mine = row.person_id == actor.person || row.by_id == actor.person;
    if !mine {
        // Whoever may not see the list learns nothing of who is on it.
        desk.seat.manage(&desk.facts).or_refuse().map_err(|_| Error::Hidden)?;
    }
    let over = desk.row.ends_at.is_some_and(|ends| ends <= tx.now());
    let settled = matches!(desk.row.state, EventState::Held | EventState::Closed);
    // Whoever was seen there has been there.
    if !row.state.live() || over || settled || row.attended_at.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    set(tx, &row, RegistrationState::Cancelled, row.queue_no).await?;
    seats::give_back(tx, &row).await?;
    let held = row.state == RegistrationState::Confirmed;
    let gone = about(kind::UNREGISTERED, &row, actor);
    let detail = Detail { held, ..gone.detail };
    tx.emit(gone.with(detail));
    Ok(())
}

/// The host's word about somebody who applied.
pub async fn decide(
    tx: &mut Tx,
    actor: &Actor,
    id: EventId,
    registration: RegistrationId,
    accept: bool,
) -> Result<event_registration::Model> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let row = found(tx, id, registration).await?;
    if row.state != RegistrationState::Applied || desk.row.state != EventState::Published {
        return Err(Error::Conflict(Code::WrongState));
    }
    let (state, queue_no) = if accept { placed(tx, id, row.way).await? } else { (RegistrationState::Rejected, None) };
    let row = set(tx, &row, state, queue_no).await?;
    tx.emit(about(kind::DECIDED, &row, actor));
    Ok(row)
}

async fn found(tx: &Tx, id: EventId, registration: RegistrationId) -> Result<event_registration::Model> {
    let row = event_registration::Entity::find_by_id(registration).one(tx.db()).await?;
    row.filter(|row| row.event_id == id).ok_or(Error::Hidden)
}

async fn set(
    tx: &Tx,
    row: &event_registration::Model,
    state: RegistrationState,
    queue_no: Option<i32>,
) -> Result<event_registration::Model> {
    let change = event_registration::ActiveModel {
        id: Set(row.id),
        state: Set(state),
        queue_no: Set(queue_no),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(change.update(tx.db()).await?)
}

fn about(kind: &'static str, row: &event_registration::Model, actor: &Actor) -> Event {
    let detail = Detail { registration: Some(row.id), person: Some(row.person_id), ..Detail::default() };
    Event::new(kind, row.event_id, actor.person).with(detail)
}
