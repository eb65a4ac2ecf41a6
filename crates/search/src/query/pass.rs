//! All documents of a segment held against a reading, stretch by stretch.

use tantivy::{DocId, DocSet, Score, SeekDangerResult, SegmentReader, TERMINATED, query::Scorer};

use super::{
    collect::{Found, Judge, Pass},
    sheet::{NONE, Reader, STRETCH, Set, Sheet, each, scored},
    weigh::{Reading, Together, Wanted},
};
use crate::index::{Part, Sight, sight::Seen};

/// No concept scores more: a rare word in a title is not worth another concept.
const MOST: Score = 32.0;

/// What is written on while one reads: the same for all segments.
struct Paper {
    /// Documents of the stretch in question.
    set: Set,
    met: Box<[u32]>,
    rest: Box<[Score]>,
    /// Of every way.
    ways: Vec<Sheet>,
    /// Of the concept in hand.
    concept: Sheet,
    /// Of what every hit must hold.
    held: Sheet,
}

impl Paper {
    fn of(reading: &Reading) -> Self {
        Self {
            set: NONE,
            met: vec![0; STRETCH as usize].into(),
            rest: vec![0.0; STRETCH as usize].into(),
            ways: reading.ways.iter().map(|_| Sheet::default()).collect(),
            concept: Sheet::default(),
            held: Sheet::default(),
        }
    }
}

/// One segment on its way through.
struct Walk<'a> {
    reading: &'a Reading,
    readers: Vec<Reader>,
    /// Which ways lead to documents.
    leads: Vec<bool>,
    musts: Option<Box<dyn Scorer>>,
    paper: &'a mut Paper,
}

/// # Errors
/// When the index cannot be read.
pub fn run(sight: &Sight, reading: &Reading, judge: &Judge) -> tantivy::Result<Found> {
    let mut paper = Paper::of(reading);
    let mut pass: Option<Pass> = None;
    for part in sight.parts() {
        let pass = pass.get_or_insert_with(|| Pass::over(judge, &sight.named, part.columns));
        pass.turn(part.columns);
        through(reading, judge.least, &part, &mut paper, pass)?;
    }
    Ok(pass.map(Pass::finish).unwrap_or_default())
}

fn through(reading: &Reading, least: u32, part: &Part<'_>, paper: &mut Paper, pass: &mut Pass) -> tantivy::Result<()> {
    let mut walk = Walk::over(reading, part, paper)?;
    let mut together: Vec<Near<'_>> = reading.together.iter().map(|t| Near::of(t, part.segment)).collect();
    let most: Score = reading.together.iter().map(|t| t.most).sum();
    let end = part.segment.max_doc();
    let mut from = 0;
    while from < end {
        let next = walk.next(from);
        if next >= end {
            break;
        }
        from = next.max(from) & !63;
        let to = (from + STRETCH).min(end);
        walk.lead(from, to);
        walk.keep_seen(part.seen, from);
        walk.keep_held(from, to);
        if walk.paper.set != NONE {
            walk.meet(from, to);
            let mut failed = Ok(());
            each(&walk.paper.set, |at| {
                let met = walk.paper.met[at];
                if met >= least && failed.is_ok() {
                    let doc = from + at as DocId;
                    let more = || together.iter_mut().map(|near| near.score(doc)).sum();
                    failed = pass.take(doc, met, walk.paper.rest[at], most, more);
                }
            });
            failed?;
        }
        from = to;
    }
    Ok(())
}

impl<'a> Walk<'a> {
    fn over(reading: &'a Reading, part: &Part<'_>, paper: &'a mut Paper) -> tantivy::Result<Self> {
        let open = |way| Reader::open(way, part.segment, part.number);
        let mut leads = vec![false; reading.ways.len()];
        let leading = reading.concepts.iter().filter(|concept| concept.leads);
        leading.flat_map(|concept| &concept.ways).for_each(|way| leads[*way] = true);
        Ok(Self {
            reading,
            readers: reading.ways.iter().map(open).collect::<tantivy::Result<_>>()?,
            leads,
            musts: reading.musts.as_ref().map(|weight| weight.scorer(part.segment, 1.0)).transpose()?,
            paper,
        })
    }

