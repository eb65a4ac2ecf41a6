//! Letters to participants with the event inside, as calendars understand it (iMIP): a place taken, a change, a place
//! given back, an event called off, and reminders for those who want them by mail. Each goes to one person and names
//! nobody else.
//!
//! The letters are jobs saved with this follower's position: a mail server that is down delays them and loses none.

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{EventId, FeedEvent, PersonId, RegistrationId, Result};
use platform::{
    App, Tx,
    cursors::Follower,
    mail::{self, Enclosed, Letter},
};
use sea_orm::{QueryOrder, entity::prelude::*};

use crate::{
    changes, dates,
    entity::{event, event_change, event_guest, event_registration},
    event::{Detail, kind},
    guests,
    ical::{self, Entry, Party},
    kinds::{EventState, RegistrationState},
    view,
};

/// Of what happened longer ago nobody wants a letter: a demo or an import that was loaded.
const NEWS: TimeDelta = TimeDelta::hours(24);

pub struct Letters;

/// Why somebody is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Why {
    Place,
    Moved,
    Postponed,
    Cancelled,
    GivenBack,
    Soon,
}

impl Why {
    fn subject(self) -> &'static str {
        match self {
            Self::Place => "Вы записаны",
            Self::Moved => "Изменение",
            Self::Postponed => "Перенесено",
            Self::Cancelled => "Отменено",
            Self::GivenBack => "Запись отменена",
            Self::Soon => "Напоминание",
        }
    }

    /// It leaves the calendar of whoever gets the letter.
    fn takes_away(self) -> bool {
        matches!(self, Self::Cancelled | Self::GivenBack)
    }
}

/// Who is written to.
pub(crate) struct To {
    pub email: String,
    /// Their own clock.
    pub time_zone: String,
    pub guest: bool,
}

#[async_trait]
impl Follower for Letters {
    fn name(&self) -> &'static str {
        "calendars.letters"
    }

    fn wants(&self, kind: &str) -> bool {
        matches!(
            kind,
            kind::REGISTERED
                | kind::PROMOTED
                | kind::DECIDED
                | kind::UNREGISTERED
                | kind::GUEST
                | kind::GUEST_LEFT
                | kind::MOVED
                | kind::POSTPONED
                | kind::CANCELLED
        )
    }

    async fn handle(&self, tx: &mut Tx, events: &[FeedEvent]) -> Result<()> {
        for event in events.iter().filter(|event| event.at > tx.now() - NEWS) {
            let row = event::Entity::find_by_id(EventId(event.subject)).one(tx.db()).await?;
            let Some(row) = row.filter(|row| row.ends_at.is_some_and(|ends| ends > tx.now())) else { continue };
            let detail: Detail = event.body()?;
            match event.kind.as_str() {
                kind::MOVED => everybody(tx, &row, Why::Moved, detail).await?,
                kind::POSTPONED => everybody(tx, &row, Why::Postponed, detail).await?,
                kind::CANCELLED => everybody(tx, &row, Why::Cancelled, detail).await?,
                kind::GUEST_LEFT => guest(tx, &row, Why::GivenBack, detail).await?,
                // Who waits or applied has no date yet.
                _ if !detail.held => {}
                kind::GUEST => guest(tx, &row, Why::Place, detail).await?,
                kind::UNREGISTERED => {
                    if let Some(person) = detail.person {
                        write(tx, &row, person, Why::GivenBack, detail).await?;
                    }
                }
                _ => {
                    for person in placed(tx, detail.registration).await? {
                        write(tx, &row, person, Why::Place, detail).await?;
                    }
                }
            }
        }
        Ok(())
    }
}

/// Everybody who has a place.
async fn everybody(tx: &Tx, row: &event::Model, why: Why, detail: Detail) -> Result<()> {
    for person in confirmed(tx, row.id).await? {
        write(tx, row, person, why, detail).await?;
    }
    for guest in guests::all(tx.db(), row.id).await?.iter().filter(|row| row.state == RegistrationState::Confirmed) {
        guests::write(tx, row, guest, why, detail).await?;
    }
    Ok(())
}

async fn guest(tx: &Tx, row: &event::Model, why: Why, detail: Detail) -> Result<()> {
    let Some(id) = detail.guest else { return Ok(()) };
    let Some(guest) = event_guest::Entity::find_by_id(id).one(tx.db()).await? else { return Ok(()) };
    let state = if why.takes_away() { RegistrationState::Cancelled } else { RegistrationState::Confirmed };
    if guest.state == state { guests::write(tx, row, &guest, why, detail).await } else { Ok(()) }
}

