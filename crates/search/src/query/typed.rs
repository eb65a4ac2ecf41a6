//! Words as typed, each with its completions and its corrections.

use std::sync::Arc;

use super::{
    Engine,
    fillers::FILLERS,
    plan::{Correction, Did},
    repair::{self, Eyes},
};
use crate::analysis::{Part, Word, composed, translit, words};

/// A word of the query on its way.
pub struct Token {
    pub word: Word,
    pub lemmas: Arc<[String]>,
    /// Corrections and completions: form, weight.
    pub forms: Vec<(String, f32)>,
    /// A text in sight holds it.
    known: bool,
    /// A word of the language, or of the table of synonyms.
    real: bool,
    /// The last one may be unfinished.
    last: bool,
    /// «лаб. работа»: cut by who typed it.
    cut: bool,
    /// Typed in capitals among small letters: an abbreviation, however short.
    pub capitals: bool,
    /// No more important than this.
    pub most: u32,
}

pub fn is_filler(token: &Token) -> bool {
    FILLERS.contains(&token.word.text.as_str()) || token.lemmas.iter().all(|l| FILLERS.contains(&l.as_str()))
}

/// # Errors
/// When the index cannot be read.
pub fn tokens(
    engine: &Engine,
    eyes: &Eyes<'_>,
    text: &str,
    literal: bool,
    did: &mut Did,
) -> tantivy::Result<Vec<Token>> {
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
        let last = open && at + 1 == count;
        let mut token = Token {
            lemmas: engine.analysis.lemmas(&word.text),
            forms: Vec::new(),
            known: eyes.sight.knows(&engine.analysis, &word.text),
            real: engine.analysis.knows(&word.text) || engine.synonyms.says(&word.text),
            last,
            cut: at + 1 < count && clean[word.to..].starts_with('.') && word.text.chars().count() <= CUT,
            capitals: is_abbreviation(&clean, &word),
            most: 4,
            word,
        };
        if !literal {
            expand(engine, eyes, &mut token, did)?;
        }
        tokens.push(token);
    }
    if is_sentence(&tokens) {
        tokens.iter_mut().for_each(|token| token.most = weight_in_sentence(engine.analysis.part(&token.word.text)));
    }
    Ok(tokens)
}

/// Words with a meaning that a query of key words has at most.
pub const FEW: usize = 5;

fn is_sentence(tokens: &[Token]) -> bool {
    tokens.iter().filter(|token| !is_filler(token)).count() > FEW
}

/// A sentence names what it is about; what happens there can be said in many ways.
const fn weight_in_sentence(part: Part) -> u32 {
    match part {
        Part::Thing => 4,
        Part::Quality => 3,
        Part::Action => 2,
        Part::Manner => 1,
    }
}

/// All of it in capitals, while others are not.
fn is_abbreviation(text: &str, word: &Word) -> bool {
    let small = |text: &str| text.chars().any(char::is_lowercase);
    let typed = &text[word.from..word.to];
    word.text.chars().count() >= 2 && typed.chars().all(char::is_uppercase) && small(text)
}

/// Longer words are not cut.
const CUT: usize = 6;
/// Completions and corrections looked at.
const FORMS: usize = 12;

/// Completions of what is unfinished; corrections of words that neither texts nor the language know.
fn expand(engine: &Engine, eyes: &Eyes<'_>, token: &mut Token, did: &mut Did) -> tantivy::Result<()> {
    let text = token.word.text.clone();
    let letters = text.chars().count();
    if token.word.is_number() || letters < 2 || letters < 3 && token.known && !token.cut {
        return Ok(());
    }
    if token.last || token.cut || !token.known {
        let weight = match (token.cut, token.known, token.real) {
            (true, ..) | (false, false, false) => 0.8,
            (false, true, _) => 0.4,
            (false, false, true) => 0.5,
        };
        let found = eyes.sight.beginning(&text, FORMS)?;
        token.forms.extend(found.into_iter().filter(|f| f.text != text).map(|f| (f.text, weight)));
    }
    let complete = !token.forms.is_empty() && (token.last || token.cut);
    if token.known || complete || token.real && letters < 5 {
        return Ok(());
    }
    if let Some(rest) = repair::compound(eyes, &text) {
        token.forms.push((rest, 0.5));
    }
    if engine.synonyms.says(&text) {
        return Ok(());
    }
    correct(engine, eyes, token, did)
}

fn correct(engine: &Engine, eyes: &Eyes<'_>, token: &mut Token, did: &mut Did) -> tantivy::Result<()> {
    let text = token.word.text.clone();
    let letters = text.chars().count();
    let distance = match letters {
        0..=3 => return Ok(()),
        4..=6 => 1,
        _ => 2,
    };
    let mut near = eyes.sight.near(&text, distance, FORMS)?;
    if near.is_empty() && letters >= 5 {
        near = eyes.sight.near(&translit::to_latin(&text), 2, 4)?;
    }
    let least = near.first().map_or(usize::from(distance) + 1, |(slips, _)| usize::from(*slips));
    // What no text in sight says may still be a word that has synonyms.
    if let Some(term) = engine.synonyms.near(&text, least).filter(|_| !token.real) {
        did.corrections.push(Correction { typed: text, meant: term.clone() });
        token.forms.insert(0, (term, 0.9));
        return Ok(());
    }
    let Some(best) = near.first().map(|(slips, _)| *slips) else { return Ok(()) };
    // A word of the language that no text holds is rather that word than a slip two letters wide.
    if token.real && best > 1 {
        return Ok(());
    }
    near.retain(|(slips, _)| *slips == best);
    if let Some((_, first)) = near.first() {
        did.corrections.push(Correction { typed: text, meant: first.text.clone() });
    }
    let weight = if best <= 1 { 0.9 } else { 0.7 };
    let near = near.into_iter().map(|(_, form)| (form.text, if token.real { 0.6 } else { weight }));
    token.forms.splice(0..0, near);
    Ok(())
}

/// The lemmas a word is taken for when synonyms and names are looked up: its own, or those of its best correction.
pub fn corrected(engine: &Engine) -> impl Fn(&Token) -> Arc<[String]> + '_ {
    |token| match token.forms.first() {
        Some((form, weight)) if !token.known && *weight >= 0.7 => {
            let mut all = token.lemmas.to_vec();
            all.extend(engine.analysis.lemmas(form).iter().cloned());
            all.into()
        }
        _ => Arc::clone(&token.lemmas),
    }
}
