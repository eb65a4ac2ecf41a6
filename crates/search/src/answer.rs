//! A search as a person gets it: hits with cards and lit words, counts, and what was done to the query.

use std::{
    borrow::Cow,
    collections::{BTreeMap, HashMap},
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use kernel::{Actor, Error, PageCursor, Result};
use moka::sync::Cache;
use platform::{
    App,
    ports::{DocKey, DocumentText, FilePart, FilePlace, FileText, SearchCard},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::{
    analysis::composed,
    counts::{self, DidToQuery, FacetValue, Relax},
    marks::{Marks, Piece},
    query::{self, Answer as Raw, Chosen, Request, Sort},
    service::{self, Search},
};

/// Hits kept of one search; nobody pages further.
const KEPT: usize = 300;
pub const PAGE: usize = 20;
/// How long a reader waits for their own write.
const PATIENCE: Duration = Duration::from_millis(300);

/// Pages of one search stay pages of that search, whatever is written meanwhile.
pub struct Pages(Cache<Uuid, Arc<Kept>>);

impl Default for Pages {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(2_000).time_to_live(Duration::from_secs(600)).build())
    }
}

/// A search answered, without its cards.
pub(crate) struct Kept {
    /// Whose, and of what.
    reader: Option<Uuid>,
    pub ask: Ask,
    pub raw: Raw,
    pub words: Vec<Word>,
}

/// A search as asked.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, ToSchema)]
pub struct Ask {
    pub query: String,
    /// Values by facet, in the order `kind`, `subject`, `grade`, `form`, `skill`, `school`, `level`, `licence`, `year`.
    #[schema(value_type = Vec<Vec<String>>)]
    pub chosen: Chosen,
    pub sort: Sort,
    pub literal: bool,
}

#[derive(Serialize, Deserialize)]
struct Position {
    search: Uuid,
    at: usize,
}

/// How well the best hits fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub enum Tier {
    /// They hold everything that was asked.
    Exact,
    /// They hold at least half of it.
    Partial,
    /// Nothing fits.
    Nothing,
}

/// Something found.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FoundItem {
    pub kind: String,
    pub id: Uuid,
    pub card: SearchCard,
    /// The title in pieces, words of the query lit.
    pub title: Vec<Piece>,
    /// Where the text speaks of it.
    pub snippet: Vec<Piece>,
    /// The file the snippet is from, when it is not the text itself.
    pub file: Option<FileHit>,
    pub tier: Tier,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FileHit {
    pub id: kernel::FileId,
    pub name: String,
    /// The slide, the sheet, the page, where the file has such.
    pub place: Option<FilePlace>,
}

/// A page of hits.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct SearchPage {
    pub items: Vec<FoundItem>,
    pub next: Option<String>,
    pub tier: Tier,
    /// Documents of the tier shown.
    pub total: u64,
    /// Documents that hold at least half of what was asked, the exact ones included.
    pub total_partial: u64,
    /// By facet: `kind`, `subject`, `grade`, `form`, `skill`, `school`, `level`, `licence`, `year`. Each chosen one is
    /// counted as if it were not chosen.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    pub did: DidToQuery,
    pub relax: Vec<Relax>,
    /// The index is being built; more may be found in a minute.
    pub rebuilding: bool,
    /// Everything written up to here is in the answer.
    pub position: i64,
}

/// A word of the query that some text in sight holds.
#[derive(Clone)]
pub(crate) struct Word {
    pub text: String,
    pub count: u64,
}

