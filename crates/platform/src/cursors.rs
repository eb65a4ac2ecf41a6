//! Followers of the feed: each keeps its cursor in the database and moves it in the transaction of its effect.
//!
//! A cursor over events without an effect moves in memory and is stored seldom: storing it costs a commit, and looking at
//! such events twice does no harm.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use async_trait::async_trait;
use kernel::{FeedEvent, Result};
use sea_orm::{QueryFilter, Set, entity::prelude::*, sea_query::OnConflict};
use tokio::sync::Mutex;

use crate::{App, Tx, feed};

const BATCH: usize = 200;
/// Under load events are taken together: a batch is at least this far behind the one before.
const REST: Duration = Duration::from_millis(25);
/// A cursor over events without an effect is stored after so many of them,
const IDLE_STORE: i64 = 500;
/// and this long after one that was wanted.
const OWED: Duration = Duration::from_secs(2);

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

    /// Have these wanted events no effect, as far as the rows tell now? Asked without holding the write gate. What has one
    /// is judged again by [`Follower::handle`], in the transaction that writes.
    async fn idle(&self, _: &App, _events: &[FeedEvent]) -> Result<bool> {
        Ok(false)
    }

    /// Writes the effect of wanted events. The cursor moves in the same transaction.
    async fn handle(&self, tx: &mut Tx, events: &[FeedEvent]) -> Result<()>;
}

/// All followers of this process.
#[derive(Default)]
pub struct Followers(std::sync::OnceLock<Vec<Running>>);

struct Running {
    follower: Arc<dyn Follower>,
    /// Nothing before the first step, and after another process was faster.
    place: Mutex<Option<Place>>,
}

/// How far a follower is.
#[derive(Clone, Copy)]
struct Place {
    /// In memory; ahead of what is stored while nothing had an effect.
    position: i64,
    /// In the database, as far as this process knows.
    stored: i64,
    /// Since when something wanted is behind the position and not behind what is stored.
    owed: Option<Instant>,
}

impl Place {
    fn at(stored: i64) -> Self {
        Self { position: stored, stored, owed: None }
    }

    fn is_due(&self) -> bool {
        self.position - self.stored >= IDLE_STORE || self.owed.is_some_and(|since| since.elapsed() >= OWED)
    }
}

impl Followers {
    pub fn set(&self, followers: Vec<Arc<dyn Follower>>) {
        let running = followers.into_iter().map(|follower| Running { follower, place: Mutex::new(None) });
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
            let here = running.place.try_lock().ok().and_then(|place| *place).map_or(0, |place| place.position);
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
            running.store(app).await?;
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
            Ok(true) => {
                failures = 0;
                tokio::time::sleep(REST).await;
            }
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
        let mut slot = self.place.lock().await;
        let mut place = match *slot {
            Some(place) => place,
            None => Place::at(stored(app, self.follower.name()).await?),
        };
        *slot = Some(place);
        let events = feed::news(app, place.position, BATCH).await?;
        let Some(last) = events.last().map(|e| e.seq) else {
            if place.is_due() {
                *slot = self.move_on(app, place).await?;
            }
            return Ok(false);
        };
        let wanted = events.iter().filter(|e| self.follower.wants(&e.kind));
        let wanted: Vec<FeedEvent> = wanted.map(|event| FeedEvent::clone(event)).collect();
        if wanted.is_empty() || self.follower.idle(app, &wanted).await? {
            place.position = last;
            if !wanted.is_empty() {
                place.owed.get_or_insert_with(Instant::now);
            }
            *slot = if place.is_due() { self.move_on(app, place).await? } else { Some(place) };
            return Ok(true);
        }
        let mut tx = app.begin().await?;
        if !advance(&tx, self.follower.name(), place.stored, last).await? {
            *slot = None;
            return Ok(true);
        }
        self.follower.handle(&mut tx, &wanted).await?;
        tx.commit().await?;
        *slot = Some(Place::at(last));
        Ok(true)
    }

    /// Stores a position that wanted events are behind.
    async fn store(&self, app: &App) -> Result<()> {
        let mut slot = self.place.lock().await;
        if let Some(place) = slot.filter(|place| place.owed.is_some()) {
            *slot = self.move_on(app, place).await?;
        }
        Ok(())
    }

    /// Stores the position; nothing when another process was faster.
    async fn move_on(&self, app: &App, place: Place) -> Result<Option<Place>> {
        let tx = app.begin().await?;
        let moved = advance(&tx, self.follower.name(), place.stored, place.position).await?;
        tx.commit().await?;
        Ok(moved.then(|| Place::at(place.position)))
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
