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

use tokio::sync::Semaphore;

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

    /// Takes seconds rather than milliseconds: such jobs have a lane of their own and hold up no letter.
    fn slow(&self) -> bool {
        false
    }

    async fn run(&self, app: &App, payload: &str) -> Result<()>;
}

/// Slow jobs that run at the same time in this process.
const SLOW_AT_ONCE: u32 = 2;

/// Handlers of this process.
pub struct Jobs {
    handlers: std::sync::OnceLock<Vec<Arc<dyn JobHandler>>>,
    quick: Lane,
    slow: Lane,
}

/// Jobs that wait for each other. Whoever drains the queue takes every place and so waits for those that are running.
struct Lane {
    slow: bool,
    places: u32,
    free: Semaphore,
}

impl Lane {
    fn new(slow: bool, places: u32) -> Self {
        Self { slow, places, free: Semaphore::new(places as usize) }
    }
}

impl Default for Jobs {
    fn default() -> Self {
        Self { handlers: std::sync::OnceLock::new(), quick: Lane::new(false, 1), slow: Lane::new(true, SLOW_AT_ONCE) }
    }
}

/// The queue in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Due and not done.
    pub due: u64,
    /// Wanted later.
    pub later: u64,
    /// Failed at least once, will be tried again.
    pub failing: u64,
    /// Given up.
    pub failed: u64,
}

/// # Errors
/// `Internal` when the database is out of reach.
pub async fn tally(app: &App) -> Result<Tally> {
    let open = || entity::Entity::find().filter(entity::Column::DoneAt.is_null());
    let alive = || open().filter(entity::Column::Attempts.lt(MAX_ATTEMPTS));
    let db = app.reader();
    Ok(Tally {
        due: alive().filter(entity::Column::RunAt.lte(app.now())).count(db).await?,
        later: alive().filter(entity::Column::RunAt.gt(app.now())).count(db).await?,
        failing: alive().filter(entity::Column::LastError.is_not_null()).count(db).await?,
        failed: open().filter(entity::Column::Attempts.gte(MAX_ATTEMPTS)).count(db).await?,
    })
}

/// Jobs of one kind that are not done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// Due, tried or not.
    pub due: u64,
    /// Failed at least once, will be tried again.
    pub failing: u64,
    /// Given up: kept, and tried again when somebody says so.
    pub given_up: u64,
    /// When the oldest of those that failed was wanted.
    pub since: Option<Timestamp>,
    /// What the newest failure said.
    pub last_error: Option<String>,
}

/// # Errors
/// `Internal` when the database is out of reach.
pub async fn standing(app: &App, kind: &str) -> Result<Standing> {
    let db = app.reader();
    let open = || entity::Entity::find().filter(entity::Column::DoneAt.is_null()).filter(entity::Column::Kind.eq(kind));
    let failed = || open().filter(entity::Column::LastError.is_not_null());
    let newest = failed().order_by_desc(entity::Column::RunAt).limit(1).one(db).await?;
    let oldest = failed().order_by_asc(entity::Column::CreatedAt).limit(1).one(db).await?;
    // Jobs fail and succeed between two questions: with an error there is always a day since when.
    let since = newest.as_ref().map(|job| oldest.map_or(job.created_at, |oldest| oldest.created_at));
    let alive = entity::Column::Attempts.lt(MAX_ATTEMPTS);
    Ok(Standing {
        due: open().filter(alive.clone()).filter(entity::Column::RunAt.lte(app.now())).count(db).await?,
        failing: failed().filter(alive).count(db).await?,
        given_up: open().filter(entity::Column::Attempts.gte(MAX_ATTEMPTS)).count(db).await?,
        since,
        last_error: newest.and_then(|job| job.last_error),
    })
}

/// Jobs of a kind that failed are tried again now, those given up too; answers how many.
///
/// # Errors
/// `Internal` when the database refuses.
pub async fn again(tx: &Tx, kind: &str) -> Result<u64> {
    let done = entity::Entity::update_many()
        .col_expr(entity::Column::RunAt, Expr::value(tx.now()))
        .col_expr(entity::Column::Attempts, Expr::value(0))
        .filter(entity::Column::DoneAt.is_null())
        .filter(entity::Column::Kind.eq(kind))
        .filter(entity::Column::LastError.is_not_null())
        .exec(tx.db())
        .await?;
    Ok(done.rows_affected)
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
        for slow in std::iter::once(false).chain((0..SLOW_AT_ONCE).map(|_| true)) {
            let app = app.clone();
            tokio::spawn(async move {
                loop {
                    match app.jobs().run_one(&app, slow, 1).await {
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
    }

    /// Runs everything due; fails when a job failed, so that tests cannot overlook it.
    pub(crate) async fn drain(&self, app: &App) -> Result<bool> {
        let mut worked = false;
        while self.run_one(app, false, self.quick.places).await? || self.run_one(app, true, self.slow.places).await? {
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

    /// Runs one job of a lane, holding so many of its places.
    async fn run_one(&self, app: &App, slow: bool, places: u32) -> Result<bool> {
        let lane = if slow { &self.slow } else { &self.quick };
        let _places = lane.free.acquire_many(places).await.map_err(anyhow::Error::from)?;
        let handlers = self.handlers.get().map_or(&[][..], Vec::as_slice);
        let slow_kinds: Vec<&str> = handlers.iter().filter(|h| h.slow()).map(|h| h.kind()).collect();
        let kinds = if lane.slow {
            entity::Column::Kind.is_in(slow_kinds)
        } else {
            // Kinds that nobody handles fail here, loudly.
            entity::Column::Kind.is_not_in(slow_kinds)
        };
        let Some(job) = take(app, kinds).await? else { return Ok(false) };
        let handler = handlers.iter().find(|h| h.kind() == job.kind);
        let outcome = match handler {
            Some(handler) => handler.run(app, &job.payload).await,
            None => Err(Error::Internal(anyhow::anyhow!("nobody handles jobs of kind {}", job.kind))),
        };
        finish(app, job, outcome).await?;
        Ok(true)
    }
}

async fn take(app: &App, kinds: Expr) -> Result<Option<entity::Model>> {
    let now = app.now();
    // A lease longer than any, or a job saved later than now: the clock jumped back, and nobody shall wait a year.
    let free = entity::Column::LeasedUntil
        .is_null()
        .or(entity::Column::LeasedUntil.lt(now))
        .or(entity::Column::LeasedUntil.gt(now + LEASE));
    let due = entity::Entity::find()
        .filter(entity::Column::DoneAt.is_null())
        .filter(kinds)
        .filter(entity::Column::RunAt.lte(now).or(entity::Column::CreatedAt.gt(now)))
        .filter(entity::Column::Attempts.lt(MAX_ATTEMPTS))
        .filter(free.clone())
        .order_by_asc(entity::Column::RunAt)
        // Letters of one instant leave in the order they were written.
        .order_by_asc(entity::Column::Id)
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
