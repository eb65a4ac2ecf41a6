//! Other words for the same thing: groups, one-way lines, terms that count only when they are the whole query.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::fillers::FILLERS;
use crate::{
    analysis::{Analysis, Word, composed, roots, words},
    index::vocabulary::slips,
};

/// The seed of an empty installation.
pub const SEED: &str = include_str!("../../seed/synonyms.txt");

/// A line of the table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    pub terms: Vec<String>,
    /// `а -> б`: only the first finds the second.
    pub one_way: bool,
}

/// A line that cannot be understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unclear;

impl Line {
    /// # Errors
    /// When the line mixes both signs, or names fewer than two terms.
    pub fn parse(text: &str) -> Result<Self, Unclear> {
        let one_way = text.contains(" -> ");
        let terms: Vec<String> = text
            .split(if one_way { " -> " } else { " = " })
            .map(|term| term.trim().to_owned())
            .filter(|term| term.chars().any(char::is_alphanumeric))
            .collect();
        let fits = terms.len() >= 2 && (!one_way || terms.len() == 2 && !text.contains(" = "));
        if fits { Ok(Self { terms, one_way }) } else { Err(Unclear) }
    }
}

/// Lines of a text in the format of the seed; unclear ones are left out.
pub fn lines(text: &str) -> Vec<Line> {
    let telling = text.lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#'));
    telling.filter_map(|line| Line::parse(line).ok()).collect()
}

/// A term as the chain cuts it.
#[derive(Clone, Debug)]
pub struct Term {
    pub text: String,
    /// Of each word that says something its lemmas.
    pub words: Vec<Arc<[String]>>,
    /// By what each of them is known in a query: its lemmas and its family.
    keys: Vec<Vec<String>>,
    alone: bool,
}

/// Another term is the same thing, or something near to it.
const SAME: f32 = 0.8;
pub const NEAR: f32 = 0.6;

struct Trigger {
    term: usize,
    others: Vec<usize>,
    weight: f32,
}

/// The table, ready to be asked.
#[derive(Default)]
pub struct Synonyms {
    terms: Vec<Term>,
    /// By each key of the first word.
    triggers: HashMap<String, Vec<Trigger>>,
    /// Every word that a term is written with.
    forms: BTreeSet<String>,
}

/// Other terms found at some words of a query.
#[derive(Debug)]
pub struct Met<'a> {
    pub from: usize,
    pub length: usize,
    pub others: Vec<(&'a Term, f32)>,
}

/// A word of a query.
pub struct Asked<'a> {
    pub lemmas: &'a [String],
    /// Says nothing: it may stand between the words of a term.
    pub empty: bool,
    /// Typed as an abbreviation: a term that is too short for any place counts.
    pub capitals: bool,
}

/// Words that may stand between those of a term.
const BETWEEN: usize = 2;

impl Synonyms {
    pub fn of(lines: &[Line], analysis: &Analysis) -> Self {
        let mut table = Self::default();
        for line in lines {
            let first = table.terms.len();
            table.terms.extend(line.terms.iter().map(|text| term(text, analysis)));
            let short = table.terms[first..].iter().filter_map(shortened).collect::<Vec<_>>();
            table.forms.extend(line.terms.iter().flat_map(|text| words(&composed(text))).map(|word| word.text));
            let said = table.terms.len();
            table.terms.extend(short);
            let (from, weight) = if line.one_way { (first..first + 1, NEAR) } else { (first..said, SAME) };
            for at in from {
                let others = (first..table.terms.len()).filter(|other| *other != at).collect();
                table.trigger(at, others, weight);
            }
        }
        table
    }

    fn trigger(&mut self, term: usize, others: Vec<usize>, weight: f32) {
        let Some(first) = self.terms[term].keys.first().cloned() else { return };
        for key in first {
            self.triggers.entry(key).or_default().push(Trigger { term, others: others.clone(), weight });
        }
    }

    /// Is some term written with this word?
    pub fn says(&self, form: &str) -> bool {
        self.forms.contains(form)
    }

