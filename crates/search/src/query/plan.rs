//! A typed query into concepts: what was said of grades, subjects and kinds, synonyms, words with their kin, their
//! completions and their corrections.

use std::{collections::BTreeSet, sync::Arc};

use tantivy::{Term, schema::Field};

use super::{
    Engine, Request,
    grammar::{self, Piece},
    repair::{self, Eyes, Reading},
    structure::{Place, Said},
    synonyms::{Asked, NEAR},
    typed::{Token, corrected, is_filler, tokens},
};
use crate::{
    analysis::{Word, composed, words},
    index::Sight,
};

/// What a concept may be met by, with its weight.
#[derive(Clone, Debug, PartialEq)]
pub enum Variant {
    /// Any of these lemmas, in any text.
    Lemmas { lemmas: Vec<String>, weight: f32 },
    /// These words near each other, each in any of its lemmas.
    Phrase { words: Vec<Arc<[String]>>, weight: f32 },
    /// Any of these codes.
    Codes { field: Field, codes: Vec<String>, weight: f32 },
}

impl Variant {
    /// A text that speaks of a subject or a grade is not yet a text for it.
    fn mention(&mut self) {
        match self {
            Self::Lemmas { weight, .. } | Self::Phrase { weight, .. } | Self::Codes { weight, .. } => *weight *= 0.4,
        }
    }
}

/// A concept.
#[derive(Clone, Debug)]
pub struct Concept {
    pub variants: Vec<Variant>,
    /// A text in sight says the very word.
    pub said: bool,
    /// 1 to 4: how much a document that lacks it lacks.
    pub importance: u32,
    /// Lemmas of the words themselves, for phrases and for showing.
    pub words: Vec<Arc<[String]>>,
}

/// A word put right.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
pub struct Correction {
    pub typed: String,
    pub meant: String,
}

/// What was done to the query.
#[derive(Clone, Debug, Default)]
pub struct Did {
    pub reading: Reading,
    pub text: String,
    pub corrections: Vec<Correction>,
    /// Other words that were searched as well.
    pub also: Vec<String>,
    pub said: Vec<Said>,
}

/// The query understood.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    pub concepts: Vec<Concept>,
    pub quoted: Vec<Quoted>,
    pub without: Vec<Quoted>,
    pub authors: Vec<Arc<[String]>>,
    pub tags: Vec<Arc<[String]>>,
    pub did: Did,
}

/// Words that stand exactly so.
#[derive(Clone, Debug)]
pub struct Quoted {
    pub forms: Vec<String>,
    pub words: Vec<Arc<[String]>>,
}

/// # Errors
/// When the index cannot be read.
pub fn plan(engine: &Engine, sight: &Sight, request: &Request) -> tantivy::Result<Plan> {
    let (query, literal) = (request.query.as_str(), request.literal);
    let as_is = literal || request.fixed;
    let eyes = Eyes { sight, analysis: &engine.analysis };
    let pieces = grammar::parse(query);
    let plain: Vec<&str> =
        pieces.iter().filter_map(|p| if let Piece::Word(w) = p { Some(w.as_str()) } else { None }).collect();
    let typed = plain.join(" ");
    let (text, reading) = if as_is { (typed, Reading::Typed) } else { repair::read(&eyes, &typed) };
    let mut did = Did { reading, text: text.clone(), corrections: Vec::new(), also: Vec::new(), said: Vec::new() };
    let tokens = tokens(engine, &eyes, &text, as_is, &mut did)?;
    let concepts = concepts(engine, sight, &tokens, literal, &mut did)?;
    let quoted = |want: fn(&Piece) -> Option<&String>| {
        pieces.iter().filter_map(want).map(|t| quote(engine, t)).filter(|q| !q.forms.is_empty()).collect::<Vec<_>>()
    };
    let named =
        |want: fn(&Piece) -> Option<&String>| quoted(want).into_iter().flat_map(|q| q.words).collect::<Vec<_>>();
    Ok(Plan {
        concepts,
        quoted: quoted(|p| if let Piece::Quoted(t) = p { Some(t) } else { None }),
        without: quoted(|p| if let Piece::Without(t) = p { Some(t) } else { None }),
        authors: named(|p| if let Piece::Author(t) = p { Some(t) } else { None }),
        tags: named(|p| if let Piece::Tag(t) = p { Some(t) } else { None }),
        did,
    })
}

fn quote(engine: &Engine, text: &str) -> Quoted {
    let text = composed(text);
    let words = words(&text);
    Quoted {
        words: words.iter().map(|w| engine.analysis.lemmas(&w.text)).collect(),
        forms: words.into_iter().map(|w| w.text).collect(),
    }
}

