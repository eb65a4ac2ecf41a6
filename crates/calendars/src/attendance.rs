//! Who came. Three ways, each mark kept with who made it, how and when; marks that a device made without a line come
//! later and are the same marks.
//!
//! What follows of all marks stands on the registration: the host's last word on the list decides, before any host's
//! word the earliest scan or code does. Only whoever has a place can have been there.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use kernel::{Actor, Code, Error, EventId, PersonId, RegistrationId, Result, Timestamp};
use platform::Tx;
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*, sea_query::OnConflict};

use crate::{
    access::{self, Desk},
    codes,
    entity::{attendance_mark, event_code, event_registration},
    event::{Event, kind},
    kinds::{EventState, MarkMethod, RegistrationState},
};

/// Marks in one sending.
pub const MAX_MARKS: usize = 500;
/// Before the beginning people come in.
const EARLY: TimeDelta = TimeDelta::hours(1);
/// After the end the code still counts.
const LINGER: TimeDelta = TimeDelta::hours(1);
/// After the end the host still writes the list, and phones come back to a line.
const LATE: TimeDelta = TimeDelta::days(14);
const MAX_MINUTES: i32 = 31 * 24 * 60;

/// A mark on its way in.
#[derive(Clone, Copy, Debug)]
pub struct NewMark {
    pub registration: RegistrationId,
    pub method: MarkMethod,
    pub present: bool,
    pub at: Timestamp,
    pub minutes: Option<i32>,
}

/// What became of a sending.
#[derive(Clone, Debug, Default)]
pub struct Outcome {
    pub accepted: usize,
    /// Heard before, from this device.
    pub known: usize,
    /// Registrations that are not of this event or have no place.
    pub refused: Vec<RegistrationId>,
}

/// Writes down the host's marks: scans and the list.
pub async fn mark(tx: &mut Tx, actor: &Actor, id: EventId, marks: &[NewMark]) -> Result<Outcome> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    if marks.len() > MAX_MARKS {
        return Err(Error::invalid("marks", "too_many"));
    }
    let (from, _) = window(tx, &desk, LATE)?;
    let latest = tx.now() + TimeDelta::minutes(5);
    let mut outcome = Outcome::default();
    for (index, new) in marks.iter().enumerate() {
        if new.method == MarkMethod::Code {
            return Err(Error::invalid(&format!("marks[{index}].method"), "invalid"));
        }
        if new.at < from || new.at > latest {
            return Err(Error::invalid(&format!("marks[{index}].at"), "invalid"));
        }
        if new.minutes.is_some_and(|minutes| !(0..=MAX_MINUTES).contains(&minutes)) {
            return Err(Error::invalid(&format!("marks[{index}].minutes"), "invalid"));
        }
        let row = event_registration::Entity::find_by_id(new.registration).one(tx.db()).await?;
        match row.filter(|row| row.event_id == id && row.state == RegistrationState::Confirmed) {
            None => outcome.refused.push(new.registration),
            Some(row) if write(tx, actor.person, &row, *new).await? => outcome.accepted += 1,
            Some(_) => outcome.known += 1,
        }
    }
    if outcome.accepted > 0 {
        tx.emit(Event::new(kind::ATTENDED, id, actor.person));
    }
    Ok(outcome)
}

/// Somebody in the room types the code on the screen.
///
/// # Errors
/// `Invalid` for another code; `wrong_state` without a place or outside the event's hours.
pub async fn check_in(tx: &mut Tx, actor: &Actor, id: EventId, typed: &str) -> Result<()> {
    let desk = access::locked(tx, actor, id).await?;
    let row = desk.mine.clone().filter(|row| row.state == RegistrationState::Confirmed);
    let row = row.ok_or(Error::Conflict(Code::WrongState))?;
    window(tx, &desk, LINGER)?;
    let secret = event_code::Entity::find_by_id(id).one(tx.db()).await?;
    if !secret.is_some_and(|secret| codes::accepts(&secret.secret, typed, tx.now())) {
        return Err(Error::invalid("code", "invalid"));
    }
    let known = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::RegistrationId.eq(row.id))
        .filter(attendance_mark::Column::Method.eq(MarkMethod::Code));
    if known.count(tx.db()).await? > 0 {
        return Ok(());
    }
    let new = NewMark { registration: row.id, method: MarkMethod::Code, present: true, at: tx.now(), minutes: None };
    if write(tx, actor.person, &row, new).await? {
        tx.emit(Event::new(kind::ATTENDED, id, actor.person));
    }
    Ok(())
}

