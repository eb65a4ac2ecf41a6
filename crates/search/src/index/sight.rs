//! What a reader sees of an index, as one set of bits per segment. Everything a query learns goes through it: hits and
//! counts, but also which words exist, how frequent they are, and so what is suggested and how hits are ranked.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use moka::sync::Cache;
use platform::ports::Audience;
use tantivy::{
    BitSet, DocAddress, DocId, DocSet, Opstamp, Score, Searcher, SegmentReader, TERMINATED, Term,
    index::SegmentId,
    postings::TermInfo,
    query::{
        BitSetDocSet, Bm25StatisticsProvider, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
        Weight,
    },
    schema::{Field, IndexRecordOption},
};
use uuid::Uuid;

use super::{
    columns::{Columns, Named, Values},
    schema::{self, Fields},
    vocabulary::Lists,
};

/// Live documents of a segment that a reader may find.
#[derive(Debug)]
pub struct Seen {
    pub docs: BitSet,
    /// All of them: nothing has to be asked document by document.
    pub whole: bool,
}

type Key = (SegmentId, Option<Opstamp>, u64);

/// What is remembered of a segment that nobody asks any more is let go after this long.
const IDLE: Duration = Duration::from_secs(300);

/// Remembers sights of segments, and their columns.
pub struct Sights {
    seen: Cache<Key, Arc<Seen>>,
    columns: Cache<SegmentId, Arc<Columns>>,
    values: Values,
    vocabulary: Lists,
}

impl Default for Sights {
    fn default() -> Self {
        Self {
            seen: Cache::builder().max_capacity(4_000).time_to_idle(IDLE).build(),
            columns: Cache::builder().max_capacity(4_000).time_to_idle(IDLE).build(),
            values: Values::default(),
            vocabulary: Lists::default(),
        }
    }
}

/// A term in the dictionaries of the segments that hold it, by the numbers of these.
pub type Places = Arc<[(usize, TermInfo)]>;

/// A segment with what of it is in sight.
pub struct Part<'a> {
    pub number: usize,
    pub segment: &'a SegmentReader,
    pub seen: &'a Seen,
    pub columns: &'a Arc<Columns>,
}

/// A reader at one state of the index.
#[derive(Clone)]
pub struct Sight {
    pub searcher: Searcher,
    pub fields: Fields,
    segments: Arc<HashMap<SegmentId, Arc<Seen>>>,
    /// In the order of the segments.
    parts: Arc<[(Arc<Seen>, Arc<Columns>)]>,
    documents: u64,
    /// What facet values are called.
    pub named: Named,
    pub(super) vocabulary: Lists,
    places: Arc<RwLock<HashMap<Term, Places>>>,
    frequencies: Arc<RwLock<HashMap<Term, u64>>>,
}

impl Sights {
    /// # Errors
    /// When the index cannot be read.
    pub fn of(&self, searcher: Searcher, fields: Fields, audiences: &[Audience]) -> tantivy::Result<Sight> {
        let mut terms = schema::audience_terms(&fields, audiences);
        terms.sort();
        terms.dedup();
        let digest = digest(&terms);
        let mut segments = HashMap::new();
        let mut parts = Vec::new();
        let mut documents = 0;
        for segment in searcher.segment_readers() {
            let key = (segment.segment_id(), segment.delete_opstamp(), digest);
            let seen = match self.seen.get(&key) {
                Some(seen) => seen,
                None => {
                    let seen = Arc::new(look(segment, &terms)?);
                    self.seen.insert(key, Arc::clone(&seen));
                    seen
                }
            };
            documents += seen.docs.len() as u64;
            parts.push((Arc::clone(&seen), self.columns(segment)?));
            segments.insert(segment.segment_id(), seen);
        }
        Ok(Sight {
            searcher,
            fields,
            segments: Arc::new(segments),
            parts: parts.into(),
            documents,
            named: self.values.named(),
            vocabulary: self.vocabulary.clone(),
            places: Arc::default(),
            frequencies: Arc::default(),
        })
    }

    fn columns(&self, segment: &SegmentReader) -> tantivy::Result<Arc<Columns>> {
        if let Some(known) = self.columns.get(&segment.segment_id()) {
            return Ok(known);
        }
        let columns = Arc::new(Columns::of(segment, &self.values)?);
        self.columns.insert(segment.segment_id(), Arc::clone(&columns));
        Ok(columns)
    }

    /// Lays out the columns of new segments before somebody waits for them.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn prepare(&self, searcher: &Searcher) -> tantivy::Result<()> {
        searcher.segment_readers().iter().try_for_each(|segment| self.columns(segment).map(drop))
    }
}

fn digest(terms: &[Term]) -> u64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    terms.hash(&mut hasher);
    hasher.finish()
}

fn look(segment: &SegmentReader, terms: &[Term]) -> tantivy::Result<Seen> {
    let mut docs = BitSet::with_max_value(segment.max_doc());
    for term in terms {
        let index = segment.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else { continue };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if !segment.is_deleted(doc) {
                docs.insert(doc);
            }
            doc = postings.advance();
        }
    }
    let whole = docs.len() == segment.max_doc() as usize;
    Ok(Seen { docs, whole })
}