/// A stretch of words that is one thing.
#[derive(Default)]
struct Stretch {
    from: usize,
    length: usize,
    said: Vec<Said>,
    others: Vec<Other>,
}

/// How else it is said.
struct Other {
    text: String,
    words: Vec<Arc<[String]>>,
    weight: f32,
}

fn concepts(
    engine: &Engine,
    sight: &Sight,
    tokens: &[Token],
    literal: bool,
    did: &mut Did,
) -> tantivy::Result<Vec<Concept>> {
    let lemmas: Vec<Arc<[String]>> = tokens.iter().map(corrected(engine)).collect();
    let stretches = if literal { Vec::new() } else { stretches(engine, tokens, &lemmas) };
    let mut concepts = Vec::new();
    let mut fillers = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some(stretch) = stretches.iter().find(|s| s.from == at) {
            concepts.extend(stretched(engine, sight, stretch, tokens, &lemmas, did)?);
            at += stretch.length;
            continue;
        }
        let concept = worded(engine, sight, &tokens[at], literal)?;
        if is_filler(&tokens[at]) || tokens[at].word.text.chars().count() < 2 && !tokens[at].word.is_number() {
            fillers.push(concept);
        } else {
            concepts.push(concept);
        }
        at += 1;
    }
    let mut concepts = if concepts.is_empty() { fillers } else { concepts };
    // Words that every third text holds only help to order, unless there are no others.
    if concepts.iter().all(|c| c.importance == 0) {
        concepts.iter_mut().for_each(|c| c.importance = 1);
    }
    Ok(concepts)
}

/// The longest first; what overlaps a longer one is not one thing.
fn stretches(engine: &Engine, tokens: &[Token], lemmas: &[Arc<[String]>]) -> Vec<Stretch> {
    let query: Vec<Word> = tokens.iter().map(|t| t.word.clone()).collect();
    let mut all: Vec<Stretch> = Vec::new();
    let at = |all: &mut Vec<Stretch>, from, length| match all.iter().position(|s| s.from == from && s.length == length)
    {
        Some(at) => at,
        None => {
            all.push(Stretch { from, length, ..Stretch::default() });
            all.len() - 1
        }
    };
    for Place { from, length, said } in engine.names.find(&query, lemmas) {
        let at = at(&mut all, from, length);
        all[at].said.push(said);
    }
    let words = tokens.iter().zip(lemmas);
    let asked: Vec<Asked<'_>> =
        words.map(|(token, lemmas)| Asked { lemmas, empty: is_filler(token), capitals: token.capitals }).collect();
    for met in engine.synonyms.meet(&asked) {
        let at = at(&mut all, met.from, met.length);
        for (term, weight) in met.others {
            // Lines overlap: said once, by the line that says most.
            match all[at].others.iter_mut().find(|other| other.words == term.words) {
                Some(known) => known.weight = known.weight.max(weight),
                None => all[at].others.push(Other { text: term.text.clone(), words: term.words.clone(), weight }),
            }
        }
    }
    all.sort_by(|a, b| b.length.cmp(&a.length).then_with(|| a.from.cmp(&b.from)));
    let mut taken = BTreeSet::new();
    all.retain(|s| {
        let free = (s.from..s.from + s.length).all(|at| !taken.contains(&at));
        if free {
            taken.extend(s.from..s.from + s.length);
        }
        free
    });
    all
}

/// Each word of the stretch is a concept of its own that the whole stretch, its synonyms and its code meet as well: a
/// document that says the thing otherwise meets them all, one that has some of the words meets these.
fn stretched(
    engine: &Engine,
    sight: &Sight,
    stretch: &Stretch,
    tokens: &[Token],
    lemmas: &[Arc<[String]>],
    did: &mut Did,
) -> tantivy::Result<Vec<Concept>> {
    let range = stretch.from..stretch.from + stretch.length;
    let shared = shared(sight, stretch, &lemmas[range.clone()], did);
    let common = frequent(sight, &shared)?;
    let mut concepts = Vec::new();
    let all_fill = tokens[range.clone()].iter().all(is_filler);
    for token in tokens[range].iter().filter(|token| all_fill || !is_filler(token)) {
        let mut concept = worded(engine, sight, token, false)?;
        if !stretch.said.is_empty() {
            concept.variants.iter_mut().for_each(Variant::mention);
        }
        concept.variants.extend(shared.iter().cloned());
        // A rare name of a common thing is rare by the name only, unless texts use it.
        let own = concept.importance;
        concept.importance = own.min(if concept.said { common.max(own.saturating_sub(1)) } else { common });
        if !stretch.said.is_empty() {
            concept.importance = concept.importance.clamp(1, 2);
        }
        concepts.push(concept);
    }
    if let Some(length) = u32::try_from(concepts.len()).ok().filter(|l| *l > 1) {
        // One thing weighs about as much however many words name it.
        concepts.iter_mut().for_each(|c| c.importance = c.importance.div_ceil(length.min(4)));
    }
    Ok(concepts)
}

