//! Events that are there already: which of them an item may be tied to, and how it is let go again.

use chrono::NaiveDate;
use kernel::{Actor, DateTime, EventId, PairingId, PlanItemId, Result, Utc};
use platform::{App, Tx, ports::GatheringState};
use sea_orm::{ActiveValue::Set, entity::prelude::*};
use serde::Serialize;
use utoipa::ToSchema;

use super::{items, room};
use crate::{
    entity::work::plan_item,
    event::work::kind,
    kinds::Side,
    life,
    policy::work::{Act, ItemAct, item_after},
};

/// An event of one of the two schools that an item may be tied to.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PlanEventChoice {
    pub id: EventId,
    pub title: String,
    pub path: String,
    pub state: GatheringState,
    pub starts_at: Option<DateTime<Utc>>,
    pub day: Option<NaiveDate>,
    /// Which of the two hold it.
    pub hosts: Vec<Side>,
    /// The item of this plan that is tied to it.
    pub item_id: Option<PlanItemId>,
}

/// What both schools hold and the actor knows of, neither over nor called off; the nearest first.
///
/// # Errors
/// `Refused` for whoever does not do the work of the pair.
pub async fn choices(app: &App, actor: &Actor, pairing: PairingId) -> Result<Vec<PlanEventChoice>> {
    let room = room::enter(app.reader(), actor, pairing).await?;
    room.allow(Act::Work)?;
    let (mentor, mentee) = (room.row.mentor_id, room.row.mentee_id);
    let found = app.gatherings()?.ahead(app, actor, &[mentor, mentee]).await?;
    let plan = items::of(app.reader(), pairing).await?;
    let choice = |(id, one): (EventId, platform::ports::Gathering)| PlanEventChoice {
        id,
        hosts: [(Side::Mentor, mentor), (Side::Mentee, mentee)]
            .into_iter()
            .filter(|(_, school)| one.hosts.contains(school))
            .map(|(side, _)| side)
            .collect(),
        item_id: plan.iter().find(|item| item.event_id == Some(id)).map(|item| item.id),
        title: one.title,
        path: one.path,
        state: one.state,
        starts_at: one.starts_at,
        day: one.day,
    };
    Ok(found.into_iter().map(choice).collect())
}

/// The item and its event go their own ways; the event stays what it is.
///
/// # Errors
/// `Conflict` when the item is no longer planned.
pub async fn untie(tx: &mut Tx, actor: &Actor, id: PlanItemId) -> Result<plan_item::Model> {
    let (row, room) = items::locked(tx, actor, id, Act::Work).await?;
    item_after(row.state, ItemAct::Become)?;
    if row.event_id.is_none() {
        return Ok(row);
    }
    let change = plan_item::ActiveModel {
        id: Set(id),
        event_id: Set(None),
        revision: Set(row.revision + 1),
        changed_at: Set(tx.now()),
        ..Default::default()
    };
    let row = change.update(tx.db()).await?;
    life::touch(tx, row.pairing_id).await?;
    items::tell(tx, kind::PLAN_CHANGED, &room, actor, id);
    Ok(row)
}
