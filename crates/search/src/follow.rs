//! Follows the feed into the index. The position is a part of every commit, so documents and position move together; a
//! document is always made from its present row, so what is read twice does no harm.

use std::{
    collections::BTreeSet,
    path::PathBuf,
    sync::{Arc, Mutex, PoisonError, atomic::Ordering},
    time::{Duration, Instant},
};

use async_trait::async_trait;
use kernel::{FeedEvent, Result};
use platform::{
    App, feed,
    ports::{DocKey, Document, Drain},
};

use crate::{
    home::{self, Home},
    index::{Payload, Pen, Shelf, schema},
    saved,
    service::{ANALYSIS, Search, source},
    table,
};

/// Events read at a time.
const BATCH: usize = 500;
/// Documents loaded at a time.
const LOADED: usize = 200;
/// Commits under load are this far apart: each costs the disk some 20 ms.
const APART: Duration = Duration::from_millis(150);
/// A position over events that changed nothing is stored this seldom.
const IDLE_STORE: i64 = 2_000;
const POLL: Duration = Duration::from_secs(1);
/// The files of the index are looked after this often.
const LOOKED: Duration = Duration::from_millis(900);
/// Queries without an answer are written this seldom: a search must not cost a write.
const NOTED: Duration = Duration::from_secs(30);

/// The one place that writes. Locked for a step.
#[derive(Default)]
pub struct Desk {
    home: Option<Home>,
    pen: Option<Arc<Mutex<Pen>>>,
    folder: PathBuf,
    fingerprint: String,
    epoch: String,
    /// Handled, and stored with the documents.
    position: i64,
    stored: i64,
    committed: Option<Instant>,
    /// When the files were looked after.
    looked: Option<Instant>,
}

/// Begins to follow. Once per application.
pub fn start(app: &App) {
    Search::of(app).started.store(true, Ordering::Relaxed);
    tokio::spawn(follow(app.clone()));
}

async fn follow(app: App) {
    let search = Search::of(&app);
    let mut head = app.bus().watch();
    let mut failures = 0_u32;
    let mut last_noted = Instant::now();
    loop {
        match search.step(&app).await {
            Ok(true) => {
                failures = 0;
                tokio::time::sleep(search.pause().await).await;
            }
            Ok(false) => {
                failures = 0;
                if last_noted.elapsed() >= NOTED {
                    last_noted = Instant::now();
                    if let Err(error) = search.misses.write(&app, app.now()).await {
                        tracing::warn!(%error, "queries without an answer were not written down");
                    }
                }
                let _ = tokio::time::timeout(POLL, head.changed()).await;
            }
            Err(error) => {
                failures += 1;
                tracing::error!(failures, %error, "search could not follow the feed; it will retry");
                tokio::time::sleep(Duration::from_millis(200) * failures.min(25)).await;
            }
        }
    }
}

/// Lets whoever waits for the whole house wait for the index too.
pub struct Following;

#[async_trait]
impl Drain for Following {
    async fn drain(&self, app: &App) -> Result<bool> {
        let search = Search::of(app);
        let mut moved = false;
        while search.started.load(Ordering::Relaxed) && search.step(app).await? {
            moved = true;
        }
        Ok(moved)
    }
}

impl Search {
    async fn pause(&self) -> Duration {
        let committed = self.desk.lock().await.committed;
        committed.map_or(Duration::ZERO, |at| APART.saturating_sub(at.elapsed()))
    }

    /// Takes in one batch; false when there was nothing new.
    pub(crate) async fn step(self: &Arc<Self>, app: &App) -> Result<bool> {
        let mut desk = self.desk.lock().await;
        if desk.home.is_none() {
            self.open(app, &mut desk).await?;
        }
        let wanted = desk.home.as_ref().is_some_and(Home::rebuild_wanted);
        if wanted || desk.pen.is_none() || !self.examine(&mut desk).await? {
            let built = self.rebuild(app, &mut desk).await;
            if built.is_err() {
                desk.pen = None;
            }
            built?;
        }
        let events = feed::news(app, desk.position, BATCH).await?;
        let Some(last) = events.last().map(|e| e.seq) else { return Ok(false) };
        if events.iter().any(|e| e.kind == table::CHANGED) {
            self.put_lines(table::lines(app).await?);
        }
        let keys = touched(app, &events).await?;
        if keys.is_empty() && last - desk.stored < IDLE_STORE {
            desk.position = last;
        } else {
            self.take_in(app, &mut desk, keys, last).await?;
        }
        self.applied.send_replace(desk.position);
        Ok(true)
    }

