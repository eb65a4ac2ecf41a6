//! People ask for places, get them, wait, and give them back.

mod groups;

use kernel::{Actor, Code, Error, EventGroupId, EventId, OrgId, PersonId, RegistrationId, Result};
use platform::Tx;
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

pub use groups::{cancel_group, register_group};

use crate::{
    access::{self, Desk},
    entity::event_registration,
    event::{Detail, Event, kind},
    kinds::{EventState, RegistrationMode, RegistrationState, Way},
    policy::{self, Seat},
    seats::{self, Got, Party},
    terms,
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
            actor.clone()
        }
        Some(person) => colleague(tx, actor, &desk, person, managed, "person_id").await?,
    };
    let way = open(tx, &desk, managed, new.way).await?;
    let asking = Asking { way, managed, group: None };
    write(tx, actor, &desk, asking, &[person]).await?.pop().ok_or(Error::Hidden)
}

/// How people ask for places.
struct Asking {
    way: Way,
    managed: bool,
    group: Option<EventGroupId>,
}

/// All of them get places, or numbers side by side, or none of them anything.
async fn write(
    tx: &mut Tx,
    actor: &Actor,
    desk: &Desk,
    asking: Asking,
    people: &[Actor],
) -> Result<Vec<event_registration::Model>> {
    let (id, way) = (desk.row.id, asking.way);
    let ids: Vec<PersonId> = people.iter().map(|person| person.person).collect();
    let schools = workplaces(tx, &ids).await?;
    let mut favoured = Vec::with_capacity(people.len());
    for person in people {
        if access::live(tx.db(), id, person.person).await?.is_some() {
            return Err(Error::Conflict(Code::AlreadyRegistered));
        }
        favoured.push(terms::favoured(tx, id, person).await?);
    }
    if !asking.managed {
        for school in &schools {
            let together = schools.iter().filter(|other| *other == school).count();
            terms::admits(tx, id, *school, together as u64).await?;
        }
    }
    let party = Party { count: i32::try_from(people.len()).unwrap_or(i32::MAX), favoured: favoured.iter().all(|f| *f) };
    let asked = desk.row.registration == RegistrationMode::Approval && !asking.managed;
    let got = if asked { None } else { Some(seats::take(tx, id, way, party).await?) };
    let mut rows = Vec::with_capacity(people.len());
    for (at, ((person, school), favoured)) in (0..).zip(ids.into_iter().zip(schools).zip(favoured)) {
        let (state, queue_no, kept) = of(got, at);
        let row = event_registration::Model {
            id: tx.id::<RegistrationId>(),
            event_id: id,
            person_id: person,
            org_id: school,
            way,
            state,
            queue_no,
            by_id: actor.person,
            created_at: tx.now(),
            changed_at: tx.now(),
            attended_at: None,
            minutes: None,
            answered: false,
            group_id: asking.group,
            favoured,
            kept,
        };
        insert(tx, &row).await?;
        tx.emit(about(kind::REGISTERED, &row, actor));
        rows.push(row);
    }
    Ok(rows)
}

/// State, number and kind of place of one of a party, by its position.
fn of(got: Option<Got>, at: i32) -> (RegistrationState, Option<i32>, bool) {
    match got {
        None => (RegistrationState::Applied, None, false),
        Some(Got::Places { kept }) => (RegistrationState::Confirmed, None, at < kept),
        Some(Got::Queue(first)) => (RegistrationState::Waiting, Some(first + at), false),
    }
}

async fn insert(tx: &Tx, row: &event_registration::Model) -> Result<()> {
    let stored = event_registration::ActiveModel::from(row.clone()).reset_all();
    match event_registration::Entity::insert(stored).exec_without_returning(tx.db()).await {
        Err(error) if platform::db::is_unique_violation(&error) => Err(Error::Conflict(Code::AlreadyRegistered)),
        other => {
            other?;
            Ok(())
        }
    }
}

