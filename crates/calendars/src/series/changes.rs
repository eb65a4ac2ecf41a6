//! One act on many events of a series.

use kernel::{Actor, Error, EventId, EventSeriesId, Result};
use platform::Tx;
use sea_orm::entity::prelude::*;

use super::{
    Kept, Outcome, Scope, Why,
    carry::{Shift, carry},
    locked, meant,
};
use crate::{
    access,
    entity::{event, event_registration},
    events::{self, Saved},
    guests,
    kinds::{EventState, RegistrationState},
    plan::EventPlan,
    seats, steps,
};

/// What is said of an event that nobody had a place at.
const TAKEN_OFF: &str = "Событие снято с графика.";

/// A change of one event that others follow.
pub struct Edit {
    pub revision: i32,
    pub plan: EventPlan,
    pub scope: Scope,
}

/// Saves the plan of one event and carries what changed in it over to others; none when somebody was faster.
pub async fn change(tx: &mut Tx, actor: &Actor, id: EventId, edit: Edit) -> Result<Option<Outcome>> {
    let desk = access::desk(tx.db(), actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let others = meant(tx, id, edit.scope).await?;
    let row = access::lock(tx, id).await?;
    let old = events::stored(tx.db(), &row).await?;
    let new = edit.plan.clone().tidy();
    let shift = Shift::between(old.dates()?, new.dates()?);
    if others.len() > 1 && shift.is_none() {
        return Err(Error::invalid("starts", "required"));
    }
    if let Saved::Stale = events::save(tx, actor, id, edit.revision, edit.plan).await? {
        return Ok(None);
    }
    let mut outcome = Outcome { changed: 1, kept: Vec::new() };
    for other in others.into_iter().filter(|other| *other != id) {
        let row = access::lock(tx, other).await?;
        match follow(tx, actor, &row, &old, &new, shift.unwrap_or_default()).await? {
            None => outcome.changed += 1,
            Some(why) => outcome.kept.push(kept(tx, row, why).await?),
        }
    }
    Ok(Some(outcome))
}

/// Carries the change over to one event; answers why not.
async fn follow(
    tx: &mut Tx,
    actor: &Actor,
    row: &event::Model,
    old: &EventPlan,
    new: &EventPlan,
    shift: Shift,
) -> Result<Option<Why>> {
    if let Some(why) = settled(tx, row) {
        return Ok(Some(why));
    }
    let theirs = events::stored(tx.db(), row).await?;
    let Some(plan) = carry(old, new, shift, theirs.dates()?, theirs.clone()) else { return Ok(Some(Why::Date)) };
    if plan == theirs {
        return Ok(None);
    }
    if plan.dates().is_err() {
        return Ok(Some(Why::Date));
    }
    if seats::check(tx, row.id, &plan).await.is_err() {
        return Ok(Some(Why::Seats));
    }
    // Everything that can be refused is refused before the first write.
    match events::save(tx, actor, row.id, row.revision, plan).await {
        Ok(Saved::Done) => Ok(None),
        Ok(Saved::Stale) | Err(Error::Invalid(_) | Error::Refused(_) | Error::Hidden | Error::Conflict(_)) => {
            Ok(Some(Why::Refused))
        }
        Err(error) => Err(error),
    }
}

/// Why nothing is changed in it any more.
fn settled(tx: &Tx, row: &event::Model) -> Option<Why> {
    match row.state {
        EventState::Held | EventState::Closed | EventState::Cancelled => Some(Why::Over),
        EventState::Published | EventState::Postponed if row.starts_at.is_some_and(|at| at <= tx.now()) => {
            Some(Why::Begun)
        }
        EventState::Draft | EventState::Published | EventState::Postponed => None,
    }
}

async fn kept(tx: &Tx, row: event::Model, why: Why) -> Result<Kept> {
    let registered = registered(tx, row.id).await?;
    Ok(Kept { row, why, registered })
}

/// How many have a place at an event, wait or have applied.
async fn registered(tx: &Tx, id: EventId) -> Result<u64> {
    let live = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.is_in(RegistrationState::LIVE));
    let guests = guests::all(tx.db(), id).await?.len() as u64;
    Ok(live.count(tx.db()).await? + guests)
}

/// Takes events off: drafts disappear, what others heard of is called off. Where people are registered nothing happens
/// unless `with_people`; then they are written to.
pub async fn drop(
    tx: &mut Tx,
    actor: &Actor,
    id: EventId,
    scope: Scope,
    reason: &str,
    with_people: bool,
) -> Result<Outcome> {
    let desk = access::desk(tx.db(), actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    let mut outcome = Outcome::default();
    for one in meant(tx, id, scope).await? {
        let row = access::lock(tx, one).await?;
        let people = registered(tx, one).await?;
        let why = match settled(tx, &row) {
            Some(why) => Some(why),
            None if people > 0 && !with_people => Some(Why::Registered),
            None => None,
        };
        if let Some(why) = why {
            outcome.kept.push(Kept { row, why, registered: people });
            continue;
        }
        if row.state == EventState::Draft {
            events::discard(tx, actor, one).await?;
        } else {
            let silent = people == 0 && reason.trim().is_empty();
            steps::cancel(tx, actor, one, if silent { TAKEN_OFF } else { reason }).await?;
        }
        outcome.changed += 1;
    }
    Ok(outcome)
}

/// Lets the audience hear of every draft of a series.
pub async fn publish(tx: &mut Tx, actor: &Actor, id: EventSeriesId) -> Result<Outcome> {
    let (_, known) = super::read(tx.db(), actor, id).await?;
    let mut outcome = Outcome::default();
    let mut refused = None;
    for one in locked(tx, id).await? {
        let row = access::lock(tx, one.event_id).await?;
        if row.state != EventState::Draft || !known.iter().any(|known| known.id == row.id) {
            continue;
        }
        match steps::publish(tx, actor, row.id).await {
            Ok(()) => outcome.changed += 1,
            Err(error @ (Error::Invalid(_) | Error::Refused(_) | Error::Hidden)) => {
                refused.get_or_insert(error);
                outcome.kept.push(kept(tx, row, Why::Refused).await?);
            }
            Err(error) => return Err(error),
        }
    }
    match refused {
        // Not one of them: the first says what is missing.
        Some(error) if outcome.changed == 0 => Err(error),
        _ => Ok(outcome),
    }
}