    /// Is the index what was written? Looks at the files now and then, and reads them when a query failed.
    async fn examine(&self, desk: &mut Desk) -> Result<bool> {
        if !desk.folder.join("meta.json").exists() {
            return Ok(false);
        }
        let doubted = self.damaged.swap(false, Ordering::Relaxed);
        let Some(shelf) = self.shelf() else { return Ok(false) };
        if !doubted && desk.looked.is_some_and(|at| at.elapsed() < LOOKED) {
            return Ok(true);
        }
        desk.looked = Some(Instant::now());
        let look = move || if doubted { shelf.is_whole() } else { shelf.is_sound() };
        let sound = tokio::task::spawn_blocking(look).await.map_err(anyhow::Error::from)?;
        if doubted && sound {
            tracing::error!("a query failed although the index is whole");
            self.rebuilding.store(false, Ordering::Relaxed);
        }
        Ok(sound)
    }

    /// Claims a folder, and opens what lies in it when it fits.
    async fn open(&self, app: &App, desk: &mut Desk) -> Result<()> {
        let root = root(app);
        let home = tokio::task::spawn_blocking(move || Home::claim(&root)).await.map_err(anyhow::Error::from)??;
        desk.fingerprint = ANALYSIS.fingerprint(schema::VERSION);
        desk.epoch = feed::epoch(app.reader()).await?.to_string();
        self.put_lines(table::lines(app).await?);
        if let Some(folder) = home.current() {
            let at = folder.clone();
            let opened = tokio::task::spawn_blocking(move || Shelf::open(&at, &ANALYSIS)).await;
            match opened.map_err(anyhow::Error::from).and_then(|o| o) {
                Ok(Some(shelf)) => self.resume(app, desk, shelf, folder).await?,
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "the index cannot be opened; it will be rebuilt"),
            }
        }
        desk.home = Some(home);
        Ok(())
    }

    /// Goes on with an index that fits; one that does not answers until there is a better one.
    async fn resume(&self, app: &App, desk: &mut Desk, shelf: Shelf, folder: PathBuf) -> Result<()> {
        let payload = shelf.payload();
        let shelf = Arc::new(shelf);
        self.put_shelf(Arc::clone(&shelf));
        let head = feed::head(app.reader()).await?;
        let fits = payload.filter(|p| p.fingerprint == desk.fingerprint && p.epoch == desk.epoch && p.seq <= head);
        let Some(payload) = fits else { return Ok(()) };
        let pen = shelf.pen(heap(app)).map_err(anyhow::Error::from)?;
        desk.pen = Some(Arc::new(Mutex::new(pen)));
        desk.folder = folder;
        (desk.position, desk.stored) = (payload.seq, payload.seq);
        self.applied.send_replace(payload.seq);
        self.rebuilding.store(false, Ordering::Relaxed);
        Ok(())
    }

    /// A new index from the tables. The old one answers meanwhile.
    async fn rebuild(self: &Arc<Self>, app: &App, desk: &mut Desk) -> Result<()> {
        self.rebuilding.store(true, Ordering::Relaxed);
        let started = Instant::now();
        let Some(home) = &desk.home else { return Ok(()) };
        let folder = home.fresh(&desk.fingerprint);
        // What changes while the tables are read is after this position, and is taken in again.
        let seq = feed::head(app.reader()).await?;
        let shelf = Arc::new(Shelf::create(&folder, &ANALYSIS)?);
        let pen = Arc::new(Mutex::new(shelf.pen(heap(app)).map_err(anyhow::Error::from)?));
        let documents = scan(app, &pen).await?;
        let payload = Payload { seq, fingerprint: desk.fingerprint.clone(), epoch: desk.epoch.clone() };
        write(&pen, move |pen| pen.commit(&payload)).await?;
        let shelf = self.show(shelf).await?;
        home.adopt(&folder)?;
        desk.pen = Some(pen);
        desk.folder = folder;
        (desk.position, desk.stored) = (seq, seq);
        self.put_shelf(shelf);
        self.applied.send_replace(seq);
        self.rebuilding.store(false, Ordering::Relaxed);
        tracing::info!(documents, took = ?started.elapsed(), "the index was built from the tables");
        Ok(())
    }

    /// Makes the last commit visible, with everything laid out that queries ask for.
    async fn show(self: &Arc<Self>, shelf: Arc<Shelf>) -> Result<Arc<Shelf>> {
        let search = Arc::clone(self);
        let shown = tokio::task::spawn_blocking(move || {
            shelf.reload()?;
            search.sights.prepare(&shelf.searcher())?;
            Ok::<_, tantivy::TantivyError>(shelf)
        });
        Ok(shown.await.map_err(anyhow::Error::from)?.map_err(anyhow::Error::from)?)
    }

    /// Puts the present state of the documents into the index.
    async fn take_in(self: &Arc<Self>, app: &App, desk: &mut Desk, keys: Vec<DocKey>, last: i64) -> Result<()> {
        let Some(pen) = desk.pen.clone() else { return Ok(()) };
        let mut taken = Vec::new();
        for part in keys.chunks(LOADED) {
            let documents = load(app, part).await?;
            let gone: Vec<DocKey> =
                part.iter().filter(|key| !documents.iter().any(|d| d.key == **key)).cloned().collect();
            taken.extend(documents.iter().cloned());
            let put = write(&pen, move |pen| {
                gone.iter().for_each(|key| pen.remove(key));
                documents.iter().try_for_each(|d| pen.put(d))?;
                Ok(())
            });
            put.await.inspect_err(|_| desk.pen = None)?;
        }
        let payload = Payload { seq: last, fingerprint: desk.fingerprint.clone(), epoch: desk.epoch.clone() };
        // A pen that failed writes no more: without it everything is built anew.
        write(&pen, move |pen| pen.commit(&payload)).await.inspect_err(|_| desk.pen = None)?;
        if let Some(shelf) = self.shelf() {
            self.show(shelf).await.inspect_err(|_| desk.pen = None)?;
        }
        (desk.position, desk.stored) = (last, last);
        desk.committed = Some(Instant::now());
        if let Err(error) = saved::percolate(app, self, taken).await {
            tracing::error!(%error, "kept searches were not held against what is new");
        }
        self.commits.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }
}

