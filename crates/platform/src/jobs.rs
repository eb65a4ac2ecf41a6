//! Background jobs: a row saved with the change that wants them, run at least once, with growing delays after failures.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use chrono::TimeDelta;
use kernel::{Error, JobId, Result, Timestamp};
use sea_orm::{
    QueryOrder, QuerySelect, Set,
    entity::prelude::*,
    sea_query::{ExprTrait, OnConflict},
};

use crate::{App, Tx};

const LEASE: TimeDelta = TimeDelta::minutes(5);
const MAX_ATTEMPTS: i32 = 12;

/// Table `job`.
pub mod entity {
    use super::{JobId, Timestamp};
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "job")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub id: JobId,
        pub kind: String,
        #[sea_orm(column_type = "Text")]
        pub payload: String,
        /// At most one job per key, for ever.
        pub dedup: Option<String>,
        pub run_at: Timestamp,
        pub leased_until: Option<Timestamp>,
        pub attempts: i32,
        #[sea_orm(column_type = "Text")]
        pub last_error: Option<String>,
        pub done_at: Option<Timestamp>,
        pub created_at: Timestamp,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// Runs jobs of one kind. May be called twice for the same job after a crash.
#[async_trait]
pub trait JobHandler: Send + Sync {
    fn kind(&self) -> &'static str;
    async fn run(&self, app: &App, payload: &str) -> Result<()>;
}

/// Handlers of this process.
#[derive(Default)]
pub struct Jobs {
    handlers: std::sync::OnceLock<Vec<Arc<dyn JobHandler>>>,
    /// One job at a time in this process: whoever drains the queue waits for the one that is running.
    turn: tokio::sync::Mutex<()>,
}

/// Saves a job with the running write.
///
/// # Errors
/// `Internal` when the payload cannot be written as JSON or the database refuses.
pub async fn enqueue<T: serde::Serialize>(
    tx: &Tx,
    kind: &str,
    payload: &T,
    run_at: Timestamp,
    dedup: Option<String>,
) -> Result<()> {
    let row = entity::ActiveModel {
        id: Set(tx.id()),
        kind: Set(kind.to_owned()),
        payload: Set(serde_json::to_string(payload)?),
        dedup: Set(dedup),
        run_at: Set(run_at),
        leased_until: Set(None),
        attempts: Set(0),
        last_error: Set(None),
        done_at: Set(None),
        created_at: Set(tx.now()),
    };
    entity::Entity::insert(row)
        .on_conflict(OnConflict::column(entity::Column::Dedup).do_nothing().to_owned())
        .exec_without_returning(tx.db())
        .await?;
    Ok(())
}

impl Jobs {
    pub fn set(&self, handlers: Vec<Arc<dyn JobHandler>>) {
        let _ = self.handlers.set(handlers);
    }

    pub fn start(app: &App) {
        let app = app.clone();
        tokio::spawn(async move {
            loop {
                match app.jobs().run_one(&app).await {
                    Ok(true) => {}
                    Ok(false) => tokio::time::sleep(Duration::from_millis(500)).await,
                    Err(error) => {
                        tracing::error!(%error, "job queue failed");
                        tokio::time::sleep(Duration::from_secs(2)).await;
                    }
                }
            }
        });
    }

    /// Runs everything due; fails when a job failed, so that tests cannot overlook it.
    pub(crate) async fn drain(&self, app: &App) -> Result<bool> {
        let mut worked = false;
        while self.run_one(app).await? {
            worked = true;
        }
        let failed = entity::Entity::find()
            .filter(entity::Column::DoneAt.is_null())
            .filter(entity::Column::LastError.is_not_null())
            .one(app.reader())
            .await?;
        match failed {
            Some(job) => Err(Error::Internal(anyhow::anyhow!("job {} failed: {:?}", job.kind, job.last_error))),
            None => Ok(worked),
        }
    }

    async fn run_one(&self, app: &App) -> Result<bool> {
        let _turn = self.turn.lock().await;
        let Some(job) = take(app).await? else { return Ok(false) };
        let handler = self.handlers.get().and_then(|all| all.iter().find(|h| h.kind() == job.kind));
        let outcome = match handler {
            Some(handler) => handler.run(app, &job.payload).await,
            None => Err(Error::Internal(anyhow::anyhow!("nobody handles jobs of kind {}", job.kind))),
        };
        finish(app, job, outcome).await?;
        Ok(true)
    }
}

async fn take(app: &App) -> Result<Option<entity::Model>> {
    let now = app.now();
    // A lease longer than any, or a job saved later than now: the clock jumped back, and nobody shall wait a year.
    let free = entity::Column::LeasedUntil
        .is_null()
        .or(entity::Column::LeasedUntil.lt(now))
        .or(entity::Column::LeasedUntil.gt(now + LEASE));
    let due = entity::Entity::find()
        .filter(entity::Column::DoneAt.is_null())
        .filter(entity::Column::RunAt.lte(now).or(entity::Column::CreatedAt.gt(now)))
        .filter(entity::Column::Attempts.lt(MAX_ATTEMPTS))
        .filter(free.clone())
        .order_by_asc(entity::Column::RunAt)
        .limit(1)
        .one(app.reader())
        .await?;
    let Some(job) = due else { return Ok(None) };
    let tx = app.begin().await?;
    let taken = entity::Entity::update_many()
        .col_expr(entity::Column::LeasedUntil, Expr::value(now + LEASE))
        .filter(entity::Column::Id.eq(job.id))
        .filter(entity::Column::DoneAt.is_null())
        .filter(free)
        .exec(tx.db())
        .await?;
    tx.commit().await?;
    Ok((taken.rows_affected == 1).then_some(job))
}

async fn finish(app: &App, job: entity::Model, outcome: Result<()>) -> Result<()> {
    let tx = app.begin().await?;
    let now = tx.now();
    let attempts = job.attempts + 1;
    let mut row: entity::ActiveModel = job.into();
    row.attempts = Set(attempts);
    row.leased_until = Set(None);
    match outcome {
        Ok(()) => {
            row.done_at = Set(Some(now));
            // Letters hold addresses and one-time links: nothing of them stays when they are gone.
            row.payload = Set(String::new());
            row.last_error = Set(None);
        }
        Err(error) => {
            tracing::warn!(%error, attempts, "job failed");
            row.last_error = Set(Some(format!("{error:?}").chars().take(2000).collect()));
            row.run_at = Set(now + TimeDelta::seconds(10 * (1 << Ord::min(attempts, 10))));
        }
    }
    row.update(tx.db()).await?;
    tx.commit().await?;
    Ok(())
}
