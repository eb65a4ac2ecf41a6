//! The running application: what every handler, follower and job is given.

use std::sync::{Arc, Mutex, OnceLock};

use kernel::{Clock, Result, Stream, Timestamp};
use uuid::{ContextV7, Uuid};

use crate::{
    Config, Tx,
    bus::Bus,
    cursors::Followers,
    db::Db,
    jobs::Jobs,
    limits::Limits,
    mail::Mailer,
    ports::{NoticeSource, People, Streams},
};

/// Shared handle; cloning is cheap.
#[derive(Clone)]
pub struct App(Arc<Inner>);

struct Inner {
    config: Config,
    db: Db,
    clock: Arc<dyn Clock>,
    ids: Mutex<ContextV7>,
    bus: Bus,
    mailer: Mailer,
    limits: Limits,
    followers: Followers,
    jobs: Jobs,
    parts: OnceLock<Parts>,
}

/// The ports, named together in the composition root.
pub struct Parts {
    pub people: Arc<dyn People>,
    pub streams: Vec<Arc<dyn Streams>>,
    pub notices: Vec<Arc<dyn NoticeSource>>,
}

impl App {
    pub fn new(config: Config, db: Db, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let remote = db.is_postgres().then(|| db.url().to_owned());
        let mailer = Mailer::new(&config)?;
        let limits = Limits::new(&config.limits);
        Ok(Self(Arc::new(Inner {
            config,
            db,
            clock,
            ids: Mutex::new(ContextV7::new()),
            bus: Bus::start(remote),
            mailer,
            limits,
            followers: Followers::default(),
            jobs: Jobs::default(),
            parts: OnceLock::new(),
        })))
    }

    /// Names the ports; once, before serving.
    ///
    /// # Errors
    /// When called twice.
    pub fn assemble(&self, parts: Parts) -> anyhow::Result<()> {
        self.0.parts.set(parts).map_err(|_| anyhow::anyhow!("the application is assembled already"))
    }

    pub fn config(&self) -> &Config {
        &self.0.config
    }

    pub fn db(&self) -> &Db {
        &self.0.db
    }

    /// A connection for reading.
    pub fn reader(&self) -> &sea_orm::DatabaseConnection {
        self.0.db.reader()
    }

    pub fn now(&self) -> Timestamp {
        self.0.clock.now()
    }

    pub fn bus(&self) -> &Bus {
        &self.0.bus
    }

    pub fn mailer(&self) -> &Mailer {
        &self.0.mailer
    }

    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    pub fn followers(&self) -> &Followers {
        &self.0.followers
    }

    pub fn jobs(&self) -> &Jobs {
        &self.0.jobs
    }

    /// Opens the write gate.
    ///
    /// # Errors
    /// `Internal` when the database is out of reach.
    pub async fn begin(&self) -> Result<Tx> {
        Tx::begin(self).await
    }

    /// A UUIDv7 of the clock's now; ids made in one process never go backwards within a millisecond.
    pub fn new_id<T: From<Uuid>>(&self) -> T {
        let now = self.now();
        let seconds = u64::try_from(now.timestamp()).unwrap_or(0);
        let context = self.0.ids.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        T::from(Uuid::new_v7(uuid::Timestamp::from_unix(&*context, seconds, now.timestamp_subsec_nanos())))
    }

    fn parts(&self) -> Result<&Parts> {
        Ok(self.0.parts.get().ok_or_else(|| anyhow::anyhow!("the application is not assembled"))?)
    }

    /// # Errors
    /// `Internal` before [`App::assemble`].
    pub fn people(&self) -> Result<&Arc<dyn People>> {
        Ok(&self.parts()?.people)
    }

    /// The feature that owns this kind of stream.
    pub fn streams(&self, stream: &Stream) -> Option<&Arc<dyn Streams>> {
        let parts = self.0.parts.get()?;
        parts.streams.iter().find(|s| s.kinds().contains(&stream.kind.as_str()))
    }

    pub fn notice_sources(&self) -> &[Arc<dyn NoticeSource>] {
        self.0.parts.get().map_or(&[], |parts| &parts.notices)
    }

    /// Waits until every follower has handled the whole feed and no job is due. For tests and the demo loader.
    ///
    /// # Errors
    /// `Internal` when a follower or a job keeps failing.
    pub async fn settle(&self) -> Result<()> {
        loop {
            let moved = self.0.followers.drain(self).await?;
            let worked = self.0.jobs.drain(self).await?;
            if !moved && !worked {
                return Ok(());
            }
        }
    }
}