    /// The word of the table that is fewest slips away, fewer than `below`, and begins with the same letter.
    pub fn near(&self, form: &str, below: usize) -> Option<String> {
        let first = form.chars().next()?;
        let letters = form.chars().count();
        let from = self.forms.range(first.to_string()..).take_while(|other| other.starts_with(first));
        let close = from.filter(|other| other.chars().count().abs_diff(letters) < below);
        let measured = close.map(|other| (slips(form, other), other)).filter(|(slips, _)| *slips < below);
        measured.min().map(|(_, other)| other.clone())
    }

    /// Every term at every place of the query.
    pub fn meet(&self, query: &[Asked<'_>]) -> Vec<Met<'_>> {
        let keys: Vec<Vec<String>> = query.iter().map(|word| keys(word.lemmas)).collect();
        let mut met = Vec::new();
        for from in 0..query.len() {
            let mut seen = Vec::new();
            for trigger in keys[from].iter().filter_map(|key| self.triggers.get(key)).flatten() {
                if seen.contains(&trigger.term) {
                    continue;
                }
                let term = &self.terms[trigger.term];
                let Some(length) = span(term, &keys, query, from) else { continue };
                if term.alone && length < query.len() && !query[from].capitals {
                    continue;
                }
                seen.push(trigger.term);
                let others = trigger.others.iter().map(|other| (&self.terms[*other], trigger.weight)).collect();
                met.push(Met { from, length, others });
            }
        }
        met
    }

    /// Terms of several letters that begin so: for suggestions.
    pub fn len(&self) -> usize {
        self.terms.len()
    }

    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }
}

/// Last words that long official names are said without.
const HEADS: &[&str] = &[
    "работа",
    "деятельность",
    "система",
    "учреждение",
    "организация",
    "образование",
    "комплекс",
    "материал",
    "культура",
];

/// «всероссийская проверочная» is said for «всероссийская проверочная работа».
fn shortened(term: &Term) -> Option<Term> {
    let (last, rest) = term.words.split_last()?;
    let drops = rest.len() >= 2 && last.iter().any(|lemma| HEADS.contains(&lemma.as_str()));
    drops.then(|| Term { words: rest.to_vec(), keys: Vec::new(), ..term.clone() })
}

/// How many words of the query, from this one on, say the term.
fn span(term: &Term, keys: &[Vec<String>], query: &[Asked<'_>], from: usize) -> Option<usize> {
    let mut at = from;
    for (number, word) in term.keys.iter().enumerate() {
        let mut between = 0;
        while !word.iter().any(|key| keys.get(at).is_some_and(|keys| keys.contains(key))) {
            let skip = number > 0 && between < BETWEEN && query.get(at).is_some_and(|word| word.empty);
            if !skip {
                return None;
            }
            between += 1;
            at += 1;
        }
        at += 1;
    }
    Some(at - from)
}

/// Shorter families say too little.
const FAMILY: usize = 5;

fn keys(lemmas: &[String]) -> Vec<String> {
    let mut keys = lemmas.to_vec();
    for family in lemmas.iter().filter_map(|lemma| roots::family(lemma)) {
        let family = format!("~{family}");
        if family.chars().count() > FAMILY && !keys.contains(&family) {
            keys.push(family);
        }
    }
    keys
}

fn term(text: &str, analysis: &Analysis) -> Term {
    let alone = text.starts_with('?');
    let text = text.trim_start_matches('?');
    let clean = composed(text);
    let mut said = words(&clean);
    let tells = |word: &Word| matches!(word.text.as_str(), "не" | "без") || !FILLERS.contains(&word.text.as_str());
    if said.iter().filter(|word| tells(word)).count() > 1 {
        said.retain(tells);
    }
    let words: Vec<Arc<[String]>> = said.iter().map(|word| analysis.lemmas(&word.text)).collect();
    let keys = words.iter().map(|lemmas| keys(lemmas)).collect();
    Term { text: text.to_owned(), words, keys, alone }
}