/// # Errors
/// `Invalid` for a cursor that is not ours.
pub async fn page(
    app: &App,
    reader: Option<&Actor>,
    ask: Ask,
    cursor: Option<&str>,
    min_seq: Option<i64>,
) -> Result<SearchPage> {
    let search = Search::of(app);
    wait(&search, min_seq).await;
    let position = *search.applied.borrow();
    let from: Option<Position> = cursor.filter(|c| !c.is_empty()).map(PageCursor::decode).transpose()?;
    let who = reader.map(|r| r.person.0);
    let known = from.as_ref().and_then(|p| search.pages.0.get(&p.search)).filter(|k| k.reader == who && k.ask == ask);
    let (id, kept) = match (known, &from) {
        (Some(kept), Some(position)) => (position.search, kept),
        _ => {
            let kept = Arc::new(look(app, &search, reader, ask).await?);
            let id: Uuid = app.new_id();
            search.pages.0.insert(id, Arc::clone(&kept));
            if kept.raw.found.exact == 0 && kept.ask.chosen.iter().all(Vec::is_empty) && !search.is_rebuilding() {
                search.misses.note(&search.engine().await?.analysis, &kept.raw.plan.did.text);
            }
            (id, kept)
        }
    };
    let at = from.map_or(0, |p| p.at);
    let (items, next) = items(app, &search, reader, &kept, at).await?;
    let next = next.map(|at| PageCursor::encode(&Position { search: id, at })).transpose()?;
    let tier = tier(&kept.raw);
    let found = &kept.raw.found;
    Ok(SearchPage {
        items,
        next,
        tier,
        total: if tier == Tier::Exact { found.exact } else { found.all },
        total_partial: found.all,
        facets: counts::facets(app, reader, &kept).await?,
        did: counts::did(&kept.raw.plan.did),
        relax: if tier == Tier::Exact { Vec::new() } else { counts::relax(&kept) },
        rebuilding: search.is_rebuilding(),
        position,
    })
}

async fn wait(search: &Search, min_seq: Option<i64>) {
    let Some(seq) = min_seq else { return };
    let mut applied = search.applied.subscribe();
    // Whoever waited long enough gets what there is, with its position.
    let _ = tokio::time::timeout(PATIENCE, applied.wait_for(|at| *at >= seq)).await;
}

async fn look(app: &App, search: &Arc<Search>, reader: Option<&Actor>, ask: Ask) -> Result<Kept> {
    let audiences = service::audiences(app, reader).await?;
    let engine = search.engine().await?;
    let request = Request {
        query: ask.query.clone(),
        chosen: ask.chosen.clone(),
        sort: ask.sort,
        literal: ask.literal,
        limit: KEPT,
        now: app.now().timestamp(),
        facets: true,
        fixed: false,
    };
    let (raw, words) = search
        .look(move |search| {
            let Some(sight) = search.sight(&audiences)? else { return Ok((None, Vec::new())) };
            let raw = query::run(&engine, &sight, &request)?;
            let words = if raw.found.exact == 0 { known_words(&engine, &sight, &raw)? } else { Vec::new() };
            Ok((Some(raw), words))
        })
        .await?;
    if raw.is_none() && search.started.load(Ordering::Relaxed) && !search.is_rebuilding() {
        return Err(Error::Internal(anyhow::anyhow!("there is no index")));
    }
    let raw = raw.unwrap_or_else(Raw::nothing);
    Ok(Kept { reader: reader.map(|r| r.person.0), ask, raw, words })
}

fn known_words(engine: &query::Engine, sight: &crate::index::Sight, raw: &Raw) -> tantivy::Result<Vec<Word>> {
    let text = composed(&raw.plan.did.text).into_owned();
    let mut found = Vec::new();
    for word in crate::analysis::words(&text) {
        if query::fillers::FILLERS.contains(&word.text.as_str()) || word.is_number() {
            continue;
        }
        let mut count = 0;
        for lemma in engine.analysis.lemmas(&word.text).iter() {
            for (field, ..) in sight.fields.texts() {
                count = count.max(sight.exact_frequency(&tantivy::Term::from_field_text(field, lemma))?);
            }
        }
        if count > 0 {
            found.push(Word { text: word.text, count });
        }
    }
    Ok(found)
}

fn tier(raw: &Raw) -> Tier {
    match (raw.found.exact, raw.found.all) {
        (0, 0) => Tier::Nothing,
        (0, _) => Tier::Partial,
        _ => Tier::Exact,
    }
}

