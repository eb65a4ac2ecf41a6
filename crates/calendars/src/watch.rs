//! What time does: reminders a week, a day and an hour before, the day on which kept places are for everybody, the word
//! that an event is over, and the day on which its guests are forgotten.

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{EventId, Result, Timestamp};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    access,
    after::follow_up,
    entity::{event, event_registration},
    event::{Detail, Event, kind},
    guests,
    kinds::{EventState, RegistrationState},
    letters::{self, Why},
    reminders::{self, Before},
    seats, terms,
};

const KIND: &str = "calendars.watch";

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Soon {
        hours: i64,
    },
    Over,
    /// Kept places are for everybody.
    Release,
    /// Guests are forgotten.
    Forget,
}

#[derive(Serialize, Deserialize)]
struct Watch {
    event: EventId,
    /// The moment it was meant for: a moved event has other watches, and this one falls silent.
    at: Timestamp,
    what: What,
}

/// Saves the watches of an event with the write that gives it its dates.
pub(crate) async fn set(tx: &Tx, id: EventId) -> Result<()> {
    let Some(row) = event::Entity::find_by_id(id).one(tx.db()).await? else { return Ok(()) };
    let (Some(starts), Some(ends)) = (row.starts_at, row.ends_at) else { return Ok(()) };
    for hours in Before::ALL.map(Before::hours) {
        let due = starts - TimeDelta::hours(hours);
        if due > tx.now() {
            save(tx, Watch { event: id, at: starts, what: What::Soon { hours } }, due).await?;
        }
    }
    follow_up::set(tx, &row).await?;
    if ends > tx.now() {
        save(tx, Watch { event: id, at: ends, what: What::Over }, ends).await?;
    }
    let Some(terms) = terms::of(tx.db(), id).await? else { return Ok(()) };
    if let Some(until) = terms.kept_until.filter(|until| *until > tx.now()) {
        save(tx, Watch { event: id, at: until, what: What::Release }, until).await?;
    }
    if terms.guests {
        save(tx, Watch { event: id, at: ends, what: What::Forget }, ends + guests::KEPT).await?;
    }
    Ok(())
}

async fn save(tx: &Tx, watch: Watch, due: Timestamp) -> Result<()> {
    let word = match watch.what {
        What::Soon { hours } => format!("soon{hours}"),
        What::Over => "over".to_owned(),
        What::Release => "release".to_owned(),
        What::Forget => "forget".to_owned(),
    };
    let key = format!("event:{}:{word}:{}", watch.event, watch.at.timestamp());
    jobs::enqueue(tx, KIND, &watch, due, Some(key)).await
}

pub struct Watching;

#[async_trait]
impl JobHandler for Watching {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let Watch { event: id, at, what } = serde_json::from_str(payload)?;
        let mut tx = app.begin().await?;
        let Some(row) = event::Entity::find_by_id(id).one(tx.db()).await? else { return Ok(()) };
        let published = row.state == EventState::Published;
        let terms = terms::of(tx.db(), id).await?;
        match what {
            What::Over if published && row.ends_at == Some(at) => tx.emit(Event::by_clock(kind::ENDED, id)),
            // A server that slept through the hour does not remind of what has begun.
            What::Soon { hours } if published && row.starts_at == Some(at) && tx.now() < at => {
                remind(&mut tx, &row, hours).await?;
            }
            What::Release if terms.is_some_and(|terms| terms.kept_until == Some(at)) => {
                access::lock(&tx, id).await?;
                seats::release(&mut tx, id).await?;
            }
            // Of what was called off too; a moved event has another day.
            What::Forget if row.ends_at == Some(at) => guests::forget(&tx, id).await?,
            What::Over | What::Soon { .. } | What::Release | What::Forget => return Ok(()),
        }
        tx.commit().await?;
        Ok(())
    }
}

/// Each as they chose; guests by mail a day before.
async fn remind(tx: &mut Tx, event: &event::Model, hours: i64) -> Result<()> {
    let Some(before) = Before::of_hours(hours) else { return Ok(()) };
    let coming = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(event.id))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .order_by_asc(event_registration::Column::Id)
        .all(tx.db())
        .await?;
    let people: Vec<_> = coming.iter().map(|row| row.person_id).collect();
    let chosen = reminders::of_all(tx.db(), &people).await?;
    for row in coming {
        let choice = chosen.get(&row.person_id).cloned().unwrap_or_default();
        let detail = Detail { registration: Some(row.id), person: Some(row.person_id), ..Detail::default() };
        if choice.inbox.contains(&before) {
            tx.emit(Event::by_clock(kind::SOON, event.id).with(detail));
        }
        if choice.mail.contains(&before) {
            letters::write(tx, event, row.person_id, Why::Soon, detail).await?;
        }
    }
    if before == Before::Day {
        for guest in guests::all(tx.db(), event.id).await?.iter().filter(|g| g.state == RegistrationState::Confirmed) {
            guests::write(tx, event, guest, Why::Soon, Detail::default()).await?;
        }
    }
    Ok(())
}
