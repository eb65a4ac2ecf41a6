//! The running application: what every handler, follower and job is given.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use kernel::{Clock, Result, Timestamp};
use uuid::{ContextV7, Uuid};

use crate::{
    Config, Tx,
    bus::Bus,
    cursors::Followers,
    db::Db,
    jobs::Jobs,
    limits::Limits,
    mail::Mailer,
    ports::{
        Bank, Discussions, Drain, Evidence, FileOwners, Files, Gatherings, Harvest, NoticeSource, OpenPages, People,
        PersonalData, Proofs, Rooms, SchoolResults, SearchSource, Streams,
    },
    tail::Tail,
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
    tail: Tail,
    mailer: Mailer,
    limits: Limits,
    followers: Followers,
    jobs: Jobs,
    parts: OnceLock<Parts>,
    memory: Mutex<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

/// The ports, named together in the composition root.
pub struct Parts {
    pub people: Arc<dyn People>,
    pub streams: Vec<Arc<dyn Streams>>,
    pub notices: Vec<Arc<dyn NoticeSource>>,
    pub search: Vec<Arc<dyn SearchSource>>,
    pub file_owners: Vec<Arc<dyn FileOwners>>,
    pub files: Option<Arc<dyn Files>>,
    pub discussions: Option<Arc<dyn Discussions>>,
    pub rooms: Option<Arc<dyn Rooms>>,
    pub drains: Vec<Arc<dyn Drain>>,
    pub personal: Vec<Arc<dyn PersonalData>>,
    pub open: Vec<Arc<dyn OpenPages>>,
    pub harvest: Option<Arc<dyn Harvest>>,
    pub bank: Option<Arc<dyn Bank>>,
    pub gatherings: Option<Arc<dyn Gatherings>>,
    pub proofs: Vec<Arc<dyn Proofs>>,
    pub evidence: Vec<Arc<dyn Evidence>>,
    pub results: Option<Arc<dyn SchoolResults>>,
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
            tail: Tail::default(),
            mailer,
            limits,
            followers: Followers::default(),
            jobs: Jobs::default(),
            parts: OnceLock::new(),
            memory: Mutex::default(),
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

    pub(crate) fn tail(&self) -> &Tail {
        &self.0.tail
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
        let context = self.0.ids.lock().unwrap_or_else(PoisonError::into_inner);
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

    /// The features that know this kind of stream. Several may: a person's own stream tells of notices, read marks
    /// and rights alike.
    pub fn streams(&self, kind: &str) -> impl Iterator<Item = &Arc<dyn Streams>> {
        let all = self.0.parts.get().map_or(&[][..], |parts| &parts.streams);
        all.iter().filter(move |s| s.kinds().contains(&kind))
    }

    pub fn notice_sources(&self) -> &[Arc<dyn NoticeSource>] {
        self.0.parts.get().map_or(&[], |parts| &parts.notices)
    }

    pub fn search_sources(&self) -> &[Arc<dyn SearchSource>] {
        self.0.parts.get().map_or(&[], |parts| &parts.search)
    }

    /// Every feature that keeps something about people.
    pub fn personal_data(&self) -> &[Arc<dyn PersonalData>] {
        self.0.parts.get().map_or(&[], |parts| &parts.personal)
    }

    /// Every feature with pages for strangers.
    pub fn open_pages(&self) -> &[Arc<dyn OpenPages>] {
        self.0.parts.get().map_or(&[], |parts| &parts.open)
    }

    /// # Errors
    /// `Internal` when the composition root named none.
    pub fn harvest(&self) -> Result<&Arc<dyn Harvest>> {
        Ok(self.parts()?.harvest.as_ref().ok_or_else(|| anyhow::anyhow!("nothing here is harvested"))?)
    }

    /// The whole address of a path within the site.
    pub fn address(&self, path: &str) -> String {
        format!("{}{path}", self.0.config.http.public_url.trim_end_matches('/'))
    }

    /// The feature whose things of this kind have files.
    pub fn file_owners(&self, kind: &str) -> Option<&Arc<dyn FileOwners>> {
        let all = self.0.parts.get().map_or(&[][..], |parts| &parts.file_owners);
        all.iter().find(|o| o.kinds().contains(&kind))
    }

    /// # Errors
    /// `Internal` when the composition root named none.
    pub fn files(&self) -> Result<&Arc<dyn Files>> {
        Ok(self.parts()?.files.as_ref().ok_or_else(|| anyhow::anyhow!("nothing here stores files"))?)
    }

    /// # Errors
    /// `Internal` when the composition root named none.
    pub fn discussions(&self) -> Result<&Arc<dyn Discussions>> {
        Ok(self.parts()?.discussions.as_ref().ok_or_else(|| anyhow::anyhow!("nothing here opens topics"))?)
    }

    /// # Errors
    /// `Internal` when the composition root named none.
    pub fn rooms(&self) -> Result<&Arc<dyn Rooms>> {
        Ok(self.parts()?.rooms.as_ref().ok_or_else(|| anyhow::anyhow!("nothing here opens rooms"))?)
    }

    /// # Errors
    /// `Internal` when the composition root named none.
    pub fn bank(&self) -> Result<&Arc<dyn Bank>> {
        Ok(self.parts()?.bank.as_ref().ok_or_else(|| anyhow::anyhow!("nothing here keeps practices"))?)
    }

    /// # Errors
    /// `Internal` when the composition root named none.
    pub fn gatherings(&self) -> Result<&Arc<dyn Gatherings>> {
        Ok(self.parts()?.gatherings.as_ref().ok_or_else(|| anyhow::anyhow!("nothing here keeps events"))?)
    }

    /// Every feature that gives papers with numbers.
    pub fn proofs(&self) -> &[Arc<dyn Proofs>] {
        self.0.parts.get().map_or(&[], |parts| &parts.proofs)
    }

    /// Every feature that knows what schools have shown.
    pub fn evidence(&self) -> &[Arc<dyn Evidence>] {
        self.0.parts.get().map_or(&[], |parts| &parts.evidence)
    }

    /// Whoever keeps results of pupils; nothing while nobody does.
    pub fn school_results(&self) -> Option<&Arc<dyn SchoolResults>> {
        self.0.parts.get().and_then(|parts| parts.results.as_ref())
    }

    /// What a crate keeps in the memory of this application, made on first use. One value per type; two applications
    /// in one process never share it, as a static would.
    pub fn memory<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let mut memory = self.0.memory.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = memory.entry(TypeId::of::<T>()).or_insert_with(|| Arc::new(T::default()));
        // The key is the type's own id, so the value cannot be of another type.
        Arc::clone(kept).downcast().unwrap_or_default()
    }

    /// Waits until every follower has handled the whole feed and no job is due. For tests and the demo loader.
    ///
    /// # Errors
    /// `Internal` when a follower or a job keeps failing.
    pub async fn settle(&self) -> Result<()> {
        loop {
            // What another process wrote may not have been told yet.
            let before = self.0.tail.look(self, true).await?.to;
            let moved = self.0.followers.drain(self).await?;
            let worked = self.0.jobs.drain(self).await?;
            let mut drained = false;
            for drain in &self.parts()?.drains {
                drained |= drain.drain(self).await?;
            }
            // A job that was running already may have told something after the followers had looked.
            let after = self.0.tail.look(self, true).await?.to;
            if !moved && !worked && !drained && after == before {
                return Ok(());
            }
        }
    }
}
