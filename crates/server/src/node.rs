//! One running node: opens the database, migrates, names the ports, starts the followers, serves.

use std::{future::Future, net::SocketAddr, sync::Arc, time::Duration};

use anyhow::Context;
use axum::Router;
use kernel::Clock;
use migrations::Migrator;
use platform::{App, Config, Parts, cursors::Followers, db::Db, jobs::Jobs, mail};
use sea_orm_migration::MigratorTrait;
use tokio::net::TcpListener;

use crate::{features, http};

/// An assembled application with its routes, not yet serving.
pub struct Node {
    pub app: App,
    pub router: Router,
}

/// Opens the database in force.
///
/// # Errors
/// When it cannot be reached.
pub async fn open(config: &Config) -> anyhow::Result<Db> {
    Db::connect(&config.database_url(), config.database.writers, config.database.readers).await
}

/// Brings the schema up to date.
///
/// # Errors
/// When a migration fails; the message names it.
pub async fn migrate(db: &Db) -> anyhow::Result<()> {
    Migrator::up(db.writer(), None).await.context("the schema could not be brought up to date")
}

/// Brings in what every installation begins with; what is there already stays as it is.
///
/// # Errors
/// When the database refuses.
pub async fn furnish(app: &App) -> anyhow::Result<()> {
    skills::seed::load(app).await.context("the catalogue of skills could not be loaded")?;
    Ok(())
}

impl Node {
    /// Names every port. Nothing runs yet.
    ///
    /// # Errors
    /// When the mail settings make no sense.
    pub fn assemble(config: Config, db: Db, clock: Arc<dyn Clock>) -> anyhow::Result<Self> {
        let app = App::new(config, db, clock)?;
        let features = features();
        let mut jobs: Vec<Arc<dyn platform::jobs::JobHandler>> = vec![Arc::new(mail::Sending)];
        jobs.extend(features.iter().flat_map(|f| f.jobs.clone()));
        app.jobs().set(jobs);
        app.followers().set(features.iter().flat_map(|f| f.followers.clone()).collect());
        app.assemble(Parts {
            people: accounts::people(),
            streams: features.iter().filter_map(|f| f.streams.clone()).collect(),
            notices: features.iter().filter_map(|f| f.notices.clone()).collect(),
            search: features.iter().filter_map(|f| f.search.clone()).collect(),
            file_owners: features.iter().filter_map(|f| f.file_owners.clone()).collect(),
            files: features.iter().find_map(|f| f.files.clone()),
            discussions: features.iter().find_map(|f| f.discussions.clone()),
            rooms: features.iter().find_map(|f| f.rooms.clone()),
            drains: features.iter().filter_map(|f| f.drain.clone()).collect(),
            personal: features.iter().filter_map(|f| f.personal.clone()).collect(),
            open: features.iter().filter_map(|f| f.open.clone()).collect(),
            harvest: features.iter().find_map(|f| f.harvest.clone()),
            bank: features.iter().find_map(|f| f.bank.clone()),
            gatherings: features.iter().find_map(|f| f.gatherings.clone()),
            proofs: features.iter().filter_map(|f| f.proofs.clone()).collect(),
            evidence: features.iter().filter_map(|f| f.evidence.clone()).collect(),
            results: features.iter().find_map(|f| f.results.clone()),
        })?;
        let router = http::router(&app, features)?;
        Ok(Self { app, router })
    }

    /// Starts followers, jobs and the live hub.
    pub fn start(&self) {
        Followers::start(&self.app);
        Jobs::start(&self.app);
        search::start(&self.app);
        live::start(&self.app);
    }

    /// Serves until `shutdown` resolves, then lets running requests finish and tells the sockets when to come back.
    ///
    /// # Errors
    /// When the listener breaks.
    pub async fn serve(
        self,
        listener: TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> anyhow::Result<()> {
        let app = self.app.clone();
        let service = self.router.into_make_service_with_connect_info::<SocketAddr>();
        let closing = async move {
            shutdown.await;
            live::stop(&app).await;
        };
        let server = axum::serve(listener, service).with_graceful_shutdown(closing);
        server.await?;
        tokio::time::sleep(Duration::from_millis(50)).await;
        Ok(())
    }
}
