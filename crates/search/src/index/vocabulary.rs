//! Words that texts hold: completions, corrections and kin of a word. Only words of documents in sight.

use std::collections::HashMap;

use tantivy::{Term, index::SegmentReader, query::FuzzyTermQuery, schema::Field};

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

macro_rules! collect {
    ($stream:expr, $found:expr, $take:expr) => {{
        let mut stream = $stream.into_stream()?;
        while stream.advance() {
            if let Ok(text) = std::str::from_utf8(stream.key())
                && $take(text)
            {
                *$found.entry(text.to_owned()).or_default() += u64::from(stream.value().doc_freq);
            }
        }
    }};
}

impl Sight {
    fn each_dictionary(&self, mut look: impl FnMut(&SegmentReader) -> tantivy::Result<()>) -> tantivy::Result<()> {
        self.searcher.segment_readers().iter().try_for_each(&mut look)
    }

    /// The most frequent forms that begin so.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn beginning(&self, prefix: &str, limit: usize) -> tantivy::Result<Vec<Form>> {
        let found = self.range(prefix)?;
        Ok(self.most_frequent(self.fields.forms, found, limit))
    }

    /// Lemmas of the same family as this one, the most frequent first.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn kin(&self, lemma: &str, limit: usize) -> tantivy::Result<Vec<String>> {
        let mut found = Found::new();
        if let Some(family) = roots::family(lemma) {
            let fits = |other: &str| other != lemma && roots::family(other).as_ref() == Some(&family);
            self.range_of(self.fields.body, roots::beginning(&family), fits, &mut found)?;
        }
        let mut kin: Vec<String> = roots::relatives(lemma).map(str::to_owned).collect();
        kin.retain(|other| self.is_said(other));
        kin.extend(self.most_frequent(self.fields.body, found, limit).into_iter().map(|form| form.text));
        Ok(kin)
    }

    /// Does a text in sight hold this lemma?
    fn is_said(&self, lemma: &str) -> bool {
        let texts = self.fields.texts();
        texts.iter().any(|(field, ..)| self.holds(&Term::from_field_text(*field, lemma)))
    }

    fn range(&self, prefix: &str) -> tantivy::Result<Found> {
        let mut found = Found::new();
        self.range_of(self.fields.forms, prefix, |_| true, &mut found)?;
        Ok(found)
    }

    fn range_of(
        &self,
        field: Field,
        prefix: &str,
        take: impl Fn(&str) -> bool,
        found: &mut Found,
    ) -> tantivy::Result<()> {
        let Some(end) = after(prefix) else { return Ok(()) };
        self.each_dictionary(|segment| {
            let index = segment.inverted_index(field)?;
            collect!(index.terms().range().ge(prefix.as_bytes()).lt(end.as_bytes()), found, |t: &str| take(t));
            Ok(())
        })
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
        let mut found = Found::new();
        self.each_dictionary(|segment| {
            let index = segment.inverted_index(self.fields.forms)?;
            let builder = index.terms().search(query.automaton()?);
            collect!(builder.ge(first.as_bytes()).lt(end.as_bytes()), found, |_: &str| true);
            Ok(())
        })?;
        let mut by_distance: Vec<Found> = vec![Found::new(); usize::from(distance) + 1];
        for (text, documents) in found {
            let slips = slips(word, &text).min(usize::from(distance));
            by_distance[slips].insert(text, documents);
        }
        let mut near = Vec::new();
        for (slips, found) in (0..).zip(by_distance) {
            let left = limit.saturating_sub(near.len());
            near.extend(self.most_frequent(self.fields.forms, found, left).into_iter().map(|form| (slips, form)));
        }
        Ok(near)
    }

    /// Exactly the forms that most documents in sight hold. The whole index knows an upper bound of each, so the rest
    /// need not be counted, and what is out of sight changes nothing.
    fn most_frequent(&self, field: Field, found: Found, limit: usize) -> Vec<Form> {
        let mut bounds: Vec<(u64, String)> = found.into_iter().map(|(text, documents)| (documents, text)).collect();
        bounds.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        let mut best: Vec<Form> = Vec::new();
        for (bound, text) in bounds {
            if best.len() >= limit && best.last().is_none_or(|last| last.documents > bound) {
                break;
            }
            let term = Term::from_field_text(field, &text);
            let documents = self.frequency(&term, u64::MAX).unwrap_or(0);
            if documents > 0 {
                best.push(Form { text, documents });
                best.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.text.cmp(&b.text)));
                best.truncate(limit);
            }
        }
        best
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
