//! Visits of one school of a pair to the other: planned, held, signed by both, or missed with a reason.

use chrono::NaiveDate;
use kernel::{Actor, Code, Error, PairingId, PairingVisitId, PlanItemId, Result, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};

use super::{
    MAX_MINUTES, MAX_TEXT, MAX_TITLE, items,
    items::{Closing, ItemPlan, Saved},
    room::{self, Room},
};
use crate::{
    entity::work::{pairing_visit, pairing_visit_agreement, plan_item},
    event::{
        pair::PairEvent,
        work::{Detail, kind},
    },
    kinds::{PlanForm, PlanState, Side, VisitState},
    life,
    policy::work::{Act, VisitAct, visit_after},
};

/// Things agreed upon at one visit.
const MAX_AGREEMENTS: usize = 20;

/// Something agreed upon; it becomes an item of the plan when both have signed.
#[derive(Clone, Debug)]
pub struct Agreed {
    pub text: String,
    pub form: PlanForm,
    pub due: Option<NaiveDate>,
}

/// What is written about a visit.
#[derive(Clone, Debug)]
pub struct Written {
    /// The revision this device saw last.
    pub revision: i32,
    pub planned_on: NaiveDate,
    pub minutes: Option<i32>,
    pub met: String,
    pub findings: String,
    pub agreements: Vec<Agreed>,
}

pub(super) async fn locked(tx: &Tx, actor: &Actor, id: PairingVisitId) -> Result<(pairing_visit::Model, Room)> {
    let pairing = pairing_visit::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?.pairing_id;
    let room = room::locked(tx, actor, pairing, Act::Work).await?;
    let row = pairing_visit::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    Ok((row.ok_or(Error::Hidden)?, room))
}

/// One visit, for whoever may know of its pair.
pub async fn one<C: ConnectionTrait>(
    db: &C,
    actor: &Actor,
    id: PairingVisitId,
) -> Result<(pairing_visit::Model, Room)> {
    let row = pairing_visit::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    let room = room::enter(db, actor, row.pairing_id).await?;
    Ok((row, room))
}

/// Visits of a pair, the newest first.
pub async fn of<C: ConnectionTrait>(db: &C, pairing: PairingId) -> Result<Vec<pairing_visit::Model>> {
    let rows = pairing_visit::Entity::find()
        .filter(pairing_visit::Column::PairingId.eq(pairing))
        .order_by_desc(pairing_visit::Column::PlannedOn)
        .order_by_desc(pairing_visit::Column::Id);
    Ok(rows.all(db).await?)
}

/// What was agreed upon, in its order.
pub async fn agreements<C: ConnectionTrait>(
    db: &C,
    ids: &[PairingVisitId],
) -> Result<Vec<pairing_visit_agreement::Model>> {
    let rows = pairing_visit_agreement::Entity::find()
        .filter(pairing_visit_agreement::Column::VisitId.is_in(ids.iter().copied()))
        .order_by_asc(pairing_visit_agreement::Column::VisitId)
        .order_by_asc(pairing_visit_agreement::Column::Position);
    Ok(rows.all(db).await?)
}

/// Plans a visit that no item of the plan asks for.
pub async fn plan(
    tx: &mut Tx,
    actor: &Actor,
    pairing: PairingId,
    (side, planned_on): (Option<Side>, NaiveDate),
) -> Result<pairing_visit::Model> {
    let room = room::locked(tx, actor, pairing, Act::Work).await?;
    let side = side.or(room.hands.side()).ok_or_else(|| Error::invalid("by_side", "required"))?;
    begin(tx, actor, &room, side, planned_on, None).await
}

