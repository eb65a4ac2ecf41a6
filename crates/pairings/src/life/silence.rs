//! When nothing is heard of a pair: after thirty days its curators are told, after sixty the coordinators. One job per
//! pair waits for the day; when it comes and somebody was at work meanwhile, the next one is saved.

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{PairingId, Result, Timestamp};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::{ActiveValue::Set, entity::prelude::*};
use serde::{Deserialize, Serialize};

use super::access;
use crate::{
    entity::life::pairing,
    event::{
        life::{Detail, kind},
        pair::PairEvent,
    },
    kinds::PairState,
};

const KIND: &str = "pairings.silence";

/// Days of silence after which each circle is told.
pub(crate) const STAGES: [i32; 2] = [30, 60];

#[derive(Serialize, Deserialize)]
struct Watch {
    pairing: PairingId,
}

/// They work from now on, or again.
pub(crate) async fn begin(tx: &Tx, id: PairingId) -> Result<()> {
    note(tx, id).await?;
    save(tx, id, tx.now() + TimeDelta::days(STAGES[0].into())).await
}

/// Something was heard of them.
pub(crate) async fn broken(tx: &Tx, id: PairingId) -> Result<()> {
    let row = pairing::Entity::find_by_id(id).one(tx.db()).await?;
    note(tx, id).await?;
    // While the coordinators have not been told a job waits already.
    match row {
        Some(row) if row.state == PairState::Active && told_all(row.silence) => {
            save(tx, id, tx.now() + TimeDelta::days(STAGES[0].into())).await
        }
        Some(_) | None => Ok(()),
    }
}

fn told_all(silence: i32) -> bool {
    usize::try_from(silence).is_ok_and(|stage| stage >= STAGES.len())
}

async fn note(tx: &Tx, id: PairingId) -> Result<()> {
    let change =
        pairing::ActiveModel { id: Set(id), last_active_at: Set(tx.now()), silence: Set(0), ..Default::default() };
    change.update(tx.db()).await?;
    Ok(())
}

async fn save(tx: &Tx, id: PairingId, due: Timestamp) -> Result<()> {
    let key = format!("pairing:{id}:silence:{}", due.timestamp_micros());
    jobs::enqueue(tx, KIND, &Watch { pairing: id }, due, Some(key)).await
}

pub struct Silence;

#[async_trait]
impl JobHandler for Silence {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let Watch { pairing: id } = serde_json::from_str(payload)?;
        let mut tx = app.begin().await?;
        let row = access::lock(&tx, id).await?;
        let stage = usize::try_from(row.silence).unwrap_or(STAGES.len());
        let Some(days) = STAGES.get(stage).copied().filter(|_| row.state == PairState::Active) else { return Ok(()) };
        let due = row.last_active_at + TimeDelta::days(days.into());
        if due > tx.now() {
            save(&tx, id, due).await?;
        } else {
            let change = pairing::ActiveModel { id: Set(id), silence: Set(row.silence + 1), ..Default::default() };
            change.update(tx.db()).await?;
            tx.emit(PairEvent::by_itself(kind::SILENT, id).with(Detail { days: Some(days), ..Detail::default() }));
            if let Some(next) = STAGES.get(stage + 1) {
                // A server that slept through both days tells them one after the other.
                let due = (row.last_active_at + TimeDelta::days((*next).into())).max(tx.now());
                save(&tx, id, due).await?;
            }
        }
        tx.commit().await?;
        Ok(())
    }
}
