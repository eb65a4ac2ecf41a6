//! Whether it helps: chosen skills or indicators at the start, in the middle and at the end, beside like schools.

mod compare;
mod view;

use chrono::{Days, NaiveDate};
use kernel::{Actor, EffectIndicatorId, Error, PairingId, Result, SkillId, error::Checks};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, entity::prelude::*, sea_query::OnConflict};

pub use compare::{Table, change, difference_at};
pub use view::{
    EffectChange, EffectIndicator, EffectPointView, EffectShare, PairingEffect, PairingEffectCan, read, read_one,
};

use super::{
    MAX_TITLE, line,
    room::{self, Room},
    statistics::Count,
};
use crate::{
    entity::work::{effect_indicator, effect_value},
    event::{pair::PairEvent, work::kind},
    kinds::{EffectPoint, EffectWhose},
    life,
    policy::work::Act,
};

/// Indicators of one pair.
const MOST: u64 = 20;
const MAX_UNIT: usize = 60;
/// More pupils no region has.
const MAX_COUNT: i32 = 1_000_000;
/// Days before the beginning: what was measured in the spring before.
const BEFORE: u64 = 400;
/// Days after the end: works are checked.
const AFTER: u64 = 200;

/// Something to be measured.
#[derive(Clone, Debug)]
pub struct NewIndicator {
    pub skill: Option<SkillId>,
    pub title: String,
    pub unit: String,
    /// Less of it is better.
    pub less: bool,
}

/// So many of so many, on a day.
#[derive(Clone, Debug)]
pub struct NewValue {
    pub point: EffectPoint,
    pub whose: EffectWhose,
    pub numerator: i32,
    pub denominator: i32,
    pub dated: NaiveDate,
    /// Which work it was.
    pub source: String,
}

/// Chooses something to measure. A skill is called as the catalogue calls it unless somebody says otherwise.
pub async fn choose(
    tx: &mut Tx,
    actor: &Actor,
    pairing: PairingId,
    new: NewIndicator,
) -> Result<effect_indicator::Model> {
    let room = room::locked(tx, actor, pairing, Act::Choose).await?;
    let chips = skills::chips(tx.db(), &new.skill.into_iter().collect::<Vec<_>>()).await?;
    let chip = new.skill.and_then(|id| chips.get(&id));
    let mut title = line(&new.title);
    if let (true, Some(chip)) = (title.is_empty(), chip) {
        title = chip.in_words();
    }
    let mut checks = Checks::default();
    checks
        .require(new.skill.is_none() || chip.is_some(), "skill_id", "unknown")
        .text(&title, MAX_TITLE, "title")
        .up_to(&new.unit, MAX_UNIT, "unit");
    checks.done()?;
    let known = effect_indicator::Entity::find().filter(effect_indicator::Column::PairingId.eq(pairing));
    if known.count(tx.db()).await? >= MOST {
        return Err(Error::invalid("title", "too_many"));
    }
    let row = effect_indicator::Model {
        id: tx.id(),
        pairing_id: pairing,
        skill_id: new.skill,
        title,
        unit: line(&new.unit),
        less: new.less,
        by_id: actor.person,
        created_at: tx.now(),
    };
    effect_indicator::Entity::insert(effect_indicator::ActiveModel::from(row.clone()).reset_all())
        .exec_without_returning(tx.db())
        .await?;
    life::touch(tx, pairing).await?;
    tell(tx, actor, &room);
    Ok(row)
}

async fn locked(tx: &Tx, actor: &Actor, id: EffectIndicatorId, act: Act) -> Result<(effect_indicator::Model, Room)> {
    let row = effect_indicator::Entity::find_by_id(id).one(tx.db()).await?.ok_or(Error::Hidden)?;
    let room = room::locked(tx, actor, row.pairing_id, act).await?;
    Ok((row, room))
}

