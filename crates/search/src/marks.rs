//! Which words of a text a query meant, and the piece of the text around most of them.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    analysis::{Analysis, composed, words},
    query::{
        fillers::FILLERS,
        plan::{Plan, Variant},
    },
};

/// A piece of plain text, to be lit or not. Pieces follow each other without gaps.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Piece {
    pub text: String,
    pub hit: bool,
}

/// The piece of a text that says most of what was asked.
#[derive(Clone, Debug, Default)]
pub struct Snippet {
    pub pieces: Vec<Piece>,
    /// How many concepts it says.
    pub said: usize,
    /// Where the first of its words stands in the text, in bytes.
    pub at: usize,
}

/// Letters of a snippet.
const WINDOW: usize = 220;

/// Lemmas that a query means, by concept.
pub struct Marks {
    analysis: Arc<Analysis>,
    lemmas: HashMap<String, usize>,
    /// Concepts that words can say.
    asked: usize,
}

impl Marks {
    pub fn of(plan: &Plan, analysis: &Arc<Analysis>) -> Self {
        let mut lemmas = HashMap::new();
        let quoted = plan.quoted.iter().map(|q| q.words.iter().flat_map(|w| w.to_vec()).collect::<Vec<_>>());
        let named = plan.authors.iter().chain(&plan.tags).map(|w| w.to_vec());
        let concepts = plan.concepts.iter().map(|c| c.variants.iter().flat_map(of_variant).collect());
        for (concept, words) in concepts.chain(quoted).chain(named).enumerate() {
            // A phrase may hold «на», but nobody asked for every «на» of the text.
            for lemma in words.into_iter().filter(|lemma| !FILLERS.contains(&lemma.as_str())) {
                lemmas.entry(lemma).or_insert(concept);
            }
        }
        let asked = lemmas.values().collect::<HashSet<_>>().len();
        Self { analysis: Arc::clone(analysis), lemmas, asked }
    }

    /// Does the snippet leave something of the query unsaid?
    pub const fn lacks(&self, snippet: &Snippet) -> bool {
        snippet.said < self.asked
    }

    fn concept(&self, word: &str) -> Option<usize> {
        self.analysis.lemmas(word).iter().find_map(|l| self.lemmas.get(l)).copied()
    }

    /// Places of words meant, with their concepts.
    fn places(&self, text: &str) -> Vec<(usize, usize, usize)> {
        let mut known: HashMap<String, Option<usize>> = HashMap::new();
        let mut places = Vec::new();
        for word in words(text) {
            let whole = word.joined.as_ref().and_then(|joined| self.concept(joined));
            let concept = *known.entry(word.text).or_insert_with_key(|text| self.concept(text));
            if let Some(concept) = concept.or(whole) {
                places.push((word.from, word.to, concept));
            }
        }
        places
    }

    /// The whole text in pieces.
    pub fn whole(&self, text: &str) -> Vec<Piece> {
        let text = composed(text);
        pieces(&text, 0, text.len(), &self.places(&text))
    }

    pub fn snippet(&self, text: &str) -> Snippet {
        let text = composed(text);
        let places = self.places(&text);
        let (at, said) = best(&places);
        let (from, to) = window(&text, at);
        let mut cut = pieces(&text, from, to, &places);
        if from > 0
            && let Some(first) = cut.first_mut()
        {
            first.text.insert(0, '…');
        }
        if to < text.trim_end().len()
            && let Some(last) = cut.last_mut()
        {
            last.text.push('…');
        }
        Snippet { pieces: cut, said, at }
    }
}

fn of_variant(variant: &Variant) -> Vec<String> {
    match variant {
        Variant::Lemmas { lemmas, .. } => lemmas.clone(),
        Variant::Phrase { words, .. } => words.iter().flat_map(|w| w.to_vec()).collect(),
        Variant::Codes { .. } => Vec::new(),
    }
}

/// Where a window begins that holds most concepts; of equal ones the first.
fn best(places: &[(usize, usize, usize)]) -> (usize, usize) {
    let (mut best, mut most, mut first) = (0, (0, 0), 0);
    for last in 0..places.len() {
        // Cyrillic letters take two bytes.
        while places[last].1 - places[first].0 > WINDOW * 2 {
            first += 1;
        }
        let said: HashSet<usize> = places[first..=last].iter().map(|p| p.2).collect();
        let rank = (said.len(), last - first);
        if rank > most {
            (best, most) = (places[first].0, rank);
        }
    }
    (best, most.0)
}

/// From a little before `at`, whole words, [`WINDOW`] letters.
fn window(text: &str, at: usize) -> (usize, usize) {
    let before: Vec<(usize, char)> = text[..at].char_indices().rev().take(60).collect();
    let sentence = before.iter().find(|(_, c)| matches!(c, '.' | '!' | '?' | '\n')).map(|(i, c)| i + c.len_utf8());
    let word = before.iter().rev().find(|(_, c)| c.is_whitespace()).map(|(i, c)| i + c.len_utf8());
    let from = sentence.or(if before.len() < 60 { Some(0) } else { word }).unwrap_or(at);
    let from = from + (text[from..].len() - text[from..].trim_start().len());
    let to = text[from..].char_indices().nth(WINDOW).map_or(text.len(), |(i, _)| from + i);
    if to == text.len() {
        return (from, to);
    }
    let space = text[from..to].rfind(char::is_whitespace).map_or(to, |i| from + i);
    (from, if space > at { space } else { to })
}

fn pieces(text: &str, from: usize, to: usize, places: &[(usize, usize, usize)]) -> Vec<Piece> {
    let mut cut = Vec::new();
    let mut at = from;
    let mut push = |text: &str, hit| {
        if !text.is_empty() {
            cut.push(Piece { text: text.replace('\n', " "), hit });
        }
    };
    for (start, end, _) in places.iter().filter(|(start, end, _)| *start >= from && *end <= to) {
        if *start >= at {
            push(&text[at..*start], false);
            push(&text[*start..*end], true);
            at = *end;
        }
    }
    push(&text[at..to.max(at)], false);
    cut
}
