//! The joint plan as pages show it.

use std::collections::HashMap;

use chrono::NaiveDate;
use kernel::{
    Actor, DateTime, EventId, PairingId, PairingVisitId, PersonRef, PlanItemId, PracticeId, Result, SkillId, Utc,
};
use platform::{
    App,
    ports::{FileRef, Gathering, GatheringState, Names, Owner},
};
use sea_orm::{QueryOrder, entity::prelude::*};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use super::{
    documents, items,
    progress::{self, PlanProgress},
    room::{self, Room},
};
use crate::{
    entity::work::{pairing_visit, plan_item, plan_item_skill},
    kinds::{PlanForm, PlanState, VisitState},
    policy::work::Act,
};

/// Databases bind a limited number of values.
const CHUNK: usize = 300;

/// The event an item became.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanItemEvent {
    pub id: EventId,
    /// Absent: the draft was thrown away, the item may become another.
    pub state: Option<GatheringState>,
    pub path: Option<String>,
    pub starts_at: Option<DateTime<Utc>>,
    pub day: Option<NaiveDate>,
}

/// The visit an item became.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanItemVisit {
    pub id: PairingVisitId,
    pub state: VisitState,
    pub planned_on: NaiveDate,
}

/// An item of the joint plan.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanItem {
    pub id: PlanItemId,
    pub pairing_id: PairingId,
    pub form: PlanForm,
    pub title: String,
    pub goal: String,
    pub due: Option<NaiveDate>,
    /// Planned for a day that has passed.
    pub overdue: bool,
    pub state: PlanState,
    pub mentor_person: Option<PersonRef>,
    pub mentee_person: Option<PersonRef>,
    pub skills: Vec<SkillChip>,
    /// What it took.
    pub minutes: Option<i32>,
    /// How many people came, where an event counted them.
    pub present: Option<i32>,
    pub done_on: Option<NaiveDate>,
    /// Absent: the event, the visit or the practice closed it.
    pub done_by: Option<PersonRef>,
    pub outcome: String,
    /// Why it was cancelled.
    pub reason: String,
    pub event: Option<PlanItemEvent>,
    pub visit: Option<PlanItemVisit>,
    /// The practice that is being written of it.
    pub practice_id: Option<PracticeId>,
    pub link: String,
    pub files: Vec<FileRef>,
    /// The visit at which it was agreed upon.
    pub agreed_at: Option<PairingVisitId>,
    pub position: i32,
    /// Send it back with the next save.
    pub revision: i32,
}

/// What the reader may do with the plan now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PairingPlanCan {
    /// Adds, changes, cancels, opens again.
    pub plan: bool,
    /// Writes down what was done, makes events, visits and documents.
    pub work: bool,
}

/// The joint plan of a pair.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingPlan {
    pub pairing_id: PairingId,
    /// Dates of the plan lie between these.
    pub since: NaiveDate,
    pub until: Option<NaiveDate>,
    pub items: Vec<PlanItem>,
    pub progress: PlanProgress,
    /// Those named in `progress`.
    pub people: Vec<PersonRef>,
    pub can: PairingPlanCan,
}

/// The plan, for whoever may know of the pair.
pub async fn plan(app: &App, actor: &Actor, pairing: PairingId) -> Result<PairingPlan> {
    let room = room::enter(app.reader(), actor, pairing).await?;
    let rows = items::of(app.reader(), pairing).await?;
    let progress = progress::count(&rows, app.now().date_naive());
    let names = Names::load(app, progress.people.iter().map(|deed| deed.person_id).collect()).await?;
    let mut people: Vec<PersonRef> = Vec::new();
    for deed in &progress.people {
        if people.iter().all(|known| known.id != deed.person_id) {
            people.push(names.of(deed.person_id));
        }
    }
    Ok(PairingPlan {
        pairing_id: pairing,
        since: room.period.since,
        until: room.period.until,
        items: shown(app, rows).await?,
        progress,
        people,
        can: can(&room),
    })
}

fn can(room: &Room) -> PairingPlanCan {
    PairingPlanCan { plan: room.can(Act::Plan), work: room.can(Act::Work) }
}

/// One item.
pub async fn item(app: &App, row: plan_item::Model) -> Result<PlanItem> {
    shown(app, vec![row]).await?.pop().ok_or(kernel::Error::Hidden)
}