/// What says the whole stretch.
fn shared(sight: &Sight, stretch: &Stretch, lemmas: &[Arc<[String]>], did: &mut Did) -> Vec<Variant> {
    let mut shared = Vec::new();
    if stretch.length > 1 {
        shared.push(Variant::Phrase { words: lemmas.to_vec(), weight: 1.0 });
    }
    for Other { text, words, weight } in &stretch.others {
        shared.push(match words.as_slice() {
            [] => continue,
            [one] => Variant::Lemmas { lemmas: one.to_vec(), weight: *weight },
            many => Variant::Phrase { words: many.to_vec(), weight: *weight },
        });
        if !did.also.contains(text) {
            did.also.push(text.clone());
        }
    }
    let fields = sight.fields;
    for said in &stretch.said {
        let (field, codes) = match said {
            Said::Subject(codes) => (fields.subject, codes.clone()),
            Said::Form(codes) => (fields.form, codes.clone()),
            Said::Grades(grades) => (fields.grade, grades.iter().map(ToString::to_string).collect()),
        };
        shared.push(Variant::Codes { field, codes, weight: 1.0 });
        did.said.push(said.clone());
    }
    shared
}

fn worded(engine: &Engine, sight: &Sight, token: &Token, literal: bool) -> tantivy::Result<Concept> {
    let mut variants = vec![Variant::Lemmas { lemmas: token.lemmas.to_vec(), weight: 1.0 }];
    if let Some(joined) = &token.word.joined {
        variants.push(Variant::Lemmas { lemmas: engine.analysis.lemmas(joined).to_vec(), weight: 1.0 });
    }
    let mut weights: Vec<f32> = token.forms.iter().map(|(_, weight)| *weight).collect();
    weights.dedup();
    for weight in weights {
        let forms = token.forms.iter().filter(|(_, w)| *w == weight);
        let lemmas: BTreeSet<String> = forms.flat_map(|(form, _)| engine.analysis.lemmas(form).to_vec()).collect();
        variants.push(Variant::Lemmas { lemmas: lemmas.into_iter().collect(), weight });
    }
    if !literal && !token.word.is_number() {
        let mut kin = BTreeSet::new();
        for lemma in token.lemmas.iter() {
            kin.extend(sight.kin(lemma, 8)?.into_iter().filter(|l| !token.lemmas.contains(l)));
        }
        if !kin.is_empty() {
            variants.push(Variant::Lemmas { lemmas: kin.into_iter().collect(), weight: 0.45 });
        }
    }
    let documents = held_by(sight, &token.lemmas)?;
    let importance = weight_of(sight, documents).min(token.most);
    Ok(Concept { variants, said: documents > 0, importance, words: vec![Arc::clone(&token.lemmas)] })
}

/// A thing is as common as the commonest of its names.
fn frequent(sight: &Sight, variants: &[Variant]) -> tantivy::Result<u32> {
    let mut documents = 0;
    for variant in variants {
        match variant {
            Variant::Lemmas { lemmas, weight } if *weight > NEAR => {
                documents = documents.max(held_by(sight, lemmas)?);
            }
            Variant::Codes { field, codes, .. } => {
                for code in codes {
                    documents = documents.max(sight.exact_frequency(&Term::from_field_text(*field, code))?);
                }
            }
            _ => {}
        }
    }
    Ok(weight_of(sight, documents))
}

fn held_by(sight: &Sight, lemmas: &[String]) -> tantivy::Result<u64> {
    let fields = sight.fields;
    let mut documents = 0;
    for lemma in lemmas {
        for field in [fields.body, fields.title, fields.summary, fields.tags] {
            documents = documents.max(sight.exact_frequency(&Term::from_field_text(field, lemma))?);
        }
    }
    Ok(documents)
}

/// Rare words say more than common ones.
fn weight_of(sight: &Sight, documents: u64) -> u32 {
    match documents as f32 / sight.documents().max(1) as f32 {
        share if share > 0.3 => 0,
        share if share > 0.1 => 2,
        share if share > 0.02 => 3,
        _ => 4,
    }
}