/// A page of hits with their cards; hits the reader may not see now are passed over, and the page filled from further
/// on. Answers where the next page begins.
async fn items(
    app: &App,
    search: &Search,
    reader: Option<&Actor>,
    kept: &Kept,
    from: usize,
) -> Result<(Vec<FoundItem>, Option<usize>)> {
    let hits = &kept.raw.found.hits;
    let mut shown: Vec<(usize, DocKey, SearchCard)> = Vec::new();
    let mut at = from.min(hits.len());
    while shown.len() < PAGE && at < hits.len() {
        let end = (at + PAGE).min(hits.len());
        let keys: Vec<Option<DocKey>> = hits[at..end].iter().map(|hit| key(app, hit)).collect();
        let mut cards = cards(app, reader, keys.iter().flatten()).await?;
        for (offset, key) in keys.into_iter().enumerate() {
            if let Some(key) = key
                && shown.len() < PAGE
                && let Some(card) = cards.remove(&key)
            {
                shown.push((at + offset, key, card));
            }
        }
        at = if shown.len() >= PAGE { shown.last().map_or(end, |(last, ..)| last + 1) } else { end };
    }
    let mut texts = texts(app, shown.iter().map(|(_, key, _)| key)).await?;
    let engine = search.engine().await?;
    let marks = Marks::of(&kept.raw.plan, &engine.analysis);
    let whole = kept.raw.whole;
    let shown: Vec<_> = shown
        .into_iter()
        .map(|(at, key, card)| {
            let exact = hits[at].met >= whole;
            let text = texts.remove(&key).unwrap_or_default();
            (key, card, text, exact)
        })
        .collect();
    let items = tokio::task::spawn_blocking(move || shown.into_iter().map(|s| item(&marks, s)).collect()).await;
    Ok((items.map_err(anyhow::Error::from)?, (at < hits.len()).then_some(at)))
}

fn item(marks: &Marks, (key, card, text, exact): (DocKey, SearchCard, DocumentText, bool)) -> FoundItem {
    let title = marks.whole(&card.title);
    let mut snippet = marks.snippet(&text.text);
    let mut file = None;
    // Where a file speaks of more than the text does, it is the file that was found.
    for stored in &text.files {
        if !marks.lacks(&snippet) {
            break;
        }
        let cut = marks.snippet(&stored.text);
        if cut.said > snippet.said {
            let place = place(stored, cut.at);
            file = Some(FileHit { id: stored.id, name: stored.name.clone(), place });
            snippet = cut;
        }
    }
    let tier = if exact { Tier::Exact } else { Tier::Partial };
    FoundItem { kind: key.kind.to_owned(), id: key.id, card, title, snippet: snippet.pieces, file, tier }
}

/// The part of a file in which a place of its composed text lies.
fn place(file: &FileText, at: usize) -> Option<FilePlace> {
    let part = match composed(&file.text) {
        Cow::Borrowed(_) => file.parts.iter().rfind(|part| part.start <= at),
        // Composing has moved the parts a little.
        Cow::Owned(_) => {
            let before = |part: &&FilePart| file.text.get(..part.start).is_some_and(|t| composed(t).len() <= at);
            file.parts.iter().rfind(before)
        }
    };
    part.map(|part| part.place.clone())
}

pub(crate) fn key(app: &App, hit: &query::Hit) -> Option<DocKey> {
    service::source(app, &hit.kind).map(|(_, kind)| DocKey { kind, id: hit.id })
}

/// Cards of several kinds, with the reader's rights of now.
pub(crate) async fn cards(
    app: &App,
    reader: Option<&Actor>,
    keys: impl Iterator<Item = &DocKey>,
) -> Result<HashMap<DocKey, SearchCard>> {
    let mut all = HashMap::new();
    for (kind, keys) in by_kind(keys) {
        if let Some((source, _)) = service::source(app, kind) {
            all.extend(source.cards(app, reader, &keys).await?);
        }
    }
    Ok(all)
}

async fn texts(app: &App, keys: impl Iterator<Item = &DocKey>) -> Result<HashMap<DocKey, DocumentText>> {
    let mut all = HashMap::new();
    for (kind, keys) in by_kind(keys) {
        if let Some((source, _)) = service::source(app, kind) {
            all.extend(source.texts(app, &keys).await?);
        }
    }
    Ok(all)
}

fn by_kind<'a>(keys: impl Iterator<Item = &'a DocKey>) -> BTreeMap<&'static str, Vec<DocKey>> {
    let mut kinds: BTreeMap<&'static str, Vec<DocKey>> = BTreeMap::new();
    keys.for_each(|key| kinds.entry(key.kind).or_default().push(key.clone()));
    kinds
}
