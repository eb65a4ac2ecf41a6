//! Our search over the judged set.

use std::sync::Arc;

use platform::ports::Audience;
use search::{
    analysis::Analysis,
    index::{Payload, Shelf, Sights},
    query::{Engine, Request, run as answer, synonyms},
};

use super::set::{Answers, Practice, Query, SHOWN, document, ndcg};

/// Our search.
pub fn ours(practices: &[Practice], queries: &[Query], verbose: bool) -> anyhow::Result<Answers> {
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
