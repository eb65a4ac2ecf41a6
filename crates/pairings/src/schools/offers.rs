//! What a school offers to others: in what, to how many, in which manner.

mod plan;
mod view;

use kernel::{Actor, Code, Error, OfferId, OrgId, Result};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{
    ActiveValue::Set, Condition, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType,
};
use serde_json::json;

pub use plan::{OfferForm, OfferThemeForm, OfferedSkill};
pub use view::{OfferSkillView, OfferThemeView, SchoolOffer, views};

use super::access::{self, CHUNK, Desk};
use crate::{
    entity::schools::{offer, offer_skill, offer_theme},
    event::schools::{Detail, Event, kind},
    kinds::{self, OfferState, ThemeKind},
    policy::schools::{Act, Sight},
};

/// The live offer of a school.
pub async fn find<C: ConnectionTrait>(db: &C, school: OrgId) -> Result<Option<offer::Model>> {
    Ok(live(school).one(db).await?)
}

fn live(school: OrgId) -> sea_orm::Select<offer::Entity> {
    offer::Entity::find()
        .filter(offer::Column::SchoolId.eq(school))
        .filter(offer::Column::State.ne(OfferState::Withdrawn))
}

/// The live offer, locked: places are taken and given back under the same lock.
async fn lock(tx: &Tx, school: OrgId) -> Result<Option<offer::Model>> {
    Ok(live(school).lock(LockType::NoKeyUpdate).one(tx.db()).await?)
}

/// Makes an offer, or writes another over the live one.
///
/// # Errors
/// `Stale` with the offer as it is now; `InUse` for places and themes that pairs hold.
pub async fn save(tx: &mut Tx, actor: &Actor, school: OrgId, form: OfferForm) -> Result<()> {
    let desk = access::locked(tx, actor, school).await?;
    desk.seat.may(Act::Offer, desk.place).or_refuse()?;
    let form = form.tidy();
    form.check(tx).await?;
    let there = lock(tx, school).await?;
    if form.revision != there.as_ref().map_or(0, |row| row.revision) {
        let now = views(tx.db(), there.into_iter().collect(), Sight::Whole).await?;
        return Err(Error::Stale(json!(now.first())));
    }
    match there {
        None => make(tx, &desk, form).await,
        Some(row) => change(tx, &desk, row, form).await,
    }
}

fn told(kind: &'static str, desk: &Desk, id: OfferId) -> Event {
    Event::of(kind, desk.school.id, desk.actor.person).with(Detail { offer: Some(id), ..Detail::default() })
}

async fn make(tx: &mut Tx, desk: &Desk, form: OfferForm) -> Result<()> {
    let id: OfferId = tx.id();
    let row = offer::Model {
        id,
        school_id: desk.school.id,
        capacity: form.capacity,
        active: 0,
        online: form.online,
        in_person: form.in_person,
        max_minutes: form.max_minutes,
        languages: form.languages.join(","),
        forms: kinds::joined(&form.forms),
        note: form.note,
        state: OfferState::Open,
        by_id: desk.actor.person,
        revision: 1,
        created_at: tx.now(),
        changed_at: tx.now(),
    };
    let made = offer::Entity::insert(offer::ActiveModel::from(row).reset_all()).exec_without_returning(tx.db()).await;
    made.map_err(|error| match is_unique_violation(&error) {
        true => Error::Conflict(Code::AlreadyExists),
        false => error.into(),
    })?;
    for theme in form.themes {
        add_theme(tx, id, theme).await?;
    }
    tx.emit(told(kind::OFFER_MADE, desk, id));
    Ok(())
}

