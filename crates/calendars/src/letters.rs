//! Letters to participants with the event inside, as calendars understand it (iMIP): a place taken, a change, a place
//! given back, an event called off. Each goes to one person and names nobody else.
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
    dates,
    entity::{event, event_registration},
    event::{Detail, kind},
    ical::{self, Entry, Party},
    kinds::{EventState, RegistrationState},
    view,
};

/// Of what happened longer ago nobody wants a letter: a demo or an import that was loaded.
const NEWS: TimeDelta = TimeDelta::hours(24);

pub struct Letters;

/// Why somebody is written to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    Place,
    Moved,
    Postponed,
    Cancelled,
    GivenBack,
}

impl Why {
    fn subject(self) -> &'static str {
        match self {
            Self::Place => "Вы записаны",
            Self::Moved => "Изменение",
            Self::Postponed => "Перенесено",
            Self::Cancelled => "Отменено",
            Self::GivenBack => "Запись отменена",
        }
    }

    /// It leaves the calendar of whoever gets the letter.
    fn takes_away(self) -> bool {
        matches!(self, Self::Cancelled | Self::GivenBack)
    }
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
            let (why, people) = match event.kind.as_str() {
                kind::MOVED => (Why::Moved, confirmed(tx, row.id).await?),
                kind::POSTPONED => (Why::Postponed, confirmed(tx, row.id).await?),
                kind::CANCELLED => (Why::Cancelled, confirmed(tx, row.id).await?),
                kind::UNREGISTERED if detail.held => (Why::GivenBack, detail.person.into_iter().collect()),
                kind::UNREGISTERED => continue,
                _ => (Why::Place, placed(tx, detail.registration).await?),
            };
            for person in people {
                write(tx, &row, person, why, detail).await?;
            }
        }
        Ok(())
    }
}

async fn confirmed(tx: &Tx, id: EventId) -> Result<Vec<PersonId>> {
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .order_by_asc(event_registration::Column::Id);
    Ok(rows.all(tx.db()).await?.into_iter().map(|row| row.person_id).collect())
}

/// Whoever has a place now: who waits or was refused gets no letter with a date.
async fn placed(tx: &Tx, id: Option<RegistrationId>) -> Result<Vec<PersonId>> {
    let Some(id) = id else { return Ok(Vec::new()) };
    let row = event_registration::Entity::find_by_id(id).one(tx.db()).await?;
    Ok(row.filter(|row| row.state == RegistrationState::Confirmed).map(|row| row.person_id).into_iter().collect())
}

async fn write(tx: &Tx, row: &event::Model, person: PersonId, why: Why, detail: Detail) -> Result<()> {
    let found = accounts::entity::person::Entity::find_by_id(person).one(tx.db()).await?;
    let Some(found) = found.filter(|found| !found.status.is_out() && found.email_confirmed_at.is_some()) else {
        return Ok(());
    };
    let Some(to) = found.email else { return Ok(()) };
    let app = tx.app();
    let hosts = accounts::directory::org_refs(tx.db(), &[row.host_id]).await?;
    let host = hosts.get(&row.host_id).map(|org| org.short_name.as_str());
    let url = app.address(&view::path(row));
    let subject = format!("{}: {}", why.subject(), row.title);
    let entry = Entry { row, url: url.clone(), host, connects: !why.takes_away() };
    let party = Party { organizer: organizer(app), name: host.unwrap_or_default(), attendee: &to };
    let (method, calendar) = ical::invitation(&entry, &party, why.takes_away());
    let text = text(row, &found.time_zone, &url, why, detail);
    let enclosed = Some(Enclosed { method: method.to_owned(), calendar });
    mail::queue(tx, &Letter { to: to.clone(), subject, text, enclosed }).await
}

/// The bare address letters come from.
fn organizer(app: &App) -> &str {
    let from = app.config().mail.from.as_str();
    from.rsplit_once('<').map_or(from, |(_, rest)| rest.trim_end_matches('>')).trim()
}

fn text(row: &event::Model, zone: &str, url: &str, why: Why, detail: Detail) -> String {
    let mut lines = vec![format!("{}: {}.", row.kind.russian(), row.title)];
    let now = dates::seen_from(row, zone);
    match detail.was.filter(|was| why == Why::Moved && Some(*was) != row.starts_at) {
        Some(was) => {
            lines.push(format!("Было: {}.", dates::moment(was, &row.time_zone)));
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
        lines.extend((!row.place.is_empty()).then(|| format!("Где: {}.", row.place)));
        lines.extend((!row.link.is_empty()).then(|| format!("Подключиться: {}", row.link)));
    }
    lines.push(String::new());
    lines.push(format!("Страница события: {url}"));
    if !why.takes_away() && row.state == EventState::Published {
        lines.push("Не сможете прийти — отмените запись там же: место получит следующий.".to_owned());
    }
    lines.join("\n")
}
