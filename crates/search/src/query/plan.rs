//! A typed query into concepts: what was said of grades, subjects and kinds, synonyms, words with their kin, their
//! completions and their corrections.

use std::{collections::BTreeSet, sync::Arc};

use tantivy::{Term, schema::Field};

use super::{
    Engine, Request,
    fillers::FILLERS,
    grammar::{self, Piece},
    repair::{self, Eyes, Reading},
    structure::{Place, Said},
};
use crate::{
    analysis::{Word, composed, translit, words},
    index::Sight,
};

/// What a concept may be met by, with its weight.
#[derive(Clone, Debug)]
pub enum Variant {
    /// Any of these lemmas, in any text.
    Lemmas { lemmas: Vec<String>, weight: f32 },
    /// These words near each other, each in any of its lemmas.
    Phrase { words: Vec<Arc<[String]>>, weight: f32 },
    /// All of them, anywhere.
    All { words: Vec<Arc<[String]>>, weight: f32 },
    /// Any of these codes.
    Codes { field: Field, codes: Vec<String>, weight: f32 },
}

/// A concept.
#[derive(Clone, Debug)]
pub struct Concept {
    pub variants: Vec<Variant>,
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

/// A word of the query on its way.
struct Token {
    word: Word,
    lemmas: Arc<[String]>,
    /// Corrections and completions: form, weight.
    forms: Vec<(String, f32)>,
    known: bool,
    last: bool,
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

fn is_filler(token: &Token) -> bool {
    FILLERS.contains(&token.word.text.as_str()) || token.lemmas.iter().all(|l| FILLERS.contains(&l.as_str()))
}

fn tokens(engine: &Engine, eyes: &Eyes<'_>, text: &str, literal: bool, did: &mut Did) -> tantivy::Result<Vec<Token>> {
    let mut clean = composed(text).into_owned();
    let mut found = words(&clean);
    if !literal && found.iter().all(|w| w.joined.is_none()) {
        let texts: Vec<String> = found.iter().map(|w| w.text.clone()).collect();
        if let Some(respaced) = repair::respaced(eyes, &texts) {
            let meant = respaced.join(" ");
            did.corrections.push(Correction { typed: texts.join(" "), meant: meant.clone() });
            clean = meant;
            found = words(&clean);
        }
    }
    let open = !text.ends_with(char::is_whitespace);
    let count = found.len();
    let mut tokens = Vec::with_capacity(count);
    for (at, word) in found.into_iter().enumerate() {
        let lemmas = engine.analysis.lemmas(&word.text);
        let known = eyes.sight.knows(&engine.analysis, &word.text);
        let mut token = Token { word, lemmas, forms: Vec::new(), known, last: open && at + 1 == count };
        if !literal {
            expand(engine, eyes, &mut token, did)?;
        }
        tokens.push(token);
    }
    Ok(tokens)
}

/// Completions of the last word; corrections of words that neither texts nor the language know.
fn expand(engine: &Engine, eyes: &Eyes<'_>, token: &mut Token, did: &mut Did) -> tantivy::Result<()> {
    let text = token.word.text.clone();
    let letters = text.chars().count();
    if token.word.is_number() || letters < 2 || letters < 3 && token.known {
        return Ok(());
    }
    if token.last || !token.known {
        let weight = if token.known { 0.4 } else { 0.8 };
        let found = eyes.sight.beginning(&text, 12)?;
        token.forms.extend(found.into_iter().filter(|f| f.text != text).map(|f| (f.text, weight)));
    }
    if token.known || !token.forms.is_empty() && token.last || engine.analysis.knows(&text) && letters < 5 {
        return Ok(());
    }
    let distance = match letters {
        0..=3 => return Ok(()),
        4..=6 => 1,
        _ => 2,
    };
    let mut near = eyes.sight.near(&text, distance, 12)?;
    if near.is_empty() && letters >= 5 {
        near = eyes.sight.near(&translit::to_latin(&text), 2, 4)?;
    }
    let Some(best) = near.first().map(|(slips, _)| *slips) else { return Ok(()) };
    // A word of the language that no text holds is rather that word than a slip two letters wide.
    if engine.analysis.knows(&text) && best > 1 {
        return Ok(());
    }
    near.retain(|(slips, _)| *slips == best);
    if let Some((_, first)) = near.first() {
        did.corrections.push(Correction { typed: text, meant: first.text.clone() });
    }
    let weight = if best <= 1 { 0.9 } else { 0.7 };
    token.forms.extend(near.into_iter().map(|(_, form)| (form.text, weight)));
    Ok(())
}

/// A stretch of words that is one thing.
#[derive(Default)]
struct Stretch {
    from: usize,
    length: usize,
    said: Vec<Said>,
    others: Vec<(String, Vec<Arc<[String]>>)>,
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

/// The lemmas a word is taken for when synonyms and names are looked up: its own, or those of its best correction.
fn corrected(engine: &Engine) -> impl Fn(&Token) -> Arc<[String]> + '_ {
    |token| match token.forms.first() {
        Some((form, weight)) if !token.known && *weight >= 0.7 => {
            let mut all = token.lemmas.to_vec();
            all.extend(engine.analysis.lemmas(form).iter().cloned());
            all.into()
        }
        _ => Arc::clone(&token.lemmas),
    }
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
    for met in engine.synonyms.meet(lemmas) {
        let at = at(&mut all, met.from, met.length);
        all[at].others.extend(met.others.iter().map(|t| (t.text.clone(), t.words.clone())));
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
    let mut shared = Vec::new();
    if stretch.length > 1 {
        shared.push(Variant::Phrase { words: lemmas[range.clone()].to_vec(), weight: 1.0 });
    }
    for (text, words) in &stretch.others {
        did.also.push(text.clone());
        shared.push(match words.as_slice() {
            [] => continue,
            [one] => Variant::Lemmas { lemmas: one.to_vec(), weight: 0.8 },
            many => Variant::Phrase { words: many.to_vec(), weight: 0.8 },
        });
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
    let mut concepts = Vec::new();
    for token in &tokens[range] {
        let mut concept = worded(engine, sight, token, false)?;
        concept.variants.extend(shared.iter().cloned());
        if !stretch.said.is_empty() {
            concept.importance = concept.importance.clamp(1, 2);
        }
        concepts.push(concept);
    }
    if let Some(length) = u32::try_from(stretch.length).ok().filter(|l| *l > 1) {
        // One thing weighs about as much however many words name it.
        concepts.iter_mut().for_each(|c| c.importance = c.importance.div_ceil(length.min(4)));
    }
    Ok(concepts)
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
            for form in sight.kin(&engine.analysis, lemma, 8)? {
                kin.extend(engine.analysis.lemmas(&form.text).iter().filter(|l| !token.lemmas.contains(l)).cloned());
            }
        }
        if !kin.is_empty() {
            variants.push(Variant::Lemmas { lemmas: kin.into_iter().collect(), weight: 0.45 });
        }
    }
    let importance = importance(sight, &token.lemmas)?;
    Ok(Concept { variants, importance, words: vec![Arc::clone(&token.lemmas)] })
}

/// Rare words say more than common ones.
fn importance(sight: &Sight, lemmas: &[String]) -> tantivy::Result<u32> {
    let fields = sight.fields;
    let mut documents = 0;
    for lemma in lemmas {
        for field in [fields.body, fields.title, fields.summary, fields.tags] {
            documents = documents.max(sight.exact_frequency(&Term::from_field_text(field, lemma))?);
        }
    }
    let share = documents as f32 / sight.documents().max(1) as f32;
    Ok(match share {
        s if s > 0.3 => 0,
        s if s > 0.1 => 2,
        s if s > 0.02 => 3,
        _ => 4,
    })
}
