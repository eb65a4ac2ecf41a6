//! What one application keeps of search: the index in force, what queries are understood with, its position.

use std::sync::{
    Arc, LazyLock, OnceLock, PoisonError, RwLock,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use kernel::{Actor, Result};
use platform::{
    App,
    ports::{Audience, SearchSource},
};
use tokio::sync::{Mutex, watch};

use crate::{
    analysis::Analysis,
    answer::Pages,
    follow::Desk,
    index::{Shelf, Sight, Sights},
    misses::Misses,
    query::{
        Engine,
        synonyms::{self, Line},
    },
};

/// One dictionary for the process: it is read-only, and what it remembers is true for everybody.
pub static ANALYSIS: LazyLock<Arc<Analysis>> = LazyLock::new(|| Arc::new(Analysis::bundled()));

/// What queries are understood with. Cut for the first of them: it asks for the whole dictionary.
struct Table {
    lines: Vec<Line>,
    engine: OnceLock<Arc<Engine>>,
}

impl Table {
    fn of(lines: Vec<Line>) -> Arc<Self> {
        Arc::new(Self { lines, engine: OnceLock::new() })
    }

    fn engine(&self) -> Arc<Engine> {
        Arc::clone(self.engine.get_or_init(|| Arc::new(Engine::new(Arc::clone(&ANALYSIS), &self.lines))))
    }
}

/// Kept in the memory of the application.
pub struct Search {
    shelf: RwLock<Option<Arc<Shelf>>>,
    table: RwLock<Arc<Table>>,
    pub(crate) sights: Sights,
    pub(crate) desk: Mutex<Desk>,
    pub(crate) applied: watch::Sender<i64>,
    pub(crate) rebuilding: AtomicBool,
    pub(crate) damaged: AtomicBool,
    pub(crate) started: AtomicBool,
    pub(crate) commits: AtomicU64,
    pub(crate) pages: Pages,
    pub(crate) misses: Misses,
}

impl Default for Search {
    fn default() -> Self {
        Self {
            shelf: RwLock::default(),
            table: RwLock::new(Table::of(synonyms::lines(synonyms::SEED))),
            sights: Sights::default(),
            desk: Mutex::default(),
            applied: watch::channel(0).0,
            rebuilding: AtomicBool::new(true),
            damaged: AtomicBool::new(false),
            started: AtomicBool::new(false),
            commits: AtomicU64::new(0),
            pages: Pages::default(),
            misses: Misses::default(),
        }
    }
}

impl Search {
    pub fn of(app: &App) -> Arc<Self> {
        app.memory::<Self>()
    }

    pub fn shelf(&self) -> Option<Arc<Shelf>> {
        self.shelf.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub(crate) fn put_shelf(&self, shelf: Arc<Shelf>) {
        *self.shelf.write().unwrap_or_else(PoisonError::into_inner) = Some(shelf);
    }

    /// # Errors
    /// `Internal` when cutting the synonyms died.
    pub async fn engine(&self) -> Result<Arc<Engine>> {
        let table = Arc::clone(&self.table.read().unwrap_or_else(PoisonError::into_inner));
        if let Some(engine) = table.engine.get() {
            return Ok(Arc::clone(engine));
        }
        // Reading the dictionary and cutting a thousand lines takes a while: not on a thread that serves.
        Ok(tokio::task::spawn_blocking(move || table.engine()).await.map_err(anyhow::Error::from)?)
    }

    /// Other synonyms from now on.
    pub(crate) fn put_lines(&self, lines: Vec<Line>) {
        *self.table.write().unwrap_or_else(PoisonError::into_inner) = Table::of(lines);
    }

    /// The index as somebody with these rights sees it now; nothing before there is one.
    ///
    /// # Errors
    /// When its files are gone.
    pub(crate) fn sight(&self, audiences: &[Audience]) -> tantivy::Result<Option<Sight>> {
        let Some(shelf) = self.shelf() else { return Ok(None) };
        self.sights.of(shelf.searcher(), shelf.fields, audiences).map(Some)
    }

    pub fn is_rebuilding(&self) -> bool {
        self.rebuilding.load(Ordering::Relaxed)
    }

    /// Runs `look` beside the async threads. What goes wrong in the index makes it doubted, and rebuilt when the doubt is
    /// right; until then the answer is empty and says so.
    pub(crate) async fn look<T: Default + Send + 'static>(
        self: &Arc<Self>,
        look: impl FnOnce(&Self) -> tantivy::Result<T> + Send + 'static,
    ) -> Result<T> {
        let search = Arc::clone(self);
        match tokio::task::spawn_blocking(move || look(&search)).await {
            Ok(Ok(found)) => return Ok(found),
            Ok(Err(error)) => self.doubt(&error),
            Err(died) => self.doubt(&died),
        }
        Ok(T::default())
    }

    fn doubt(&self, error: &(dyn std::error::Error + 'static)) {
        tracing::error!(error, "the index could not be read; it will be examined");
        self.damaged.store(true, Ordering::Relaxed);
        self.rebuilding.store(true, Ordering::Relaxed);
    }
}

/// Everything a reader may find, over all features.
pub(crate) async fn audiences(app: &App, reader: Option<&Actor>) -> Result<Vec<Audience>> {
    let mut all = vec![Audience::Everyone];
    for source in app.search_sources() {
        all.extend(source.audiences(app, reader).await?);
    }
    all.sort();
    all.dedup();
    Ok(all)
}

/// The feature that knows documents of this kind, and the kind as it calls it.
pub(crate) fn source<'a>(app: &'a App, kind: &str) -> Option<(&'a Arc<dyn SearchSource>, &'static str)> {
    app.search_sources().iter().find_map(|source| {
        let known = source.kinds().iter().find(|known| **known == kind)?;
        Some((source, *known))
    })
}
