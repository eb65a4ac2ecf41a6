//! Search on many practices: beside PostgreSQL's full text and SQLite's FTS5, and through the whole server.
//!
//! `BENCH_DOCS=20000` makes it quick. The reader sees nine tenths of the documents, as a teacher of one school does.

mod corpus;
mod filled;
mod ours;
mod random;
mod rivals;
mod served;

use std::time::Instant;

use corpus::{Around, Corpus};
use ours::Ours;
use rivals::{Rival, Words};

use crate::measure::{Run, millis};

/// Queries of each length, and those of them that the slow ones are asked.
const QUERIES: usize = 150;
const FEW: usize = 30;

fn documents() -> usize {
    std::env::var_os("BENCH_DOCS").and_then(|n| n.to_str()?.parse().ok()).unwrap_or(200_000)
}

/// The index by itself, then the rivals.
pub async fn engines(alone: bool) -> anyhow::Result<()> {
    let count = documents();
    let corpus = Corpus::new(Around::invented())?;
    println!("\n== Search of {count} practices, made of {} words of the demo", corpus.len());
    let begun = Instant::now();
    let documents: Vec<_> = (0..count).map(|n| corpus.document(n)).collect();
    println!("made in {:.1} s", begun.elapsed().as_secs_f64());
    let folder = tempfile::Builder::new().prefix("staffroom-search-").tempdir()?;
    let school = corpus.around.schools[0].0;
    let queries = served::queries(&corpus, count, QUERIES);
    let few: Vec<String> = queries.iter().flat_map(|q| q.iter().take(FEW)).cloned().collect();
    let ours = own(&folder.path().join("index"), &documents, school, &queries)?;
    if alone {
        return Ok(());
    }
    let mine = ours.run(&few, 3)?.0;
    println!("{} of the queries, with ten hits, count and facets (ours counts nine, the others three)", few.len());
    println!("  ours                {}", line(&mine));
    let fts5 = Rival::fts5(folder.path(), &documents, school).await?;
    compare(&fts5, &few, &mine, 5.0).await?;
    drop(fts5);
    let postgres = Rival::postgres(&documents, school).await?;
    compare(&postgres, &few, &mine, 50.0).await
}

fn own(
    folder: &std::path::Path,
    documents: &[platform::ports::Document],
    school: kernel::OrgId,
    queries: &[Vec<String>],
) -> anyhow::Result<Ours> {
    let ours = Ours::fill(folder, documents, school)?;
    println!("queries of the engine, two rounds: all hits judged and counted, nine facets");
    for (words, queries) in (1..).zip(queries) {
        let (run, hits) = ours.run(queries, 2)?;
        println!("  {words} words             {}   {hits} hits on average", line(&run));
    }
    let all: Vec<String> = queries.iter().flatten().cloned().collect();
    println!("  all                 {}", line(&ours.run(&all, 1)?.0));
    for (name, change) in [("with a slip", slip as fn(&str) -> String), ("in another layout", layout)] {
        let changed: Vec<String> = all.iter().map(|query| change(query)).collect();
        println!("  {name:<18}  {}", line(&ours.run(&changed, 1)?.0));
    }
    if std::env::var_os("BENCH_SLOWEST").is_some() {
        ours.slowest(&all, 12)?;
    }
    Ok(ours)
}

fn line(run: &Run) -> String {
    format!("p50 {:>8.2} ms   p99 {:>8.2} ms", millis(run.quantile(0.5)), millis(run.quantile(0.99)))
}

async fn compare(rival: &Rival, queries: &[String], mine: &Run, bar: f64) -> anyhow::Result<()> {
    for (name, words) in [("AND", Words::All), ("OR", Words::Any)] {
        let theirs = rival.run(queries, words).await?;
        let times = |q: f64| millis(theirs.quantile(q)) / millis(mine.quantile(q));
        let bar = if words == Words::Any { format!("   (bar: {bar})") } else { String::new() };
        println!(
            "  {:<11} {name:<4}    {}   p50 × {:.1}, p99 × {:.1} of ours{bar}",
            rival.name,
            line(&theirs),
            times(0.5),
            times(0.99)
        );
    }
    Ok(())
}

/// Two neighbours of the longest word exchanged.
fn slip(query: &str) -> String {
    let longest = query.split(' ').max_by_key(|w| w.chars().count()).unwrap_or_default();
    let mut letters: Vec<char> = longest.chars().collect();
    if letters.len() > 4 {
        letters.swap(2, 3);
    }
    query.replacen(longest, &letters.iter().collect::<String>(), 1)
}

fn layout(query: &str) -> String {
    search::analysis::layout::to_latin(query)
}

/// The whole server.
pub async fn server() -> anyhow::Result<()> {
    let count = documents();
    let corpus = Corpus::new(Around::invented())?;
    served::run(count, &served::queries(&corpus, count, QUERIES)).await
}
