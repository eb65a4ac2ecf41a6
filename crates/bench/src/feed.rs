//! Throughput of the feed's clock: emitting commits per second through the write gate.

use std::{sync::Arc, time::Duration};

use migrations::Migrator;
use platform::{App, Config, db::Db};
use sea_orm::{ConnectionTrait, Database};
use sea_orm_migration::MigratorTrait;

use crate::{cluster::Cluster, measure::load, server::Engine};

const TIME: Duration = Duration::from_secs(3);

pub async fn run() -> anyhow::Result<()> {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("\n== Feed clock, {engine:?}: emitting commits (two events each), a commit per disk flush");
        let folder = tempfile::tempdir()?;
        let url = match engine {
            Engine::Sqlite => format!("sqlite://{}", folder.path().join("feed.sqlite").display()),
            Engine::Postgres => {
                let name = format!("feed_{}", uuid::Uuid::now_v7().simple());
                let admin = Database::connect(Cluster::durable().url("postgres")).await?;
                admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
                Cluster::durable().url(&name)
            }
        };
        let db = Db::connect(&url, 16, 2).await?;
        Migrator::up(db.writer(), None).await?;
        let app = App::new(Config::load(None)?, db, Arc::new(kernel::SystemClock))?;
        for workers in [1, 16] {
            for emitting in [true, false] {
                let run = load(workers, TIME, |_| {
                    let app = app.clone();
                    move || commit(app.clone(), emitting)
                })
                .await?;
                println!(
                    "c = {workers:<3} {} {}",
                    if emitting { "with events   " } else { "without events" },
                    run.line()
                );
            }
        }
    }
    Ok(())
}

/// One small write: a row of `setting`, and two events or none.
async fn commit(app: App, emitting: bool) -> anyhow::Result<()> {
    let mut tx = app.begin().await?;
    let name = uuid::Uuid::now_v7();
    staffroom::setting::put(&tx, &name.to_string(), "1").await?;
    if emitting {
        for _ in 0..2 {
            tx.emit(kernel::NewEvent {
                kind: "bench.happened",
                stream: kernel::Stream::internal(name),
                subject: name,
                actor: None,
                body: serde_json::json!({"n": 1}),
            });
        }
    }
    tx.commit().await?;
    Ok(())
}
