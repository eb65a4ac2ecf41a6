//! What time does: reminders a day and an hour before, and the word that an event is over.

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
    after::follow_up,
    entity::{event, event_registration},
    event::{Detail, Event, kind},
    kinds::{EventState, RegistrationState},
};

const KIND: &str = "calendars.watch";

/// Before the beginning, in hours.
const EARLY: [i64; 2] = [24, 1];

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Soon { hours: i64 },
    Over,
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
    for hours in EARLY {
        let due = starts - TimeDelta::hours(hours);
        if due > tx.now() {
            save(tx, Watch { event: id, at: starts, what: What::Soon { hours } }, due).await?;
        }
    }
    follow_up::set(tx, &row).await?;
    if ends > tx.now() {
        save(tx, Watch { event: id, at: ends, what: What::Over }, ends).await?;
    }
    Ok(())
}

async fn save(tx: &Tx, watch: Watch, due: Timestamp) -> Result<()> {
    let word = match watch.what {
        What::Soon { hours } => format!("soon{hours}"),
        What::Over => "over".to_owned(),
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
        if row.state != EventState::Published {
            return Ok(());
        }
        match what {
            What::Over if row.ends_at == Some(at) => tx.emit(Event::by_clock(kind::ENDED, id)),
            // A server that slept through the hour does not remind of what has begun.
            What::Soon { .. } if row.starts_at == Some(at) && tx.now() < at => remind(&mut tx, id).await?,
            What::Over | What::Soon { .. } => return Ok(()),
        }
        tx.commit().await?;
        Ok(())
    }
}

async fn remind(tx: &mut Tx, id: EventId) -> Result<()> {
    let coming = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .order_by_asc(event_registration::Column::Id)
        .all(tx.db())
        .await?;
    for row in coming {
        let detail = Detail { registration: Some(row.id), person: Some(row.person_id), ..Detail::default() };
        tx.emit(Event::by_clock(kind::SOON, id).with(detail));
    }
    Ok(())
}
