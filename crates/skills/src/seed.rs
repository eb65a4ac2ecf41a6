//! The lists a new installation begins with, embedded in the binary.

use anyhow::anyhow;
use kernel::Result;
use platform::App;

use crate::import::{self, By};

const LISTS: &[(&str, &str)] = &[
    ("biology", include_str!("../seed/biology.csv")),
    ("chemistry", include_str!("../seed/chemistry.csv")),
    ("english", include_str!("../seed/english.csv")),
    ("geography", include_str!("../seed/geography.csv")),
    ("history", include_str!("../seed/history.csv")),
    ("informatics", include_str!("../seed/informatics.csv")),
    ("math", include_str!("../seed/math.csv")),
    ("physics", include_str!("../seed/physics.csv")),
    ("reading", include_str!("../seed/reading.csv")),
    ("russian", include_str!("../seed/russian.csv")),
    ("social_studies", include_str!("../seed/social_studies.csv")),
    ("world", include_str!("../seed/world.csv")),
];

/// Brings the embedded lists into the catalogue; rows that somebody edited stay as they are. Called when the house
/// opens; the second time it changes nothing.
///
/// # Errors
/// `Internal` when a list cannot be read or the database refuses.
pub async fn load(app: &App) -> Result<()> {
    let mut rows = Vec::new();
    for (name, text) in LISTS {
        rows.extend(import::read(text.as_bytes()).map_err(|e| anyhow!("the list {name} is wrong: {e:?}"))?);
    }
    let mut tx = app.begin().await?;
    let report = import::write(&mut tx, By::House, &rows).await?;
    tx.commit().await?;
    if report.created + report.changed > 0 {
        tracing::info!(created = report.created, changed = report.changed, "catalogue of skills");
    }
    Ok(())
}