/// The secret of the code on the screen, made when it is shown first.
pub async fn secret(tx: &mut Tx, actor: &Actor, id: EventId) -> Result<String> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    window(tx, &desk, LINGER)?;
    if let Some(row) = event_code::Entity::find_by_id(id).one(tx.db()).await? {
        return Ok(row.secret);
    }
    let random: [u8; 32] = rand::random();
    let secret: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let row = event_code::ActiveModel { event_id: Set(id), secret: Set(secret.clone()) };
    event_code::Entity::insert(row).exec_without_returning(tx.db()).await?;
    Ok(secret)
}

/// When people can have been there; not before it begins, not once it is closed or called off.
fn window(tx: &Tx, desk: &Desk, after: TimeDelta) -> Result<(Timestamp, Timestamp)> {
    let closed = Error::Conflict(Code::WrongState);
    let (Some(starts), Some(ends)) = (desk.row.starts_at, desk.row.ends_at) else { return Err(closed) };
    let (from, until) = (starts - EARLY, ends + after);
    let running = matches!(desk.row.state, EventState::Published | EventState::Held);
    if running && (from..=until).contains(&tx.now()) { Ok((from, until)) } else { Err(closed) }
}

/// Keeps a mark; false when it was known. What follows of all marks is written on the registration.
async fn write(tx: &Tx, by: PersonId, row: &event_registration::Model, new: NewMark) -> Result<bool> {
    let mark = attendance_mark::Model {
        id: tx.id(),
        event_id: row.event_id,
        registration_id: row.id,
        method: new.method,
        present: new.present,
        minutes: new.minutes,
        at: new.at,
        by_id: by,
        created_at: tx.now(),
    };
    let once = OnConflict::columns([
        attendance_mark::Column::RegistrationId,
        attendance_mark::Column::Method,
        attendance_mark::Column::At,
        attendance_mark::Column::ById,
    ])
    .do_nothing()
    .to_owned();
    let inserted = attendance_mark::Entity::insert(attendance_mark::ActiveModel::from(mark).reset_all())
        .on_conflict(once)
        .exec_without_returning(tx.db())
        .await?;
    if inserted == 0 {
        return Ok(false);
    }
    let marks = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::RegistrationId.eq(row.id))
        .order_by_asc(attendance_mark::Column::At)
        .order_by_asc(attendance_mark::Column::Id)
        .all(tx.db())
        .await?;
    let (attended_at, minutes) = follows(&marks);
    let change = event_registration::ActiveModel {
        id: Set(row.id),
        attended_at: Set(attended_at),
        minutes: Set(minutes),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    Ok(true)
}

/// What marks in the order of their time say together.
pub fn follows(marks: &[attendance_mark::Model]) -> (Option<Timestamp>, Option<i32>) {
    let minutes = marks.iter().rev().find_map(|mark| mark.minutes);
    let first = marks.iter().find(|mark| mark.method != MarkMethod::List && mark.present).map(|mark| mark.at);
    let word = marks.iter().rev().find(|mark| mark.method == MarkMethod::List);
    let at = match word {
        Some(word) if word.present => first.or(Some(word.at)),
        Some(_) => None,
        None => first,
    };
    (at, minutes.filter(|_| at.is_some()))
}

/// Marks of an event by registration, in the order of their time.
pub async fn marks(app: &platform::App, id: EventId) -> Result<BTreeMap<RegistrationId, Vec<attendance_mark::Model>>> {
    let rows = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::EventId.eq(id))
        .order_by_asc(attendance_mark::Column::At)
        .order_by_asc(attendance_mark::Column::Id)
        .all(app.reader())
        .await?;
    let mut found: BTreeMap<_, Vec<_>> = BTreeMap::new();
    rows.into_iter().for_each(|row| found.entry(row.registration_id).or_default().push(row));
    Ok(found)
}
