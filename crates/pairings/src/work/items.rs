//! Items of the joint plan are added, changed, done, cancelled, opened again.

use chrono::NaiveDate;
use kernel::{Actor, Code, Error, PairingId, PairingVisitId, PersonId, PlanItemId, Result, SkillId, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};

use super::{
    MAX_MINUTES, MAX_TEXT, MAX_TITLE, line,
    room::{self, Room},
};
use crate::{
    entity::work::{plan_item, plan_item_skill},
    event::{
        pair::PairEvent,
        work::{Detail, kind},
    },
    kinds::{PlanForm, PlanState, Side},
    life,
    policy::work::{Act, ItemAct, item_after},
};

/// Items of one pair.
pub const MOST: usize = 300;
const MAX_SKILLS: usize = 12;

/// An item as somebody writes it.
#[derive(Clone, Debug)]
pub struct ItemPlan {
    pub form: PlanForm,
    pub title: String,
    pub goal: String,
    pub due: Option<NaiveDate>,
    pub skills: Vec<SkillId>,
    /// Who does it on either side.
    pub mentor_person: Option<PersonId>,
    pub mentee_person: Option<PersonId>,
}

/// How an item ended.
#[derive(Clone, Debug, Default)]
pub struct Closing {
    pub done_on: NaiveDate,
    pub minutes: Option<i32>,
    pub present: Option<i32>,
    pub outcome: String,
    /// Nobody when something else closed it.
    pub by: Option<PersonId>,
}

/// What became of a save.
pub enum Saved<T> {
    Done(T),
    /// Somebody was faster.
    Stale,
}

/// An item and the room it is in, locked, for whoever may do this now.
pub(super) async fn locked(tx: &Tx, actor: &Actor, id: PlanItemId, act: Act) -> Result<(plan_item::Model, Room)> {
    let pairing = plan_item::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?.pairing_id;
    let room = room::locked(tx, actor, pairing, act).await?;
    let row = plan_item::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    Ok((row.ok_or(Error::Hidden)?, room))
}

/// One item, for whoever may know of its pair.
pub async fn one<C: ConnectionTrait>(db: &C, actor: &Actor, id: PlanItemId) -> Result<(plan_item::Model, Room)> {
    let row = plan_item::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let room = room::enter(db, actor, row.pairing_id).await?;
    Ok((row, room))
}

/// Items of a pair in their order.
pub async fn of<C: ConnectionTrait>(db: &C, pairing: PairingId) -> Result<Vec<plan_item::Model>> {
    let rows = plan_item::Entity::find()
        .filter(plan_item::Column::PairingId.eq(pairing))
        .order_by_asc(plan_item::Column::Position)
        .order_by_asc(plan_item::Column::Id);
    Ok(rows.all(db).await?)
}

/// Adds one to the plan.
pub async fn add(tx: &mut Tx, actor: &Actor, pairing: PairingId, plan: ItemPlan) -> Result<plan_item::Model> {
    let room = room::locked(tx, actor, pairing, Act::Plan).await?;
    let mut checks = Checks::default();
    check(tx, &room, &mut checks, &plan, "").await?;
    checks.done()?;
    let row = put(tx, actor.person, &room, vec![(plan, None)]).await?.pop().ok_or(Error::Hidden)?;
    life::touch(tx, pairing).await?;
    tell(tx, kind::PLAN_CHANGED, &room, actor, row.id);
    Ok(row)
}

/// What an item must keep to. `prefix`: where it stands in a list that was sent.
pub(super) async fn check(tx: &Tx, room: &Room, checks: &mut Checks, plan: &ItemPlan, prefix: &str) -> Result<()> {
    let field = |name: &str| format!("{prefix}{name}");
    checks
        .text(&plan.title, MAX_TITLE, &field("title"))
        .up_to(&plan.goal, MAX_TEXT, &field("goal"))
        .require(plan.due.is_none_or(|due| room.period.holds(due)), &field("due"), "invalid")
        .require(plan.skills.len() <= MAX_SKILLS, &field("skills"), "too_many");
    let known = skills::chips(tx.db(), &plan.skills).await?;
    for (index, skill) in plan.skills.iter().enumerate() {
        checks.require(known.contains_key(skill), &field(&format!("skills[{index}]")), "unknown");
    }
    for (side, person, name) in
        [(Side::Mentor, plan.mentor_person, "mentor_person_id"), (Side::Mentee, plan.mentee_person, "mentee_person_id")]
    {
        let Some(person) = person else { continue };
        checks.require(room::of_pair(tx.db(), room, side, person).await?, &field(name), "unknown");
    }
    Ok(())
}