    /// The first document that may be a hit.
    fn next(&self, from: DocId) -> DocId {
        let led = || self.readers.iter().zip(&self.leads).filter(|(_, leads)| **leads).map(|(reader, _)| reader.next());
        let next = if self.reading.concepts.is_empty() { from } else { led().min().unwrap_or(TERMINATED) };
        self.musts.as_ref().map_or(next, |musts| next.max(musts.doc()))
    }

    /// Reads the ways that lead.
    fn lead(&mut self, from: DocId, to: DocId) {
        let Paper { set, ways, .. } = &mut *self.paper;
        *set = NONE;
        if self.reading.concepts.is_empty() {
            (0..(to - from) as usize).for_each(|at| set[at / 64] |= 1 << (at % 64));
        }
        for ((reader, leads), sheet) in self.readers.iter_mut().zip(&self.leads).zip(ways) {
            if *leads {
                reader.read(from, to, sheet);
                set.iter_mut().zip(sheet.set).for_each(|(to, from)| *to |= from);
            }
        }
    }

    fn keep_seen(&mut self, seen: &Seen, from: DocId) {
        for (set, bucket) in self.paper.set.iter_mut().zip(from / 64..).filter(|(set, _)| **set != 0) {
            *set &= u64::from_le_bytes(seen.docs.tinyset(bucket).into_bytes());
        }
    }

    fn keep_held(&mut self, from: DocId, to: DocId) {
        let Some(musts) = &mut self.musts else { return };
        let Paper { set, held, .. } = &mut *self.paper;
        held.set = NONE;
        scored(musts.as_mut(), from, to, held);
        set.iter_mut().zip(held.set).for_each(|(to, from)| *to &= from);
    }

    /// Which concepts each document of the set meets, and how well.
    fn meet(&mut self, from: DocId, to: DocId) {
        let Paper { set, met, rest, ways, concept, held } = &mut *self.paper;
        for ((reader, leads), sheet) in self.readers.iter_mut().zip(&self.leads).zip(ways.iter_mut()) {
            if !*leads {
                reader.read(from, to, sheet);
            }
        }
        let must = self.musts.is_some();
        each(set, |at| {
            met[at] = 0;
            rest[at] = if must { held.score[at] } else { 0.0 };
        });
        for Wanted { ways: own, importance, .. } in &self.reading.concepts {
            let best = if let [one] = own.as_slice() {
                &ways[*one]
            } else {
                concept.set = NONE;
                for way in own {
                    let sheet = &ways[*way];
                    each(&both(set, &sheet.set), |at| concept.add(at, sheet.score[at]));
                }
                concept.settle(0.1);
                &*concept
            };
            each(&both(set, &best.set), |at| {
                met[at] += importance;
                rest[at] += best.score[at].min(MOST);
            });
        }
    }
}

fn both(a: &Set, b: &Set) -> Set {
    let mut set = *a;
    set.iter_mut().zip(b).for_each(|(to, from)| *to &= from);
    set
}

/// Words that stand together, asked document by document.
struct Near<'a> {
    together: &'a Together,
    segment: &'a SegmentReader,
    scorer: Option<Box<dyn Scorer>>,
    /// No document before this one has them together.
    lowest: DocId,
}

impl<'a> Near<'a> {
    fn of(together: &'a Together, segment: &'a SegmentReader) -> Self {
        Self { together, segment, scorer: None, lowest: 0 }
    }

    fn score(&mut self, doc: DocId) -> tantivy::Result<Score> {
        if doc < self.lowest {
            return Ok(0.0);
        }
        let (found, scorer) = match self.scorer.take() {
            Some(mut scorer) => (scorer.seek_danger(doc), scorer),
            None => self.together.weight.scorer_danger(self.segment, doc, 1.0)?,
        };
        let scorer = self.scorer.insert(scorer);
        Ok(match found {
            SeekDangerResult::Found => scorer.score(),
            SeekDangerResult::SeekLowerBound(lowest) => {
                self.lowest = lowest;
                0.0
            }
        })
    }
}
