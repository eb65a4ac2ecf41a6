//! A plan as what is read of the index: the ways to meet each concept, what every hit must hold, and what brings words
//! that stand together a little more.
//!
//! Every hit is counted, so every list is read to its end; nothing is gained by skipping what cannot be among the best.
//! What is gained is reading lists block by block into sheets of scores instead of asking a tree of scorers document by
//! document. The scores are those of the tree: a way's fields by the best with 0.3 of the rest, a concept's ways by the
//! best with 0.1 of the rest.

use std::sync::Arc;

use tantivy::{
    Score, Term,
    fieldnorm::FieldNormReader,
    query::{Bm25StatisticsProvider, EnableScoring, Query, Weight},
    schema::Field,
};

use super::{
    any, musts, near,
    plan::{Concept, Plan, Variant},
};
use crate::index::{Sight, sight::Places};

/// The usual constants of BM25.
const K1: Score = 1.2;
const B: Score = 0.75;

/// What the length of a field does to the weight of a word, by the code of the length.
pub type Norms = Arc<[Score; 256]>;

/// A word in a field.
pub struct Word {
    pub field: Field,
    pub places: Places,
    pub weight: Score,
    pub norms: Norms,
}

/// A variant of a concept.
pub enum Way {
    /// Any of these.
    Words(Vec<Word>),
    /// Any of these codes, however many documents have them.
    Codes(Vec<(Field, Places)>, Score),
    /// Words next to each other, or all of several.
    Scored(Box<dyn Weight>),
}

/// A concept by the numbers of its ways.
pub struct Wanted {
    pub ways: Vec<usize>,
    pub importance: u32,
    /// A document may be a hit without any of the others.
    pub leads: bool,
}

/// Words that stand together: read only of documents that may be shown.
pub struct Together {
    pub weight: Box<dyn Weight>,
    /// No document gets more for it.
    pub most: Score,
}

/// Everything that is read.
pub struct Reading {
    pub ways: Vec<Way>,
    pub concepts: Vec<Wanted>,
    pub musts: Option<Box<dyn Weight>>,
    pub together: Vec<Together>,
}

impl Reading {
    /// # Errors
    /// When the index cannot be read.
    pub fn of(sight: &Sight, plan: &Plan, least: u32) -> tantivy::Result<Self> {
        let scoring = EnableScoring::enabled_from_statistics_provider(sight, &sight.searcher);
        let norms: Vec<(Field, Norms)> = sight.fields.texts().map(|(field, _, words)| (field, norms(words))).into();
        let mut known: Vec<&Variant> = Vec::new();
        let mut ways = Vec::new();
        let mut concepts = Vec::new();
        for Concept { variants, importance, .. } in &plan.concepts {
            let mut own = Vec::new();
            for variant in variants {
                // Words of one stretch share its variants.
                let at = match known.iter().position(|other| *other == variant) {
                    Some(at) => at,
                    None => {
                        known.push(variant);
                        ways.push(way(sight, variant, &norms, scoring)?);
                        ways.len() - 1
                    }
                };
                own.push(at);
            }
            concepts.push(Wanted { ways: own, importance: *importance, leads: true });
        }
        let musts = musts(sight, plan).map(|query| query.weight(scoring)).transpose()?;
        let mut together = Vec::new();
        for (query, terms, boost) in near(sight, &plan.concepts) {
            let mut most = 0.0;
            for term in &terms {
                most += idf(sight, term)? * (1.0 + K1) * boost;
            }
            together.push(Together { weight: query.weight(scoring)?, most });
        }
        let mut reading = Self { ways, concepts, musts, together };
        reading.lead(least);
        Ok(reading)
    }

    /// Concepts that together weigh too little to make a hit lead nobody: the commonest are only asked about documents
    /// that others lead to.
    pub fn lead(&mut self, least: u32) {
        let Self { ways, concepts, .. } = self;
        let cost = |concept: &Wanted| concept.ways.iter().map(|way| ways[*way].cost()).sum::<u64>();
        let mut order: Vec<(u64, usize)> = concepts.iter().map(cost).zip(0..).collect();
        order.sort_by(|a, b| b.cmp(a));
        let mut left = least;
        for (_, at) in order {
            let concept = &mut concepts[at];
            concept.leads = concept.importance >= left;
            if !concept.leads {
                left -= concept.importance;
            }
        }
    }
}

impl Way {
    /// Documents to be read.
    fn cost(&self) -> u64 {
        let all = |places: &Places| places.iter().map(|(_, info)| u64::from(info.doc_freq)).sum::<u64>();
        match self {
            Self::Words(words) => words.iter().map(|word| all(&word.places)).sum(),
            Self::Codes(codes, _) => codes.iter().map(|(_, places)| all(places)).sum(),
            Self::Scored(_) => 0,
        }
    }
}

fn way(sight: &Sight, variant: &Variant, norms: &[(Field, Norms)], scoring: EnableScoring<'_>) -> tantivy::Result<Way> {
    Ok(match variant {
        Variant::Lemmas { lemmas, weight } => {
            let mut words = Vec::new();
            for ((field, boost, _), (_, norms)) in sight.fields.texts().into_iter().zip(norms) {
                for lemma in lemmas {
                    let term = Term::from_field_text(field, lemma);
                    let places = sight.places(&term)?;
                    if !places.is_empty() {
                        let weight = idf(sight, &term)? * (1.0 + K1) * boost * weight;
                        words.push(Word { field, places, weight, norms: Arc::clone(norms) });
                    }
                }
            }
            Way::Words(words)
        }
        Variant::Codes { field, codes, weight } => {
            let mut places = Vec::new();
            for code in codes {
                places.push((*field, sight.places(&Term::from_field_text(*field, code))?));
            }
            Way::Codes(places, 3.0 * weight)
        }
        Variant::Phrase { .. } => Way::Scored(any(sight, variant).weight(scoring)?),
    })
}

fn idf(sight: &Sight, term: &Term) -> tantivy::Result<Score> {
    let (all, held) = (sight.total_num_docs()?, sight.doc_freq(term)?);
    Ok((1.0 + ((all - held) as Score + 0.5) / (held as Score + 0.5)).ln())
}

fn norms(usual: u64) -> Norms {
    let mut norms = [0.0; 256];
    for (code, norm) in (0_u8..=255).zip(&mut norms) {
        let length = FieldNormReader::id_to_fieldnorm(code) as Score;
        *norm = K1 * (1.0 - B + B * length / usual as Score);
    }
    Arc::new(norms)
}
