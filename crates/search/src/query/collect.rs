//! What becomes of the documents that meet half of a query: the best of them, how many there are, and the counts of
//! every facet, each chosen one counted as if it were not chosen.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    sync::Arc,
};

use tantivy::{DocId, Score};
use uuid::Uuid;

use super::Sort;
pub use crate::index::columns::{FACET_COUNT, FACETS};
use crate::index::{
    columns::{self, Columns, Named},
    schema,
};

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
    kind: u32,
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

/// What was chosen of a facet, by the numbers of its values.
struct Choice {
    facet: usize,
    values: Vec<u32>,
}

/// Documents as they come, segment after segment.
pub struct Pass {
    judge: Judge,
    aged: f32,
    named: Named,
    columns: Arc<Columns>,
    best: BinaryHeap<Reverse<Entry>>,
    exact: u64,
    all: u64,
    without: [u64; FACET_COUNT],
    choices: Vec<Choice>,
    /// By value: documents that meet everything, and those that meet only half.
    counts: Vec<u32>,
    partial: Vec<u32>,
}

impl Pass {
    /// Begins with the first of the segments.
    pub fn over(judge: &Judge, named: &Named, columns: &Arc<Columns>) -> Self {
        let chosen = judge.chosen.iter().enumerate().filter(|(_, values)| !values.is_empty());
        let choices = chosen
            .map(|(facet, values)| {
                let own =
                    |(_, (of, name)): &(u32, &(usize, Arc<str>))| *of == facet && values.iter().any(|v| **v == **name);
                Choice { facet, values: (0..).zip(named.iter()).filter(own).map(|(number, _)| number).collect() }
            })
            .collect();
        let counted = if judge.facets { named.len() } else { 0 };
        Self {
            judge: judge.clone(),
            aged: columns::aged(judge.now),
            named: Arc::clone(named),
            columns: Arc::clone(columns),
            best: BinaryHeap::new(),
            exact: 0,
            all: 0,
            without: [0; FACET_COUNT],
            choices,
            counts: vec![0; counted],
            partial: vec![0; counted],
        }
    }

    /// Goes on with another segment.
    pub fn turn(&mut self, columns: &Arc<Columns>) {
        self.columns = Arc::clone(columns);
    }

    /// Quality, freshness and use reorder equals; they make no document of a lower tier win.
    fn rank(&self, doc: DocId, met: u32, rest: Score) -> f64 {
        match self.judge.sort {
            Sort::Newest => self.columns.at(doc) as f64,
            Sort::MostUsed => self.columns.uses(doc) as f64 * 1e10 + self.columns.at(doc) as f64,
            Sort::Relevance => {
                f64::from(met) * self.judge.step + f64::from((rest + 0.1) * self.columns.signals(doc, self.aged))
            }
        }
    }

    /// A document with the importance of the concepts it meets and how well it meets them. `more` raises the latter by
    /// at most `most`; it is asked only when that may change what is shown.
    ///
    /// # Errors
    /// What `more` says.
    pub fn take(
        &mut self,
        doc: DocId,
        met: u32,
        rest: Score,
        most: Score,
        more: impl FnOnce() -> tantivy::Result<Score>,
    ) -> tantivy::Result<()> {
        let mut failing = None;
        for choice in &self.choices {
            if !self.columns.values(doc).iter().any(|value| choice.values.contains(value)) {
                if failing.is_some() {
                    return Ok(());
                }
                failing = Some(choice.facet);
            }
        }
        let exact = met >= self.judge.whole;
        if self.judge.facets {
            self.count(doc, exact, failing);
        }
        if let Some(facet) = failing {
            self.without[facet] += 1;
            return Ok(());
        }
        self.all += 1;
        self.exact += u64::from(exact);
        self.place(doc, met, rest, most, more)
    }

    fn count(&mut self, doc: DocId, exact: bool, failing: Option<usize>) {
        let counts = if exact { &mut self.counts } else { &mut self.partial };
        let values = self.columns.values(doc);
        match failing {
            None => values.iter().for_each(|value| counts[*value as usize] += 1),
            Some(facet) => {
                let own = values.iter().map(|value| *value as usize).filter(|value| self.named[*value].0 == facet);
                own.for_each(|value| counts[value] += 1);
            }
        }
    }

    fn place(
        &mut self,
        doc: DocId,
        met: u32,
        rest: Score,
        most: Score,
        more: impl FnOnce() -> tantivy::Result<Score>,
    ) -> tantivy::Result<()> {
        let worst = self.best.peek().filter(|_| self.best.len() >= self.judge.limit).map(|worst| worst.0.score);
        let hopeless = |score: f64| worst.is_some_and(|worst| worst > score);
        if hopeless(self.rank(doc, met, rest + most)) {
            return Ok(());
        }
        let rest = if most > 0.0 { rest + more()? } else { rest };
        let score = self.rank(doc, met, rest);
        if hopeless(score) {
            return Ok(());
        }
        let kind = self.columns.values(doc).first().copied().unwrap_or(u32::MAX);
        self.best.push(Reverse(Entry { score, id: self.columns.id(doc), met, kind }));
        if self.best.len() > self.judge.limit {
            self.best.pop();
        }
        Ok(())
    }

    pub fn finish(self) -> Found {
        let mut found = Found { exact: self.exact, all: self.all, without: self.without, ..Found::default() };
        let mut best: Vec<Entry> = self.best.into_iter().map(|Reverse(entry)| entry).collect();
        best.sort_by(|a, b| b.cmp(a));
        found.hits.extend(best.into_iter().map(|entry| {
            let kind = self.named.get(entry.kind as usize).filter(|(facet, _)| *facet == 0);
            let kind = kind.map(|(_, name)| name.to_string()).unwrap_or_default();
            Hit { kind, id: schema::id(entry.id.0, entry.id.1), met: entry.met, score: entry.score }
        }));
        for ((exact, partial), (facet, name)) in self.counts.iter().zip(&self.partial).zip(self.named.iter()) {
            let (exact, partial) = (u64::from(*exact), u64::from(*partial));
            if exact > 0 {
                found.exact_counts[*facet].insert(name.to_string(), exact);
            }
            if exact + partial > 0 {
                found.all_counts[*facet].insert(name.to_string(), exact + partial);
            }
        }
        found
    }
}
