//! Experts: assigned, reminded, heard. Two of them, a third when they differ; none from the authors' schools; none sees
//! another's sheet before the decision.

use std::collections::BTreeSet;

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Actor, Code, Error, OrgId, OrgKind, PersonId, PracticeId, Result, ReviewId, Role, error::Checks};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, entity::prelude::*, sea_query::OnConflict};
use serde::{Deserialize, Serialize};

use crate::{
    access::{self, Desk},
    deciding::{self, Remark, write_remarks},
    entity::{practice, practice_remark, practice_version, review},
    event::{Detail, Event, kind},
    kinds::{ReviewState, Stage, Verdict},
    policy::{Act, after},
    rubric::{self, Marks},
};

const MAX_TEXT: usize = 6_000;
const REMINDER: &str = "practices.remind";
/// Days before the deadline on which an expert is reminded.
const EARLY: i64 = 5;
const LONGEST: i64 = 90;

/// Asks an expert to review the version in work.
pub async fn assign(
    tx: &mut Tx,
    actor: &Actor,
    id: PracticeId,
    expert: PersonId,
    days: Option<i64>,
) -> Result<ReviewId> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.coordinate(&desk.facts).or_refuse()?;
    after(desk.row.stage, Act::Assign)?;
    let days = days.unwrap_or(rubric::DAYS);
    if !(1..=LONGEST).contains(&days) {
        return Err(Error::invalid("days", "invalid"));
    }
    let work = desk.work(tx.db()).await?;
    fit(tx.db(), tx.now(), &desk, expert).await?;
    let totals = deciding::totals(tx.db(), &work).await?;
    if desk.facts.experts.len() >= rubric::needed(&totals) {
        return Err(Error::invalid("expert_id", "too_many"));
    }
    let due = tx.now() + TimeDelta::days(days);
    let row = review::Model {
        id: tx.id(),
        practice_id: id,
        version_id: work.id,
        expert_id: expert,
        assigned_by: actor.person,
        assigned_at: tx.now(),
        due_at: due,
        rubric: rubric::CURRENT,
        state: ReviewState::Assigned,
        result: None,
        efficiency: None,
        novelty: None,
        transfer: None,
        scale: None,
        total: None,
        verdict: None,
        text: String::new(),
        done_at: None,
        decline_reason: None,
    };
    let review = row.id;
    let inserted = review::Entity::insert(review::ActiveModel::from(row).reset_all())
        .on_conflict(OnConflict::columns([review::Column::VersionId, review::Column::ExpertId]).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    if inserted == 0 {
        return Err(Error::Conflict(Code::AlreadyExists));
    }
    remind(tx, review, due).await?;
    tx.emit(told(kind::REVIEW_ASSIGNED, &desk, Some(actor.person), review, expert));
    Ok(review)
}

async fn remind(tx: &Tx, review: ReviewId, due: kernel::Timestamp) -> Result<()> {
    let stamp = due.timestamp();
    for (late, at) in [(false, due - TimeDelta::days(EARLY)), (true, due + TimeDelta::days(1))] {
        let key = format!("{REMINDER}:{review}:{stamp}:{late}");
        jobs::enqueue(tx, REMINDER, &Reminder { review, late }, at.max(tx.now()), Some(key)).await?;
    }
    Ok(())
}

fn told(kind: &'static str, desk: &Desk, actor: Option<PersonId>, review: ReviewId, expert: PersonId) -> Event {
    let detail = Detail { version: desk.row.work_id, review: Some(review), person: Some(expert), ..Detail::default() };
    Event { kind, practice: desk.row.id, actor, detail }
}

/// May this person judge this practice?
async fn fit<C: ConnectionTrait>(db: &C, now: kernel::Timestamp, desk: &Desk, expert: PersonId) -> Result<()> {
    let unknown = || Error::invalid("expert_id", "unknown");
    let person = accounts::facts::load(db, expert, now).await?.ok_or_else(unknown)?;
    if !person.confirmed || !person.consented || !person.holds(Role::Expert) {
        return Err(unknown());
    }
    let schools = schools_of(db, now, &desk.facts.authors).await?;
    if desk.facts.authors.contains(&expert) || person.orgs.iter().any(|org| schools.contains(org)) {
        return Err(Error::Conflict(Code::NotIndependent));
    }
    Ok(())
}

