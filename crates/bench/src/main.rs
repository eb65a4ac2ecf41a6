//! Benchmarks of the running product beside floors measured in the same run. Prints the machine; asserts no times.
//!
//! `make bench`, or `cargo run --release -p bench -- pages fanout` for some parts only.

mod client;
mod fanout;
mod feed;
mod floor;
mod machine;
mod measure;
mod pages;
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
    let on = |part: &str| wanted.is_empty() || wanted.iter().any(|w| w == part);
    println!("{}", machine::describe());
    if on("relevance") {
        relevance::run(wanted.iter().any(|w| w == "verbose"))?;
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
    if on("fanout") {
        fanout::run().await?;
    }
    Ok(())
}
