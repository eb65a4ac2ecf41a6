//! Other words for the same thing: groups, one-way lines, terms that count only when they are the whole query.

use std::{collections::HashMap, sync::Arc};

use crate::analysis::{Analysis, composed, words};

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
    /// Of each word its lemmas.
    pub words: Vec<Arc<[String]>>,
    alone: bool,
}

struct Trigger {
    term: usize,
    others: Vec<usize>,
}

/// The table, ready to be asked.
#[derive(Default)]
pub struct Synonyms {
    terms: Vec<Term>,
    /// By each lemma of the first word.
    triggers: HashMap<String, Vec<Trigger>>,
}

/// Other terms found at some words of a query.
#[derive(Debug)]
pub struct Met<'a> {
    pub from: usize,
    pub length: usize,
    pub others: Vec<&'a Term>,
}

impl Synonyms {
    pub fn of(lines: &[Line], analysis: &Analysis) -> Self {
        let mut table = Self::default();
        for line in lines {
            let first = table.terms.len();
            table.terms.extend(line.terms.iter().map(|text| term(text, analysis)));
            let all: Vec<usize> = (first..table.terms.len()).collect();
            let from = if line.one_way { &all[..1] } else { &all[..] };
            for at in from {
                let others = all.iter().copied().filter(|other| other != at).collect();
                table.trigger(*at, others);
            }
        }
        table
    }

    fn trigger(&mut self, term: usize, others: Vec<usize>) {
        let Some(first) = self.terms[term].words.first().cloned() else { return };
        for lemma in first.iter() {
            self.triggers.entry(lemma.clone()).or_default().push(Trigger { term, others: others.clone() });
        }
    }

    /// Every term at every place of the query.
    pub fn meet(&self, query: &[Arc<[String]>]) -> Vec<Met<'_>> {
        let mut met = Vec::new();
        for from in 0..query.len() {
            let mut seen = Vec::new();
            for trigger in query[from].iter().filter_map(|lemma| self.triggers.get(lemma)).flatten() {
                let term = &self.terms[trigger.term];
                let length = term.words.len();
                let whole = from == 0 && length == query.len();
                if seen.contains(&trigger.term) || from + length > query.len() || term.alone && !whole {
                    continue;
                }
                if term.words.iter().zip(&query[from..]).all(|(a, b)| a.iter().any(|l| b.contains(l))) {
                    seen.push(trigger.term);
                    met.push(Met { from, length, others: trigger.others.iter().map(|o| &self.terms[*o]).collect() });
                }
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

fn term(text: &str, analysis: &Analysis) -> Term {
    let alone = text.starts_with('?');
    let text = text.trim_start_matches('?');
    let clean = composed(text);
    let words = words(&clean).iter().map(|w| analysis.lemmas(&w.text)).collect();
    Term { text: text.to_owned(), words, alone }
}
