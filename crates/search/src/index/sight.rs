//! What a reader sees of an index, as one set of bits per segment. Everything a query learns goes through it: hits and
//! counts, but also which words exist, how frequent they are, and so what is suggested and how hits are ranked.

use std::{
    collections::HashMap,
    fmt,
    sync::{Arc, PoisonError, RwLock},
};

use moka::sync::Cache;
use platform::ports::Audience;
use tantivy::{
    BitSet, DocId, DocSet, Opstamp, Score, Searcher, SegmentReader, TERMINATED, Term,
    index::SegmentId,
    query::{
        BitSetDocSet, Bm25StatisticsProvider, ConstScorer, EmptyScorer, EnableScoring, Explanation, Query, Scorer,
        Weight,
    },
    schema::{Field, IndexRecordOption},
};

use super::schema::{self, Fields};

/// Live documents of a segment that a reader may find.
#[derive(Debug)]
pub struct Seen {
    pub docs: BitSet,
    /// All of them: nothing has to be asked document by document.
    pub whole: bool,
}

type Key = (SegmentId, Option<Opstamp>, u64);

/// Remembers sights of segments.
pub struct Sights(Cache<Key, Arc<Seen>>);

impl Default for Sights {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(4_000).build())
    }
}

/// A reader at one state of the index.
#[derive(Clone)]
pub struct Sight {
    pub searcher: Searcher,
    pub fields: Fields,
    segments: Arc<HashMap<SegmentId, Arc<Seen>>>,
    documents: u64,
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
        let mut documents = 0;
        for segment in searcher.segment_readers() {
            let key = (segment.segment_id(), segment.delete_opstamp(), digest);
            let seen = match self.0.get(&key) {
                Some(seen) => seen,
                None => {
                    let seen = Arc::new(look(segment, &terms)?);
                    self.0.insert(key, Arc::clone(&seen));
                    seen
                }
            };
            documents += seen.docs.len() as u64;
            segments.insert(segment.segment_id(), seen);
        }
        Ok(Sight { searcher, fields, segments: Arc::new(segments), documents, frequencies: Arc::default() })
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

    /// Documents in sight that hold the term; counted no further than `enough`.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn frequency(&self, term: &Term, enough: u64) -> tantivy::Result<u64> {
        let mut found = 0;
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(term.field())?;
            let Some(info) = index.get_term_info(term)? else { continue };
            let Some(seen) = self.segments.get(&segment.segment_id()) else { continue };
            if seen.whole {
                found += u64::from(info.doc_freq);
            } else {
                let mut postings = index.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                let mut doc = postings.doc();
                while doc != TERMINATED && found < enough {
                    found += u64::from(seen.docs.contains(doc));
                    doc = postings.advance();
                }
            }
            if found >= enough {
                break;
            }
        }
        Ok(found)
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
