//! The real server over loopback with the demo and many practices: whole answers, suggestions, a change made visible.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use serde_json::Value;
use tokio::sync::Mutex;

use super::{
    corpus::{self, Corpus},
    filled,
    ours::files,
};
use crate::{
    client::{Connection, get},
    machine::{resident, resident_own},
    measure::{Run, load, millis},
    server::{Engine, Server, Visitor},
};

/// Writes a second while visibility is measured, and for how long.
const WRITES: u32 = 50;
const WRITING: Duration = Duration::from_secs(20);

pub async fn run(documents: usize, queries: &[Vec<String>]) -> anyhow::Result<()> {
    println!("\n== Search over HTTP: the real server on SQLite, {documents} practices in its tables beside the demo");
    let mut server = Server::start(Engine::Sqlite).await?;
    server.stop().await?;
    let file = server.data().join("staffroom.sqlite");
    let begun = Instant::now();
    let db = filled::open(&file).await?;
    let (around, people) = filled::around(&db).await?;
    filled::fill(&db, &Corpus::new(around)?, &people, documents).await?;
    println!("rows               {:>8.1} s straight into the tables", begun.elapsed().as_secs_f64());
    // A slow machine may not have begun an index before the server was stopped.
    if server.data().join("search").exists() {
        std::fs::remove_dir_all(server.data().join("search"))?;
    }
    let begun = Instant::now();
    server.launch().await?;
    let visitor = Visitor::enter(&server).await?;
    built(&server, &visitor).await?;
    let took = begun.elapsed().as_secs_f64();
    println!(
        "index from tables  {:>8.1} s, {:.0} documents/s with start, reading and writing",
        took,
        documents as f64 / took
    );
    let index: u64 = files(&server.data().join("search")).iter().map(|(_, size)| size).sum();
    println!(
        "index              {:>8.1} MB; server {} MB resident, {} MB of its own",
        index as f64 / 1e6,
        resident(server.pid) / 1024,
        resident_own(server.pid) / 1024
    );
    answers(&server, &visitor, queries).await?;
    suggestions(&server, &visitor, queries).await?;
    visible(&server, &visitor, &db).await?;
    println!(
        "server             {:>8} MB resident, {} MB of its own",
        resident(server.pid) / 1024,
        resident_own(server.pid) / 1024
    );
    server.stop().await
}

