//! Words that texts hold: completions, corrections and kin of a word. Only words of documents in sight.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use moka::sync::Cache;
use tantivy::{
    Term,
    index::{SegmentId, SegmentReader},
    query::FuzzyTermQuery,
    schema::Field,
};

use super::Sight;
use crate::analysis::{Analysis, roots};

/// A form with how many documents in sight hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    pub text: String,
    pub documents: u64,
}

/// Forms with their frequency in the whole index.
type Found = HashMap<String, u64>;

/// Forms of one segment with how many of its documents hold them, the most frequent first.
type Listed = Arc<[(Box<str>, u32)]>;

/// Which forms of a segment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Which {
    Beginning(String),
    Kin(String),
}

/// Lists of forms already made. A segment never changes, so they stay true as long as it lives.
#[derive(Clone)]
pub struct Lists(Cache<(SegmentId, Which), Listed>);

/// Bytes of all lists together, about.
const KEPT: u64 = 32 << 20;
/// Forms looked at before it is cheaper to join all lists.
const PEEKED: usize = 200;

impl Default for Lists {
    fn default() -> Self {
        let weigh = |_: &(SegmentId, Which), list: &Listed| u32::try_from(100 + list.len() * 48).unwrap_or(u32::MAX);
        Self(Cache::builder().weigher(weigh).max_capacity(KEPT).time_to_idle(Duration::from_secs(600)).build())
    }
}

impl Sight {
    fn lists(
        &self,
        which: &Which,
        make: impl Fn(&SegmentReader) -> tantivy::Result<Listed>,
    ) -> tantivy::Result<Vec<Listed>> {
        let mut lists = Vec::new();
        for segment in self.searcher.segment_readers() {
            let key = (segment.segment_id(), which.clone());
            let list = match self.vocabulary.0.get(&key) {
                Some(known) => known,
                None => {
                    let list = make(segment)?;
                    self.vocabulary.0.insert(key, Arc::clone(&list));
                    list
                }
            };
            if !list.is_empty() {
                lists.push(list);
            }
        }
        Ok(lists)
    }

    /// Forms of a segment that begin so.
    fn range(
        field: Field,
        segment: &SegmentReader,
        prefix: &str,
        take: impl Fn(&str) -> bool,
    ) -> tantivy::Result<Listed> {
        let Some(end) = after(prefix) else { return Ok(Arc::new([])) };
        let index = segment.inverted_index(field)?;
        let mut stream = index.terms().range().ge(prefix.as_bytes()).lt(end.as_bytes()).into_stream()?;
        let mut list: Vec<(Box<str>, u32)> = Vec::new();
        while stream.advance() {
            if let Ok(text) = std::str::from_utf8(stream.key())
                && take(text)
            {
                list.push((text.into(), stream.value().doc_freq));
            }
        }
        // Equal ones stay in the order of the dictionary.
        list.sort_by_key(|(_, documents)| std::cmp::Reverse(*documents));
        Ok(list.into())
    }

