//! Loads the facts a decision needs. Missing and hidden leave by the same door.

use kernel::{Actor, Error, OrgId, OrgKind, PersonId, PracticeId, PracticeVersionId, Result};
use platform::Tx;
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, entity::prelude::*, sea_query::LockType};

use crate::{
    entity::{practice, practice_author, practice_version, review},
    kinds::{ReviewState, Stage},
    policy::{Facts, Seat},
};

/// A practice as somebody stands before it.
#[derive(Clone, Debug)]
pub struct Desk {
    pub row: practice::Model,
    pub facts: Facts,
    pub seat: Seat,
}

impl Desk {
    /// The version in work, for those who read it.
    pub async fn work<C: ConnectionTrait>(&self, db: &C) -> Result<practice_version::Model> {
        self.seat.read_work(&self.facts).or_refuse()?;
        version(db, self.row.work_id.ok_or(Error::Hidden)?).await
    }

    /// The version shown, for those who read it.
    pub async fn shown<C: ConnectionTrait>(&self, db: &C) -> Result<practice_version::Model> {
        self.seat.read_shown(&self.facts).or_refuse()?;
        version(db, self.row.shown_id.ok_or(Error::Hidden)?).await
    }

    /// What a page shows: the version shown, else the one in work.
    pub async fn current<C: ConnectionTrait>(&self, db: &C) -> Result<practice_version::Model> {
        if self.seat.read_shown(&self.facts).allowed() { self.shown(db).await } else { self.work(db).await }
    }
}

pub async fn version<C: ConnectionTrait>(db: &C, id: PracticeVersionId) -> Result<practice_version::Model> {
    practice_version::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)
}

/// The practice, if the actor may know that it exists.
pub async fn desk<C: ConnectionTrait>(db: &C, actor: &Actor, id: PracticeId) -> Result<Desk> {
    let row = practice::Entity::find_by_id(id).one(db).await?.ok_or(Error::Hidden)?;
    sit(db, actor, row).await
}

/// The same with its row locked until the transaction ends: states and counters change under this lock.
pub async fn locked(tx: &Tx, actor: &Actor, id: PracticeId) -> Result<Desk> {
    let row = practice::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    sit(tx.db(), actor, row.ok_or(Error::Hidden)?).await
}

async fn sit<C: ConnectionTrait>(db: &C, actor: &Actor, row: practice::Model) -> Result<Desk> {
    let facts = facts(db, &row).await?;
    let seat = Seat::take(actor, &facts);
    seat.see(&facts).or_refuse()?;
    Ok(Desk { row, facts, seat })
}

/// The practice by id or by the number of its permanent address.
pub async fn by_address<C: ConnectionTrait>(db: &C, address: &str) -> Result<PracticeId> {
    if let Ok(id) = address.parse::<PracticeId>() {
        return Ok(id);
    }
    let number = number(address).ok_or(Error::Hidden)?;
    let row = practice::Entity::find().filter(practice::Column::Number.eq(number)).one(db).await?;
    row.map(|row| row.id).ok_or(Error::Hidden)
}

/// A number as permanent addresses write it.
pub fn number(address: &str) -> Option<i32> {
    address.parse::<i32>().ok().filter(|n| *n > 0 && !address.starts_with(['0', '+']))
}

/// What the policy is decided on.
pub async fn facts<C: ConnectionTrait>(db: &C, row: &practice::Model) -> Result<Facts> {
    let authors = authors(db, row.id).await?;
    let experts = match row.work_id.filter(|_| row.stage != Stage::None) {
        Some(work) => experts(db, work).await?,
        None => Vec::new(),
    };
    Ok(Facts {
        stage: row.stage,
        audience: row.audience,
        level: row.level,
        archived: row.archived_at.is_some(),
        shown: row.shown_id.is_some(),
        home: row.home_id,
        region: row.region_id,
        place: row.place_id,
        owner: row.owner_id,
        authors,
        experts,
    })
}

/// Authors in their order; the first one owns it.
pub async fn authors<C: ConnectionTrait>(db: &C, id: PracticeId) -> Result<Vec<PersonId>> {
    let rows = practice_author::Entity::find()
        .filter(practice_author::Column::PracticeId.eq(id))
        .order_by_asc(practice_author::Column::Position)
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.person_id).collect())
}

async fn experts<C: ConnectionTrait>(db: &C, version: PracticeVersionId) -> Result<Vec<PersonId>> {
    let rows = review::Entity::find()
        .filter(review::Column::VersionId.eq(version))
        .filter(review::Column::State.ne(ReviewState::Declined))
        .all(db)
        .await?;
    Ok(rows.into_iter().map(|row| row.expert_id).collect())
}

/// Where somebody works, and the region above it.
pub async fn home<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<(Option<OrgId>, Option<OrgId>)> {
    let names = accounts::directory::names(db, &[person]).await?;
    let home = names.get(&person).and_then(|name| name.school.as_ref()).map(|school| school.id);
    let Some(home) = home else { return Ok((None, None)) };
    let above: Vec<OrgId> =
        accounts::directory::ancestors(db, &[home]).await?.remove(&home).unwrap_or_default().into_iter().collect();
    let orgs = accounts::directory::org_refs(db, &above).await?;
    let region = orgs.into_values().find(|org| org.kind == OrgKind::Region).map(|org| org.id);
    Ok((Some(home), region))
}
