//! An item becomes an event, a visit or a document, by one step.

use chrono::NaiveDate;
use kernel::{Actor, Code, Error, EventId, FileId, PlanItemId, Result, error::Checks};
use platform::{
    Tx,
    ports::{GatheringKind, GatheringState, NewGathering, NewPractice},
};
use sea_orm::{ActiveValue::Set, entity::prelude::*};

use super::{
    MAX_MINUTES, MAX_TEXT, documents, items,
    items::Closing,
    room::{self, Room},
    visits,
};
use crate::{
    entity::work::{pairing_visit, plan_item},
    event::work::kind,
    kinds::{PlanForm, Side, ThemeKind},
    life,
    policy::work::{Act, ItemAct, item_after},
};

const MAX_FILES: usize = 10;
const MAX_LINK: usize = 2_000;

/// What an item is to become.
#[derive(Clone, Debug, Default)]
pub struct Document {
    pub files: Vec<FileId>,
    pub link: String,
    /// A practice is written of it.
    pub practice: bool,
    pub done_on: Option<NaiveDate>,
    pub minutes: Option<i32>,
    pub outcome: String,
}

/// Nothing yet, or what it became is no more.
async fn free(tx: &mut Tx, row: &plan_item::Model) -> Result<bool> {
    let app = tx.app().clone();
    if let Some(event) = row.event_id {
        let found = app.gatherings()?.look(&app, &[event]).await?;
        if found.get(&event).is_some_and(|event| event.state != GatheringState::Cancelled) {
            return Ok(false);
        }
    }
    if let Some(practice) = row.practice_id
        && app.bank()?.has(tx, practice).await?
    {
        return Ok(false);
    }
    // A missed visit lets the item go by itself.
    Ok(row.visit_id.is_none())
}

async fn begun(tx: &mut Tx, actor: &Actor, id: PlanItemId) -> Result<(plan_item::Model, Room)> {
    let (row, room) = items::locked(tx, actor, id, Act::Work).await?;
    item_after(row.state, ItemAct::Become)?;
    if free(tx, &row).await? { Ok((row, room)) } else { Err(Error::Conflict(Code::AlreadyExists)) }
}

/// A draft of an event with everything the item says, held by the school the actor stands for; or one that is there.
pub async fn event(
    tx: &mut Tx,
    actor: &Actor,
    id: PlanItemId,
    (known, host): (Option<EventId>, Option<Side>),
) -> Result<plan_item::Model> {
    let (row, room) = begun(tx, actor, id).await?;
    if !row.form.gathers() {
        return Err(Error::Conflict(Code::WrongState));
    }
    let event = match known {
        Some(event) => ours(tx, actor, &room, event).await?,
        None => {
            let host = match host {
                Some(side) => side,
                None => room.hands.side().unwrap_or(Side::Mentor),
            };
            draft(tx, actor, &row, &room, host).await?
        }
    };
    became(tx, actor, &room, plan_item::ActiveModel { id: Set(id), event_id: Set(Some(event)), ..over(&row) }).await
}

/// An event of one of the two schools that the actor knows of and that is still to come.
async fn ours(tx: &Tx, actor: &Actor, room: &Room, event: EventId) -> Result<EventId> {
    let app = tx.app().clone();
    let port = app.gatherings()?;
    let schools = [room.row.mentor_id, room.row.mentee_id];
    let found = port.look(&app, &[event]).await?.remove(&event);
    let known = found.filter(|found| found.hosts.iter().any(|host| schools.contains(host)));
    let known = match known {
        Some(found) if port.knows(&app, actor, event).await? => found,
        _ => return Err(Error::invalid("event_id", "unknown")),
    };
    match known.state {
        GatheringState::Draft | GatheringState::Published | GatheringState::Postponed => Ok(event),
        // Nothing would close or free the item any more.
        GatheringState::Held | GatheringState::Cancelled => Err(Error::invalid("event_id", "invalid")),
    }
}

async fn draft(tx: &mut Tx, actor: &Actor, row: &plan_item::Model, room: &Room, host: Side) -> Result<EventId> {
    let chips = items::skills_of(tx.db(), row.id).await?;
    let known = skills::chips(tx.db(), &chips).await?;
    let mut grades: Vec<i32> = known.values().map(|chip| chip.grade).collect();
    grades.sort_unstable();
    grades.dedup();
    let subject = match room.row.theme_kind {
        ThemeKind::Subject => Some(room.row.theme.clone()),
        ThemeKind::Management => known.values().next().map(|chip| chip.subject.clone()),
    };
    let (mentor, mentee) = (room.row.mentor_id, room.row.mentee_id);
    let (host, other) = if host == Side::Mentor { (mentor, mentee) } else { (mentee, mentor) };
    let new = NewGathering {
        kind: gathering(row.form),
        title: row.title.clone(),
        goal: row.goal.clone(),
        path: format!("/pairings/{}", room.row.id),
        host,
        co_hosts: vec![other],
        subject,
        grades,
        skills: chips,
        audience: vec![mentor, mentee],
        due: row.due,
    };
    let app = tx.app().clone();
    app.gatherings()?.draft(tx, actor, new).await
}

