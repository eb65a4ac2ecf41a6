//! Series and what became of many events.

use kernel::{Actor, EventId, EventSeriesId, Result};
use platform::App;
use sea_orm::entity::prelude::*;
use serde::Serialize;
use utoipa::ToSchema;

use super::{EventCard, cards, path};
use crate::{
    entity::event,
    kinds::EventState,
    policy,
    series::{self, Kept, Outcome, Why},
    slots, wall,
};

/// An event named in passing.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventRef {
    pub id: EventId,
    pub path: String,
    pub title: String,
    /// Wall time.
    pub starts: Option<String>,
    pub state: EventState,
}

impl From<&event::Model> for EventRef {
    fn from(row: &event::Model) -> Self {
        Self {
            id: row.id,
            path: path(row),
            title: row.title.clone(),
            starts: row.starts_wall.map(wall::write),
            state: row.state,
        }
    }
}

/// An event that was left as it is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventKept {
    pub event: EventRef,
    #[schema(inline)]
    pub why: Why,
    /// How many have a place there, wait or have applied.
    pub registered: u64,
}

impl From<&Kept> for EventKept {
    fn from(kept: &Kept) -> Self {
        Self { event: EventRef::from(&kept.row), why: kept.why, registered: kept.registered }
    }
}

/// What became of many events.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventSeriesOutcome {
    pub changed: usize,
    pub kept: Vec<EventKept>,
}

impl From<&Outcome> for EventSeriesOutcome {
    fn from(outcome: &Outcome) -> Self {
        Self { changed: outcome.changed, kept: outcome.kept.iter().map(EventKept::from).collect() }
    }
}

/// A series as the reader sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventSeriesPage {
    pub id: EventSeriesId,
    /// As it was written.
    pub rule: String,
    /// In the order of time.
    pub events: Vec<EventCard>,
}

pub async fn series(app: &App, actor: &Actor, id: EventSeriesId) -> Result<EventSeriesPage> {
    let (row, rows) = series::read(app.reader(), actor, id).await?;
    Ok(EventSeriesPage { id, rule: row.rule, events: cards(app, Some(actor), &rows).await? })
}

/// Where an event stands in its series.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EventInSeries {
    pub id: EventSeriesId,
    pub no: i32,
    /// How many of it the reader sees.
    pub of: usize,
}

pub async fn place(app: &App, actor: &Actor, id: EventId) -> Result<Option<EventInSeries>> {
    let Some(row) = series::of(app.reader(), id).await? else { return Ok(None) };
    let (_, rows) = series::read(app.reader(), actor, row.series_id).await?;
    Ok(Some(EventInSeries { id: row.series_id, no: row.no, of: rows.len() }))
}

/// The draft for the next year, for those who see it.
pub async fn next_year(app: &App, actor: &Actor, id: EventId) -> Result<Option<EventRef>> {
    let Some(next) = slots::after(app.reader(), id).await? else { return Ok(None) };
    let found = event::Entity::find_by_id(next).filter(policy::visible(Some(actor)));
    Ok(found.one(app.reader()).await?.as_ref().map(EventRef::from))
}