/// Builds the index of this machine anew, here when no server runs, else there; true when it was done here.
///
/// # Errors
/// `Internal` when the database or the folder is out of reach.
pub async fn reindex(app: &App) -> Result<bool> {
    let folder = root(app);
    let home = Home::claim(&folder)?;
    let alone = home.is_first();
    drop(home);
    home::ask_rebuild(&folder)?;
    if alone {
        Search::of(app).step(app).await?;
    }
    Ok(alone)
}

/// Where indexes lie.
pub fn root(app: &App) -> PathBuf {
    let folder = &app.config().search.folder;
    if folder.as_os_str().is_empty() { app.config().data_dir.join("search") } else { folder.clone() }
}

fn heap(app: &App) -> usize {
    app.config().search.heap_mib * 1024 * 1024
}

async fn write<T: Send + 'static>(
    pen: &Arc<Mutex<Pen>>,
    act: impl FnOnce(&mut Pen) -> anyhow::Result<T> + Send + 'static,
) -> Result<T> {
    let pen = Arc::clone(pen);
    let done = tokio::task::spawn_blocking(move || act(&mut pen.lock().unwrap_or_else(PoisonError::into_inner)));
    Ok(done.await.map_err(anyhow::Error::from)??)
}

/// Documents that the events may have changed, each once.
async fn touched(app: &App, events: &[Arc<FeedEvent>]) -> Result<Vec<DocKey>> {
    let mut keys = BTreeSet::new();
    for event in events {
        for source in app.search_sources().iter().filter(|s| s.wants(&event.kind)) {
            keys.extend(source.touched(app, event).await?);
        }
    }
    Ok(keys.into_iter().collect())
}

async fn load(app: &App, keys: &[DocKey]) -> Result<Vec<Document>> {
    let mut documents = Vec::with_capacity(keys.len());
    let kinds: BTreeSet<&str> = keys.iter().map(|k| k.kind).collect();
    for kind in kinds {
        if let Some((source, _)) = source(app, kind) {
            let own: Vec<DocKey> = keys.iter().filter(|k| k.kind == kind).cloned().collect();
            documents.extend(source.load(app, &own).await?);
        }
    }
    Ok(documents)
}

/// Everything there is.
async fn scan(app: &App, pen: &Arc<Mutex<Pen>>) -> Result<u64> {
    let mut count = 0;
    for source in app.search_sources() {
        for kind in source.kinds() {
            let mut after = None;
            loop {
                let keys = source.page(app, kind, after, LOADED as u64).await?;
                let Some(last) = keys.last() else { break };
                after = Some(last.id);
                let documents = source.load(app, &keys).await?;
                count += documents.len() as u64;
                write(pen, move |pen| Ok(documents.iter().try_for_each(|d| pen.add(d))?)).await?;
            }
        }
    }
    Ok(count)
}
