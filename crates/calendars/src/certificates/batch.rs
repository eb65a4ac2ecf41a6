//! Many certificates at once: begun by a request, given by a job, a few in each write, so that a crash in the middle
//! costs nobody theirs and gives nobody two.

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Actor, CertificateBatchId, Code, Error, EventId, RegistrationId, Result};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::{ActiveValue::Set, ConnectionTrait, QueryOrder, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::{earned, form, give, over};
use crate::{
    access,
    entity::{event_certificate, event_certificate_batch, event_registration},
    kinds::RegistrationState,
};

const KIND: &str = "calendars.certificates";
/// Given in one write.
const AT_ONCE: usize = 20;

#[derive(Serialize, Deserialize)]
struct Order {
    batch: CertificateBatchId,
}

/// Begins a batch: for these, or for everybody who earned one and holds none.
pub async fn begin(
    tx: &mut Tx,
    actor: &Actor,
    id: EventId,
    chosen: Option<Vec<RegistrationId>>,
) -> Result<event_certificate_batch::Model> {
    let desk = access::locked(tx, actor, id).await?;
    desk.seat.manage(&desk.facts).or_refuse()?;
    over(&desk, tx.now())?;
    let form = form::of(tx.db(), &desk.row).await?;
    if form.signer.is_empty() {
        return Err(Error::invalid("signer", "required"));
    }
    let wanting: Vec<RegistrationId> = wanting(tx.db(), id)
        .await?
        .into_iter()
        .filter(|row| chosen.as_ref().is_none_or(|chosen| chosen.contains(&row.id)))
        .filter(|row| earned(row, &form))
        .map(|row| row.id)
        .collect();
    for (index, asked) in chosen.iter().flatten().enumerate() {
        if !wanting.contains(asked) {
            return Err(Error::invalid(&format!("registration_ids[{index}]"), "invalid"));
        }
    }
    if wanting.is_empty() {
        return Err(Error::invalid("registration_ids", "required"));
    }
    let batch = event_certificate_batch::Model {
        id: tx.id(),
        event_id: id,
        by_id: actor.person,
        chosen: serde_json::to_string(&wanting)?,
        total: i32::try_from(wanting.len()).unwrap_or(i32::MAX),
        done: 0,
        created_at: tx.now(),
        finished_at: None,
    };
    let stored = event_certificate_batch::ActiveModel::from(batch.clone()).reset_all();
    match event_certificate_batch::Entity::insert(stored).exec_without_returning(tx.db()).await {
        // Another one of this event is running.
        Err(error) if platform::db::is_unique_violation(&error) => return Err(Error::Conflict(Code::WrongState)),
        other => other?,
    };
    let due = tx.now() - TimeDelta::milliseconds(1);
    jobs::enqueue(tx, KIND, &Order { batch: batch.id }, due, Some(format!("{KIND}:{}", batch.id))).await?;
    Ok(batch)
}

/// Confirmed registrations without a certificate that stands, in the order in which they came.
async fn wanting<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Vec<event_registration::Model>> {
    let held = event_certificate::Entity::find()
        .filter(event_certificate::Column::EventId.eq(id))
        .filter(event_certificate::Column::RevokedAt.is_null());
    let held: std::collections::HashSet<_> = held.all(db).await?.into_iter().map(|row| row.registration_id).collect();
    let rows = event_registration::Entity::find()
        .filter(event_registration::Column::EventId.eq(id))
        .filter(event_registration::Column::State.eq(RegistrationState::Confirmed))
        .order_by_asc(event_registration::Column::Id);
    Ok(rows.all(db).await?.into_iter().filter(|row| !held.contains(&row.id)).collect())
}

/// The last batch of an event.
pub async fn latest<C: ConnectionTrait>(db: &C, id: EventId) -> Result<Option<event_certificate_batch::Model>> {
    let found = event_certificate_batch::Entity::find()
        .filter(event_certificate_batch::Column::EventId.eq(id))
        .order_by_desc(event_certificate_batch::Column::Id);
    Ok(found.one(db).await?)
}

pub struct Giving;

#[async_trait]
impl JobHandler for Giving {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn slow(&self) -> bool {
        true
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let Order { batch } = serde_json::from_str(payload)?;
        finish(app, batch).await
    }
}

/// Gives everybody of a batch theirs.
pub async fn finish(app: &App, batch: CertificateBatchId) -> Result<()> {
    while some(app, batch).await? {}
    Ok(())
}

/// Gives the next few; false when nobody is left.
async fn some(app: &App, id: CertificateBatchId) -> Result<bool> {
    let mut tx = app.begin().await?;
    let Some(batch) = event_certificate_batch::Entity::find_by_id(id).one(tx.db()).await? else { return Ok(false) };
    if batch.finished_at.is_some() {
        return Ok(false);
    }
    let event = access::lock(&tx, batch.event_id).await?;
    let form = form::of(tx.db(), &event).await?;
    let chosen: Vec<RegistrationId> = serde_json::from_str(&batch.chosen)?;
    let done = usize::try_from(batch.done).unwrap_or(0).min(chosen.len());
    let next = &chosen[done..(done + AT_ONCE).min(chosen.len())];
    for registration in next {
        let row = event_registration::Entity::find_by_id(*registration).one(tx.db()).await?;
        if let Some(row) = row {
            give(&mut tx, batch.by_id, &event, &form, &row).await?;
        }
    }
    let done = done + next.len();
    let more = done < chosen.len();
    let change = event_certificate_batch::ActiveModel {
        id: Set(id),
        done: Set(i32::try_from(done).unwrap_or(i32::MAX)),
        finished_at: Set((!more).then(|| tx.now())),
        ..Default::default()
    };
    change.update(tx.db()).await?;
    tx.commit().await?;
    Ok(more)
}
