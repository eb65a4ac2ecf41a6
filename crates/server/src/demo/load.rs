//! Loads the demo network once: places, people, spaces, then every conversation in the order of time.

use std::{collections::HashMap, sync::Arc};

use anyhow::Context;
use chrono::TimeDelta;
use kernel::{Actor, FixedClock, OrgId, PersonId, SystemClock};
use platform::{App, Config};
use sea_orm::ConnectionTrait;

use super::{bank, events, pairings, people, places, talk, territory};
use crate::{
    node::{self, Node},
    setting,
};

const LOADED: &str = "demo_loaded";

/// What the files call things, and what they became.
#[derive(Default)]
pub struct Names {
    pub orgs: HashMap<String, OrgId>,
    pub people: HashMap<String, PersonId>,
    pub actors: HashMap<String, Actor>,
    /// «Иванова М. П.»
    pub short: HashMap<String, String>,
}

impl Names {
    pub fn org(&self, key: &str) -> anyhow::Result<OrgId> {
        self.orgs.get(key).copied().with_context(|| format!("demo: no organisation {key}"))
    }

    pub fn person(&self, key: &str) -> anyhow::Result<PersonId> {
        self.people.get(key).copied().with_context(|| format!("demo: no person {key}"))
    }

    pub fn actor(&self, key: &str) -> anyhow::Result<&Actor> {
        self.actors.get(key).with_context(|| format!("demo: no person {key}"))
    }
}

/// Loads unless it was loaded before. Interrupted loading goes on where it stopped.
///
/// # Errors
/// With the file and the place in it that could not be loaded.
pub async fn load_once(config: &Config) -> anyhow::Result<()> {
    let mut config = config.clone();
    // One writer, so that the looser durability below holds for every write of the load and for nothing else.
    config.database.writers = 1;
    let db = node::open(&config).await?;
    node::migrate(&db).await?;
    let today = kernel::Clock::now(&SystemClock);
    let clock = Arc::new(FixedClock::at(today - TimeDelta::days(740)));
    let node = Node::assemble(config, db, clock.clone())?;
    let app = node.app;
    if setting::get(&app, LOADED).await?.is_none() {
        println!("Загружается учебная сеть: школы, люди, обсуждения. Это нужно один раз.");
        relax(&app).await?;
        let begun = std::time::Instant::now();
        let mut names = Names::default();
        node::furnish(&app).await?;
        places::load(&app, &mut names).await?;
        people::load(&app, &mut names).await?;
        let spaces = talk::spaces(&app, &names).await?;
        let bank = bank::practices(&app, &clock, &names, today).await?;
        clock.set(today - TimeDelta::days(1));
        bank::collections(&app, &names, &bank).await?;
        let posts = talk::topics(&app, &clock, &names, &spaces, today).await?;
        territory::days(&app, &names, today).await?;
        let events = events::events(&app, &clock, &names, today).await?;
        let pairs = pairings::pairings(&app, &clock, &names, today).await?;
        clock.set(today);
        app.settle().await?;
        let tx = app.begin().await?;
        setting::put(&tx, LOADED, &today.to_rfc3339()).await?;
        tx.commit().await?;
        println!(
            "Готово за {} с: {} человек, {posts} сообщений, {} практик, {events} событий, {pairs} пар школ.",
            begun.elapsed().as_secs(),
            names.people.len(),
            bank.len()
        );
    }
    app.db().clone().close().await?;
    Ok(())
}

/// The load can be repeated, so it need not survive a power cut post by post.
async fn relax(app: &App) -> anyhow::Result<()> {
    let sql = if app.db().is_postgres() { "SET synchronous_commit = off" } else { "PRAGMA synchronous = OFF" };
    app.db().writer().execute_unprepared(sql).await?;
    Ok(())
}
