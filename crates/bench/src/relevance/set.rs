//! The judged set: practices, queries, and how an answer is scored.

use std::{collections::BTreeMap, path::Path};

use anyhow::Context;
use chrono::{TimeZone, Utc};
use kernel::SkillId;
use platform::ports::{Audience, DocKey, Document};
use serde_json::Value;
use uuid::Uuid;

/// A judged query.
pub struct Query {
    pub class: String,
    pub text: String,
    pub gains: BTreeMap<usize, u32>,
}

/// A practice of the judged corpus.
pub struct Practice {
    pub id: String,
    pub value: Value,
}

/// What a system answers: numbers of practices, best first, and whether it claims a full match.
pub type Answers = Vec<(Vec<usize>, bool)>;

/// Answers looked at.
pub const SHOWN: usize = 10;

pub fn practices(root: &Path) -> anyhow::Result<Vec<Practice>> {
    let text = std::fs::read_to_string(root.join("corpus.jsonl")).context("tests/relevance/corpus.jsonl")?;
    let parse = |line: &str| {
        let value: Value = serde_json::from_str(line)?;
        Ok(Practice { id: words(&value, "id"), value })
    };
    text.lines().filter(|l| !l.trim().is_empty()).map(parse).collect()
}

pub fn queries(root: &Path, practices: &[Practice]) -> anyhow::Result<Vec<Query>> {
    let text = std::fs::read_to_string(root.join("queries.tsv")).context("tests/relevance/queries.tsv")?;
    let mut all = Vec::new();
    for line in text.lines().filter(|l| !l.trim().is_empty()) {
        let mut parts = line.split('\t');
        let (class, query) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let mut gains = BTreeMap::new();
        for judged in parts.next().unwrap_or_default().split_whitespace() {
            let (id, gain) = judged.split_once(':').context("id:gain")?;
            let at = practices.iter().position(|p| p.id == id).context("an unknown practice is judged")?;
            gains.insert(at, gain.parse()?);
        }
        all.push(Query { class: class.into(), text: query.into(), gains });
    }
    Ok(all)
}

fn words(value: &Value, field: &str) -> String {
    value[field].as_str().unwrap_or_default().to_owned()
}

fn many(value: &Value, field: &str) -> Vec<String> {
    value[field].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A practice as the bank offers it to the index.
pub fn document(number: usize, practice: &Practice) -> Document {
    let value = &practice.value;
    Document {
        key: DocKey { kind: "practice", id: Uuid::from_u128(number as u128) },
        title: words(value, "title"),
        summary: words(value, "summary"),
        body: words(value, "body"),
        keywords: many(value, "keywords"),
        authors: vec![words(value, "author")],
        places: vec![words(value, "school")],
        files: Vec::new(),
        subjects: vec![words(value, "subject")],
        grades: value["grades"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|g| i32::try_from(g.as_i64()?).ok())
            .collect(),
        form: Some(words(value, "type")),
        skills: Vec::<SkillId>::new(),
        school: None,
        level: None,
        licence: None,
        at: Utc.timestamp_opt(1_780_000_000, 0).single().unwrap_or_default(),
        quality: 0.5,
        uses: 0,
        audience: vec![Audience::Everyone],
    }
}

/// Title, summary, «subject kind grade» and body in one text, for systems that have one field.
pub fn plain(document: &Document) -> String {
    format!("{}\n{}\n{}\n{}", document.title, document.summary, search::names::about(document), document.body)
}

pub fn ndcg(hits: &[usize], gains: &BTreeMap<usize, u32>) -> f64 {
    let gain = |g: u32| f64::from((1_u32 << g) - 1);
    let discount = |rank: usize| 1.0 / ((rank + 2) as f64).log2();
    let got: f64 = hits
        .iter()
        .take(SHOWN)
        .enumerate()
        .map(|(rank, at)| gain(gains.get(at).copied().unwrap_or(0)) * discount(rank))
        .sum();
    let mut best: Vec<u32> = gains.values().copied().collect();
    best.sort_unstable_by(|a, b| b.cmp(a));
    let ideal: f64 = best.iter().take(SHOWN).enumerate().map(|(rank, g)| gain(*g) * discount(rank)).sum();
    if ideal == 0.0 { 1.0 } else { got / ideal }
}
