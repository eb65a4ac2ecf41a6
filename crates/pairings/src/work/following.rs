//! What became of an item closes it: the event was held, the practice published. What is called off leaves it free.

use async_trait::async_trait;
use kernel::{EventId, FeedEvent, PracticeId, Result};
use platform::{Tx, cursors::Follower, ports::GatheringState};
use sea_orm::{ActiveValue::Set, QueryOrder, entity::prelude::*};

use super::items::{self, Closing};
use crate::{
    entity::work::plan_item,
    event::{
        pair::PairEvent,
        work::{Detail, kind},
    },
    kinds::PlanState,
    life,
};

/// Words of other features: what they are called in the feed.
const HELD: &str = "calendars.held";
const CANCELLED: &str = "calendars.cancelled";
const PUBLISHED: &str = "practices.published";
const DISCARDED: &str = "practices.discarded";

pub struct Plans;

#[async_trait]
impl Follower for Plans {
    fn name(&self) -> &'static str {
        "pairings.plans"
    }

    fn wants(&self, kind: &str) -> bool {
        [HELD, CANCELLED, PUBLISHED, DISCARDED].contains(&kind)
    }

    async fn handle(&self, tx: &mut Tx, events: &[FeedEvent]) -> Result<()> {
        for event in events {
            match event.kind.as_str() {
                HELD => held(tx, EventId(event.subject)).await?,
                CANCELLED => cancelled(tx, EventId(event.subject)).await?,
                PUBLISHED => published(tx, event).await?,
                DISCARDED => discarded(tx, PracticeId(event.subject)).await?,
                _ => {}
            }
        }
        Ok(())
    }
}

/// Planned items that became this, each with the row of its pair locked first.
async fn planned(tx: &Tx, became: sea_orm::Condition) -> Result<Vec<plan_item::Model>> {
    let open = || {
        plan_item::Entity::find()
            .filter(became.clone())
            .filter(plan_item::Column::State.eq(PlanState::Planned))
            .order_by_asc(plan_item::Column::PairingId)
            .order_by_asc(plan_item::Column::Id)
    };
    for row in open().all(tx.db()).await? {
        life::lock(tx, row.pairing_id).await?;
    }
    Ok(open().all(tx.db()).await?)
}

fn of_event(event: EventId) -> sea_orm::Condition {
    sea_orm::Condition::all().add(plan_item::Column::EventId.eq(event))
}

fn of_practice(practice: PracticeId) -> sea_orm::Condition {
    sea_orm::Condition::all().add(plan_item::Column::PracticeId.eq(practice))
}

async fn held(tx: &mut Tx, event: EventId) -> Result<()> {
    let rows = planned(tx, of_event(event)).await?;
    if rows.is_empty() {
        return Ok(());
    }
    let app = tx.app().clone();
    let Some(found) = app.gatherings()?.look(&app, &[event]).await?.remove(&event) else { return Ok(()) };
    if found.state != GatheringState::Held {
        return Ok(());
    }
    for row in rows {
        let closing = Closing {
            done_on: found.day.unwrap_or_else(|| tx.now().date_naive()),
            minutes: found.minutes,
            present: found.came(),
            outcome: String::new(),
            by: None,
        };
        close(tx, row, closing).await?;
    }
    Ok(())
}

async fn published(tx: &mut Tx, event: &FeedEvent) -> Result<()> {
    for row in planned(tx, of_practice(PracticeId(event.subject))).await? {
        close(tx, row, Closing { done_on: event.at.date_naive(), ..Closing::default() }).await?;
    }
    Ok(())
}

async fn close(tx: &mut Tx, row: plan_item::Model, closing: Closing) -> Result<()> {
    let row = items::close(tx, row, closing).await?;
    tell(tx, kind::ITEM_DONE, &row);
    Ok(())
}

async fn cancelled(tx: &mut Tx, event: EventId) -> Result<()> {
    for row in planned(tx, of_event(event)).await? {
        let change = plan_item::ActiveModel { id: Set(row.id), event_id: Set(None), ..Default::default() };
        free(tx, row, change).await?;
    }
    Ok(())
}

async fn discarded(tx: &mut Tx, practice: PracticeId) -> Result<()> {
    for row in planned(tx, of_practice(practice)).await? {
        let change = plan_item::ActiveModel { id: Set(row.id), practice_id: Set(None), ..Default::default() };
        free(tx, row, change).await?;
    }
    Ok(())
}

async fn free(tx: &mut Tx, row: plan_item::Model, mut change: plan_item::ActiveModel) -> Result<()> {
    change.revision = Set(row.revision + 1);
    change.changed_at = Set(tx.now());
    let row = change.update(tx.db()).await?;
    tell(tx, kind::ITEM_FREED, &row);
    Ok(())
}

fn tell(tx: &mut Tx, kind: &'static str, row: &plan_item::Model) {
    let detail = Detail { item: Some(row.id), ..Detail::default() };
    tx.emit(PairEvent::by_itself(kind, row.pairing_id).with(detail));
}
