//! One pass over the documents that meet half of a query: the best of them, how many there are, and the counts of every
//! facet, each chosen one counted as if it were not chosen.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use tantivy::{
    DocId, Score, SegmentOrdinal, SegmentReader,
    collector::{Collector, SegmentCollector},
    columnar::{Column, ColumnValues, StrColumn},
};
use uuid::Uuid;

use super::{Sort, slot::MET};
use crate::index::schema::{self, column};

/// Facets in the order of their columns.
pub const FACETS: [&str; 9] = ["kind", "subject", "grade", "form", "skill", "school", "level", "licence", "year"];
pub const FACET_COUNT: usize = FACETS.len();

/// Values chosen of each facet; none means all.
pub type Chosen = [Vec<String>; FACET_COUNT];

/// How the documents are judged.
#[derive(Clone)]
pub struct Judge {
    pub chosen: Arc<Chosen>,
    /// Importance of all concepts together.
    pub whole: u32,
    /// Documents that meet less are no hits.
    pub least: u32,
    /// What one unit of importance met is worth beside the score of the words.
    pub step: f64,
    pub sort: Sort,
    pub limit: usize,
    pub now: i64,
    /// Of the most used document; 0 when unknown.
    pub most_used: f32,
    pub facets: bool,
}

/// A document found.
#[derive(Clone, Debug)]
pub struct Hit {
    pub kind: String,
    pub id: Uuid,
    /// Importance of the concepts it meets.
    pub met: u32,
    pub score: f64,
}

/// What one pass finds.
#[derive(Default)]
pub struct Found {
    pub hits: Vec<Hit>,
    /// Documents that meet everything, and those that meet at least half.
    pub exact: u64,
    pub all: u64,
    /// Per facet the counts of documents that meet everything, and of those that meet at least half.
    pub exact_counts: [HashMap<String, u64>; FACET_COUNT],
    pub all_counts: [HashMap<String, u64>; FACET_COUNT],
    /// Per facet the documents that only its choice keeps out.
    pub without: [u64; FACET_COUNT],
}

#[derive(PartialEq)]
struct Entry {
    score: f64,
    id: (u64, u64),
    met: u32,
    kind: u64,
}

impl Eq for Entry {}

impl PartialOrd for Entry {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

/// Better is greater; of equals the one with the smaller id.
impl Ord for Entry {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.score.total_cmp(&other.score).then_with(|| other.id.cmp(&self.id))
    }
}

struct FacetColumn {
    values: Option<StrColumn>,
    /// Ordinals chosen; `None`: nothing was chosen.
    chosen: Option<Vec<u64>>,
    exact: Vec<u32>,
    all: Vec<u32>,
}

pub struct Pass {
    judge: Judge,
    best: BinaryHeap<Reverse<Entry>>,
    exact: u64,
    all: u64,
    without: [u64; FACET_COUNT],
    facets: Vec<FacetColumn>,
    high: Arc<dyn ColumnValues<u64>>,
    low: Arc<dyn ColumnValues<u64>>,
    at: Arc<dyn ColumnValues<i64>>,
    quality: Arc<dyn ColumnValues<f64>>,
    uses: Arc<dyn ColumnValues<u64>>,
}

impl Collector for Judge {
    type Fruit = Found;
    type Child = Pass;

    fn for_segment(&self, _: SegmentOrdinal, segment: &SegmentReader) -> tantivy::Result<Pass> {
        let fast = segment.fast_fields();
        let mut facets = Vec::with_capacity(FACET_COUNT);
        for (name, chosen) in FACETS.iter().zip(self.chosen.iter()) {
            let values = fast.str(name)?;
            let terms = values.as_ref().map_or(0, |v| v.dictionary().num_terms());
            let chosen = (!chosen.is_empty()).then(|| {
                let ord = |value: &String| values.as_ref()?.dictionary().term_ord(value.as_bytes()).ok()?;
                chosen.iter().filter_map(ord).collect::<Vec<u64>>()
            });
            let terms = if self.facets { terms } else { 0 };
            facets.push(FacetColumn { values, chosen, exact: vec![0; terms], all: vec![0; terms] });
        }
        Ok(Pass {
            judge: self.clone(),
            best: BinaryHeap::new(),
            exact: 0,
            all: 0,
            without: [0; FACET_COUNT],
            facets,
            high: fast.column_first_or_default(column::ID_HIGH)?,
            low: fast.column_first_or_default(column::ID_LOW)?,
            at: fast.column_first_or_default(column::AT)?,
            quality: fast.column_first_or_default(column::QUALITY)?,
            uses: fast.column_first_or_default(column::USES)?,
        })
    }

    fn requires_scoring(&self) -> bool {
        true
    }

    fn merge_fruits(&self, fruits: Vec<Found>) -> tantivy::Result<Found> {
        let mut whole = Found::default();
        for fruit in fruits {
            whole.hits.extend(fruit.hits);
            whole.exact += fruit.exact;
            whole.all += fruit.all;
            whole.without.iter_mut().zip(fruit.without).for_each(|(to, from)| *to += from);
            for (to, from) in [(&mut whole.exact_counts, fruit.exact_counts), (&mut whole.all_counts, fruit.all_counts)]
            {
                for (to, from) in to.iter_mut().zip(from) {
                    from.into_iter().for_each(|(value, count)| *to.entry(value).or_default() += count);
                }
            }
        }
        whole.hits.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        whole.hits.truncate(self.limit);
        Ok(whole)
    }
}

