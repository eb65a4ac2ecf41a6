//! Benchmarks of the running product beside floors measured in the same run. Prints the machine; asserts no times.
//!
//! `make bench`, or `cargo run --release -p bench -- pages fanout` for some parts only.

mod bank;
mod client;
/// The kit's cluster and nothing else of the kit: its libraries would bring a feature set of their own, and everything
/// would be compiled a second time beside the server's.
#[path = "../../../tests/kit/cluster.rs"]
#[expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a benchmark without its database has nothing to go on with"
)]
#[expect(dead_code, reason = "tests use more of it")]
mod cluster;
mod events;
mod fanout;
mod feed;
mod floor;
mod machine;
mod measure;
mod pages;
mod pairs;
mod relevance;
mod replies;
mod server;
mod start;

use anyhow::Result;

fn main() -> Result<()> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(run())
}

async fn run() -> Result<()> {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    if let [role, kind] = &wanted[..]
        && role == floor::ROLE
    {
        return floor::serve(kind).await;
    }
    let on = |part: &str| wanted.is_empty() || wanted.iter().any(|w| w == part);
    println!("{}", machine::describe());
    if on("relevance") {
        relevance::run(wanted.iter().any(|w| w == "verbose")).await?;
    }
    if on("search") || on("search-engine") {
        bank::engines(wanted.iter().any(|w| w == "alone")).await?;
    }
    if on("search") || on("search-server") {
        bank::server().await?;
    }
    if on("start") {
        start::run().await?;
    }
    if on("pages") {
        pages::run().await?;
    }
    if on("feed") {
        feed::run().await?;
    }
    if on("replies") {
        replies::run().await?;
    }
    if on("calendars") {
        events::run().await?;
    }
    if on("pairs") {
        pairs::run();
    }
    if on("fanout") {
        fanout::run().await?;
    }
    Ok(())
}
