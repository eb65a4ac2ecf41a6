//! One concept of a query. Its score is that of its best variant plus a constant that says the concept was met, so the
//! sum of a document tells both which concepts it meets and how well.

use std::fmt;

use tantivy::{
    DocId, DocSet, Score, SegmentReader,
    query::{EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight},
};

/// A concept met is worth this much per unit of its importance; scores of variants stay below it together.
pub const MET: f32 = 1024.0;

/// A query whose every hit scores `add` more.
pub struct Slot {
    pub inner: Box<dyn Query>,
    pub add: Score,
}

impl Clone for Slot {
    fn clone(&self) -> Self {
        Self { inner: self.inner.box_clone(), add: self.add }
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Slot({} + {:?})", self.add, self.inner)
    }
}

impl Query for Slot {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(SlotWeight { inner: self.inner.weight(scoring)?, add: self.add }))
    }
}

struct SlotWeight {
    inner: Box<dyn Weight>,
    add: Score,
}

impl Weight for SlotWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let inner = self.inner.scorer(reader, boost)?;
        if inner.is::<EmptyScorer>() {
            return Ok(inner);
        }
        Ok(Box::new(SlotScorer { inner, add: self.add }))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        self.inner.explain(reader, doc)
    }
}

struct SlotScorer {
    inner: Box<dyn Scorer>,
    add: Score,
}

impl DocSet for SlotScorer {
    fn advance(&mut self) -> DocId {
        self.inner.advance()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        self.inner.seek(target)
    }

    fn doc(&self) -> DocId {
        self.inner.doc()
    }

    fn size_hint(&self) -> u32 {
        self.inner.size_hint()
    }
}

impl Scorer for SlotScorer {
    fn score(&mut self) -> Score {
        // Bounded, so that a rare word in a title is never mistaken for another concept.
        self.inner.score().min(MET / 32.0) + self.add
    }
}
