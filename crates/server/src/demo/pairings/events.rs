//! Items of the demo's plans that became events: drafted through the port, finished in the calendar, held.

use anyhow::{Context, ensure};
use calendars::{
    attendance::{self, NewMark},
    entity::{event, event_registration},
    events::{self, Saved},
    kinds::{MarkMethod, RegistrationState},
    plan::{EventPlan, SeatPlan},
    registrations::{self, NewRegistration},
    steps, wall,
};
use chrono::{NaiveTime, TimeDelta};
use kernel::{EventId, PairingId};
use pairings::{entity::work::plan_item, work::becoming};
use platform::Tx;
use sea_orm::entity::prelude::*;

use super::{
    Loader,
    life::item_of,
    rows::{EventText, ItemText},
};
use crate::demo::files;

impl Loader<'_> {
    /// The school that holds it finishes the draft, publishes it, and colleagues register.
    pub(super) async fn announce(
        &self,
        id: PairingId,
        item: &ItemText,
        text: &EventText,
        day: i64,
    ) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(day, 13)).await? else { return Ok(()) };
        let by = self.actor(&item.by)?;
        let row = item_of(&tx, id, &item.title).await?;
        becoming::event(&mut tx, by, row, (None, None)).await?;
        let event = event_of(&tx, id, item).await?;
        let row = event::Entity::find_by_id(event).one(tx.db()).await?.context("the draft is gone")?;
        let plan = self.finished(events::stored(tx.db(), &row).await?, text)?;
        let saved = events::save(&mut tx, by, event, row.revision, plan).await?;
        ensure!(matches!(saved, Saved::Done), "somebody else writes the event");
        steps::publish(&mut tx, by, event).await?;
        for person in &text.people {
            let new = NewRegistration { way: None, person: None };
            let registered = registrations::register(&mut tx, self.actor(person)?, event, new).await;
            registered.with_context(|| format!("{person} registers"))?;
        }
        self.end(tx).await
    }

    fn finished(&self, plan: EventPlan, text: &EventText) -> anyhow::Result<EventPlan> {
        let starts = self.day(text.day).and_time(NaiveTime::parse_from_str(&text.time, "%H:%M")?);
        let kinds = files::event_kinds()?;
        let kind = serde_json::to_value(plan.kind)?;
        let words = kinds.into_iter().find(|one| kind == one.kind.as_str());
        Ok(EventPlan {
            summary: text.summary.clone(),
            programme: words.map(|words| words.programme).unwrap_or_default(),
            starts: Some(wall::write(starts)),
            ends: Some(wall::write(starts + TimeDelta::minutes(text.minutes))),
            slot: String::new(),
            month: None,
            place: text.place.clone(),
            room: Some(SeatPlan { capacity: Some(text.room), waiting: None, kept: None }),
            ..plan
        })
    }

    /// Everybody came. The item of the plan is closed by whoever follows the calendar.
    pub(super) async fn hold(&self, id: PairingId, item: &ItemText, text: &EventText) -> anyhow::Result<()> {
        let Some(mut tx) = self.turn(self.when(text.day, 19)).await? else { return Ok(()) };
        let (by, event) = (self.actor(&item.by)?, event_of(&tx, id, item).await?);
        let row = event::Entity::find_by_id(event).one(tx.db()).await?.context("the event is gone")?;
        let begun = row.starts_at.context("the event has no date")?;
        let came = event_registration::Entity::find()
            .filter(event_registration::Column::EventId.eq(event))
            .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
            .all(tx.db())
            .await?;
        let mark = |row: event_registration::Model| NewMark {
            registration: row.id,
            session: 0,
            method: MarkMethod::List,
            present: true,
            at: begun,
            minutes: None,
        };
        let marks: Vec<NewMark> = came.into_iter().map(mark).collect();
        attendance::mark(&mut tx, by, event, &marks).await?;
        steps::hold(&mut tx, by, event).await?;
        self.end(tx).await
    }
}

async fn event_of(tx: &Tx, pairing: PairingId, item: &ItemText) -> anyhow::Result<EventId> {
    let id = item_of(tx, pairing, &item.title).await?;
    let row = plan_item::Entity::find_by_id(id).one(tx.db()).await?;
    row.and_then(|row| row.event_id).context("the item is no event")
}