/// Where the authors work: everything they belong to but associations.
pub async fn schools_of<C: ConnectionTrait>(
    db: &C,
    now: kernel::Timestamp,
    people: &[PersonId],
) -> Result<BTreeSet<OrgId>> {
    let mut orgs = BTreeSet::new();
    for person in people {
        orgs.extend(accounts::facts::load(db, *person, now).await?.into_iter().flat_map(|actor| actor.orgs));
    }
    let ids: Vec<OrgId> = orgs.into_iter().collect();
    let refs = accounts::directory::org_refs(db, &ids).await?;
    Ok(refs.into_values().filter(|org| org.kind != OrgKind::Association).map(|org| org.id).collect())
}

/// A sheet on its way in. Marks may be missing until it is done.
#[derive(Clone, Debug, Default)]
pub struct Sheet {
    /// In the order of the sheet.
    pub marks: [Option<i32>; 5],
    pub verdict: Option<Verdict>,
    pub text: String,
    pub remarks: Vec<Remark>,
    pub done: bool,
}

/// The review and its practice, for the expert it belongs to; nobody else hears that it exists.
async fn mine(tx: &Tx, actor: &Actor, id: ReviewId) -> Result<(Desk, review::Model)> {
    let row = review::Entity::find_by_id(id).one(tx.db()).await?.filter(|row| row.expert_id == actor.person);
    let row = row.ok_or(Error::Hidden)?;
    let desk = access::locked(tx, actor, row.practice_id).await?;
    actor.may_write()?;
    let row = review::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let open = desk.row.stage == Stage::Review && desk.row.work_id == Some(row.version_id);
    if !open || row.state == ReviewState::Declined {
        return Err(Error::Conflict(Code::WrongState));
    }
    Ok((desk, row))
}

