//! Loads the facts that rules of one school are decided on. Missing and hidden leave by the same door.

use std::collections::BTreeSet;

use accounts::{directory, entity::organisation, facts};
use kernel::{Actor, Error, OrgId, OrgKind, Result};
use platform::Tx;
use sea_orm::{
    Condition, ConnectionTrait, QuerySelect,
    entity::prelude::*,
    sea_query::{ExprTrait, LockType},
};

use crate::{
    entity::life::pairing,
    kinds::PairState,
    policy::{SchoolSeat, run_by, schools::Place},
};

/// A school as somebody stands before it.
#[derive(Clone, Debug)]
pub struct Desk {
    pub school: organisation::Model,
    /// As of now, in a write; as the request brought them, otherwise.
    pub actor: Actor,
    pub seat: SchoolSeat,
    pub place: Place,
}

impl Desk {
    /// Today where the school is.
    pub fn today(&self, now: kernel::Timestamp) -> chrono::NaiveDate {
        facts::day(now, &self.school.time_zone)
    }
}

/// The school, for reading. What the actor may see of it the caller asks of the policy.
///
/// # Errors
/// `Hidden` for what is no school.
pub async fn desk<C: ConnectionTrait>(db: &C, actor: &Actor, id: OrgId) -> Result<Desk> {
    let row = organisation::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    sit(db, actor.clone(), row).await
}

/// The school with its row locked until the transaction ends, and the actor as of now.
///
/// # Errors
/// `Hidden` for what is no school.
pub async fn locked(tx: &Tx, actor: &Actor, id: OrgId) -> Result<Desk> {
    let row = organisation::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    let row = row.ok_or(Error::Hidden)?;
    sit(tx.db(), facts::fresh(tx, actor).await?, row).await
}

async fn sit<C: ConnectionTrait>(db: &C, actor: Actor, school: organisation::Model) -> Result<Desk> {
    if school.kind != OrgKind::School {
        return Err(Error::Hidden);
    }
    let place = Place {
        closed: school.closed_at.is_some(),
        paired: paired(db, &actor, school.id).await?,
        near: near(db, &actor, school.id).await?,
    };
    Ok(Desk { seat: SchoolSeat::take(&actor, school.id), actor, school, place })
}

/// Does the actor work in the region of this school?
async fn near<C: ConnectionTrait>(db: &C, actor: &Actor, school: OrgId) -> Result<bool> {
    // Whoever works nowhere works nowhere near.
    Ok(!actor.circle.is_empty() && actor.circle.contains(&region(db, school).await?))
}

/// Does the actor belong to a school that works with this one in a pair?
async fn paired<C: ConnectionTrait>(db: &C, actor: &Actor, school: OrgId) -> Result<bool> {
    let own: BTreeSet<OrgId> = actor.orgs.iter().copied().chain(run_by(actor)).filter(|org| *org != school).collect();
    if own.is_empty() {
        return Ok(false);
    }
    let either = Condition::any()
        .add(pairing::Column::MentorId.eq(school).and(pairing::Column::MenteeId.is_in(own.clone())))
        .add(pairing::Column::MenteeId.eq(school).and(pairing::Column::MentorId.is_in(own)));
    let pairs = pairing::Entity::find().filter(either).filter(pairing::Column::State.is_in(PairState::HOLDING));
    Ok(pairs.count(db).await? > 0)
}

/// A region or a municipality.
///
/// # Errors
/// `Hidden` for everything else.
pub async fn territory<C: ConnectionTrait>(db: &C, id: OrgId) -> Result<organisation::Model> {
    let row = organisation::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    if matches!(row.kind, OrgKind::Region | OrgKind::Municipality) { Ok(row) } else { Err(Error::Hidden) }
}

/// What lies above an organisation, itself included, the nearest first.
pub async fn above<C: ConnectionTrait>(db: &C, org: OrgId) -> Result<Vec<organisation::Model>> {
    let ids = directory::ancestors(db, &[org]).await?.remove(&org).unwrap_or_default();
    let mut rows = organisation::Entity::find().filter(organisation::Column::Id.is_in(ids)).all(db).await?;
    let mut chain = Vec::with_capacity(rows.len());
    let mut next = Some(org);
    while let Some(place) = next.and_then(|id| rows.iter().position(|row| row.id == id)) {
        let row = rows.swap_remove(place);
        next = row.parent_id;
        chain.push(row);
    }
    Ok(chain)
}

/// The territory within which schools are compared: the region, or the widest there is.
pub async fn region<C: ConnectionTrait>(db: &C, org: OrgId) -> Result<OrgId> {
    let chain = above(db, org).await?;
    let region = chain.iter().find(|row| row.kind == OrgKind::Region).or(chain.last());
    Ok(region.map_or(org, |row| row.id))
}

/// Schools below a territory by name, closed ones too.
pub async fn schools<C: ConnectionTrait>(db: &C, territory: OrgId) -> Result<Vec<organisation::Model>> {
    let below = directory::descendants(db, &[territory]).await?.remove(&territory).unwrap_or_default();
    let below: Vec<OrgId> = below.into_iter().collect();
    let mut rows = Vec::new();
    for part in below.chunks(CHUNK) {
        let found = organisation::Entity::find()
            .filter(organisation::Column::Id.is_in(part.iter().copied()))
            .filter(organisation::Column::Kind.eq(OrgKind::School));
        rows.extend(found.all(db).await?);
    }
    rows.sort_by(|a, b| (&a.short_name, a.id).cmp(&(&b.short_name, b.id)));
    Ok(rows)
}

/// Databases bind a limited number of values.
pub(crate) const CHUNK: usize = 500;
