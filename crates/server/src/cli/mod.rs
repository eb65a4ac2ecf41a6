//! Commands: `serve`, `migrate`, `import`, `reindex`, `openapi`, `config`.

mod import;
mod import_bank;
mod serve;

use std::{ffi::OsString, path::PathBuf, sync::Arc};

use clap::{Parser, Subcommand};
use kernel::SystemClock;
use platform::Config;
use tracing_subscriber::EnvFilter;

use crate::{http, node};

/// Учительская: network platform for teachers.
#[derive(Parser)]
#[command(name = "staffroom", version, about)]
pub struct Command {
    /// Your own settings over the defaults (TOML).
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

impl Command {
    /// The command of these words, the first being the name of the program.
    ///
    /// # Errors
    /// When they make no command.
    pub fn of<T: Into<OsString> + Clone>(words: impl IntoIterator<Item = T>) -> anyhow::Result<Self> {
        Ok(Self::try_parse_from(words)?)
    }
}

#[derive(Subcommand)]
enum Verb {
    /// Serve the whole product on one port.
    Serve {
        /// Load the demo network on the first start and print its logins.
        #[arg(long)]
        demo: bool,
    },
    /// Bring the database schema up to date and stop.
    Migrate,
    /// Bring in organisations, people or skills from a spreadsheet, or practices from JSON Lines.
    Import(import::Import),
    /// Build the search index anew from the tables; a running server does it in the background.
    Reindex,
    /// Print the OpenAPI document.
    Openapi,
    /// Print the settings in force; secrets are shown as ***.
    Config,
    /// Read a foreign file in a process with limits: started by the server itself, see `main`.
    #[command(hide = true)]
    Extract { task: String },
}

/// Runs one command.
///
/// # Errors
/// Anything that keeps the command from its work, in words.
pub async fn run(command: Command) -> anyhow::Result<()> {
    if matches!(command.verb, Verb::Openapi) {
        // Sorted keys: the snapshot must not depend on the order in which features are listed.
        println!("{}", serde_json::to_string_pretty(&serde_json::to_value(http::document())?)?);
        return Ok(());
    }
    let config = Config::load(command.config.as_deref())?;
    log(&config);
    match command.verb {
        Verb::Serve { demo } => serve::serve(config, demo).await,
        Verb::Import(order) => import::import(config, order).await,
        Verb::Migrate => node::migrate(&node::open(&config).await?).await,
        Verb::Config => {
            println!("{}", toml::to_string_pretty(&config)?);
            Ok(())
        }
        Verb::Reindex => reindex(config).await,
        Verb::Openapi => Ok(()),
        Verb::Extract { .. } => anyhow::bail!("the server starts this itself"),
    }
}

fn log(config: &Config) {
    let filter = EnvFilter::try_new(&config.log.filter).unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_target(false).with_writer(std::io::stderr);
    // A second command in one process keeps the first one's log.
    let _ = if config.log.json { builder.json().try_init() } else { builder.compact().try_init() };
}

/// A node over the configured database with the machine's clock.
async fn node(config: Config) -> anyhow::Result<node::Node> {
    let db = node::open(&config).await?;
    node::migrate(&db).await?;
    let node = node::Node::assemble(config, db, Arc::new(SystemClock))?;
    node::furnish(&node.app).await?;
    Ok(node)
}

async fn reindex(config: Config) -> anyhow::Result<()> {
    let node = node(config).await?;
    if search::reindex(&node.app).await? {
        println!("The index was built anew.");
    } else {
        println!(
            "A server is running on this folder: it builds its index anew now and answers from the old one meanwhile."
        );
    }
    Ok(())
}