/// Places held by pairs stay: each statement says so itself, whatever was read before.
async fn change(tx: &mut Tx, desk: &Desk, row: offer::Model, form: OfferForm) -> Result<()> {
    let set = offer::ActiveModel {
        capacity: Set(form.capacity),
        online: Set(form.online),
        in_person: Set(form.in_person),
        max_minutes: Set(form.max_minutes),
        languages: Set(form.languages.join(",")),
        forms: Set(kinds::joined(&form.forms)),
        note: Set(form.note),
        by_id: Set(desk.actor.person),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let changed = offer::Entity::update_many()
        .set(set)
        .filter(offer::Column::Id.eq(row.id))
        .filter(offer::Column::Active.lte(form.capacity))
        .exec(tx.db())
        .await?;
    held(changed.rows_affected == 1)?;
    drop_themes(tx, row.id, &form.themes).await?;
    for theme in form.themes {
        match is_there(tx, row.id, &theme).await? {
            true => change_theme(tx, row.id, theme).await?,
            false => add_theme(tx, row.id, theme).await?,
        }
    }
    tx.emit(told(kind::OFFER_CHANGED, desk, row.id));
    Ok(())
}

fn held(free: bool) -> Result<()> {
    if free { Ok(()) } else { Err(Error::Conflict(Code::InUse)) }
}

fn of_theme(id: OfferId, kind: ThemeKind, theme: &str) -> Condition {
    Condition::all()
        .add(offer_theme::Column::OfferId.eq(id))
        .add(offer_theme::Column::ThemeKind.eq(kind))
        .add(offer_theme::Column::Theme.eq(theme))
}

async fn is_there(tx: &Tx, id: OfferId, theme: &OfferThemeForm) -> Result<bool> {
    let found = offer_theme::Entity::find().filter(of_theme(id, theme.theme_kind, &theme.theme));
    Ok(found.count(tx.db()).await? > 0)
}

/// Themes that are offered no more, unless pairs work in them.
async fn drop_themes(tx: &Tx, id: OfferId, kept: &[OfferThemeForm]) -> Result<()> {
    let there = offer_theme::Entity::find().filter(offer_theme::Column::OfferId.eq(id)).all(tx.db()).await?;
    for old in there {
        if kept.iter().any(|theme| theme.theme_kind == old.theme_kind && theme.theme == old.theme) {
            continue;
        }
        drop_skills(tx, id, old.theme_kind, &old.theme).await?;
        let gone = offer_theme::Entity::delete_many()
            .filter(of_theme(id, old.theme_kind, &old.theme))
            .filter(offer_theme::Column::Active.eq(0))
            .exec(tx.db())
            .await?;
        held(gone.rows_affected == 1)?;
    }
    Ok(())
}

async fn drop_skills(tx: &Tx, id: OfferId, kind: ThemeKind, theme: &str) -> Result<()> {
    offer_skill::Entity::delete_many()
        .filter(offer_skill::Column::OfferId.eq(id))
        .filter(offer_skill::Column::ThemeKind.eq(kind))
        .filter(offer_skill::Column::Theme.eq(theme))
        .exec(tx.db())
        .await?;
    Ok(())
}

async fn add_theme(tx: &Tx, id: OfferId, theme: OfferThemeForm) -> Result<()> {
    let row = offer_theme::Model {
        offer_id: id,
        theme_kind: theme.theme_kind,
        theme: theme.theme.clone(),
        specialists: theme.specialists,
        active: 0,
        grade_from: theme.grade_from,
        grade_to: theme.grade_to,
        strength: theme.strength,
        basis: theme.basis.clone(),
    };
    let row = offer_theme::ActiveModel::from(row).reset_all();
    offer_theme::Entity::insert(row).exec_without_returning(tx.db()).await?;
    write_skills(tx, id, theme).await
}

async fn change_theme(tx: &Tx, id: OfferId, theme: OfferThemeForm) -> Result<()> {
    let set = offer_theme::ActiveModel {
        specialists: Set(theme.specialists),
        grade_from: Set(theme.grade_from),
        grade_to: Set(theme.grade_to),
        strength: Set(theme.strength),
        basis: Set(theme.basis.clone()),
        ..Default::default()
    };
    let changed = offer_theme::Entity::update_many()
        .set(set)
        .filter(of_theme(id, theme.theme_kind, &theme.theme))
        .filter(offer_theme::Column::Active.lte(theme.specialists))
        .exec(tx.db())
        .await?;
    held(changed.rows_affected == 1)?;
    drop_skills(tx, id, theme.theme_kind, &theme.theme).await?;
    write_skills(tx, id, theme).await
}

async fn write_skills(tx: &Tx, id: OfferId, theme: OfferThemeForm) -> Result<()> {
    let row = |skill: OfferedSkill| offer_skill::ActiveModel {
        offer_id: Set(id),
        theme_kind: Set(theme.theme_kind),
        theme: Set(theme.theme.clone()),
        skill_id: Set(skill.skill_id),
        share_done: Set(skill.share_done),
    };
    let rows: Vec<_> = theme.skills.iter().cloned().map(row).collect();
    if !rows.is_empty() {
        offer_skill::Entity::insert_many(rows).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

/// What happens to an offer as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Works with those it has, takes no others.
    Pause,
    Resume,
    Withdraw,
}

impl Step {
    /// # Errors
    /// `WrongState` when the step leads nowhere from there.
    pub fn after(self, state: OfferState) -> Result<OfferState> {
        match (self, state) {
            (Self::Pause, OfferState::Open) => Ok(OfferState::Paused),
            (Self::Resume, OfferState::Paused) => Ok(OfferState::Open),
            (Self::Withdraw, OfferState::Open | OfferState::Paused) => Ok(OfferState::Withdrawn),
            _ => Err(Error::Conflict(Code::WrongState)),
        }
    }
}

/// Takes a step with the live offer.
///
/// # Errors
/// `WrongState`; `InUse` for an offer that pairs live on.
pub async fn step(tx: &mut Tx, actor: &Actor, school: OrgId, step: Step) -> Result<()> {
    let desk = access::locked(tx, actor, school).await?;
    let act = if step == Step::Resume { Act::Offer } else { Act::EndOffer };
    desk.seat.may(act, desk.place).or_refuse()?;
    let row = lock(tx, school).await?.ok_or(Error::Conflict(Code::WrongState))?;
    let next = step.after(row.state)?;
    let set = offer::ActiveModel {
        state: Set(next),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let mut change = offer::Entity::update_many().set(set).filter(offer::Column::Id.eq(row.id));
    if next == OfferState::Withdrawn {
        change = change.filter(offer::Column::Active.eq(0));
    }
    held(change.exec(tx.db()).await?.rows_affected == 1)?;
    let kind = if next == OfferState::Withdrawn { kind::OFFER_WITHDRAWN } else { kind::OFFER_CHANGED };
    tx.emit(told(kind, &desk, row.id));
    Ok(())
}

/// The live offer as the actor sees it.
///
/// # Errors
/// `Hidden` for whoever may not know of it.
pub async fn of_school<C: ConnectionTrait>(db: &C, desk: &Desk) -> Result<Option<SchoolOffer>> {
    let row = find(db, desk.school.id).await?;
    let sight = desk.seat.offer(desk.place, row.as_ref().map(|row| row.state)).ok_or(Error::Hidden)?;
    Ok(views(db, row.into_iter().collect(), sight).await?.pop())
}

/// Live offers of many schools.
pub async fn live_of<C: ConnectionTrait>(db: &C, schools: &[OrgId]) -> Result<Vec<offer::Model>> {
    let mut found = Vec::new();
    for part in schools.chunks(CHUNK) {
        let rows = offer::Entity::find()
            .filter(offer::Column::SchoolId.is_in(part.iter().copied()))
            .filter(offer::Column::State.ne(OfferState::Withdrawn))
            .order_by_asc(offer::Column::Id);
        found.extend(rows.all(db).await?);
    }
    Ok(found)
}
