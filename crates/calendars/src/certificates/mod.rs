//! Certificates of participation: for who was there, and for nobody else.
//!
//! One that stands for each registration (a partial unique index), under a random number that anybody may check. What is
//! printed is kept as printed. Whoever turns out not to have been there holds none: the write that says so revokes it.

pub mod batch;
pub mod form;
pub(crate) mod own;
pub mod paper;
mod proof;
pub mod view;

use chrono::Datelike;
use kernel::{Actor, Code, Error, EventCertificateId, PersonId, Result, error::Checks, paper_number};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*};

use crate::{
    access::{self, Desk},
    dates,
    entity::{event, event_certificate, event_certificate_form, event_registration},
    event::{Detail, Event, kind},
    kinds::{EventState, RegistrationState},
    post,
};
pub use proof::Attended;

const MAX_REASON: usize = 500;
/// Said where nobody said why.
const NOT_THERE: &str = "Присутствие не подтверждено.";

/// Whoever was there, and long enough.
pub fn earned(row: &event_registration::Model, form: &event_certificate_form::Model) -> bool {
    row.state == RegistrationState::Confirmed
        && row.attended_at.is_some()
        && row.minutes.is_none_or(|minutes| minutes >= form.least_minutes)
}

/// The event is behind everybody, and took place.
///
/// # Errors
/// `wrong_state` before that.
pub fn over(desk: &Desk, now: kernel::Timestamp) -> Result<()> {
    let ended = desk.row.ends_at.is_some_and(|ends| ends <= now);
    match desk.row.state {
        EventState::Held | EventState::Closed => Ok(()),
        EventState::Published if ended => Ok(()),
        EventState::Published | EventState::Draft | EventState::Postponed | EventState::Cancelled => {
            Err(Error::Conflict(Code::WrongState))
        }
    }
}

/// Gives one to somebody who earned it and holds none; with it goes a letter. Nothing for everybody else: a batch may
/// find that things changed since it was begun.
pub(crate) async fn give(
    tx: &mut Tx,
    by: PersonId,
    event: &event::Model,
    form: &event_certificate_form::Model,
    row: &event_registration::Model,
) -> Result<Option<event_certificate::Model>> {
    if !earned(row, form) || standing(tx.db(), row).await?.is_some() {
        return Ok(None);
    }
    let people = accounts::directory::names(tx.db(), &[row.person_id]).await?;
    let Some(person) = people.get(&row.person_id) else { return Ok(None) };
    let hosts = accounts::directory::org_refs(tx.db(), &[event.host_id]).await?;
    let given = event_certificate::Model {
        id: tx.id::<EventCertificateId>(),
        number: fresh_number(tx).await?,
        event_id: event.id,
        registration_id: row.id,
        person_id: row.person_id,
        name: form::name(tx.db(), row.id, person).await?.text,
        holder: person.short_name(),
        kind: event.kind.russian().to_owned(),
        title: event.title.clone(),
        host: hosts.get(&event.host_id).map(|org| org.short_name.clone()).unwrap_or_default(),
        held_on: dates::days(event),
        minutes: row.minutes.map_or(form.minutes, |own| own.min(form.minutes)),
        signer: form.signer.clone(),
        signer_post: form.signer_post.clone(),
        issued_by: by,
        issued_at: tx.now(),
        revoked_at: None,
        reason: String::new(),
        replaced_by: None,
    };
    let stored = event_certificate::ActiveModel::from(given.clone()).reset_all();
    event_certificate::Entity::insert(stored).exec_without_returning(tx.db()).await?;
    tx.emit(Event::new(kind::CERTIFIED, event.id, by).with(detail(&given)));
    letter(tx, &given).await?;
    Ok(Some(given))
}

fn detail(row: &event_certificate::Model) -> Detail {
    Detail { registration: Some(row.registration_id), person: Some(row.person_id), ..Detail::default() }
}

async fn letter(tx: &Tx, given: &event_certificate::Model) -> Result<()> {
    let app = tx.app();
    let text = format!(
        "Вам выдан сертификат участника № {}.\n{}: {}, {}.\n\nСкачать: {}\nПроверить подлинность: {}",
        given.number,
        given.kind,
        given.title,
        given.held_on,
        app.address("/events/certificates"),
        app.address(&format!("/verify/{}", given.number)),
    );
    post::send(tx, given.person_id, &format!("Сертификат: {}", given.title), text).await
}