/// Writes items that were checked behind the others, with the visit at which each was agreed upon.
pub(super) async fn put(
    tx: &Tx,
    by: PersonId,
    room: &Room,
    plans: Vec<(ItemPlan, Option<PairingVisitId>)>,
) -> Result<Vec<plan_item::Model>> {
    let pairing = room.row.id;
    let known = of(tx.db(), pairing).await?;
    if known.len() + plans.len() > MOST {
        return Err(Error::invalid("items", "too_many"));
    }
    let first = known.iter().map(|row| row.position + 1).max().unwrap_or(0);
    let mut rows = Vec::with_capacity(plans.len());
    for (position, (plan, agreed_at)) in (first..).zip(plans) {
        let row = plan_item::Model {
            id: tx.id(),
            pairing_id: pairing,
            form: plan.form,
            title: line(&plan.title),
            goal: plan.goal.trim().to_owned(),
            due: plan.due,
            state: PlanState::Planned,
            mentor_person_id: plan.mentor_person,
            mentee_person_id: plan.mentee_person,
            minutes: None,
            present: None,
            done_on: None,
            outcome: String::new(),
            reason: String::new(),
            event_id: None,
            visit_id: None,
            practice_id: None,
            link: String::new(),
            agreed_at_id: agreed_at,
            position,
            by_id: by,
            done_by_id: None,
            revision: 1,
            created_at: tx.now(),
            changed_at: tx.now(),
        };
        plan_item::Entity::insert(plan_item::ActiveModel::from(row.clone()).reset_all())
            .exec_without_returning(tx.db())
            .await?;
        write_skills(tx, row.id, plan.skills).await?;
        rows.push(row);
    }
    Ok(rows)
}

