//! A typed query into hits: understand, look, judge. Knows neither HTTP nor tables.

pub mod collect;
pub mod fillers;
pub mod grammar;
mod pass;
pub mod plan;
pub mod repair;
mod sheet;
pub mod structure;
pub mod synonyms;
pub mod typed;
mod weigh;

use std::sync::Arc;

use tantivy::{
    Term,
    query::{BooleanQuery, BoostQuery, ConstScoreQuery, DisjunctionMaxQuery, Occur, PhraseQuery, Query, TermQuery},
    schema::{Field, IndexRecordOption},
};

use collect::Judge;
pub use collect::{Chosen, FACETS, Found, Hit};
use plan::{Concept, Plan, Quoted, Variant};
use structure::Names;
use synonyms::Synonyms;
use typed::FEW;
use weigh::Reading;

use crate::{analysis::Analysis, index::Sight};

/// What queries are understood with.
pub struct Engine {
    pub analysis: Arc<Analysis>,
    pub names: Names,
    pub synonyms: Arc<Synonyms>,
}

impl Engine {
    pub fn new(analysis: Arc<Analysis>, lines: &[synonyms::Line]) -> Self {
        let names = Names::of(&analysis);
        let synonyms = Arc::new(Synonyms::of(lines, &analysis));
        Self { analysis, names, synonyms }
    }
}

/// In which order hits come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub enum Sort {
    #[default]
    Relevance,
    Newest,
    MostUsed,
}

/// A question.
#[derive(Clone, Debug, Default)]
pub struct Request {
    pub query: String,
    pub chosen: Chosen,
    pub sort: Sort,
    /// As typed: nothing repaired, nothing added.
    pub literal: bool,
    pub limit: usize,
    /// Seconds since 1970.
    pub now: i64,
    pub facets: bool,
    /// Words are what they are, with their synonyms: nothing is repaired or completed.
    pub fixed: bool,
}

/// The answer with how it came about.
pub struct Answer {
    pub plan: Plan,
    pub found: Found,
    /// Importance of all concepts together.
    pub whole: u32,
}

impl Answer {
    /// What an index that is not there yet answers.
    pub fn nothing() -> Self {
        Self { plan: Plan::default(), found: Found::default(), whole: 0 }
    }
}

/// # Errors
/// When the index cannot be read.
pub fn run(engine: &Engine, sight: &Sight, request: &Request) -> tantivy::Result<Answer> {
    let plan = plan::plan(engine, sight, request)?;
    let whole = plan.concepts.iter().map(|c| c.importance).sum();
    let mut judge = Judge {
        chosen: Arc::new(request.chosen.clone()),
        whole,
        least: u32::div_ceil(whole * 2, 5),
        step: step(&plan),
        sort: request.sort,
        limit: request.limit.max(1),
        now: request.now,
        facets: request.facets,
    };
    let mut reading = Reading::of(sight, &plan, judge.least)?;
    let mut found = pass::run(sight, &reading, &judge)?;
    if found.all < ENOUGH && found.without.iter().all(|n| *n == 0) && judge.least > 1 && !request.fixed {
        // Whatever says anything of it is better than an empty page; it is told as such.
        judge.least = if found.all == 0 { 1 } else { u32::div_ceil(whole, 5) };
        reading.lead(judge.least);
        found = pass::run(sight, &reading, &judge)?;
    }
    Ok(Answer { plan, found, whole })
}

/// Fewer answers than this are filled up with some that meet less.
const ENOUGH: u64 = 10;

/// In a few words each counts, and a document that says more of them is better whatever it says of the others. A sentence
/// has words that matter little: there the score of the words decides, with a bonus for each thing met.
fn step(plan: &Plan) -> f64 {
    let telling = plan.concepts.iter().filter(|concept| concept.importance > 0).count();
    if telling <= FEW { 1e6 } else { 1.0 }
}

type Clause = (Occur, Box<dyn Query>);

/// What every hit must hold, or must not: quoted words, words after a minus, names of authors, tags.
fn musts(sight: &Sight, plan: &Plan) -> Option<Box<dyn Query>> {
    let mut clauses: Vec<Clause> = Vec::new();
    for quoted in &plan.quoted {
        clauses.push((Occur::Must, exactly(sight, quoted)));
    }
    for without in &plan.without {
        let words = if without.words.len() == 1 {
            any(sight, &Variant::Lemmas { lemmas: without.words[0].to_vec(), weight: 1.0 })
        } else {
            exactly(sight, without)
        };
        clauses.push((Occur::MustNot, words));
    }
    for (field, names) in [(sight.fields.authors, &plan.authors), (sight.fields.tags, &plan.tags)] {
        for lemmas in names {
            let terms = lemmas.iter().map(|l| (Occur::Should, term(field, l, 1.0)));
            clauses.push((Occur::Must, Box::new(BooleanQuery::new(terms.collect()))));
        }
    }
    if clauses.is_empty() {
        return None;
    }
    // What must not be held is taken from something.
    clauses.push((Occur::Must, Box::new(sight.query())));
    Some(Box::new(BooleanQuery::new(clauses)))
}

fn term(field: Field, text: &str, weight: f32) -> Box<dyn Query> {
    let query = TermQuery::new(Term::from_field_text(field, text), IndexRecordOption::WithFreqs);
    if weight == 1.0 { Box::new(query) } else { Box::new(BoostQuery::new(Box::new(query), weight)) }
}