/// Saves a sheet; with `done` the coordinator hears of it. Until the decision an expert may still correct it.
pub async fn fill(tx: &mut Tx, actor: &Actor, id: ReviewId, sheet: Sheet) -> Result<()> {
    let (desk, row) = mine(tx, actor, id).await?;
    let done = sheet.done || row.state == ReviewState::Done;
    let total = checked(&sheet, done)?;
    let work = access::version(tx.db(), row.version_id).await?;
    write_remarks(tx, actor, &work, Some(id), sheet.remarks).await?;
    let [result, efficiency, novelty, transfer, scale] = sheet.marks;
    let change = review::ActiveModel {
        id: Set(id),
        state: Set(if done { ReviewState::Done } else { ReviewState::Assigned }),
        result: Set(result),
        efficiency: Set(efficiency),
        novelty: Set(novelty),
        transfer: Set(transfer),
        scale: Set(scale),
        total: Set(total),
        verdict: Set(sheet.verdict),
        text: Set(sheet.text.trim().to_owned()),
        done_at: Set(done.then(|| row.done_at.unwrap_or(tx.now()))),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    if done && row.state != ReviewState::Done {
        tx.emit(told(kind::REVIEW_DONE, &desk, Some(actor.person), id, actor.person));
    }
    Ok(())
}

fn checked(sheet: &Sheet, done: bool) -> Result<Option<i32>> {
    let mut checks = Checks::default();
    let names = ["result", "efficiency", "novelty", "transfer", "scale"];
    for (name, mark) in names.into_iter().zip(sheet.marks) {
        checks.require(mark.is_some() || !done, name, "required");
        checks.require(mark.is_none_or(|mark| (1..=rubric::TOP).contains(&mark)), name, "invalid");
    }
    checks.require(sheet.verdict.is_some() || !done, "verdict", "required");
    checks.require(!sheet.text.trim().is_empty() || !done, "text", "required");
    checks.up_to(&sheet.text, MAX_TEXT, "text");
    checks.done()?;
    let marks: Option<Vec<i32>> = sheet.marks.into_iter().collect();
    let marks = marks.and_then(|marks| <[i32; 5]>::try_from(marks).ok()).map(Marks);
    Ok(marks.filter(|_| done).map(Marks::total))
}

/// An expert declines; the coordinator looks for another.
pub async fn decline(tx: &mut Tx, actor: &Actor, id: ReviewId, reason: &str) -> Result<()> {
    let (desk, row) = mine(tx, actor, id).await?;
    let mut checks = Checks::default();
    checks.text(reason, 500, "reason");
    checks.done()?;
    if row.state == ReviewState::Done {
        return Err(Error::Conflict(Code::WrongState));
    }
    let change = review::ActiveModel {
        id: Set(id),
        state: Set(ReviewState::Declined),
        decline_reason: Set(Some(reason.trim().to_owned())),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    tx.emit(told(kind::REVIEW_DECLINED, &desk, Some(actor.person), id, actor.person));
    Ok(())
}

/// The coordinator takes an unfinished task back.
pub async fn take_back(tx: &mut Tx, actor: &Actor, id: ReviewId) -> Result<()> {
    let row = review::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let desk = access::locked(tx, actor, row.practice_id).await?;
    desk.seat.read_work(&desk.facts).or_refuse()?;
    desk.seat.coordinate(&desk.facts).or_refuse()?;
    if row.state == ReviewState::Done || desk.row.work_id != Some(row.version_id) {
        return Err(Error::Conflict(Code::WrongState));
    }
    practice_remark::Entity::delete_many().filter(practice_remark::Column::ReviewId.eq(id)).exec(tx.db()).await?;
    review::Entity::delete_by_id(id).exec(tx.db()).await?;
    tx.emit(told(kind::REVIEW_TAKEN_BACK, &desk, Some(actor.person), id, row.expert_id));
    Ok(())
}

/// A version that comes back after remarks is read again by the experts it had; their marks stay as a beginning.
pub(crate) async fn again(tx: &mut Tx, desk: &Desk, work: &practice_version::Model) -> Result<()> {
    let rows = review::Entity::find()
        .filter(review::Column::VersionId.eq(work.id))
        .filter(review::Column::State.ne(ReviewState::Declined))
        .all(tx.db())
        .await?;
    let due = tx.now() + TimeDelta::days(rubric::DAYS);
    for row in rows {
        let change = review::ActiveModel {
            id: Set(row.id),
            state: Set(ReviewState::Assigned),
            total: Set(None),
            done_at: Set(None),
            due_at: Set(due),
            ..Default::default()
        };
        change.update(tx.db()).await?;
        remind(tx, row.id, due).await?;
        tx.emit(told(kind::REVIEW_ASSIGNED, desk, None, row.id, row.expert_id));
    }
    Ok(())
}

#[derive(Serialize, Deserialize)]
struct Reminder {
    review: ReviewId,
    late: bool,
}

/// Tells of deadlines when their time comes.
pub struct Reminders;

#[async_trait]
impl JobHandler for Reminders {
    fn kind(&self) -> &'static str {
        REMINDER
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let Reminder { review, late } = serde_json::from_str(payload)?;
        let mut tx = app.begin().await?;
        let row = review::Entity::find_by_id(review).one(tx.db()).await?;
        let Some(row) = row.filter(|row| row.state == ReviewState::Assigned) else { return Ok(()) };
        let Some(practice) = practice::Entity::find_by_id(row.practice_id).one(tx.db()).await? else { return Ok(()) };
        // The deadline was moved, or nobody waits any more: another reminder will come, or none.
        let day = if late { row.due_at + TimeDelta::days(1) } else { row.due_at - TimeDelta::days(EARLY) };
        if practice.stage != Stage::Review || practice.work_id != Some(row.version_id) || tx.now() < day {
            return Ok(());
        }
        let kind = if late { kind::REVIEW_LATE } else { kind::REVIEW_DUE };
        let detail = Detail {
            version: practice.work_id,
            review: Some(review),
            person: Some(row.expert_id),
            ..Detail::default()
        };
        tx.emit(Event::by_clock(kind, practice.id).with(detail));
        tx.commit().await?;
        Ok(())
    }
}