fn gathering(form: PlanForm) -> GatheringKind {
    match form {
        PlanForm::Council => GatheringKind::Council,
        PlanForm::Seminar | PlanForm::Materials => GatheringKind::Seminar,
        PlanForm::Workshop => GatheringKind::MasterClass,
        PlanForm::OpenLesson => GatheringKind::OpenLesson,
        PlanForm::Visit => GatheringKind::LessonVisit,
        PlanForm::Consultation => GatheringKind::Consultation,
    }
}

/// A visit of one school to the other.
pub async fn visit(
    tx: &mut Tx,
    actor: &Actor,
    id: PlanItemId,
    (side, planned_on): (Option<Side>, Option<NaiveDate>),
) -> Result<(plan_item::Model, pairing_visit::Model)> {
    let (row, room) = begun(tx, actor, id).await?;
    if row.form == PlanForm::Materials {
        return Err(Error::Conflict(Code::WrongState));
    }
    let day = planned_on.or(row.due).ok_or_else(|| Error::invalid("planned_on", "required"))?;
    let side = side.or(room.hands.side()).unwrap_or(Side::Mentor);
    let visit = visits::begin(tx, actor, &room, side, day, Some(id)).await?;
    let change = plan_item::ActiveModel { id: Set(id), visit_id: Set(Some(visit.id)), ..over(&row) };
    let row = became(tx, actor, &room, change).await?;
    Ok((row, visit))
}

/// Files or a link: then it is done. A practice: it is done when that is published.
pub async fn document(tx: &mut Tx, actor: &Actor, id: PlanItemId, document: Document) -> Result<plan_item::Model> {
    let (row, room) = begun(tx, actor, id).await?;
    let link = document.link.trim();
    let web = url::Url::parse(link).is_ok_and(|u| ["http", "https"].contains(&u.scheme()));
    let done_on = document.done_on.unwrap_or_else(|| tx.now().date_naive());
    let some = document.practice || !document.files.is_empty() || !link.is_empty();
    let mut checks = Checks::default();
    checks
        .require(some, "files", "required")
        .require(document.files.len() <= MAX_FILES, "files", "too_many")
        .require(link.is_empty() || link.len() <= MAX_LINK && web, "link", "invalid")
        .require(document.minutes.is_none_or(|minutes| (1..=MAX_MINUTES).contains(&minutes)), "minutes", "invalid")
        .require(
            document.done_on.is_none_or(|day| room.period.holds(day) && room::today_or_before(tx, day)),
            "done_on",
            "invalid",
        )
        .up_to(&document.outcome, MAX_TEXT, "outcome");
    checks.done()?;
    documents::bind(tx, id, actor.person, &document.files).await?;
    let practice = if document.practice { Some(practice(tx, actor, &row, &room).await?) } else { None };
    let change =
        plan_item::ActiveModel { id: Set(id), link: Set(link.to_owned()), practice_id: Set(practice), ..over(&row) };
    let row = became(tx, actor, &room, change).await?;
    if document.practice {
        return Ok(row);
    }
    let Document { minutes, outcome, .. } = document;
    let row =
        items::close(tx, row, Closing { done_on, minutes, present: None, outcome, by: Some(actor.person) }).await?;
    items::tell(tx, kind::ITEM_DONE, &room, actor, id);
    Ok(row)
}

async fn practice(tx: &mut Tx, actor: &Actor, row: &plan_item::Model, room: &Room) -> Result<kernel::PracticeId> {
    let chips = items::skills_of(tx.db(), row.id).await?;
    let known = skills::chips(tx.db(), &chips).await?;
    let mut grades: Vec<i32> = known.values().map(|chip| chip.grade).collect();
    grades.sort_unstable();
    grades.dedup();
    let subject = (room.row.theme_kind == ThemeKind::Subject).then(|| room.row.theme.clone());
    let new = NewPractice {
        author: actor.person,
        title: row.title.clone(),
        summary: row.goal.clone(),
        body: row.goal.clone(),
        subjects: subject.into_iter().collect(),
        grades,
        skills: chips,
        links: Vec::new(),
        files: vec![documents::owner(row.id)],
    };
    let app = tx.app().clone();
    app.bank()?.draft(tx, new).await
}

fn over(row: &plan_item::Model) -> plan_item::ActiveModel {
    // What it was before is gone, or it would not be free.
    plan_item::ActiveModel {
        event_id: Set(None),
        practice_id: Set(None),
        revision: Set(row.revision + 1),
        ..Default::default()
    }
}

async fn became(
    tx: &mut Tx,
    actor: &Actor,
    room: &Room,
    mut change: plan_item::ActiveModel,
) -> Result<plan_item::Model> {
    change.changed_at = Set(tx.now());
    let row = change.update(tx.db()).await?;
    life::touch(tx, row.pairing_id).await?;
    items::tell(tx, kind::PLAN_CHANGED, room, actor, row.id);
    Ok(row)
}
