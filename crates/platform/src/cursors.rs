//! Followers of the feed: each keeps its cursor in the database and moves it in the transaction of its effect.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use kernel::{FeedEvent, Result};
use sea_orm::{QueryFilter, Set, entity::prelude::*, sea_query::OnConflict};
use tokio::sync::Mutex;

use crate::{App, Tx, feed};

const BATCH: u64 = 200;
/// A cursor over events nobody wanted is stored this seldom: storing it costs a commit.
const IDLE_STORE: i64 = 500;

/// Table `feed_cursor`.
pub mod entity {
    use sea_orm::entity::prelude::*;

    #[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
    #[sea_orm(table_name = "feed_cursor")]
    pub struct Model {
        #[sea_orm(primary_key, auto_increment = false)]
        pub name: String,
        pub seq: i64,
    }

    #[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
    pub enum Relation {}

    impl ActiveModelBehavior for ActiveModel {}
}

/// A reaction to the feed with a durable effect. Re-reads rows, so that replay is harmless.
#[async_trait]
pub trait Follower: Send + Sync {
    /// Name of its cursor.
    fn name(&self) -> &'static str;

    /// Cheap filter; unwanted events move the cursor only.
    fn wants(&self, kind: &str) -> bool;

    /// Writes the effect of wanted events. The cursor moves in the same transaction.
    async fn handle(&self, tx: &mut Tx, events: &[FeedEvent]) -> Result<()>;
}

/// All followers of this process.
#[derive(Default)]
pub struct Followers(std::sync::OnceLock<Vec<Running>>);

struct Running {
    follower: Arc<dyn Follower>,
    /// Position in memory; ahead of the stored one while nothing was wanted.
    position: Mutex<Option<i64>>,
}

impl Followers {
    pub fn set(&self, followers: Vec<Arc<dyn Follower>>) {
        let running = followers.into_iter().map(|follower| Running { follower, position: Mutex::new(None) });
        // A second call keeps the first list: the composition root calls once.
        let _ = self.0.set(running.collect());
    }

    /// Follows the feed until the process ends.
    pub fn start(app: &App) {
        let count = app.followers().0.get().map_or(0, Vec::len);
        for index in 0..count {
            tokio::spawn(follow(app.clone(), index));
        }
    }

    /// How far each follower of this process is. One that is at work answers with what it has stored.
    ///
    /// # Errors
    /// `Internal` when the database is out of reach.
    pub async fn positions(&self, app: &App) -> Result<Vec<(&'static str, i64)>> {
        let mut all = Vec::new();
        for running in self.0.get().map_or(&[][..], Vec::as_slice) {
            let name = running.follower.name();
            let here = running.position.try_lock().ok().and_then(|position| *position).unwrap_or(0);
            all.push((name, here.max(stored(app, name).await?)));
        }
        Ok(all)
    }

    /// Handles everything there is; true when anything was handled.
    pub(crate) async fn drain(&self, app: &App) -> Result<bool> {
        let mut moved = false;
        for running in self.0.get().map_or(&[][..], Vec::as_slice) {
            while running.step(app).await? {
                moved = true;
            }
        }
        Ok(moved)
    }
}

async fn follow(app: App, index: usize) {
    let mut head = app.bus().watch();
    let mut failures = 0_u32;
    loop {
        let Some(running) = app.followers().0.get().and_then(|all| all.get(index)) else { return };
        match running.step(&app).await {
            Ok(true) => failures = 0,
            Ok(false) => {
                failures = 0;
                // The poll covers wake-ups lost between processes.
                let _ = tokio::time::timeout(Duration::from_secs(1), head.changed()).await;
            }
            Err(error) => {
                failures += 1;
                tracing::error!(follower = running.follower.name(), failures, %error, "follower failed; it will retry");
                tokio::time::sleep(Duration::from_millis(200 * u64::from(failures.min(50)))).await;
            }
        }
    }
}

impl Running {
    /// Handles one batch; false when there was nothing new.
    async fn step(&self, app: &App) -> Result<bool> {
        let mut position = self.position.lock().await;
        let name = self.follower.name();
        let stored = stored(app, name).await?;
        // Another process may have moved the cursor on; our own memory may be ahead of the stored idle part.
        let from = position.unwrap_or(stored).max(stored);
        let events = feed::after(app.reader(), from, BATCH).await?;
        let Some(last) = events.last().map(|e| e.seq) else {
            *position = Some(from);
            return Ok(false);
        };
        app.bus().saw(last);
        let wanted: Vec<FeedEvent> = events.into_iter().filter(|e| self.follower.wants(&e.kind)).collect();
        if wanted.is_empty() && last - stored < IDLE_STORE {
            *position = Some(last);
            return Ok(true);
        }
        let mut tx = app.begin().await?;
        if !advance(&tx, name, stored, last).await? {
            return Ok(true);
        }
        if !wanted.is_empty() {
            self.follower.handle(&mut tx, &wanted).await?;
        }
        tx.commit().await?;
        *position = Some(last);
        Ok(true)
    }
}

async fn stored(app: &App, name: &str) -> Result<i64> {
    Ok(entity::Entity::find_by_id(name).one(app.reader()).await?.map_or(0, |row| row.seq))
}

/// Compare-and-set; false when another process was faster.
async fn advance(tx: &Tx, name: &str, from: i64, to: i64) -> Result<bool> {
    if from == 0 {
        let row = entity::ActiveModel { name: Set(name.to_owned()), seq: Set(0) };
        entity::Entity::insert(row)
            .on_conflict(OnConflict::column(entity::Column::Name).do_nothing().to_owned())
            .exec_without_returning(tx.db())
            .await?;
    }
    let updated = entity::Entity::update_many()
        .col_expr(entity::Column::Seq, Expr::value(to))
        .filter(entity::Column::Name.eq(name))
        .filter(entity::Column::Seq.eq(from))
        .exec(tx.db())
        .await?;
    Ok(updated.rows_affected == 1)
}
