//! Who looks after which school: named by whoever answers for the territory, for a time, with an order. The right of a
//! curator over the school is given with it and taken back with it; handing a school over keeps who had it before.

use accounts::{entity::role_grant, grants, grants::NewGrant};
use chrono::NaiveDate;
use kernel::{Actor, Code, Error, GrantId, OrgId, PersonId, Result, Role, error::Checks};
use platform::{Tx, db::is_unique_violation};
use sea_orm::{ActiveValue::Set, QuerySelect, entity::prelude::*, sea_query::LockType};
use serde::Deserialize;
use utoipa::ToSchema;

use super::schools;
use crate::{entity::life::school_curator, event::life::CuratorEvent, policy::coordinates};

const MAX_TITLE: usize = 300;
const MAX_NUMBER: usize = 60;
const MAX_HANDOVER: usize = 5_000;
const ENDED: &str = "Школа передана или кураторство окончено";

/// The order that names a curator.
#[derive(Clone, Debug, Default, Deserialize, ToSchema)]
#[schema(as = CuratorOrder)]
pub struct Order {
    #[serde(default)]
    pub title: String,
    #[serde(default)]
    pub number: String,
    pub date: Option<NaiveDate>,
}

/// A curator on their way in.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = AppointCurator)]
pub struct Appoint {
    pub school_id: OrgId,
    pub person_id: PersonId,
    /// First day; today when absent.
    pub since: Option<NaiveDate>,
    /// Last day, as far as it is known.
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub order: Order,
}

/// Another takes a school over.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[schema(as = HandOverSchool)]
pub struct HandOver {
    pub person_id: PersonId,
    pub since: Option<NaiveDate>,
    pub until: Option<NaiveDate>,
    #[serde(default)]
    pub order: Order,
    /// What the next one should know.
    #[serde(default)]
    pub handover: String,
}

impl Appoint {
    fn check(&self, since: NaiveDate) -> Result<()> {
        let mut checks = Checks::default();
        checks
            .up_to(&self.order.title, MAX_TITLE, "order.title")
            .up_to(&self.order.number, MAX_NUMBER, "order.number")
            .require(self.until.is_none_or(|until| until >= since), "until", "invalid");
        checks.done()
    }

    fn basis(&self) -> String {
        let number = if self.order.number.trim().is_empty() {
            String::new()
        } else {
            format!(" № {}", self.order.number.trim())
        };
        let title: String = self.order.title.trim().chars().take(200).collect();
        if title.is_empty() { format!("Куратор школы{number}") } else { format!("{title}{number}") }
    }
}

/// Names the curator of a school that has none.
///
/// # Errors
/// `Forbidden` outside the actor's territory; `AlreadyExists` while somebody looks after the school.
pub async fn appoint(tx: &mut Tx, actor: &Actor, territory: OrgId, new: Appoint) -> Result<Uuid> {
    actor.may_write()?;
    governs(tx, actor, territory, new.school_id).await?;
    let stands = school_curator::Entity::find()
        .filter(school_curator::Column::SchoolId.eq(new.school_id))
        .filter(school_curator::Column::EndedAt.is_null())
        .lock(LockType::NoKeyUpdate)
        .one(tx.db())
        .await?;
    if let Some(row) = stands {
        let today = schools::day(tx.db(), row.school_id, tx.now()).await?;
        if row.until.is_none_or(|until| until >= today) {
            return Err(Error::Conflict(Code::AlreadyExists));
        }
        // Their time was over before anybody said so.
        close(tx, actor, &row, row.until).await?;
    }
    put(tx, actor, territory, new, None, "").await
}

async fn governs(tx: &Tx, actor: &Actor, territory: OrgId, school: OrgId) -> Result<()> {
    if !coordinates(actor, territory) {
        return Err(Error::Hidden);
    }
    let below = accounts::directory::descendants(tx.db(), &[territory]).await?;
    if !below.get(&territory).is_some_and(|below| below.contains(&school)) {
        return Err(Error::invalid("school_id", "unknown"));
    }
    schools::answered(tx.db(), actor, school, "school_id").await.map(|_| ())
}

