//! Terms of registration beyond the number of places: guests, so many of one school, places kept for some.

use kernel::{Actor, Code, Error, EventId, OrgId, Result, Timestamp, error::Checks};
use platform::Tx;
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};

use crate::{
    entity::{event_kept, event_registration, event_terms},
    kinds::{EventAudience, RegistrationMode, RegistrationState},
    plan::{EventPlan, When},
    wall,
};

const MAX_OF_SCHOOL: i32 = 1_000;

pub(crate) fn check(plan: &EventPlan, checks: &mut Checks) {
    let open = plan.audience == EventAudience::Everyone && plan.registration == RegistrationMode::Open;
    let per_school = plan.per_school.is_none_or(|most| (1..=MAX_OF_SCHOOL).contains(&most));
    checks.require(!plan.guests || open, "guests", "invalid").require(per_school, "per_school", "invalid");
    let mut any = false;
    for (field, seats) in [("room", plan.room), ("online", plan.online)] {
        let Some(kept) = seats.and_then(|seats| seats.kept) else { continue };
        let most = seats.and_then(|seats| seats.capacity).unwrap_or(0);
        checks.require((0..=most).contains(&kept), &format!("{field}.kept"), "invalid");
        any |= kept > 0;
    }
    checks.require(!any || !plan.kept_for.is_empty(), "kept_for", "required");
}

/// Are places kept at this moment?
pub(crate) fn keeps(plan: &EventPlan, now: Timestamp) -> bool {
    let until = plan.kept_until.as_deref().or(plan.starts.as_deref());
    let until =
        until.and_then(wall::read).zip(wall::zone(&plan.time_zone)).and_then(|(w, zone)| wall::instant(w, zone));
    !plan.kept_for.is_empty() && until.is_none_or(|until| until > now)
}

pub(crate) async fn of<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Option<event_terms::Model>> {
    Ok(event_terms::Entity::find_by_id(id).one(db).await?)
}

/// Organisations places are kept for.
pub(crate) async fn kept_for<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<OrgId>> {
    let rows =
        event_kept::Entity::find().filter(event_kept::Column::EventId.eq(id)).order_by_asc(event_kept::Column::OrgId);
    Ok(rows.all(db).await?.into_iter().map(|row| row.org_id).collect())
}

/// Writes the terms of a plan over those that were.
pub(crate) async fn write(tx: &Tx, id: EventId, plan: &EventPlan, when: When) -> Result<()> {
    forget(tx, id).await?;
    let row = event_terms::ActiveModel {
        event_id: Set(id),
        guests: Set(plan.guests),
        per_school: Set(plan.per_school),
        kept_until_wall: Set(when.kept_until.map(|at| at.0)),
        kept_until: Set(when.kept_until.map(|at| at.1)),
    };
    if plan.guests || plan.per_school.is_some() || when.kept_until.is_some() {
        event_terms::Entity::insert(row).exec_without_returning(tx.db()).await?;
    }
    let kept = |org: &OrgId| event_kept::ActiveModel { event_id: Set(id), org_id: Set(*org) };
    if !plan.kept_for.is_empty() {
        event_kept::Entity::insert_many(plan.kept_for.iter().map(kept)).exec_without_returning(tx.db()).await?;
    }
    Ok(())
}

pub(crate) async fn forget(tx: &Tx, id: EventId) -> Result<()> {
    event_terms::Entity::delete_by_id(id).exec(tx.db()).await?;
    event_kept::Entity::delete_many().filter(event_kept::Column::EventId.eq(id)).exec(tx.db()).await?;
    Ok(())
}

/// Belongs to what places are kept for.
pub(crate) async fn favoured(tx: &Tx, id: EventId, person: &Actor) -> Result<bool> {
    Ok(kept_for(tx.db(), id).await?.iter().any(|org| person.circle.contains(org)))
}

/// One more, or several, of a school. The event's row is locked, so what is counted holds until the commit.
///
/// # Errors
/// `school_quota`.
pub(crate) async fn admits(tx: &Tx, id: EventId, school: Option<OrgId>, count: u64) -> Result<()> {
    let most = of(tx.db(), id).await?.and_then(|terms| terms.per_school);
    let (Some(most), Some(school)) = (most, school) else { return Ok(()) };
    let there = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::OrgId.eq(school))
        .filter(event_registration::Column::State.is_in(RegistrationState::LIVE));
    if there.count(tx.db()).await? + count > u64::try_from(most).unwrap_or(0) {
        return Err(Error::Conflict(Code::SchoolQuota));
    }
    Ok(())
}