    /// The most frequent forms that begin so.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn beginning(&self, prefix: &str, limit: usize) -> tantivy::Result<Vec<Form>> {
        let field = self.fields.forms;
        let make = |segment: &SegmentReader| Self::range(field, segment, prefix, |_| true);
        let lists = self.lists(&Which::Beginning(prefix.to_owned()), make)?;
        Ok(self.most_frequent(field, &lists, limit))
    }

    /// Lemmas of the same family as this one, the most frequent first.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn kin(&self, lemma: &str, limit: usize) -> tantivy::Result<Vec<String>> {
        let mut kin: Vec<String> = roots::relatives(lemma).map(str::to_owned).collect();
        kin.retain(|other| self.is_said(other));
        if let Some(family) = roots::family(lemma) {
            let field = self.fields.body;
            let fits = |other: &str| other != lemma && roots::family(other).as_ref() == Some(&family);
            let make = |segment: &SegmentReader| Self::range(field, segment, roots::beginning(&family), fits);
            let lists = self.lists(&Which::Kin(lemma.to_owned()), make)?;
            kin.extend(self.most_frequent(field, &lists, limit).into_iter().map(|form| form.text));
        }
        Ok(kin)
    }

    /// Does a text in sight hold this lemma?
    fn is_said(&self, lemma: &str) -> bool {
        let texts = self.fields.texts();
        texts.iter().any(|(field, ..)| self.holds(&Term::from_field_text(*field, lemma)))
    }

    /// Forms at most `distance` slips away that begin with the same letter, the nearest first.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn near(&self, word: &str, distance: u8, limit: usize) -> tantivy::Result<Vec<(u8, Form)>> {
        let Some(first) = word.chars().next() else { return Ok(Vec::new()) };
        let first = first.to_string();
        let Some(end) = after(&first) else { return Ok(Vec::new()) };
        let query = FuzzyTermQuery::new(Term::from_field_text(self.fields.forms, word), distance, true);
        let automaton = query.automaton()?;
        let mut found = Found::new();
        for segment in self.searcher.segment_readers() {
            let index = segment.inverted_index(self.fields.forms)?;
            let mut stream = index.terms().search(&automaton).ge(first.as_bytes()).lt(end.as_bytes()).into_stream()?;
            while stream.advance() {
                if let Ok(text) = std::str::from_utf8(stream.key()) {
                    *found.entry(text.to_owned()).or_default() += u64::from(stream.value().doc_freq);
                }
            }
        }
        let mut by_distance: Vec<Found> = vec![Found::new(); usize::from(distance) + 1];
        for (text, documents) in found {
            let slips = slips(word, &text).min(usize::from(distance));
            by_distance[slips].insert(text, documents);
        }
        let mut near = Vec::new();
        for (slips, found) in (0..).zip(by_distance) {
            let left = limit.saturating_sub(near.len());
            near.extend(self.best(self.fields.forms, found, left).into_iter().map(|form| (slips, form)));
        }
        Ok(near)
    }

    /// Exactly the forms that most documents in sight hold. No form that was not met yet is more frequent than the
    /// heads of the lists together, so mostly a few heads tell.
    fn most_frequent(&self, field: Field, lists: &[Listed], limit: usize) -> Vec<Form> {
        let mut heads = vec![0; lists.len()];
        let mut met: HashSet<&str> = HashSet::new();
        let mut best: Vec<Form> = Vec::new();
        while met.len() < PEEKED {
            let head = |at: usize| lists[at].get(heads[at]).map_or(0, |(_, documents)| u64::from(*documents));
            let bound: u64 = (0..lists.len()).map(head).sum();
            if bound == 0 || best.len() >= limit && best.last().is_none_or(|last| last.documents > bound) {
                return best;
            }
            let Some(at) = (0..lists.len()).max_by_key(|at| head(*at)) else { return best };
            let text = &*lists[at][heads[at]].0;
            heads[at] += 1;
            if met.insert(text) {
                self.place(field, &mut best, text, limit);
            }
        }
        let mut found = Found::new();
        for (text, documents) in lists.iter().flat_map(|list| list.iter()) {
            match found.get_mut(&**text) {
                Some(known) => *known += u64::from(*documents),
                None => {
                    found.insert(text.to_string(), u64::from(*documents));
                }
            }
        }
        self.best(field, found, limit)
    }

    /// Exactly the forms that most documents in sight hold. The whole index knows an upper bound of each, so the rest
    /// need not be counted, and what is out of sight changes nothing.
    fn best(&self, field: Field, found: Found, limit: usize) -> Vec<Form> {
        let mut bounds: Vec<(u64, String)> = found.into_iter().map(|(text, documents)| (documents, text)).collect();
        bounds.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut best: Vec<Form> = Vec::new();
        for (bound, text) in bounds {
            let late = |last: &Form| (last.documents, &text) > (bound, &last.text);
            if best.len() >= limit && best.last().is_none_or(late) {
                break;
            }
            self.place(field, &mut best, &text, limit);
        }
        best
    }

    fn place(&self, field: Field, best: &mut Vec<Form>, text: &str, limit: usize) {
        let term = Term::from_field_text(field, text);
        let documents = self.frequency(&term, u64::MAX).unwrap_or(0);
        if documents > 0 {
            best.push(Form { text: text.to_owned(), documents });
            best.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.text.cmp(&b.text)));
            best.truncate(limit);
        }
    }

    /// Does a document in sight hold this word in any form?
    pub fn knows(&self, analysis: &Analysis, word: &str) -> bool {
        if self.holds(&Term::from_field_text(self.fields.forms, word)) {
            return true;
        }
        // Of a word that the language does not know only the form counts: its lemmas are guesses.
        if !analysis.knows(word) {
            return false;
        }
        analysis.lemmas(word).iter().any(|lemma| self.is_said(lemma))
    }
}

/// The first text after all that begin with this one.
fn after(prefix: &str) -> Option<String> {
    let mut letters: Vec<char> = prefix.chars().collect();
    let last = letters.pop()?;
    letters.push(char::from_u32(u32::from(last) + 1)?);
    Some(letters.into_iter().collect())
}

/// Letters changed, left out, put in, or two neighbours exchanged.
pub fn slips(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let change = usize::from(a[i - 1] != b[j - 1]);
            let mut least = (rows[i - 1][j] + 1).min(rows[i][j - 1] + 1).min(rows[i - 1][j - 1] + change);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = least;
        }
    }
    rows[a.len()][b.len()]
}
