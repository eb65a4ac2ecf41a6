//! The judged set of `tests/relevance`: how well search finds what a teacher means, by class, with the stock stemmer of
//! tantivy beside it in the same table.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use anyhow::Context;
use chrono::{TimeZone, Utc};
use kernel::SkillId;
use platform::ports::{Audience, DocKey, Document};
use search::{
    analysis::Analysis,
    index::{Payload, Shelf, Sights},
    query::{Engine, Request, run as answer, synonyms},
};
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

const SHOWN: usize = 10;

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

/// Our search.
fn ours(practices: &[Practice], queries: &[Query], verbose: bool) -> anyhow::Result<Answers> {
    let analysis = Arc::new(Analysis::bundled());
    let engine = Engine::new(Arc::clone(&analysis), &synonyms::lines(synonyms::SEED));
    let shelf = shelf(practices, &analysis)?;
    let sights = Sights::default();
    let mut answers = Vec::new();
    for query in queries {
        let sight = sights.of(shelf.searcher(), shelf.fields, &[Audience::Everyone])?;
        let request = Request { query: query.text.clone(), limit: SHOWN, now: 1_790_000_000, ..Request::default() };
        let found = answer(&engine, &sight, &request)?;
        let hits: Vec<usize> = found.found.hits.iter().filter_map(|h| usize::try_from(h.id.as_u128()).ok()).collect();
        if verbose {
            explain(query, &found, &hits, practices);
        }
        answers.push((hits, found.found.exact > 0));
    }
    Ok(answers)
}

fn explain(query: &Query, found: &search::query::Answer, hits: &[usize], practices: &[Practice]) {
    let score = ndcg(hits, &query.gains);
    if query.gains.is_empty() && found.found.exact == 0 || score > 0.9 {
        return;
    }
    let name = |at: &usize| format!("{}:{}", practices[*at].id, query.gains.get(at).copied().unwrap_or(0));
    let shown: Vec<String> = found
        .found
        .hits
        .iter()
        .zip(hits)
        .take(5)
        .map(|(h, at)| format!("{}({}/{} {:.1})", name(at), h.met, found.whole, h.score % 1e6))
        .collect();
    let wanted: Vec<String> = query.gains.keys().map(name).collect();
    println!(
        "{:.2} {} «{}» → «{}» {:?} wanted {}",
        score,
        query.class,
        query.text,
        found.plan.did.text,
        shown,
        wanted.join(" ")
    );
    for concept in &found.plan.concepts {
        println!("      {} {:?}", concept.importance, concept.variants);
    }
}

fn shelf(practices: &[Practice], analysis: &Arc<Analysis>) -> anyhow::Result<Shelf> {
    let shelf = Shelf::in_memory(analysis)?;
    let mut pen = shelf.pen(64 << 20)?;
    for (number, practice) in practices.iter().enumerate() {
        pen.add(&document(number, practice))?;
    }
    pen.commit(&Payload { seq: 0, fingerprint: String::new(), epoch: String::new() })?;
    shelf.reload()?;
    Ok(shelf)
}

/// All words of the query, any of them, in title, summary, «subject kind grade» and body, by the stock stemmer.
fn stock(practices: &[Practice], queries: &[Query]) -> anyhow::Result<Answers> {
    use tantivy::{
        Index, TantivyDocument,
        collector::TopDocs,
        query::QueryParser,
        schema::{FAST, IndexRecordOption, Schema, TextFieldIndexing, TextOptions},
        tokenizer::{Language, LowerCaser, SimpleTokenizer, Stemmer, TextAnalyzer},
    };
    let indexing =
        TextFieldIndexing::default().set_tokenizer("ru").set_index_option(IndexRecordOption::WithFreqsAndPositions);
    let mut schema = Schema::builder();
    let text = schema.add_text_field("text", TextOptions::default().set_indexing_options(indexing));
    let number = schema.add_u64_field("number", FAST);
    let index = Index::create_in_ram(schema.build());
    let stemmer =
        TextAnalyzer::builder(SimpleTokenizer::default()).filter(LowerCaser).filter(Stemmer::new(Language::Russian));
    index.tokenizers().register("ru", stemmer.build());
    let mut writer = index.writer_with_num_threads(1, 20 << 20)?;
    for (at, practice) in practices.iter().enumerate() {
        let mut document = TantivyDocument::default();
        document.add_text(text, plain(&self::document(at, practice)));
        document.add_u64(number, at as u64);
        writer.add_document(document)?;
    }
    writer.commit()?;
    let searcher = index.reader()?.searcher();
    let parser = QueryParser::for_index(&index, vec![text]);
    let mut answers = Vec::new();
    for query in queries {
        let (parsed, _) = parser.parse_query_lenient(&query.text.replace(|c: char| !c.is_alphanumeric(), " "));
        let mut hits = Vec::new();
        for (_, address) in searcher.search(&parsed, &TopDocs::with_limit(SHOWN).order_by_score())? {
            let column = searcher.segment_reader(address.segment_ord).fast_fields().u64("number")?;
            hits.extend(column.first(address.doc_id).and_then(|n| usize::try_from(n).ok()));
        }
        answers.push((hits, true));
    }
    Ok(answers)
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

/// One row per system.
fn table(rows: &[(&str, Answers)], queries: &[Query]) {
    let mut classes: Vec<&str> = queries.iter().map(|q| q.class.as_str()).filter(|c| *c != "none").collect();
    classes.sort_unstable();
    classes.dedup();
    print!("{:<24}", "nDCG@10");
    classes.iter().for_each(|c| print!("{:>8}", c.chars().take(7).collect::<String>()));
    println!("{:>8}{:>7}{:>8}{:>7}", "ALL", "s@1", "empty", "none");
    for (name, answers) in rows {
        print!("{name:<24}");
        let judged = || queries.iter().zip(answers).filter(|(q, _)| q.class != "none");
        for class in &classes {
            let scores: Vec<f64> =
                judged().filter(|(q, _)| q.class == *class).map(|(q, a)| ndcg(&a.0, &q.gains)).collect();
            print!("{:>8.3}", scores.iter().sum::<f64>() / scores.len() as f64);
        }
        let count = judged().count() as f64;
        let all: f64 = judged().map(|(q, a)| ndcg(&a.0, &q.gains)).sum::<f64>() / count;
        let best = |q: &Query| q.gains.values().copied().max().unwrap_or(0);
        let first = judged().filter(|(q, a)| a.0.first().is_some_and(|at| q.gains.get(at) == Some(&best(q)))).count();
        let empty = judged().filter(|(_, a)| a.0.is_empty()).count();
        let none: Vec<bool> = queries
            .iter()
            .zip(answers)
            .filter(|(q, _)| q.class == "none")
            .map(|(_, a)| a.1 && !a.0.is_empty())
            .collect();
        let flagged = none.iter().filter(|claims| !**claims).count();
        println!(
            "{all:>8.3}{:>7.3}{:>7.1}%{:>7}",
            first as f64 / count,
            100.0 * empty as f64 / count,
            format!("{flagged}/{}", none.len())
        );
    }
}

/// Runs the judged set.
pub fn run(verbose: bool) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/relevance");
    let practices = practices(&root)?;
    let queries = queries(&root, &practices)?;
    let rows =
        vec![("ours", ours(&practices, &queries, verbose)?), ("tantivy stemmer, OR", stock(&practices, &queries)?)];
    println!("{} practices, {} queries; none: share told as inexact", practices.len(), queries.len());
    table(&rows, &queries);
    Ok(())
}
