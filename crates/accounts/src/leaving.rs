//! Leaving for good. Whoever withdraws the consent to processing is shut in at once, and after thirty days, unless it was
//! given again, every feature erases what it knows of them. Posts stay without a name; one row says that it was done.

use std::sync::Arc;

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{ConsentId, Error, PersonId, Result, Timestamp};
use platform::{
    App, Tx,
    jobs::{self, JobHandler},
};
use sea_orm::{ConnectionTrait, QueryOrder, QuerySelect, Set, entity::prelude::*};
use serde::{Deserialize, Serialize};

use crate::{
    entity::{consent, person, purge_log},
    event::What,
    words::{ConsentKind, PersonStatus},
};

/// How long a withdrawal can be taken back. The consent's text promises it: `consent/processing.ru.md`.
pub const GRACE: TimeDelta = TimeDelta::days(30);

const KIND: &str = "accounts.purge";

#[derive(Debug, Serialize, Deserialize)]
struct Wish {
    consent: ConsentId,
}

/// Saves the wish with the withdrawal.
pub(crate) async fn schedule(tx: &Tx, withdrawn: &consent::Model) -> Result<()> {
    let wish = Wish { consent: withdrawn.id };
    jobs::enqueue(tx, KIND, &wish, tx.now() + GRACE, Some(format!("{KIND}:{}", withdrawn.id))).await
}

/// When the data of a person will be erased, if nothing changes.
pub async fn due<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Option<Timestamp>> {
    Ok(standing_wish(db, person).await?.and_then(|row| row.withdrawn_at).map(|at| at + GRACE))
}

/// The last withdrawal, while no consent to processing stands.
async fn standing_wish<C: ConnectionTrait>(db: &C, person: PersonId) -> Result<Option<consent::Model>> {
    let rows = consent::Entity::find()
        .filter(consent::Column::PersonId.eq(person))
        .filter(consent::Column::Kind.eq(ConsentKind::Processing))
        .order_by_desc(consent::Column::WithdrawnAt)
        .order_by_desc(consent::Column::Id)
        .all(db)
        .await?;
    if rows.iter().any(|row| row.withdrawn_at.is_none()) {
        return Ok(None);
    }
    Ok(rows.into_iter().next())
}

struct Purging;

pub fn handler() -> Arc<dyn JobHandler> {
    Arc::new(Purging)
}

#[async_trait]
impl JobHandler for Purging {
    fn kind(&self) -> &'static str {
        KIND
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()> {
        let Wish { consent } = serde_json::from_str(payload)?;
        let row = consent::Entity::find_by_id(consent).one(app.reader()).await?.ok_or(Error::Hidden)?;
        let mut tx = app.begin().await?;
        if purge(&mut tx, &row).await? {
            tx.commit().await?;
        }
        Ok(())
    }
}

/// Erases, unless the person thought better of it; false when nothing was to be done.
async fn purge(tx: &mut Tx, wish: &consent::Model) -> Result<bool> {
    let person = wish.person_id;
    let row = person::Entity::find_by_id(person).lock_exclusive().one(tx.db()).await?;
    if row.is_none_or(|p| p.status == PersonStatus::Erased) {
        return Ok(false);
    }
    // Withdrawn, given again and withdrawn again: the days count from the last time.
    let stands = standing_wish(tx.db(), person).await?.filter(|row| row.id == wish.id);
    let Some(asked_at) = stands.and_then(|row| row.withdrawn_at).filter(|at| *at + GRACE <= tx.now()) else {
        return Ok(false);
    };
    let app = tx.app().clone();
    for part in app.personal_data() {
        part.erase(tx, person).await?;
    }
    let done = purge_log::ActiveModel {
        id: Set(tx.id()),
        person_id: Set(person),
        consent_id: Set(wish.id),
        asked_at: Set(asked_at),
        purged_at: Set(tx.now()),
    };
    done.insert(tx.db()).await?;
    tx.emit(What::PersonErased { person }.by_house());
    tx.emit(What::PersonChanged { person }.by_house());
    tx.emit(What::RightsChanged { person }.by_house());
    Ok(true)
}
