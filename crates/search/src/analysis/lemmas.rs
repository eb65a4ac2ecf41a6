//! Forms of a word into its lemmas, behind a trait of our own: the dictionary has one author and is young.

use std::{
    collections::HashMap,
    hash::{BuildHasher, RandomState},
    sync::{Arc, LazyLock, PoisonError, RwLock},
};

use rumorph::{Dictionary, Source};
use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream};

use super::own::OWN;

/// What a folded word may be a form of.
pub trait Lemmas: Send + Sync {
    /// At least one; folded; the likeliest first.
    fn lemmas(&self, word: &str) -> Vec<String>;

    /// A word of the language, whether or not a text holds it.
    fn knows(&self, word: &str) -> bool;

    /// What the word says of the world, likeliest.
    fn part(&self, _word: &str) -> Part {
        Part::Thing
    }

    /// Name and version: another one makes another index.
    fn version(&self) -> String;
}

/// Parts of speech as far as they matter: in a sentence things say more than what is done with them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    Thing,
    Quality,
    Action,
    /// Adverbs, pronouns and the like.
    Manner,
}

/// Readings less likely than this are left out.
const LIKELY: f64 = 0.03;
const READINGS: usize = 3;

/// Lemmas of OpenCorpora and Wiktionary; of the stemmer when the dictionary cannot be read.
///
/// The dictionary comes with the program. Opening it reads all of its 20 MB, so that is done for the first word: a server
/// that nobody asks anything does not hold them in memory.
pub struct Morphology {
    dictionary: LazyLock<Option<Dictionary>>,
}

impl Default for Morphology {
    fn default() -> Self {
        Self { dictionary: LazyLock::new(bundled) }
    }
}

fn bundled() -> Option<Dictionary> {
    let cannot = |error: &_| tracing::error!(%error, "the dictionary cannot be read; search cuts endings by rule");
    Dictionary::bundled().inspect_err(cannot).ok()
}

/// What stands at the head of the dictionary: its format, its version and the sum of what follows.
const HEAD: usize = 16;

impl Lemmas for Morphology {
    fn lemmas(&self, word: &str) -> Vec<String> {
        if !is_cyrillic(word) || OWN.contains(&word) {
            return vec![word.to_owned()];
        }
        let Some(dictionary) = self.dictionary.as_ref() else { return Stems.lemmas(word) };
        let readings = dictionary.analyze(word);
        let mut found: Vec<String> = Vec::with_capacity(2);
        let mut add = |lemma: String| {
            if !lemma.is_empty() && !found.contains(&lemma) {
                found.push(lemma);
            }
        };
        // The dictionary takes some unknown words apart and calls them its own.
        if readings.first().is_none_or(|r| r.source != Source::Dictionary) || !dictionary.is_known(word) {
            add(word.to_owned());
            // A guess that takes a prefix off («процен» as «цена») is another word.
            let begins: String = word.chars().take(4).collect();
            if let Some(guess) = readings.first().map(|r| folded(&r.lemma)).filter(|g| g.starts_with(&begins)) {
                add(guess);
            }
            Stems.lemmas(word).into_iter().for_each(add);
            return found;
        }
        readings.iter().filter(|r| r.prob >= LIKELY).take(READINGS).for_each(|r| add(folded(&r.lemma)));
        if found.is_empty() {
            found.push(folded(&readings[0].lemma));
        }
        found
    }

    fn knows(&self, word: &str) -> bool {
        let said = |dictionary: &Dictionary| dictionary.is_known(word);
        OWN.contains(&word) || is_cyrillic(word) && self.dictionary.as_ref().is_some_and(said)
    }

    fn part(&self, word: &str) -> Part {
        if !self.knows(word) || OWN.contains(&word) {
            return Part::Thing;
        }
        let Some(dictionary) = self.dictionary.as_ref() else { return Part::Thing };
        let tag = dictionary.analyze(word).first().and_then(|r| dictionary.ud_tag(r.ud));
        match tag.map_or("", |tag| tag.pos()) {
            "NOUN" | "PROPN" | "NUM" | "X" | "SYM" | "" => Part::Thing,
            "ADJ" => Part::Quality,
            "VERB" | "AUX" => Part::Action,
            _ => Part::Manner,
        }
    }

    fn version(&self) -> String {
        let head: Vec<String> = rumorph_dict_ru::DICTIONARY.iter().take(HEAD).map(|b| format!("{b:02x}")).collect();
        format!("rumorph 0.5.0, {}", head.concat())
    }
}

/// Endings cut off by rule.
pub struct Stems;

impl Lemmas for Stems {
    fn lemmas(&self, word: &str) -> Vec<String> {
        let mut analyzer =
            TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::Russian)).build();
        let mut stream = analyzer.token_stream(word);
        let stem = if stream.advance() { stream.token().text.clone() } else { word.to_owned() };
        vec![stem]
    }

    fn knows(&self, _: &str) -> bool {
        false
    }

    fn version(&self) -> String {
        "snowball".to_owned()
    }
}

fn is_cyrillic(word: &str) -> bool {
    word.starts_with(|c: char| ('\u{400}'..='\u{52f}').contains(&c))
}

fn folded(lemma: &str) -> String {
    let mut text = String::with_capacity(lemma.len());
    lemma.chars().for_each(|c| super::characters::push_folded(c, &mut text));
    text
}

const SHARDS: usize = 32;
const KEPT: usize = 8_000;

type Shard = RwLock<HashMap<Box<str>, Arc<[String]>>>;

/// Remembers what was asked: texts repeat their words.
pub struct Remembering<L> {
    inner: L,
    shards: [Shard; SHARDS],
    hasher: RandomState,
}

impl<L: Lemmas> Remembering<L> {
    pub fn new(inner: L) -> Self {
        Self { inner, shards: std::array::from_fn(|_| Shard::default()), hasher: RandomState::new() }
    }

    pub fn of(&self, word: &str) -> Arc<[String]> {
        let shard = &self.shards[usize::try_from(self.hasher.hash_one(word)).unwrap_or(0) % SHARDS];
        if let Some(known) = shard.read().unwrap_or_else(PoisonError::into_inner).get(word) {
            return Arc::clone(known);
        }
        let lemmas: Arc<[String]> = self.inner.lemmas(word).into();
        let mut kept = shard.write().unwrap_or_else(PoisonError::into_inner);
        if kept.len() >= KEPT {
            kept.clear();
        }
        kept.insert(word.into(), Arc::clone(&lemmas));
        lemmas
    }

    pub fn inner(&self) -> &L {
        &self.inner
    }
}