fn held(sight: &Sight, field: Field, text: &str) -> bool {
    sight.is_somewhere(&Term::from_field_text(field, text))
}

/// One variant over all texts.
fn any(sight: &Sight, variant: &Variant) -> Box<dyn Query> {
    let mut ways: Vec<Box<dyn Query>> = Vec::new();
    match variant {
        Variant::Lemmas { lemmas, weight } => {
            for (field, boost, _) in sight.fields.texts() {
                let held = lemmas.iter().filter(|l| held(sight, field, l));
                ways.extend(held.map(|l| term(field, l, boost * weight)));
            }
        }
        Variant::Phrase { words, weight } => {
            let fields = sight.fields;
            for (field, boost, _) in fields.texts().into_iter().filter(|(field, ..)| *field != fields.authors) {
                if let Some(phrase) = phrase(sight, field, words, 2) {
                    ways.push(Box::new(BoostQuery::new(phrase, boost * weight)));
                }
            }
            // In a title or a summary the order of the words matters little.
            for (field, boost) in [(sight.fields.title, 2.0), (sight.fields.summary, 1.5), (sight.fields.tags, 2.0)] {
                ways.extend(all(sight, field, words, boost * weight * APART));
            }
        }
        Variant::Codes { field, codes, weight } => {
            // A code says the same of every document that has it, however many have.
            let terms = codes.iter().map(|code| (Occur::Should, term(*field, code, 1.0))).collect();
            ways.push(Box::new(ConstScoreQuery::new(Box::new(BooleanQuery::new(terms)), 3.0 * weight)));
        }
    }
    Box::new(DisjunctionMaxQuery::with_tie_breaker(ways, 0.3))
}

/// Words of one thing that stand apart are less surely that thing.
const APART: f32 = 0.6;

/// All the words in one field, wherever they stand.
fn all(sight: &Sight, field: Field, words: &[Arc<[String]>], weight: f32) -> Option<Box<dyn Query>> {
    let each = weight / words.len().max(1) as f32;
    let mut every: Vec<Clause> = Vec::with_capacity(words.len());
    for lemmas in words {
        let terms: Vec<Box<dyn Query>> =
            lemmas.iter().filter(|l| held(sight, field, l)).map(|l| term(field, l, each)).collect();
        if terms.is_empty() {
            return None;
        }
        every.push((Occur::Must, Box::new(DisjunctionMaxQuery::new(terms))));
    }
    Some(Box::new(BooleanQuery::new(every)))
}

/// Words in their order, each as the lemma that most texts hold.
fn in_order(sight: &Sight, field: Field, words: &[Arc<[String]>]) -> Option<Vec<Term>> {
    let mut terms = Vec::with_capacity(words.len());
    for lemmas in words {
        let frequent = |l: &&String| sight.exact_frequency(&Term::from_field_text(field, l)).unwrap_or(0);
        let best = lemmas.iter().max_by_key(frequent)?;
        if !held(sight, field, best) {
            return None;
        }
        terms.push(Term::from_field_text(field, best));
    }
    Some(terms)
}

fn phrase(sight: &Sight, field: Field, words: &[Arc<[String]>], slop: u32) -> Option<Box<dyn Query>> {
    let mut terms = in_order(sight, field, words)?;
    match terms.len() {
        0 => None,
        1 => terms.pop().map(|t| Box::new(TermQuery::new(t, IndexRecordOption::WithFreqs)) as Box<dyn Query>),
        _ => Some(Box::new(PhraseQuery::new_with_offset_and_slop(terms.into_iter().enumerate().collect(), slop))),
    }
}

/// Quoted words: these forms, next to each other.
fn exactly(sight: &Sight, quoted: &Quoted) -> Box<dyn Query> {
    let mut every: Vec<Clause> = quoted
        .forms
        .iter()
        .map(|form| -> Clause {
            let held =
                Box::new(TermQuery::new(Term::from_field_text(sight.fields.forms, form), IndexRecordOption::Basic));
            (Occur::Must, Box::new(ConstScoreQuery::new(held, 0.0)))
        })
        .collect();
    let texts = sight.fields.texts();
    let phrases = texts.iter().filter_map(|(field, boost, _)| {
        let phrase = phrase(sight, *field, &quoted.words, 0)?;
        Some(Box::new(BoostQuery::new(phrase, *boost)) as Box<dyn Query>)
    });
    every.push((Occur::Must, Box::new(DisjunctionMaxQuery::with_tie_breaker(phrases.collect(), 0.1))));
    Box::new(BooleanQuery::new(every))
}

/// Words that stand together in the query and together in a text: the query, its words, its weight.
fn near(sight: &Sight, concepts: &[Concept]) -> Vec<(Box<dyn Query>, Vec<Term>, f32)> {
    let mut bonuses: Vec<(Box<dyn Query>, Vec<Term>, f32)> = Vec::new();
    for pair in concepts.windows(2) {
        let words: Vec<Arc<[String]>> = pair.iter().flat_map(|c| c.words.clone()).collect();
        for (field, boost) in [(sight.fields.title, 0.8), (sight.fields.summary, 0.6), (sight.fields.body, 0.4)] {
            let Some(terms) = in_order(sight, field, &words).filter(|terms| terms.len() > 1) else { continue };
            let phrase = PhraseQuery::new_with_offset_and_slop(terms.iter().cloned().enumerate().collect(), 2);
            bonuses.push((Box::new(BoostQuery::new(Box::new(phrase), boost)), terms, boost));
        }
    }
    bonuses
}
