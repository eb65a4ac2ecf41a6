//! What counts how much in a territory: versions that nobody changes, the newest in force.

use accounts::{directory, entity::organisation};
use kernel::{Actor, DateTime, Error, OrgId, PersonRef, Result, Utc, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::problem::Weights;
use crate::{
    entity::matching::match_weights,
    event::matching::{Detail, MatchEvent, kind},
    policy::{SchoolSeat, matching as policy},
    schools::access,
};

const MAX_NOTE: usize = 2_000;
const WHOLE: i32 = 1000;
const DAY: i32 = 1440;

/// A new version.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = NewMatchWeights)]
pub struct NewWeights {
    /// Thousandths, 0 to 1000; all together more than nothing.
    pub context: i32,
    pub complementarity: i32,
    pub practice: i32,
    pub access: i32,
    pub history: i32,
    /// Less alike than this, in thousandths, is no pair; 100 unless told.
    pub min_likeness: Option<i32>,
    /// What each further pair of a mentor takes from the sum; 40 unless told.
    pub load_penalty: Option<i32>,
    /// So far one goes by road; 90 unless told.
    pub minutes_limit: Option<i32>,
    /// Why so.
    #[serde(default)]
    pub note: String,
}

/// A version as it is shown.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchWeightsVersion)]
pub struct WeightsView {
    /// 0: the built-in ones.
    pub version: i32,
    pub context: i64,
    pub complementarity: i64,
    pub practice: i64,
    pub access: i64,
    pub history: i64,
    pub min_likeness: i64,
    pub load_penalty: i64,
    pub minutes_limit: i64,
    pub note: Option<String>,
    pub by: Option<PersonRef>,
    pub created_at: Option<DateTime<Utc>>,
}

/// Weights of a territory.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchWeights)]
pub struct TerritoryWeights {
    pub current: WeightsView,
    /// Newest first, the built-in ones last.
    pub versions: Vec<WeightsView>,
}

impl WeightsView {
    pub fn of(weights: &Weights) -> Self {
        let Weights { version, context, complementarity, practice, access, history, min_likeness, .. } = *weights;
        Self {
            version,
            context,
            complementarity,
            practice,
            access,
            history,
            min_likeness,
            load_penalty: weights.load_penalty,
            minutes_limit: weights.minutes_limit,
            note: None,
            by: None,
            created_at: None,
        }
    }
}

pub fn of_row(row: &match_weights::Model) -> Weights {
    Weights {
        version: row.version,
        context: row.context.into(),
        complementarity: row.complementarity.into(),
        practice: row.practice.into(),
        access: row.access.into(),
        history: row.history.into(),
        min_likeness: row.min_likeness.into(),
        load_penalty: row.load_penalty.into(),
        minutes_limit: row.minutes_limit.into(),
    }
}

/// The territory behind its lock: weights, runs and decisions of it come one after another.
///
/// # Errors
/// `Hidden` for whoever does not answer for it.
pub async fn locked(tx: &Tx, actor: &Actor, id: OrgId) -> Result<(Actor, organisation::Model)> {
    let row = organisation::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    row.ok_or(Error::Hidden)?;
    let actor = accounts::facts::fresh(tx, actor).await?;
    let territory = access::territory(tx.db(), id).await?;
    policy::board(SchoolSeat::take(&actor, id), true).or_refuse()?;
    Ok((actor, territory))
}

/// The territory, for reading.
///
/// # Errors
/// `Hidden` for whoever does not answer for it.
pub async fn seen<C: ConnectionTrait>(db: &C, actor: &Actor, id: OrgId) -> Result<organisation::Model> {
    let territory = access::territory(db, id).await?;
    policy::board(SchoolSeat::take(actor, id), false).or_refuse()?;
    Ok(territory)
}

/// Keeps a new version; answers its number.
///
/// # Errors
/// `Invalid` naming every weight that is no weight, and `weights` when all are nought.
pub async fn save(tx: &mut Tx, actor: &Actor, territory: OrgId, new: NewWeights) -> Result<i32> {
    let (actor, territory) = locked(tx, actor, territory).await?;
    let limits = (new.min_likeness.unwrap_or(100), new.load_penalty.unwrap_or(40), new.minutes_limit.unwrap_or(90));
    check(&new, limits)?;
    let last = stored(tx.db(), territory.id).await?.first().map_or(0, |row| row.version);
    let row = match_weights::ActiveModel {
        id: Set(tx.id()),
        territory_id: Set(territory.id),
        version: Set(last + 1),
        context: Set(new.context),
        complementarity: Set(new.complementarity),
        practice: Set(new.practice),
        access: Set(new.access),
        history: Set(new.history),
        min_likeness: Set(limits.0),
        load_penalty: Set(limits.1),
        minutes_limit: Set(limits.2),
        note: Set(new.note.trim().to_owned()),
        by_id: Set(actor.person),
        created_at: Set(tx.now()),
    };
    match_weights::Entity::insert(row).exec_without_returning(tx.db()).await?;
    let detail = Detail { version: Some(last + 1), ..Detail::default() };
    tx.emit(MatchEvent { kind: kind::WEIGHTS_SAVED, org: territory.id, actor: actor.person, detail });
    Ok(last + 1)
}

fn check(new: &NewWeights, (likeness, penalty, minutes): (i32, i32, i32)) -> Result<()> {
    let mut checks = Checks::default();
    let terms = [
        ("context", new.context),
        ("complementarity", new.complementarity),
        ("practice", new.practice),
        ("access", new.access),
        ("history", new.history),
        ("min_likeness", likeness),
        ("load_penalty", penalty),
    ];
    for (field, value) in terms {
        checks.require((0..=WHOLE).contains(&value), field, "invalid");
    }
    let sum: i64 = terms[..5].iter().map(|(_, value)| i64::from(*value)).sum();
    checks.require(sum != 0, "weights", "required").require((1..=DAY).contains(&minutes), "minutes_limit", "invalid");
    checks.up_to(&new.note, MAX_NOTE, "note");
    checks.done()
}

/// Newest first.
async fn stored<C: ConnectionTrait>(db: &C, territory: OrgId) -> Result<Vec<match_weights::Model>> {
    let rows = match_weights::Entity::find().filter(match_weights::Column::TerritoryId.eq(territory));
    Ok(rows.order_by_desc(match_weights::Column::Version).all(db).await?)
}

/// Those in force: of the territory, or of what lies above it, or the built-in ones.
pub async fn in_force<C: ConnectionTrait>(db: &C, territory: OrgId) -> Result<Option<match_weights::Model>> {
    for place in access::above(db, territory).await? {
        if let Some(row) = stored(db, place.id).await?.into_iter().next() {
            return Ok(Some(row));
        }
    }
    Ok(None)
}

/// All versions of a territory.
///
/// # Errors
/// `Hidden` for whoever does not answer for it.
pub async fn all<C: ConnectionTrait>(db: &C, actor: &Actor, territory: OrgId) -> Result<TerritoryWeights> {
    seen(db, actor, territory).await?;
    let rows = stored(db, territory).await?;
    let current = in_force(db, territory).await?;
    let people: Vec<_> = rows.iter().chain(&current).map(|row| row.by_id).collect();
    let names = directory::names(db, &people).await?;
    let view = |row: &match_weights::Model| WeightsView {
        note: Some(row.note.clone()).filter(|note| !note.is_empty()),
        by: names.get(&row.by_id).cloned(),
        created_at: Some(row.created_at),
        ..WeightsView::of(&of_row(row))
    };
    let built_in = WeightsView::of(&Weights::BUILT_IN);
    Ok(TerritoryWeights {
        current: current.as_ref().map_or_else(|| built_in.clone(), view),
        versions: rows.iter().map(view).chain([built_in.clone()]).collect(),
    })
}
