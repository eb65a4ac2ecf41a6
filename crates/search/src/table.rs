//! The table of synonyms as people of this installation changed it: the seed, less what was taken out, and what was
//! added. Changes need no new index: synonyms belong to queries.

use std::sync::Arc;

use kernel::Result;
use platform::App;

use crate::{
    query::{
        Engine,
        synonyms::{self, Line},
    },
    service::ANALYSIS,
};

/// The feed event after which every node reads the table again.
pub const CHANGED: &str = "search.synonyms_changed";

/// What queries are understood with now.
pub async fn engine(app: &App) -> Result<Engine> {
    let lines = lines(app).await?;
    // Cutting a thousand lines takes some ten milliseconds: not on a thread that serves.
    let made = tokio::task::spawn_blocking(move || Engine::new(Arc::clone(&ANALYSIS), &lines)).await;
    Ok(made.map_err(anyhow::Error::from)?)
}

/// Lines in force.
pub async fn lines(_app: &App) -> Result<Vec<Line>> {
    Ok(synonyms::lines(synonyms::SEED))
}