/// Somebody else, by their head or by the host. They must be among those it is for.
async fn colleague(tx: &Tx, actor: &Actor, desk: &Desk, person: PersonId, managed: bool, field: &str) -> Result<Actor> {
    let unknown = || Error::invalid(field, "unknown");
    let other = accounts::facts::load(tx.db(), person, tx.now()).await?.ok_or_else(unknown)?;
    if !managed && !policy::may_send(actor, &other) {
        return Err(unknown());
    }
    let seat = Seat::take(&other, &desk.facts, false);
    seat.register(&desk.facts).or_refuse().map_err(|error| match error {
        Error::Hidden => unknown(),
        other => other,
    })?;
    Ok(other)
}

/// The way one takes part, if one can register now. Whoever manages the event writes people down until it is over.
async fn open(tx: &Tx, desk: &Desk, managed: bool, way: Option<Way>) -> Result<Way> {
    let row = &desk.row;
    let (Some(starts), Some(ends)) = (row.starts_at, row.ends_at) else {
        return Err(Error::Conflict(Code::RegistrationClosed));
    };
    let until = if managed { ends } else { row.register_until.unwrap_or(starts).min(starts) };
    let offered = row.registration != RegistrationMode::None;
    if row.state != EventState::Published || !offered || tx.now() >= until {
        return Err(Error::Conflict(Code::RegistrationClosed));
    }
    let offered: Vec<Way> = seats::of(tx.db(), row.id).await?.into_iter().map(|row| row.way).collect();
    access::way(&offered, way)
}

/// Where each of them works, in their order.
async fn workplaces(tx: &Tx, people: &[PersonId]) -> Result<Vec<Option<OrgId>>> {
    let names = accounts::directory::names(tx.db(), people).await?;
    let of = |id: &PersonId| names.get(id).and_then(|name| name.school.as_ref()).map(|school| school.id);
    Ok(people.iter().map(of).collect())
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
    give_back(tx, actor, &desk, &row).await
}

async fn give_back(tx: &mut Tx, actor: &Actor, desk: &Desk, row: &event_registration::Model) -> Result<()> {
    let over = desk.row.ends_at.is_some_and(|ends| ends <= tx.now());
    let settled = matches!(desk.row.state, EventState::Held | EventState::Closed);
    // Whoever was seen there has been there.
    if !row.state.live() || over || settled || row.attended_at.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    set(tx, row, RegistrationState::Cancelled, row.queue_no, false).await?;
    seats::give_back(tx, row).await?;
    tx.emit(about(kind::UNREGISTERED, row, actor));
    Ok(())
}

/// The host's word about somebody who applied, and about those who would come along.
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
    let all = match row.group_id {
        Some(group) => applied(tx, id, group).await?,
        None => vec![row],
    };
    let count = i32::try_from(all.len()).unwrap_or(i32::MAX);
    let party = Party { count, favoured: all.iter().all(|row| row.favoured) };
    let way = all.first().map_or(Way::Room, |row| row.way);
    let got = if accept { Some(seats::take(tx, id, way, party).await?) } else { None };
    let mut decided = None;
    for (at, row) in (0..).zip(all) {
        let (state, queue_no, kept) = match got {
            Some(_) => of(got, at),
            None => (RegistrationState::Rejected, None, false),
        };
        let row = set(tx, &row, state, queue_no, kept).await?;
        tx.emit(about(kind::DECIDED, &row, actor));
        if row.id == registration {
            decided = Some(row);
        }
    }
    decided.ok_or(Error::Hidden)
}

async fn applied(tx: &Tx, id: EventId, group: EventGroupId) -> Result<Vec<event_registration::Model>> {
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::GroupId.eq(group))
        .filter(event_registration::Column::State.eq(RegistrationState::Applied))
        .order_by_asc(event_registration::Column::Id);
    Ok(rows.all(tx.db()).await?)
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
    kept: bool,
) -> Result<event_registration::Model> {
    let change = event_registration::ActiveModel {
        id: Set(row.id),
        state: Set(state),
        queue_no: Set(queue_no),
        kept: Set(kept),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    Ok(change.update(tx.db()).await?)
}

fn about(kind: &'static str, row: &event_registration::Model, actor: &Actor) -> Event {
    let held = row.state == RegistrationState::Confirmed;
    let detail = Detail { registration: Some(row.id), person: Some(row.person_id), held, ..Detail::default() };
    Event::new(kind, row.event_id, actor.person).with(detail)
}