/// The certificate of this registration that holds today.
pub async fn standing<C: ConnectionTrait>(
    db: &C,
    row: &event_registration::Model,
) -> Result<Option<event_certificate::Model>> {
    let found = event_certificate::Entity::find()
        .filter(event_certificate::Column::RegistrationId.eq(row.id))
        .filter(event_certificate::Column::RevokedAt.is_null());
    Ok(found.one(db).await?)
}

/// The certificate with this number, as somebody typed it.
///
/// # Errors
/// `Hidden` when there is none.
pub async fn by_number<C: ConnectionTrait>(db: &C, typed: &str) -> Result<event_certificate::Model> {
    let number = paper_number::normal(typed).ok_or(Error::Hidden)?;
    let found = event_certificate::Entity::find().filter(event_certificate::Column::Number.eq(number));
    found.one(db).await?.ok_or(Error::Hidden)
}

/// Takes one back.
pub async fn revoke(tx: &mut Tx, actor: &Actor, typed: &str, reason: &str) -> Result<event_certificate::Model> {
    let row = managed(tx, actor, typed).await?.1;
    if row.revoked_at.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    withdraw(tx, Some(actor.person), &row, &checked(reason)?).await
}

/// Gives another one in its place: under another number, with what is known today or with the name typed now.
pub async fn reissue(
    tx: &mut Tx,
    actor: &Actor,
    typed: &str,
    reason: &str,
    name: Option<&str>,
) -> Result<event_certificate::Model> {
    let (desk, row) = managed(tx, actor, typed).await?;
    let reason = checked(reason)?;
    if row.replaced_by.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    if row.revoked_at.is_none() {
        withdraw(tx, Some(actor.person), &row, &reason).await?;
    }
    let entry = event_registration::Entity::find_by_id(row.registration_id).one(tx.db()).await?;
    let entry = entry.ok_or(Error::Hidden)?;
    if let Some(name) = name {
        form::call(tx, &entry, name).await?;
    }
    let form = form::of(tx.db(), &desk.row).await?;
    let given = give(tx, actor.person, &desk.row, &form, &entry).await?.ok_or(Error::Conflict(Code::WrongState))?;
    let change =
        event_certificate::ActiveModel { id: Set(row.id), replaced_by: Set(Some(given.id)), ..Default::default() };
    change.update(tx.db()).await?;
    Ok(given)
}

/// Called wherever marks change: who was not there holds no certificate that stands.
pub(crate) async fn restate(tx: &mut Tx, by: PersonId, row: &event_registration::Model, there: bool) -> Result<()> {
    if there {
        return Ok(());
    }
    match standing(tx.db(), row).await? {
        Some(given) => withdraw(tx, Some(by), &given, NOT_THERE).await.map(drop),
        None => Ok(()),
    }
}

async fn withdraw(
    tx: &mut Tx,
    by: Option<PersonId>,
    row: &event_certificate::Model,
    reason: &str,
) -> Result<event_certificate::Model> {
    let change = event_certificate::ActiveModel {
        id: Set(row.id),
        revoked_at: Set(Some(tx.now())),
        reason: Set(reason.to_owned()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    tx.emit(Event { actor: by, ..Event::by_clock(kind::CERTIFICATE_REVOKED, row.event_id) }.with(detail(&row)));
    Ok(row)
}

async fn managed(tx: &Tx, actor: &Actor, typed: &str) -> Result<(Desk, event_certificate::Model)> {
    let row = by_number(tx.db(), typed).await?;
    let desk = access::locked(tx, actor, row.event_id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    // Read again under the lock of the event.
    Ok((desk, by_number(tx.db(), typed).await?))
}

fn checked(reason: &str) -> Result<String> {
    let mut checks = Checks::default();
    checks.text(reason, MAX_REASON, "reason");
    checks.done()?;
    Ok(reason.trim().to_owned())
}

async fn fresh_number(tx: &Tx) -> Result<String> {
    loop {
        let number = paper_number::write(tx.now().year(), rand::random());
        // A doubled one would be refused by the unique index; asked first, it is drawn again.
        let known = event_certificate::Entity::find().filter(event_certificate::Column::Number.eq(number.as_str()));
        if known.count(tx.db()).await? == 0 {
            return Ok(number);
        }
    }
}