/// `side`: who goes to whom.
pub(super) async fn begin(
    tx: &mut Tx,
    actor: &Actor,
    room: &Room,
    side: Side,
    planned_on: NaiveDate,
    item: Option<PlanItemId>,
) -> Result<pairing_visit::Model> {
    let mut checks = Checks::default();
    checks.require(room.period.holds(planned_on), "planned_on", "invalid");
    checks.done()?;
    let row = pairing_visit::Model {
        id: tx.id(),
        pairing_id: room.row.id,
        item_id: item,
        by_side: side,
        planned_on,
        held_on: None,
        minutes: None,
        state: VisitState::Planned,
        met: String::new(),
        findings: String::new(),
        reason: String::new(),
        mentor_signed_by_id: None,
        mentor_signed_at: None,
        mentee_signed_by_id: None,
        mentee_signed_at: None,
        by_id: actor.person,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    pairing_visit::Entity::insert(pairing_visit::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    life::touch(tx, room.row.id).await?;
    tell(tx, kind::VISIT_PLANNED, room, actor, row.id);
    Ok(row)
}

/// Writes what was seen. A signature that stood under other words is gone.
pub async fn write(
    tx: &mut Tx,
    actor: &Actor,
    id: PairingVisitId,
    written: Written,
) -> Result<Saved<pairing_visit::Model>> {
    let (row, room) = locked(tx, actor, id).await?;
    if row.revision != written.revision {
        return Ok(Saved::Stale);
    }
    visit_after(row.state, VisitAct::Change)?;
    check(&room, &row, &written)?;
    let signed = row.mentor_signed_at.is_some() || row.mentee_signed_at.is_some();
    let change = pairing_visit::ActiveModel {
        id: Set(id),
        planned_on: Set(written.planned_on),
        minutes: Set(written.minutes),
        met: Set(written.met.trim().to_owned()),
        findings: Set(written.findings.trim().to_owned()),
        mentor_signed_by_id: Set(None),
        mentor_signed_at: Set(None),
        mentee_signed_by_id: Set(None),
        mentee_signed_at: Set(None),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    agree(tx, id, written.agreements).await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, if signed { kind::VISIT_UNSIGNED } else { kind::VISIT_CHANGED }, &room, actor, id);
    Ok(Saved::Done(row))
}

fn check(room: &Room, row: &pairing_visit::Model, written: &Written) -> Result<()> {
    let mut checks = Checks::default();
    let stood = written.planned_on == row.planned_on;
    checks
        .require(stood || room.period.holds(written.planned_on), "planned_on", "invalid")
        .require(written.minutes.is_none_or(|minutes| (1..=MAX_MINUTES).contains(&minutes)), "minutes", "invalid")
        .up_to(&written.met, MAX_TEXT, "met")
        .up_to(&written.findings, MAX_TEXT, "findings")
        .require(written.agreements.len() <= MAX_AGREEMENTS, "agreements", "too_many");
    for (index, agreed) in written.agreements.iter().enumerate() {
        let due = agreed.due.is_none_or(|due| room.period.holds(due));
        checks.text(&agreed.text, MAX_TITLE, &format!("agreements[{index}].text")).require(
            due,
            &format!("agreements[{index}].due"),
            "invalid",
        );
    }
    checks.done()
}

async fn agree(tx: &Tx, id: PairingVisitId, agreements: Vec<Agreed>) -> Result<()> {
    use pairing_visit_agreement::{ActiveModel, Column, Entity, Model};
    Entity::delete_many().filter(Column::VisitId.eq(id)).exec(tx.db()).await?;
    let rows: Vec<ActiveModel> = (0..)
        .zip(agreements)
        .map(|(position, agreed)| {
            let row =
                Model { visit_id: id, position, text: super::line(&agreed.text), form: agreed.form, due: agreed.due };
            ActiveModel::from(row).reset_all()
        })
        .collect();
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// Says that it took place.
pub async fn hold(
    tx: &mut Tx,
    actor: &Actor,
    id: PairingVisitId,
    held_on: NaiveDate,
    minutes: Option<i32>,
) -> Result<pairing_visit::Model> {
    let (row, room) = locked(tx, actor, id).await?;
    let state = visit_after(row.state, VisitAct::Hold)?;
    let mut checks = Checks::default();
    checks.require(room.period.holds(held_on) && room::today_or_before(tx, held_on), "held_on", "invalid").require(
        minutes.is_none_or(|minutes| (1..=MAX_MINUTES).contains(&minutes)),
        "minutes",
        "invalid",
    );
    checks.done()?;
    let change = pairing_visit::ActiveModel {
        id: Set(id),
        state: Set(state),
        held_on: Set(Some(held_on)),
        minutes: Set(minutes.or(row.minutes)),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, kind::VISIT_HELD, &room, actor, id);
    Ok(row)
}

/// It did not take place, and why. The item of the plan is free again.
pub async fn miss(tx: &mut Tx, actor: &Actor, id: PairingVisitId, reason: &str) -> Result<pairing_visit::Model> {
    let (row, room) = locked(tx, actor, id).await?;
    let state = visit_after(row.state, VisitAct::Miss)?;
    let change = pairing_visit::ActiveModel {
        id: Set(id),
        state: Set(state),
        reason: Set(super::why(reason)?),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    if let Some(item) = row.item_id {
        plan_item::Entity::update_many()
            .col_expr(plan_item::Column::VisitId, Expr::value(Option::<PairingVisitId>::None))
            .filter(plan_item::Column::Id.eq(item))
            .filter(plan_item::Column::VisitId.eq(id))
            .exec(tx.db())
            .await?;
    }
    life::touch(tx, row.pairing_id).await?;
    tell(tx, kind::VISIT_MISSED, &room, actor, id);
    Ok(row)
}

/// Signs for one side what is written at this revision. With the second signature the item of the plan is done, and what
/// was agreed upon stands in the plan.
pub async fn sign(
    tx: &mut Tx,
    actor: &Actor,
    id: PairingVisitId,
    (revision, named): (i32, Option<Side>),
) -> Result<Saved<pairing_visit::Model>> {
    let (row, room) = locked(tx, actor, id).await?;
    let side = room.hands.meant(named)?;
    if row.revision != revision {
        return Ok(Saved::Stale);
    }
    let (own, other) = match side {
        Side::Mentor => (row.mentor_signed_by_id, row.mentee_signed_by_id),
        Side::Mentee => (row.mentee_signed_by_id, row.mentor_signed_by_id),
    };
    let state = visit_after(row.state, VisitAct::Sign { last: other.is_some() })?;
    if own.is_some() {
        return Err(Error::Conflict(Code::WrongState));
    }
    // Whoever works in both schools is one person all the same.
    if other == Some(actor.person) {
        return Err(Error::Refused(Code::Forbidden));
    }
    let mut checks = Checks::default();
    checks.text(&row.met, MAX_TEXT, "met").text(&row.findings, MAX_TEXT, "findings");
    checks.done()?;
    let mut change =
        pairing_visit::ActiveModel { id: Set(id), state: Set(state), changed_at: Set(tx.now()), ..Default::default() };
    match side {
        Side::Mentor => {
            change.mentor_signed_by_id = Set(Some(actor.person));
            change.mentor_signed_at = Set(Some(tx.now()));
        }
        Side::Mentee => {
            change.mentee_signed_by_id = Set(Some(actor.person));
            change.mentee_signed_at = Set(Some(tx.now()));
        }
    }
    let row = change.update(tx.db()).await?;
    if row.state == VisitState::Signed {
        follow(tx, actor, &room, &row).await?;
    }
    life::touch(tx, row.pairing_id).await?;
    let detail = Detail { visit: Some(id), side: Some(side), ..Detail::default() };
    tx.emit(PairEvent::new(kind::VISIT_SIGNED, room.row.id, actor.person).with(detail));
    Ok(Saved::Done(row))
}

/// What follows of a visit that both have signed.
async fn follow(tx: &mut Tx, actor: &Actor, room: &Room, row: &pairing_visit::Model) -> Result<()> {
    if let Some(id) = row.item_id
        && let Some(item) = plan_item::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?
        && item.state == PlanState::Planned
    {
        let closing = Closing {
            done_on: row.held_on.unwrap_or(row.planned_on),
            minutes: row.minutes,
            outcome: row.findings.clone(),
            by: Some(actor.person),
            ..Closing::default()
        };
        items::close(tx, item, closing).await?;
        items::tell(tx, kind::ITEM_DONE, room, actor, id);
    }
    let agreed = agreements(tx.db(), &[row.id]).await?;
    if agreed.is_empty() {
        return Ok(());
    }
    let plans = agreed.into_iter().map(|agreed| {
        let plan = ItemPlan {
            form: agreed.form,
            title: agreed.text,
            goal: String::new(),
            // The pair may end sooner than it was when this was written.
            due: agreed.due.map(|due| room.period.nearest(due)),
            skills: Vec::new(),
            mentor_person: None,
            mentee_person: None,
        };
        (plan, Some(row.id))
    });
    let made = items::put(tx, actor.person, room, plans.collect()).await?;
    if let Some(first) = made.first() {
        items::tell(tx, kind::PLAN_CHANGED, room, actor, first.id);
    }
    Ok(())
}

fn tell(tx: &mut Tx, kind: &'static str, room: &Room, actor: &Actor, visit: PairingVisitId) {
    let detail = Detail { visit: Some(visit), side: room.hands.side(), ..Detail::default() };
    tx.emit(PairEvent::new(kind, room.row.id, actor.person).with(detail));
}
