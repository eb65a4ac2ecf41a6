//! Lists of the index read into sheets: a stretch of documents with the score of each.

use tantivy::{
    DocId, DocSet, Score, SegmentReader, TERMINATED,
    fieldnorm::FieldNormReader,
    postings::BlockSegmentPostings,
    query::Scorer,
    schema::{Field, IndexRecordOption},
};

use super::weigh::{Norms, Way, Word};
use crate::index::sight::Places;

/// Documents of a sheet.
pub const STRETCH: u32 = 2048;
const SETS: usize = STRETCH as usize / 64;

/// Which documents of a stretch.
pub type Set = [u64; SETS];
pub const NONE: Set = [0; SETS];

/// The places of a set, rising.
pub fn each(set: &Set, mut look: impl FnMut(usize)) {
    for (at, bits) in set.iter().enumerate() {
        let mut bits = *bits;
        while bits != 0 {
            look(at * 64 + bits.trailing_zeros() as usize);
            bits &= bits - 1;
        }
    }
}

/// Scores of a stretch. What is not in the set has none.
pub struct Sheet {
    pub set: Set,
    pub score: Box<[Score]>,
    sum: Box<[Score]>,
}

impl Default for Sheet {
    fn default() -> Self {
        let empty = || vec![0.0; STRETCH as usize].into_boxed_slice();
        Self { set: NONE, score: empty(), sum: empty() }
    }
}

impl Sheet {
    /// Another score of the same document: the best counts, the others in part.
    pub fn add(&mut self, at: usize, score: Score) {
        let bit = 1 << (at % 64);
        if self.set[at / 64] & bit == 0 {
            self.set[at / 64] |= bit;
            self.score[at] = score;
            self.sum[at] = score;
        } else {
            self.score[at] = self.score[at].max(score);
            self.sum[at] += score;
        }
    }

    /// The best plus a part of the others.
    pub fn settle(&mut self, part: Score) {
        let Self { set, score, sum } = self;
        each(set, |at| score[at] += (sum[at] - score[at]) * part);
    }
}

/// One list, read block by block.
struct List {
    postings: BlockSegmentPostings,
    at: usize,
}

impl List {
    fn open(
        segment: &SegmentReader,
        number: usize,
        field: Field,
        places: &Places,
        counts: bool,
    ) -> tantivy::Result<Option<Self>> {
        let Some((_, info)) = places.iter().find(|(segment, _)| *segment == number) else { return Ok(None) };
        let option = if counts { IndexRecordOption::WithFreqs } else { IndexRecordOption::Basic };
        let postings = segment.inverted_index(field)?.read_block_postings_from_terminfo(info, option)?;
        Ok(Some(Self { postings, at: 0 }))
    }

    fn doc(&self) -> DocId {
        self.postings.docs().get(self.at).copied().unwrap_or(TERMINATED)
    }

    /// Calls `take` with every document from `from` up to before `to`, and how often it holds the word.
    fn read(&mut self, from: DocId, to: DocId, mut take: impl FnMut(DocId, u32)) {
        if self.postings.docs().last().is_some_and(|last| *last < from) {
            self.at = self.postings.seek(from);
        }
        loop {
            let (docs, counts) = (self.postings.docs(), self.postings.freqs());
            let begun = self.at;
            for (doc, at) in docs[begun.min(docs.len())..].iter().zip(begun..) {
                if *doc >= to {
                    self.at = at;
                    return;
                }
                if *doc >= from {
                    take(*doc, counts.get(at).copied().unwrap_or(1));
                }
            }
            if docs.is_empty() {
                return;
            }
            self.postings.advance();
            self.at = 0;
        }
    }
}

/// A word's list with what its scores are made of.
struct Weighed {
    list: List,
    lengths: FieldNormReader,
    norms: Norms,
    weight: Score,
}

enum Lists {
    Words(Vec<Weighed>),
    Codes(Vec<List>, Score),
    Scored(Box<dyn Scorer>),
}

/// A way in one segment.
pub struct Reader(Lists);

impl Reader {
    /// # Errors
    /// When the index cannot be read.
    pub fn open(way: &Way, segment: &SegmentReader, number: usize) -> tantivy::Result<Self> {
        let lists = match way {
            Way::Words(words) => {
                let lists = words.iter().filter_map(|word| weighed(word, segment, number).transpose());
                Lists::Words(lists.collect::<tantivy::Result<_>>()?)
            }
            Way::Codes(codes, score) => {
                let lists = codes.iter().filter_map(|(f, p)| List::open(segment, number, *f, p, false).transpose());
                Lists::Codes(lists.collect::<tantivy::Result<_>>()?, *score)
            }
            Way::Scored(weight) => Lists::Scored(weight.scorer(segment, 1.0)?),
        };
        Ok(Self(lists))
    }

    /// The first document not read yet.
    pub fn next(&self) -> DocId {
        match &self.0 {
            Lists::Words(words) => words.iter().map(|word| word.list.doc()).min().unwrap_or(TERMINATED),
            Lists::Codes(lists, _) => lists.iter().map(List::doc).min().unwrap_or(TERMINATED),
            Lists::Scored(scorer) => scorer.doc(),
        }
    }

    /// Reads the stretch into the sheet.
    pub fn read(&mut self, from: DocId, to: DocId, sheet: &mut Sheet) {
        sheet.set = NONE;
        match &mut self.0 {
            Lists::Words(words) => {
                for Weighed { list, lengths, norms, weight } in words.iter_mut() {
                    list.read(from, to, |doc, count| {
                        let count = count as Score;
                        let norm = norms[usize::from(lengths.fieldnorm_id(doc))];
                        sheet.add((doc - from) as usize, *weight * (count / (count + norm)));
                    });
                }
                if words.len() > 1 {
                    sheet.settle(0.3);
                }
            }
            Lists::Codes(lists, score) => {
                for list in lists {
                    list.read(from, to, |doc, _| {
                        let at = (doc - from) as usize;
                        sheet.set[at / 64] |= 1 << (at % 64);
                        sheet.score[at] = *score;
                    });
                }
            }
            Lists::Scored(scorer) => scored(scorer.as_mut(), from, to, sheet),
        }
    }
}

/// Reads the stretch of a scorer of the library.
pub fn scored(scorer: &mut dyn Scorer, from: DocId, to: DocId, sheet: &mut Sheet) {
    let mut doc = scorer.doc();
    if doc < from {
        doc = scorer.seek(from);
    }
    while doc < to {
        sheet.add((doc - from) as usize, scorer.score());
        doc = scorer.advance();
    }
}

fn weighed(word: &Word, segment: &SegmentReader, number: usize) -> tantivy::Result<Option<Weighed>> {
    let Some(list) = List::open(segment, number, word.field, &word.places, true)? else { return Ok(None) };
    let lengths = segment.get_fieldnorms_reader(word.field)?;
    Ok(Some(Weighed { list, lengths, norms: word.norms.clone(), weight: word.weight }))
}
