//! What was measured, as the reader may see it. Numbers of the school that is helped are its own and those of who answers
//! for it; its mentor sees whole percents, and nothing where they would tell of few children.

use chrono::NaiveDate;
use kernel::{Actor, DateTime, EffectIndicatorId, PairingId, PersonRef, Result, Utc};
use platform::{App, ports::Names};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use super::{Table, change, difference_at, of, values};
use crate::{
    entity::work::{effect_indicator, effect_value},
    kinds::{EffectPoint, EffectWhose, Verdict},
    policy::work::Act,
    work::{
        room::{self, Room},
        statistics::{Count, Estimate, percent, verdict},
    },
};

/// A share of one school or of like schools.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EffectShare {
    /// It is there, and tells of too few children to be shown to this reader. Everything else is then absent.
    pub hidden: bool,
    /// For the school itself and who answers for it; of like schools for everybody of the pair.
    pub numerator: Option<i32>,
    pub denominator: Option<i32>,
    /// Whole percent, and the interval of it.
    pub percent: Option<i32>,
    pub low: Option<i32>,
    pub high: Option<i32>,
    pub dated: Option<NaiveDate>,
    pub source: Option<String>,
    /// Who typed it last, and when.
    pub by: Option<PersonRef>,
    pub at: Option<DateTime<Utc>>,
}

/// How much one is more than the other, in percentage points.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EffectChange {
    /// Absent where there is no data, and where few children stand behind it for this reader.
    pub points: Option<i32>,
    pub low: Option<i32>,
    pub high: Option<i32>,
    pub verdict: Verdict,
}

/// One point in time.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct EffectPointView {
    pub point: EffectPoint,
    /// Absent: nobody has typed it.
    pub mentee: Option<EffectShare>,
    pub alike: Option<EffectShare>,
    /// The school against like schools at this point.
    pub difference: EffectChange,
}

/// Something that is measured.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = EffectIndicatorView)]
pub struct EffectIndicator {
    pub id: EffectIndicatorId,
    pub skill: Option<SkillChip>,
    pub title: String,
    pub unit: String,
    /// Less of it is better.
    pub less: bool,
    pub points: Vec<EffectPointView>,
    /// What changed in the school against what changed in like schools, from the first point to the last.
    pub change: EffectChange,
    pub from: Option<EffectPoint>,
    pub to: Option<EffectPoint>,
}

/// What the reader may do now.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
pub struct PairingEffectCan {
    pub choose: bool,
    /// Types numbers of the school that is helped.
    pub mentee: bool,
    /// Types numbers of like schools.
    pub alike: bool,
}

/// Whether it helps.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PairingEffect {
    pub pairing_id: PairingId,
    pub indicators: Vec<EffectIndicator>,
    pub can: PairingEffectCan,
}

pub async fn read(app: &App, actor: &Actor, pairing: PairingId) -> Result<PairingEffect> {
    let room = room::enter(app.reader(), actor, pairing).await?;
    let rows = of(app.reader(), pairing).await?;
    Ok(PairingEffect {
        pairing_id: pairing,
        indicators: shown(app, &room, rows).await?,
        can: PairingEffectCan {
            choose: room.can(Act::Choose),
            mentee: room.can(Act::Measure(EffectWhose::Mentee)),
            alike: room.can(Act::Measure(EffectWhose::Alike)),
        },
    })
}

/// One indicator, for whoever may know of its pair.
pub async fn read_one(app: &App, actor: &Actor, id: EffectIndicatorId) -> Result<EffectIndicator> {
    use sea_orm::EntityTrait;
    let row = effect_indicator::Entity::find_by_id(id).one(app.reader()).await?.ok_or(kernel::Error::Hidden)?;
    let room = room::enter(app.reader(), actor, row.pairing_id).await?;
    shown(app, &room, vec![row]).await?.pop().ok_or(kernel::Error::Hidden)
}