async fn confirmed(tx: &Tx, id: EventId) -> Result<Vec<PersonId>> {
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .order_by_asc(event_registration::Column::Id);
    Ok(rows.all(tx.db()).await?.into_iter().map(|row| row.person_id).collect())
}

/// Whoever still has the place.
async fn placed(tx: &Tx, id: Option<RegistrationId>) -> Result<Vec<PersonId>> {
    let Some(id) = id else { return Ok(Vec::new()) };
    let row = event_registration::Entity::find_by_id(id).one(tx.db()).await?;
    Ok(row.filter(|row| row.state == RegistrationState::Confirmed).map(|row| row.person_id).into_iter().collect())
}

/// A colleague with a proved address; nobody who has left.
pub(crate) async fn colleague(tx: &Tx, person: PersonId) -> Result<Option<To>> {
    let found = accounts::entity::person::Entity::find_by_id(person).one(tx.db()).await?;
    let found = found.filter(|found| !found.status.is_out() && found.email_confirmed_at.is_some());
    let to = |found: accounts::entity::person::Model| {
        Some(To { email: found.email?, time_zone: found.time_zone, guest: false })
    };
    Ok(found.and_then(to))
}

/// To a colleague.
pub(crate) async fn write(tx: &Tx, row: &event::Model, person: PersonId, why: Why, detail: Detail) -> Result<()> {
    match colleague(tx, person).await? {
        Some(to) => send(tx, row, to, why, detail).await,
        None => Ok(()),
    }
}

pub(crate) async fn send(tx: &Tx, row: &event::Model, to: To, why: Why, detail: Detail) -> Result<()> {
    let app = tx.app();
    let hosts = accounts::directory::org_refs(tx.db(), &[row.host_id]).await?;
    let host = hosts.get(&row.host_id).map(|org| org.short_name.as_str());
    let url = app.address(&view::path(row));
    let subject = format!("{}: {}", why.subject(), row.title);
    let change = match detail.sequence.filter(|_| why == Why::Moved) {
        Some(sequence) => changes::of(tx.db(), row.id, sequence).await?,
        None => None,
    };
    let text = text(row, &to, &url, why, change.as_ref());
    let enclosed = (why != Why::Soon).then(|| {
        let entry = Entry { row: row.into(), url, host, connects: !why.takes_away() };
        let party = Party { organizer: organizer(app), name: host.unwrap_or_default(), attendee: &to.email };
        let (method, calendar) = ical::invitation(&entry, &party, why.takes_away());
        Enclosed { method: method.to_owned(), calendar }
    });
    mail::queue(tx, &Letter { to: to.email, subject, text, enclosed }).await
}

/// The bare address letters come from.
fn organizer(app: &App) -> &str {
    let from = app.config().mail.from.as_str();
    from.rsplit_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>')).trim()
}

fn text(row: &event::Model, to: &To, url: &str, why: Why, change: Option<&event_change::Model>) -> String {
    let mut lines = vec![format!("{}: {}.", row.kind.russian(), row.title)];
    let now = dates::seen_from(row, &to.time_zone);
    match change.and_then(changes::was) {
        Some(was) => {
            lines.push(format!("Было: {was}."));
            lines.push(format!("Стало: {now}."));
        }
        None => lines.push(format!("Когда: {now}.")),
    }
    if why.takes_away() || why == Why::Postponed {
        if !row.reason.is_empty() {
            lines.push(format!("Причина: {}", row.reason));
        }
        if why == Why::Postponed {
            lines.push("Новая дата будет объявлена, место остаётся за вами.".to_owned());
        }
    } else {
        let moved = change.filter(|change| change.place_was != change.place_now && !change.place_was.is_empty());
        lines.extend(moved.map(|change| format!("Место было: {}.", change.place_was)));
        lines.extend((!row.place.is_empty()).then(|| format!("Где: {}.", row.place)));
        let link = if change.is_some_and(|change| change.link) {
            "Подключиться по новой ссылке"
        } else {
            "Подключиться"
        };
        lines.extend((!row.link.is_empty()).then(|| format!("{link}: {}", row.link)));
    }
    lines.push(String::new());
    lines.push(format!("Страница события: {url}"));
    if !why.takes_away() && row.state == EventState::Published {
        let way = if to.guest { "по ссылке из первого письма" } else { "там же" };
        lines.push(format!("Не сможете прийти — отмените запись {way}: место получит следующий."));
    }
    lines.join("\n")
}
