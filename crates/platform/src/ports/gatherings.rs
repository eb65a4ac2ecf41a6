//! Events that come out of something else: a pair of schools plans a seminar, and it becomes an event.

use std::collections::HashMap;

use async_trait::async_trait;
use chrono::NaiveDate;
use kernel::{Actor, EventId, OrgId, Result, SkillId, Timestamp};

use crate::{App, Tx};

/// What sort of gathering is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GatheringKind {
    Council,
    Seminar,
    MasterClass,
    OpenLesson,
    LessonVisit,
    Consultation,
}

/// An event as far as the place it comes from can tell.
#[derive(Clone, Debug)]
pub struct NewGathering {
    pub kind: GatheringKind,
    pub title: String,
    pub goal: String,
    /// Where it was planned: a path within the site.
    pub path: String,
    pub host: OrgId,
    pub co_hosts: Vec<OrgId>,
    pub subject: Option<String>,
    pub grades: Vec<i32>,
    pub skills: Vec<SkillId>,
    /// Whose people it is for.
    pub audience: Vec<OrgId>,
    /// By when it is to take place.
    pub due: Option<NaiveDate>,
}

/// Where an event is in its life, as others need to know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum GatheringState {
    Draft,
    Published,
    Postponed,
    /// It took place.
    Held,
    Cancelled,
}

/// An event as others need to know it.
#[derive(Clone, Debug)]
pub struct Gathering {
    pub state: GatheringState,
    pub title: String,
    /// Within the site.
    pub path: String,
    /// Those that hold it.
    pub hosts: Vec<OrgId>,
    pub starts_at: Option<Timestamp>,
    /// On the wall of the place where it is.
    pub day: Option<NaiveDate>,
    /// How long it takes.
    pub minutes: Option<i32>,
    /// How many people were there, by the school they came from.
    pub present: Vec<(Option<OrgId>, i32)>,
}

impl Gathering {
    /// Everybody who was there; nothing where nobody was marked.
    pub fn came(&self) -> Option<i32> {
        let all: i32 = self.present.iter().map(|(_, people)| people).sum();
        (all > 0).then_some(all)
    }
}

/// Implemented by `calendars`.
#[async_trait]
pub trait Gatherings: Send + Sync {
    /// Begins a draft of the actor's.
    ///
    /// # Errors
    /// `Refused` or `Invalid` of `host` when the actor may not begin an event that this organisation holds.
    async fn draft(&self, tx: &mut Tx, actor: &Actor, new: NewGathering) -> Result<EventId>;

    /// Is it there, and does this actor know of it?
    async fn knows(&self, app: &App, actor: &Actor, event: EventId) -> Result<bool>;

    /// What these organisations hold, alone or with others, that is neither over nor called off, as far as this actor
    /// knows of it: by day, drafts without one last.
    async fn ahead(&self, app: &App, actor: &Actor, hosts: &[OrgId]) -> Result<Vec<(EventId, Gathering)>>;

    /// What became of these. No rights are asked: callers show no more of a draft than that it is there. Drafts that
    /// were thrown away are absent.
    async fn look(&self, app: &App, events: &[EventId]) -> Result<HashMap<EventId, Gathering>>;
}