async fn write_skills(tx: &Tx, id: PlanItemId, mut skills: Vec<SkillId>) -> Result<()> {
    plan_item_skill::Entity::delete_many().filter(plan_item_skill::Column::ItemId.eq(id)).exec(tx.db()).await?;
    skills.sort_unstable();
    skills.dedup();
    let rows: Vec<plan_item_skill::ActiveModel> = skills
        .into_iter()
        .map(|skill| plan_item_skill::ActiveModel { item_id: Set(id), skill_id: Set(skill) })
        .collect();
    if !rows.is_empty() {
        plan_item_skill::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Skills of an item.
pub async fn skills_of<C: ConnectionTrait>(db: &C, id: PlanItemId) -> Result<Vec<SkillId>> {
    let rows = plan_item_skill::Entity::find()
        .filter(plan_item_skill::Column::ItemId.eq(id))
        .order_by_asc(plan_item_skill::Column::SkillId);
    Ok(rows.all(db).await?.into_iter().map(|row| row.skill_id).collect())
}

/// Writes over what is planned.
pub async fn change(
    tx: &mut Tx,
    actor: &Actor,
    id: PlanItemId,
    revision: i32,
    plan: ItemPlan,
) -> Result<Saved<plan_item::Model>> {
    let (row, room) = locked(tx, actor, id, Act::Plan).await?;
    if row.revision != revision {
        return Ok(Saved::Stale);
    }
    item_after(row.state, ItemAct::Change)?;
    let mut checks = Checks::default();
    // A date that stood before the agreement was renewed is not asked again.
    let asked = ItemPlan { due: plan.due.filter(|due| Some(*due) != row.due), ..plan.clone() };
    check(tx, &room, &mut checks, &asked, "").await?;
    // What an event or a visit was made of stays what it is.
    let bound = row.event_id.is_some() || row.visit_id.is_some() || row.practice_id.is_some();
    checks.require(!bound || plan.form == row.form, "form", "invalid");
    checks.done()?;
    let change = plan_item::ActiveModel {
        id: Set(id),
        form: Set(plan.form),
        title: Set(line(&plan.title)),
        goal: Set(plan.goal.trim().to_owned()),
        due: Set(plan.due),
        mentor_person_id: Set(plan.mentor_person),
        mentee_person_id: Set(plan.mentee_person),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    write_skills(tx, id, plan.skills).await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, kind::PLAN_CHANGED, &room, actor, id);
    Ok(Saved::Done(row))
}

/// Says that it was done.
pub async fn finish(tx: &mut Tx, actor: &Actor, id: PlanItemId, closing: Closing) -> Result<plan_item::Model> {
    let (row, room) = locked(tx, actor, id, Act::Work).await?;
    item_after(row.state, ItemAct::Do)?;
    let mut checks = Checks::default();
    let day = room.period.holds(closing.done_on) && room::today_or_before(tx, closing.done_on);
    checks
        .require(day, "done_on", "invalid")
        .require(closing.minutes.is_none_or(|minutes| (1..=MAX_MINUTES).contains(&minutes)), "minutes", "invalid")
        .up_to(&closing.outcome, MAX_TEXT, "outcome");
    checks.done()?;
    let row = close(tx, row, Closing { by: Some(actor.person), ..closing }).await?;
    tell(tx, kind::ITEM_DONE, &room, actor, id);
    Ok(row)
}

/// Closes an item, whoever or whatever did it.
pub(super) async fn close(tx: &mut Tx, row: plan_item::Model, closing: Closing) -> Result<plan_item::Model> {
    let change = plan_item::ActiveModel {
        id: Set(row.id),
        state: Set(item_after(row.state, ItemAct::Do)?),
        done_on: Set(Some(closing.done_on)),
        minutes: Set(closing.minutes),
        present: Set(closing.present),
        outcome: Set(closing.outcome.trim().to_owned()),
        done_by_id: Set(closing.by),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    life::touch(tx, row.pairing_id).await?;
    Ok(row)
}

/// It will not be.
pub async fn cancel(tx: &mut Tx, actor: &Actor, id: PlanItemId, reason: &str) -> Result<plan_item::Model> {
    let (row, room) = locked(tx, actor, id, Act::Plan).await?;
    let state = item_after(row.state, ItemAct::Cancel)?;
    let change = plan_item::ActiveModel {
        id: Set(id),
        state: Set(state),
        reason: Set(super::why(reason)?),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, kind::ITEM_CANCELLED, &room, actor, id);
    Ok(row)
}

/// It is to be done after all. What it had become it is no longer.
pub async fn reopen(tx: &mut Tx, actor: &Actor, id: PlanItemId) -> Result<plan_item::Model> {
    let (row, room) = locked(tx, actor, id, Act::Plan).await?;
    // What both schools have signed stays so.
    if row.visit_id.is_some() && row.state == PlanState::Done {
        return Err(Error::Conflict(Code::WrongState));
    }
    let change = plan_item::ActiveModel {
        id: Set(id),
        state: Set(item_after(row.state, ItemAct::Reopen)?),
        done_on: Set(None),
        minutes: Set(None),
        present: Set(None),
        outcome: Set(String::new()),
        reason: Set(String::new()),
        event_id: Set(None),
        practice_id: Set(None),
        link: Set(String::new()),
        done_by_id: Set(None),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    super::documents::bind(tx, id, actor.person, &[]).await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, kind::PLAN_CHANGED, &room, actor, id);
    Ok(row)
}

pub(super) fn tell(tx: &mut Tx, kind: &'static str, room: &Room, actor: &Actor, item: PlanItemId) {
    let detail = Detail { item: Some(item), side: room.hands.side(), ..Detail::default() };
    tx.emit(PairEvent::new(kind, room.row.id, actor.person).with(detail));
}
