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
    certificates, codes,
    entity::{attendance_mark, event_code, event_registration},
    event::{Event, kind},
    kinds::{EventState, MarkMethod, RegistrationState},
    plan::ProgrammeItem,
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
    /// Number in the programme, from one; 0: the event as a whole.
    pub session: i32,
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
    for (index, new) in marks.iter().enumerate() {
        if matches!(new.method, MarkMethod::Code | MarkMethod::Log) {
            return Err(Error::invalid(&format!("marks[{index}].method"), "invalid"));
        }
        if new.at < from || new.at > latest {
            return Err(Error::invalid(&format!("marks[{index}].at"), "invalid"));
        }
        check_session(&desk, new.session, &format!("marks[{index}].session"))?;
        if new.minutes.is_some_and(|minutes| !(0..=MAX_MINUTES).contains(&minutes)) {
            return Err(Error::invalid(&format!("marks[{index}].minutes"), "invalid"));
        }
    }
    note(tx, actor, &desk, marks).await
}

/// Writes down marks that were looked at before.
pub(crate) async fn note(tx: &mut Tx, actor: &Actor, desk: &Desk, marks: &[NewMark]) -> Result<Outcome> {
    let mut outcome = Outcome::default();
    for new in marks {
        let row = event_registration::Entity::find_by_id(new.registration).one(tx.db()).await?;
        match row.filter(|row| row.event_id == desk.row.id && row.state == RegistrationState::Confirmed) {
            None => outcome.refused.push(new.registration),
            Some(row) if write(tx, actor.person, &row, *new).await? => outcome.accepted += 1,
            Some(_) => outcome.known += 1,
        }
    }
    if outcome.accepted > 0 {
        tx.emit(Event::new(kind::ATTENDED, desk.row.id, actor.person));
    }
    Ok(outcome)
}

/// From when to when the host's marks can be.
///
/// # Errors
/// `wrong_state` before the event and long after it.
pub(crate) fn reach(tx: &Tx, desk: &Desk) -> Result<(Timestamp, Timestamp)> {
    window(tx, desk, LATE)
}

/// A number that the programme has, or the event as a whole.
pub(crate) fn check_session(desk: &Desk, session: i32, field: &str) -> Result<()> {
    let items: Vec<ProgrammeItem> = serde_json::from_str(&desk.row.programme)?;
    let most = i32::try_from(items.len()).unwrap_or(i32::MAX);
    if (0..=most).contains(&session) { Ok(()) } else { Err(Error::invalid(field, "unknown")) }
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
    let new = NewMark {
        registration: row.id,
        session: 0,
        method: MarkMethod::Code,
        present: true,
        at: tx.now(),
        minutes: None,
    };
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
async fn write(tx: &mut Tx, by: PersonId, row: &event_registration::Model, new: NewMark) -> Result<bool> {
    let mark = attendance_mark::Model {
        id: tx.id(),
        event_id: row.event_id,
        registration_id: row.id,
        session: new.session,
        method: new.method,
        present: new.present,
        minutes: new.minutes,
        at: new.at,
        by_id: by,
        created_at: tx.now(),
    };
    let once = OnConflict::columns([
        attendance_mark::Column::RegistrationId,
        attendance_mark::Column::Session,
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
    certificates::restate(tx, by, row, attended_at.is_some()).await?;
    Ok(true)
}

/// What marks in the order of their time say together. The host's word about the whole decides; before it whoever was at
/// a part was there, and minutes of parts add up unless somebody measured the whole.
pub fn follows(marks: &[attendance_mark::Model]) -> (Option<Timestamp>, Option<i32>) {
    let (whole, parts): (Vec<_>, Vec<_>) = marks.iter().partition(|mark| mark.session == 0);
    let (at, minutes) = together(&whole);
    if whole.iter().any(|mark| mark.method == MarkMethod::List) {
        return (at, minutes);
    }
    let mut sessions: BTreeMap<i32, Vec<&attendance_mark::Model>> = BTreeMap::new();
    parts.into_iter().for_each(|mark| sessions.entry(mark.session).or_default().push(mark));
    let parts: Vec<_> = sessions.values().map(|marks| together(marks)).collect();
    let first = parts.iter().filter_map(|(at, _)| *at).chain(at).min();
    let sum = parts.iter().filter_map(|(_, minutes)| *minutes).reduce(|all, one| all.saturating_add(one));
    (first, minutes.or(sum).filter(|_| first.is_some()))
}

/// What marks of the whole, or of one part, say together: the host's last word, before any the earliest other mark.
pub fn together(marks: &[&attendance_mark::Model]) -> (Option<Timestamp>, Option<i32>) {
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

/// Parts that somebody was marked at: the programme must not change under them.
pub(crate) async fn marked_sessions(tx: &Tx, id: EventId) -> Result<bool> {
    let marks = attendance_mark::Entity::find()
        .filter(attendance_mark::Column::EventId.eq(id))
        .filter(attendance_mark::Column::Session.gt(0));
    Ok(marks.count(tx.db()).await? > 0)
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
