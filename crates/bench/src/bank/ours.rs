//! Our index: documents put into it by its one writer, queries run as the server runs them.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use kernel::OrgId;
use platform::ports::{Audience, Document};
use search::{
    analysis::Analysis,
    index::{Payload, Shelf, Sights},
    query::{Engine, Request, run as answer, synonyms},
};

use super::corpus;
use crate::{
    machine,
    measure::{Run, millis},
};

/// What the reader of the queries may see.
pub fn audiences(school: OrgId) -> Vec<Audience> {
    vec![Audience::Everyone, Audience::Network, Audience::Organisation(school)]
}

pub struct Ours {
    engine: Engine,
    shelf: Shelf,
    sights: Sights,
    audiences: Vec<Audience>,
}

/// Memory of the writer, as configured.
const HEAP: usize = 64 << 20;

impl Ours {
    /// Fills an index, and prints how that went.
    pub fn fill(folder: &Path, documents: &[Document], school: OrgId) -> anyhow::Result<Self> {
        let analysis = Arc::new(Analysis::bundled());
        let engine = Engine::new(Arc::clone(&analysis), &synonyms::lines(synonyms::SEED));
        let shelf = Shelf::create(folder, &analysis)?;
        let mut pen = shelf.pen(HEAP)?;
        let (begun, spent) = (Instant::now(), machine::spent());
        for document in documents {
            pen.add(document)?;
        }
        pen.commit(&Payload { seq: 0, fingerprint: String::new(), epoch: String::new() })?;
        let (took, indexing) = (begun.elapsed(), machine::spent() - spent);
        pen.finish()?;
        let all = machine::spent() - spent;
        shelf.reload()?;
        let count = documents.len() as f64;
        println!(
            "indexing           {:>8.0} documents/s with one indexing thread ({:.1} s); {:.0} a processor second of everything, \
             {:.0} with all merges   (bar: 2500)",
            count / took.as_secs_f64(),
            took.as_secs_f64(),
            count / indexing.as_secs_f64(),
            count / all.as_secs_f64()
        );
        let text: usize = documents.iter().map(corpus::size).sum();
        let files = files(folder);
        let whole: u64 = files.iter().map(|(_, size)| size).sum();
        println!(
            "index              {:>8.1} MB for {:.1} MB of text: {:.3} of it   (bar: 0.4)",
            whole as f64 / 1e6,
            text as f64 / 1e6,
            whole as f64 / text as f64
        );
        println!("  {}", by_kind(&files));
        println!(
            "  {} segments, {} MB resident",
            shelf.searcher().segment_readers().len(),
            machine::resident(std::process::id()) / 1024
        );
        Ok(Self { engine, shelf, sights: Sights::default(), audiences: audiences(school) })
    }

    /// Ten hits, counts of both tiers, and nine facets; answers how many were found.
    pub fn ask(&self, query: &str) -> anyhow::Result<u64> {
        let sight = self.sights.of(self.shelf.searcher(), self.shelf.fields, &self.audiences)?;
        let request =
            Request { query: query.into(), limit: 300, now: 1_790_000_000, facets: true, ..Request::default() };
        Ok(answer(&self.engine, &sight, &request)?.found.all)
    }

    /// Every query so many times, one after another.
    pub fn run(&self, queries: &[String], rounds: usize) -> anyhow::Result<(Run, u64)> {
        let (begun, mut latencies, mut hits) = (Instant::now(), Vec::new(), 0);
        for _ in 0..rounds {
            for query in queries {
                let started = Instant::now();
                hits += self.ask(query)?;
                latencies.push(started.elapsed());
            }
        }
        let asked = latencies.len().max(1) as u64;
        Ok((Run::new(begun.elapsed(), latencies), hits / asked))
    }

    /// The slowest queries, for whoever looks for the reason.
    pub fn slowest(&self, queries: &[String], count: usize) -> anyhow::Result<()> {
        let mut all: Vec<(Duration, u64, &String)> = Vec::new();
        for query in queries {
            let started = Instant::now();
            let hits = self.ask(query)?;
            all.push((started.elapsed(), hits, query));
        }
        all.sort_by_key(|slow| std::cmp::Reverse(slow.0));
        for (took, hits, query) in all.into_iter().take(count) {
            println!("  {:>8.2} ms   {hits:>7} hits   {query}", millis(took));
        }
        Ok(())
    }
}

pub fn files(folder: &Path) -> Vec<(PathBuf, u64)> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.metadata() {
            Ok(about) if about.is_dir() => all.extend(files(&entry.path())),
            Ok(about) => all.push((entry.path(), about.len())),
            Err(_) => {}
        }
    }
    all
}

fn by_kind(files: &[(PathBuf, u64)]) -> String {
    let mut kinds = std::collections::BTreeMap::new();
    for (path, size) in files {
        let kind = path.extension().map_or_else(String::new, |e| e.to_string_lossy().into_owned());
        *kinds.entry(kind).or_insert(0.0) += *size as f64 / 1e6;
    }
    kinds.iter().map(|(kind, size)| format!("{kind} {size:.1}")).collect::<Vec<_>>().join(", ") + " MB"
}