async fn put(
    tx: &mut Tx,
    actor: &Actor,
    territory: OrgId,
    new: Appoint,
    after: Option<Uuid>,
    handover: &str,
) -> Result<Uuid> {
    let since = match new.since {
        Some(since) => since,
        None => schools::day(tx.db(), new.school_id, tx.now()).await?,
    };
    new.check(since)?;
    let person = accounts::facts::load(tx.db(), new.person_id, tx.now()).await?;
    if !person.is_some_and(|person| person.confirmed) {
        return Err(Error::invalid("person_id", "unknown"));
    }
    let grant = right(tx, actor, &new, since).await?;
    let row = school_curator::ActiveModel {
        id: Set(tx.id()),
        territory_id: Set(territory),
        school_id: Set(new.school_id),
        person_id: Set(new.person_id),
        since: Set(since),
        until: Set(new.until),
        order_title: Set(new.order.title.trim().to_owned()),
        order_number: Set(new.order.number.trim().to_owned()),
        order_date: Set(new.order.date),
        grant_id: Set(grant),
        after_id: Set(after),
        handover: Set(handover.trim().to_owned()),
        by_id: Set(actor.person),
        created_at: Set(tx.now()),
        ended_at: Set(None),
    };
    let row = row.insert(tx.db()).await.map_err(|error| {
        if is_unique_violation(&error) { Error::Conflict(Code::AlreadyExists) } else { error.into() }
    })?;
    tx.emit(CuratorEvent { curator: row.id, actor: actor.person, person: row.person_id });
    Ok(row.id)
}

/// The right over the school, unless they hold it already.
async fn right(tx: &mut Tx, actor: &Actor, new: &Appoint, since: NaiveDate) -> Result<Option<GrantId>> {
    let holds = |grant: &role_grant::Model| {
        grant.role == Role::Curator
            && grant.scope_id == Some(new.school_id)
            && grant.until.is_none_or(|until| until >= since)
    };
    if grants::of_person(tx.db(), new.person_id).await?.iter().any(holds) {
        return Ok(None);
    }
    let grant = NewGrant {
        person_id: new.person_id,
        role: Role::Curator,
        scope_id: Some(new.school_id),
        since: Some(since),
        until: new.until,
        basis: new.basis(),
    };
    Ok(Some(grants::give(tx, actor, grant).await?.id))
}

async fn standing(tx: &Tx, actor: &Actor, id: Uuid) -> Result<school_curator::Model> {
    actor.may_write()?;
    let row = school_curator::Entity::find_by_id(id).lock(LockType::NoKeyUpdate).one(tx.db()).await?;
    let row = row.filter(|row| coordinates(actor, row.school_id)).ok_or(Error::Hidden)?;
    if row.ended_at.is_some() { Err(Error::Conflict(Code::WrongState)) } else { Ok(row) }
}

async fn close(tx: &mut Tx, actor: &Actor, row: &school_curator::Model, until: Option<NaiveDate>) -> Result<()> {
    let change = school_curator::ActiveModel {
        id: Set(row.id),
        until: Set(until),
        ended_at: Set(Some(tx.now())),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    if let Some(grant) = row.grant_id {
        grants::revoke(tx, actor, grant, Some(ENDED.to_owned())).await?;
    }
    Ok(())
}

/// Another looks after the school from now on; both lines stay.
///
/// # Errors
/// `WrongState` when it was handed over before; `Invalid` naming `person_id`.
pub async fn hand_over(tx: &mut Tx, actor: &Actor, id: Uuid, new: HandOver) -> Result<school_curator::Model> {
    let row = standing(tx, actor, id).await?;
    if row.person_id == new.person_id {
        return Err(Error::invalid("person_id", "same"));
    }
    let mut checks = Checks::default();
    checks.up_to(&new.handover, MAX_HANDOVER, "handover");
    checks.done()?;
    schools::answered(tx.db(), actor, row.school_id, "school_id").await?;
    let today = schools::day(tx.db(), row.school_id, tx.now()).await?;
    close(tx, actor, &row, Some(row.until.map_or(today, |until| until.min(today)))).await?;
    let appoint = Appoint {
        school_id: row.school_id,
        person_id: new.person_id,
        since: new.since,
        until: new.until,
        order: new.order,
    };
    put(tx, actor, row.territory_id, appoint, Some(row.id), &new.handover).await?;
    Ok(row)
}

/// Nobody looks after the school any more.
///
/// # Errors
/// `WrongState` when that was said before.
pub async fn end(tx: &mut Tx, actor: &Actor, id: Uuid) -> Result<school_curator::Model> {
    let row = standing(tx, actor, id).await?;
    let today = schools::day(tx.db(), row.school_id, tx.now()).await?;
    close(tx, actor, &row, Some(row.until.map_or(today, |until| until.min(today)))).await?;
    tx.emit(CuratorEvent { curator: row.id, actor: actor.person, person: row.person_id });
    Ok(row)
}