async fn shown(app: &App, room: &Room, rows: Vec<effect_indicator::Model>) -> Result<Vec<EffectIndicator>> {
    let ids: Vec<EffectIndicatorId> = rows.iter().map(|row| row.id).collect();
    let known = values(app.reader(), &ids).await?;
    let wanted: Vec<_> = rows.iter().filter_map(|row| row.skill_id).collect();
    let chips = skills::chips(app.reader(), &wanted).await?;
    let names = Names::load(app, known.iter().map(|one| one.by_id).collect()).await?;
    let hands = room.hands;
    let sees = Sees { mentee: hands.counts(), alike: hands.mentor || hands.coordinates || hands.answers };
    Ok(rows
        .into_iter()
        .map(|row| {
            let mine: Vec<&effect_value::Model> = known.iter().filter(|one| one.indicator_id == row.id).collect();
            let chip = row.skill_id.and_then(|id| chips.get(&id).cloned());
            indicator(row, chip, &mine, (sees, &names))
        })
        .collect())
}

/// Whose numbers the reader sees as they are: those who type them.
#[derive(Clone, Copy)]
struct Sees {
    mentee: bool,
    alike: bool,
}

fn indicator(
    row: effect_indicator::Model,
    skill: Option<SkillChip>,
    mine: &[&effect_value::Model],
    (sees, names): (Sees, &Names),
) -> EffectIndicator {
    let mut table = Table::default();
    for one in mine {
        table.put(one.point, one.whose, one.numerator, one.denominator);
    }
    // Few children stand behind what is compared: the difference would tell of them.
    let small = |point, whose| table.at(point, whose).is_some_and(Count::small);
    let few =
        |point| !sees.mentee && small(point, EffectWhose::Mentee) || !sees.alike && small(point, EffectWhose::Alike);
    let ends = table.ends();
    let few_at_ends = ends.is_some_and(|(first, last)| few(first) || few(last));
    let points = EffectPoint::ALL.into_iter().map(|point| {
        let value = |whose| mine.iter().find(|one| (one.point, one.whose) == (point, whose));
        EffectPointView {
            point,
            mentee: value(EffectWhose::Mentee).and_then(|one| share(one, &table, (sees.mentee, sees.mentee), names)),
            alike: value(EffectWhose::Alike).and_then(|one| share(one, &table, (sees.alike, true), names)),
            difference: said(difference_at(&table, point), row.less, few(point)),
        }
    });
    EffectIndicator {
        points: points.collect(),
        change: said(change(&table), row.less, few_at_ends),
        from: ends.map(|(first, _)| first),
        to: ends.map(|(_, last)| last),
        id: row.id,
        skill,
        title: row.title,
        unit: row.unit,
        less: row.less,
    }
}

/// `sees`: small numbers too; `counts`: the numbers themselves beside the percent.
fn share(one: &effect_value::Model, table: &Table, (sees, counts): (bool, bool), names: &Names) -> Option<EffectShare> {
    let count = table.at(one.point, one.whose)?;
    if !sees && count.small() {
        return Some(EffectShare {
            hidden: true,
            numerator: None,
            denominator: None,
            percent: None,
            low: None,
            high: None,
            dated: None,
            source: None,
            by: None,
            at: None,
        });
    }
    let Estimate { value, low, high } = count.share();
    Some(EffectShare {
        hidden: false,
        numerator: counts.then_some(count.numerator),
        denominator: counts.then_some(count.denominator),
        percent: Some(percent(value)),
        low: Some(percent(low)),
        high: Some(percent(high)),
        dated: Some(one.dated),
        source: Some(one.source.clone()),
        by: Some(names.of(one.by_id)),
        at: Some(one.changed_at),
    })
}

fn said(found: Option<Estimate>, less: bool, few: bool) -> EffectChange {
    let shown = found.filter(|_| !few);
    EffectChange {
        points: shown.map(|one| percent(one.value)),
        low: shown.map(|one| percent(one.low)),
        high: shown.map(|one| percent(one.high)),
        verdict: verdict(found, less),
    }
}