impl FacetColumn {
    fn ords(&self) -> Option<&Column<u64>> {
        self.values.as_ref().map(|v| v.ords())
    }

    /// Fits what was chosen here.
    fn fits(&self, doc: DocId) -> bool {
        let Some(chosen) = &self.chosen else { return true };
        self.ords().is_some_and(|ords| ords.values_for_doc(doc).any(|ord| chosen.contains(&ord)))
    }

    fn count(&mut self, doc: DocId, exact: bool) {
        let Some(ords) = self.values.as_ref().map(|v| v.ords()) else { return };
        for ord in ords.values_for_doc(doc) {
            let at = usize::try_from(ord).unwrap_or(usize::MAX);
            if let Some(count) = self.all.get_mut(at) {
                *count += 1;
            }
            if exact && let Some(count) = self.exact.get_mut(at) {
                *count += 1;
            }
        }
    }
}

impl Pass {
    /// Quality, freshness and use reorder equals; they make no document of a lower tier win.
    fn rank(&self, doc: DocId, met: u32, rest: f32) -> f64 {
        let at = self.at.get_val(doc);
        match self.judge.sort {
            Sort::Newest => return at as f64,
            Sort::MostUsed => return self.uses.get_val(doc) as f64 * 1e10 + at as f64,
            Sort::Relevance => {}
        }
        let days = (self.judge.now - at).max(0) as f32 / 86_400.0;
        let fresh = (-days / 1100.0).exp();
        let used = if self.judge.most_used > 0.0 {
            ((self.uses.get_val(doc) as f32).ln_1p() / self.judge.most_used.ln_1p()).min(1.0)
        } else {
            0.0
        };
        let quality = self.quality.get_val(doc) as f32;
        let signals = 1.0 + 0.25 * quality + 0.15 * fresh + 0.10 * used;
        f64::from(met) * self.judge.step + f64::from((rest + 0.1) * signals)
    }
}

impl SegmentCollector for Pass {
    type Fruit = Found;

    fn collect(&mut self, doc: DocId, score: Score) {
        let met = if self.judge.whole == 0 { 0 } else { (score / MET).floor() as u32 };
        if met < self.judge.least {
            return;
        }
        let mut failing = None;
        for (at, facet) in self.facets.iter().enumerate() {
            if !facet.fits(doc) {
                if failing.is_some() {
                    return;
                }
                failing = Some(at);
            }
        }
        let exact = met >= self.judge.whole;
        if self.judge.facets {
            match failing {
                Some(at) => self.facets[at].count(doc, exact),
                None => self.facets.iter_mut().for_each(|facet| facet.count(doc, exact)),
            }
        }
        if let Some(at) = failing {
            self.without[at] += 1;
            return;
        }
        self.all += 1;
        self.exact += u64::from(exact);
        let score = self.rank(doc, met, score - met as f32 * MET);
        if self.best.len() >= self.judge.limit && self.best.peek().is_some_and(|worst| worst.0.score > score) {
            return;
        }
        let kind = self.facets[0].ords().and_then(|ords| ords.first(doc)).unwrap_or(u64::MAX);
        let id = (self.high.get_val(doc), self.low.get_val(doc));
        self.best.push(Reverse(Entry { score, id, met, kind }));
        if self.best.len() > self.judge.limit {
            self.best.pop();
        }
    }

    fn harvest(self) -> Found {
        let mut found = Found { exact: self.exact, all: self.all, without: self.without, ..Found::default() };
        for Reverse(entry) in self.best {
            let mut kind = String::new();
            if let Some(values) = &self.facets[0].values {
                // An ordinal that came from the column is in its dictionary; a damaged one leaves the kind empty.
                let _ = values.ord_to_str(entry.kind, &mut kind);
            }
            let id = schema::id(entry.id.0, entry.id.1);
            found.hits.push(Hit { kind, id, met: entry.met, score: entry.score });
        }
        for (at, facet) in self.facets.iter().enumerate() {
            let Some(values) = &facet.values else { continue };
            let name = |counts: &[u32]| {
                let mut named = HashMap::new();
                for (ord, count) in (0_u64..).zip(counts).filter(|(_, count)| **count > 0) {
                    let mut text = String::new();
                    if values.ord_to_str(ord, &mut text).unwrap_or(false) {
                        named.insert(text, u64::from(*count));
                    }
                }
                named
            };
            found.exact_counts[at] = name(&facet.exact);
            found.all_counts[at] = name(&facet.all);
        }
        found
    }
}

/// What a hit is, read from its columns.
pub struct HitColumns {
    kind: Option<StrColumn>,
    high: Arc<dyn ColumnValues<u64>>,
    low: Arc<dyn ColumnValues<u64>>,
}

impl HitColumns {
    /// # Errors
    /// When the columns cannot be read.
    pub fn of(segment: &SegmentReader) -> tantivy::Result<Self> {
        let fast = segment.fast_fields();
        Ok(Self {
            kind: fast.str(FACETS[0])?,
            high: fast.column_first_or_default(column::ID_HIGH)?,
            low: fast.column_first_or_default(column::ID_LOW)?,
        })
    }

    pub fn hit(&self, doc: DocId, score: f64) -> Option<Hit> {
        let kinds = self.kind.as_ref()?;
        let mut kind = String::new();
        kinds.ord_to_str(kinds.ords().first(doc)?, &mut kind).ok()?;
        Some(Hit { kind, id: schema::id(self.high.get_val(doc), self.low.get_val(doc)), met: 0, score })
    }
}
