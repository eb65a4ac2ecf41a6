//! Start-up time and resident memory.

use crate::{
    machine::{resident, settled},
    measure::millis,
    server::{Engine, Server},
};

pub async fn run() -> anyhow::Result<()> {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("\n== Start, {engine:?}");
        let mut server = Server::start(engine).await?;
        settled(server.pid).await;
        server.stop().await?;
        let again = server.launch().await?;
        settled(server.pid).await;
        println!("second start       {:>8.0} ms   (bar: 2000)", millis(again));
        println!("idle with the demo {:>8.1} MB   (bar: 120)", resident(server.pid) as f64 / 1024.0);
        server.stop().await?;
    }
    Ok(())
}