/// Waits until the index is whole.
async fn built(server: &Server, visitor: &Visitor) -> anyhow::Result<()> {
    let begun = Instant::now();
    let request = get("/api/v1/search?q=", &visitor.token);
    loop {
        let text = Connection::open(server.address).await?.exchange(&request).await;
        let answer: Option<Value> = text.ok().and_then(|text| serde_json::from_slice(&text).ok());
        if answer.is_some_and(|a| a["rebuilding"] == false) {
            return Ok(());
        }
        ensure!(begun.elapsed() < Duration::from_secs(1_200), "the index was not built");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

async fn each(server: &Server, token: &str, paths: &[String]) -> anyhow::Result<Run> {
    let mut connection = Connection::open(server.address).await?;
    let (begun, mut latencies) = (Instant::now(), Vec::new());
    for path in paths {
        let request = get(path, token);
        let started = Instant::now();
        connection.exchange(&request).await?;
        latencies.push(started.elapsed());
    }
    Ok(Run::new(begun.elapsed(), latencies))
}

async fn answers(server: &Server, visitor: &Visitor, queries: &[Vec<String>]) -> anyhow::Result<()> {
    let path = |query: &String| format!("/api/v1/search?q={}", encoded(query));
    println!("whole answer: 20 cards, snippets, nine facets with names (bar: p99 25 ms)");
    let mut all = Vec::new();
    for (words, queries) in (1..).zip(queries) {
        let paths: Vec<String> = queries.iter().map(path).collect();
        println!("  {words} words, c = 1    {}", each(server, &visitor.token, &paths).await?.line());
        all.extend(paths);
    }
    println!("  all, c = 1        {}", each(server, &visitor.token, &all).await?.line());
    let mut connections = Vec::new();
    for _ in 0..4 {
        connections.push(Arc::new(Mutex::new(Connection::open(server.address).await?)));
    }
    let (paths, token) = (Arc::new(all), Arc::new(visitor.token.clone()));
    let run = load(4, Duration::from_secs(5), |worker| {
        let (connection, paths, token, mut at) =
            (connections[worker].clone(), paths.clone(), token.clone(), worker * 97);
        move || {
            at += 1;
            let (connection, request) = (connection.clone(), get(&paths[at % paths.len()], &token));
            async move { connection.lock().await.exchange(&request).await.map(drop) }
        }
    })
    .await?;
    println!("  all, c = 4        {}", run.line());
    Ok(())
}

/// As typed: every beginning of a query from the second letter on.
async fn suggestions(server: &Server, visitor: &Visitor, queries: &[Vec<String>]) -> anyhow::Result<()> {
    println!("suggestions, letter by letter (bar: p99 10 ms)");
    for (words, queries) in (1..).zip(queries).take(3) {
        let mut paths = Vec::new();
        for query in queries.iter().take(60) {
            let letters: Vec<char> = query.chars().collect();
            let typed = (2..=letters.len()).map(|end| letters[..end].iter().collect::<String>());
            paths.extend(typed.map(|typed| format!("/api/v1/search/suggest?q={}", encoded(&typed))));
        }
        println!("  {words} words           {}", each(server, &visitor.token, &paths).await?.line());
    }
    Ok(())
}

/// A word that stands in no other text.
fn word(number: u32) -> String {
    const LETTERS: [char; 8] = ['б', 'ж', 'з', 'к', 'м', 'п', 'ф', 'ш'];
    let letter = |at: u32| LETTERS[(number >> (3 * at) & 7) as usize];
    format!("ыъ{}", (0..5).map(letter).collect::<String>())
}

/// Posts at a steady rate; each is searched for until it is found.
async fn visible(server: &Server, visitor: &Visitor, db: &sea_orm::DatabaseConnection) -> anyhow::Result<()> {
    let mut tick = tokio::time::interval(Duration::from_secs(1) / WRITES);
    let (begun, mut tasks) = (Instant::now(), Vec::new());
    let mut number = 0;
    while begun.elapsed() < WRITING {
        tick.tick().await;
        number += 1;
        let request = visitor.client.post(server.api(&format!("/topics/{}/posts", visitor.topic)));
        let request = request.bearer_auth(&visitor.token).header("idempotency-key", uuid::Uuid::now_v7().to_string());
        let text = format!("{} {}", crate::server::TEXT, word(number));
        let request = request.json(&serde_json::json!({ "body": text }));
        let search = format!("{}?kind=post&literal=true&q={}", server.api("/search"), encoded(&word(number)));
        let (client, token, db) = (visitor.client.clone(), visitor.token.clone(), db.clone());
        tasks.push(tokio::spawn(async move {
            request.send().await?.error_for_status()?;
            let written = Instant::now();
            loop {
                let head = head(&db).await?;
                let found: Value =
                    client.get(format!("{search}&min_seq={head}")).bearer_auth(&token).send().await?.json().await?;
                if found["total"] == 1 {
                    return anyhow::Ok(written.elapsed());
                }
                ensure!(written.elapsed() < Duration::from_secs(10), "a post was not found: {found}");
            }
        }));
    }
    let mut latencies = Vec::new();
    for task in tasks {
        latencies.push(task.await??);
    }
    let run = Run::new(begun.elapsed(), latencies);
    println!(
        "{} posts at {WRITES} a second, each found after {}   at most {:.0} ms   (bar: 300)",
        run.count(),
        run.line(),
        millis(run.quantile(1.0))
    );
    Ok(())
}

/// Position of the feed.
async fn head(db: &sea_orm::DatabaseConnection) -> anyhow::Result<i64> {
    use sea_orm::{ConnectionTrait, DbBackend, Statement};
    let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, "SELECT seq FROM feed_clock")).await?;
    Ok(row.context("no clock")?.try_get("", "seq")?)
}

/// Queries by their number of words.
pub fn queries(corpus: &Corpus, documents: usize, count: usize) -> Vec<Vec<String>> {
    (1..=4).map(|words| corpus::queries(corpus, documents, words, count)).collect()
}