/// Everything lines of a plan point at, read at once.
struct Around {
    names: Names,
    skills: HashMap<PlanItemId, Vec<SkillId>>,
    chips: HashMap<SkillId, SkillChip>,
    events: HashMap<EventId, Gathering>,
    visits: HashMap<PairingVisitId, pairing_visit::Model>,
    files: HashMap<Owner, Vec<FileRef>>,
}

async fn shown(app: &App, rows: Vec<plan_item::Model>) -> Result<Vec<PlanItem>> {
    let around = Around::read(app, &rows).await?;
    let today = app.now().date_naive();
    Ok(rows.into_iter().map(|row| around.line(row, today)).collect())
}

impl Around {
    async fn read(app: &App, rows: &[plan_item::Model]) -> Result<Self> {
        let db = app.reader();
        let people = rows.iter().flat_map(|row| [row.mentor_person_id, row.mentee_person_id, row.done_by_id]);
        let ids: Vec<PlanItemId> = rows.iter().map(|row| row.id).collect();
        let mut skills: HashMap<PlanItemId, Vec<SkillId>> = HashMap::new();
        for part in ids.chunks(CHUNK) {
            let found = plan_item_skill::Entity::find()
                .filter(plan_item_skill::Column::ItemId.is_in(part.iter().copied()))
                .order_by_asc(plan_item_skill::Column::SkillId);
            for row in found.all(db).await? {
                skills.entry(row.item_id).or_default().push(row.skill_id);
            }
        }
        let all: Vec<SkillId> = skills.values().flatten().copied().collect();
        let visits: Vec<PairingVisitId> = rows.iter().filter_map(|row| row.visit_id).collect();
        let visits = pairing_visit::Entity::find().filter(pairing_visit::Column::Id.is_in(visits)).all(db).await?;
        let events: Vec<EventId> = rows.iter().filter_map(|row| row.event_id).collect();
        let owners: Vec<Owner> = ids.iter().map(|id| documents::owner(*id)).collect();
        Ok(Self {
            names: Names::load(app, people.flatten().collect()).await?,
            chips: skills::chips(db, &all).await?,
            skills,
            events: app.gatherings()?.look(app, &events).await?,
            visits: visits.into_iter().map(|row| (row.id, row)).collect(),
            files: app.files()?.of(app, &owners).await?,
        })
    }

    fn line(&self, row: plan_item::Model, today: NaiveDate) -> PlanItem {
        let name = |id: Option<kernel::PersonId>| id.map(|id| self.names.of(id));
        let chips = self.skills.get(&row.id).into_iter().flatten();
        let found = row.event_id.and_then(|id| self.events.get(&id));
        PlanItem {
            overdue: progress::overdue(&row, today),
            mentor_person: name(row.mentor_person_id),
            mentee_person: name(row.mentee_person_id),
            done_by: name(row.done_by_id),
            skills: chips.filter_map(|id| self.chips.get(id).cloned()).collect(),
            event: row.event_id.map(|id| event(id, found)),
            visit: row.visit_id.and_then(|id| self.visits.get(&id)).map(|visit| PlanItemVisit {
                id: visit.id,
                state: visit.state,
                planned_on: visit.planned_on,
            }),
            files: self.files.get(&documents::owner(row.id)).cloned().unwrap_or_default(),
            // Whoever was there is often marked after the item was closed.
            present: found.and_then(Gathering::came).or(row.present),
            id: row.id,
            pairing_id: row.pairing_id,
            form: row.form,
            title: row.title,
            goal: row.goal,
            due: row.due,
            state: row.state,
            minutes: row.minutes,
            done_on: row.done_on,
            outcome: row.outcome,
            reason: row.reason,
            practice_id: row.practice_id,
            link: row.link,
            agreed_at: row.agreed_at_id,
            position: row.position,
            revision: row.revision,
        }
    }
}

fn event(id: EventId, found: Option<&Gathering>) -> PlanItemEvent {
    PlanItemEvent {
        id,
        state: found.map(|found| found.state),
        path: found.map(|found| found.path.clone()),
        starts_at: found.and_then(|found| found.starts_at),
        day: found.and_then(|found| found.day),
    }
}