/// Types a number, over the one that stood there.
pub async fn measure(tx: &mut Tx, actor: &Actor, id: EffectIndicatorId, new: NewValue) -> Result<()> {
    let (row, room) = locked(tx, actor, id, Act::Measure(new.whose)).await?;
    check(tx, &room, id, &new).await?;
    let value = effect_value::Model {
        indicator_id: id,
        point: new.point,
        whose: new.whose,
        numerator: new.numerator,
        denominator: new.denominator,
        dated: new.dated,
        source: line(&new.source),
        by_id: actor.person,
        changed_at: tx.now(),
    };
    use effect_value::Column;
    let over = OnConflict::columns([Column::IndicatorId, Column::Point, Column::Whose])
        .update_columns([
            Column::Numerator,
            Column::Denominator,
            Column::Dated,
            Column::Source,
            Column::ById,
            Column::ChangedAt,
        ])
        .to_owned();
    effect_value::Entity::insert(effect_value::ActiveModel::from(value).reset_all())
        .on_conflict(over)
        .exec_without_returning(tx.db())
        .await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, actor, &room);
    Ok(())
}

async fn check(tx: &Tx, room: &Room, id: EffectIndicatorId, new: &NewValue) -> Result<()> {
    let from = room.period.since.checked_sub_days(Days::new(BEFORE));
    let last = room.period.until.and_then(|until| until.checked_add_days(Days::new(AFTER)));
    let day = room::today_or_before(tx, new.dated)
        && from.is_none_or(|from| new.dated >= from)
        && last.is_none_or(|last| new.dated <= last);
    let mut checks = Checks::default();
    let counted = Count::new(new.numerator, new.denominator).is_some();
    checks
        .require((1..=MAX_COUNT).contains(&new.denominator), "denominator", "invalid")
        .require(new.denominator < 1 || counted, "numerator", "invalid")
        .require(day, "dated", "invalid")
        .up_to(&new.source, MAX_TITLE, "source");
    checks.done()?;
    // The start is not after the middle, the middle not after the end.
    let others = values(tx.db(), &[id]).await?;
    let ordered = others.iter().filter(|one| one.whose == new.whose).all(|one| match one.point.cmp(&new.point) {
        std::cmp::Ordering::Less => one.dated <= new.dated,
        std::cmp::Ordering::Greater => one.dated >= new.dated,
        std::cmp::Ordering::Equal => true,
    });
    if ordered { Ok(()) } else { Err(Error::invalid("dated", "invalid")) }
}

/// Takes a number back: then it is missing, not nought.
pub async fn forget(
    tx: &mut Tx,
    actor: &Actor,
    id: EffectIndicatorId,
    (point, whose): (EffectPoint, EffectWhose),
) -> Result<()> {
    let (row, room) = locked(tx, actor, id, Act::Measure(whose)).await?;
    effect_value::Entity::delete_by_id((id, point, whose)).exec(tx.db()).await?;
    life::touch(tx, row.pairing_id).await?;
    tell(tx, actor, &room);
    Ok(())
}

/// Takes an indicator away that nobody has typed a number for.
pub async fn discard(tx: &mut Tx, actor: &Actor, id: EffectIndicatorId) -> Result<()> {
    let (row, room) = locked(tx, actor, id, Act::Choose).await?;
    if !values(tx.db(), &[id]).await?.is_empty() {
        return Err(Error::Conflict(kernel::Code::InUse));
    }
    effect_indicator::Entity::delete_by_id(row.id).exec(tx.db()).await?;
    tell(tx, actor, &room);
    Ok(())
}

/// Indicators of a pair in the order in which they were chosen.
pub(crate) async fn of<C: ConnectionTrait>(db: &C, pairing: PairingId) -> Result<Vec<effect_indicator::Model>> {
    let rows = effect_indicator::Entity::find()
        .filter(effect_indicator::Column::PairingId.eq(pairing))
        .order_by_asc(effect_indicator::Column::Id);
    Ok(rows.all(db).await?)
}

pub(crate) async fn values<C: ConnectionTrait>(db: &C, ids: &[EffectIndicatorId]) -> Result<Vec<effect_value::Model>> {
    let rows = effect_value::Entity::find().filter(effect_value::Column::IndicatorId.is_in(ids.iter().copied()));
    Ok(rows.all(db).await?)
}

fn tell(tx: &mut Tx, actor: &Actor, room: &Room) {
    tx.emit(PairEvent::new(kind::EFFECT_CHANGED, room.row.id, actor.person));
}