impl Sight {
    pub fn documents(&self) -> u64 {
        self.documents
    }

    /// The segments with what of them is in sight.
    pub fn parts(&self) -> impl Iterator<Item = Part<'_>> {
        let both = self.searcher.segment_readers().iter().zip(self.parts.iter());
        both.enumerate().map(|(number, (segment, (seen, columns)))| Part { number, segment, seen, columns })
    }

    /// Kind and id of a document.
    pub fn key(&self, address: DocAddress) -> Option<(&str, Uuid)> {
        let (_, columns) = self.parts.get(address.segment_ord as usize)?;
        let (facet, kind) = self.named.get(*columns.values(address.doc_id).first()? as usize)?;
        let (high, low) = columns.id(address.doc_id);
        (*facet == 0).then(|| (&**kind, schema::id(high, low)))
    }

    /// Where the dictionaries have the term; looked up once.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn places(&self, term: &Term) -> tantivy::Result<Places> {
        if let Some(known) = self.places.read().unwrap_or_else(PoisonError::into_inner).get(term) {
            return Ok(Arc::clone(known));
        }
        let mut found = Vec::new();
        for (number, segment) in self.searcher.segment_readers().iter().enumerate() {
            if let Some(info) = segment.inverted_index(term.field())?.get_term_info(term)? {
                found.push((number, info));
            }
        }
        let places: Places = found.into();
        self.places.write().unwrap_or_else(PoisonError::into_inner).insert(term.clone(), Arc::clone(&places));
        Ok(places)
    }

    /// Does any document hold the term, in sight or not?
    pub fn is_somewhere(&self, term: &Term) -> bool {
        self.places(term).is_ok_and(|places| !places.is_empty())
    }

    /// Documents in sight that hold the term; counted no further than `enough`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn frequency(&self, term: &Term, enough: u64) -> tantivy::Result<u64> {
        let mut found = 0;
        for (number, info) in self.places(term)?.iter() {
            let seen = &self.parts[*number].0;
            if seen.whole {
                found += u64::from(info.doc_freq);
            } else {
                found += self.seen_of(*number, term, info, &seen.docs, enough - found)?;
            }
            if found >= enough {
                break;
            }
        }
        Ok(found)
    }

    fn seen_of(&self, number: usize, term: &Term, info: &TermInfo, docs: &BitSet, enough: u64) -> tantivy::Result<u64> {
        let index = self.searcher.segment_readers()[number].inverted_index(term.field())?;
        let mut postings = index.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?;
        let mut found = 0;
        loop {
            let block = postings.docs();
            if block.is_empty() || found >= enough {
                return Ok(found);
            }
            found += block.iter().map(|doc| u64::from(docs.contains(*doc))).sum::<u64>();
            postings.advance();
        }
    }

    /// Does any document in sight hold the term?
    pub fn holds(&self, term: &Term) -> bool {
        self.frequency(term, 1).is_ok_and(|found| found > 0)
    }

    /// How many hold it, all counted, remembered while this sight lives.
    pub fn exact_frequency(&self, term: &Term) -> tantivy::Result<u64> {
        if let Some(known) = self.frequencies.read().unwrap_or_else(PoisonError::into_inner).get(term) {
            return Ok(*known);
        }
        let found = self.frequency(term, u64::MAX)?;
        self.frequencies.write().unwrap_or_else(PoisonError::into_inner).insert(term.clone(), found);
        Ok(found)
    }

    /// Everything in sight, as a clause without a score.
    pub fn query(&self) -> InSight {
        InSight(Arc::clone(&self.segments))
    }

    /// Sees the document?
    pub fn contains(&self, segment: SegmentId, doc: DocId) -> bool {
        self.segments.get(&segment).is_some_and(|seen| seen.docs.contains(doc))
    }
}

/// Ranking knows only what the reader sees, and takes lengths of fields as constants.
impl Bm25StatisticsProvider for Sight {
    fn total_num_tokens(&self, field: Field) -> tantivy::Result<u64> {
        let usual = self.fields.texts().iter().find(|(f, ..)| *f == field).map_or(1, |(.., words)| *words);
        Ok(self.documents.max(1) * usual)
    }

    fn total_num_docs(&self) -> tantivy::Result<u64> {
        Ok(self.documents.max(1))
    }

    fn doc_freq(&self, term: &Term) -> tantivy::Result<u64> {
        Ok(self.exact_frequency(term)?.min(self.documents.max(1)))
    }
}

/// The clause.
#[derive(Clone)]
pub struct InSight(Arc<HashMap<SegmentId, Arc<Seen>>>);

impl fmt::Debug for InSight {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InSight")
    }
}

impl Query for InSight {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.clone()))
    }
}

impl Weight for InSight {
    fn scorer(&self, reader: &SegmentReader, _: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.0.get(&reader.segment_id()) {
            Some(seen) if seen.docs.len() > 0 => Box::new(ConstScorer::new(BitSetDocSet::from(seen.docs.clone()), 0.0)),
            _ => Box::new(EmptyScorer),
        })
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("in sight", 0.0))
    }
}
