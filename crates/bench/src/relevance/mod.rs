//! The judged set of `tests/relevance`: how well search finds what a teacher means, by class, with the stock stemmer of
//! tantivy, PostgreSQL and FTS5 beside it in the same table.

pub mod databases;
pub mod ours;
pub mod set;
pub mod stock;
pub mod table;

use std::path::Path;

/// Runs the judged set.
pub async fn run(verbose: bool) -> anyhow::Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/relevance");
    let practices = set::practices(&root)?;
    let queries = set::queries(&root, &practices)?;
    let ours = ours::ours(&practices, &queries, verbose)?;
    let stock = stock::stock(&practices, &queries)?;
    let postgres = databases::postgres(&practices, &queries).await?;
    let fts5 = databases::fts5(&practices, &queries).await?;
    println!("{} practices, {} queries; none: share told as inexact", practices.len(), queries.len());
    let rows = [
        ("ours", &ours),
        ("tantivy stemmer, OR", &stock),
        ("PostgreSQL russian", &postgres),
        ("FTS5 unicode61", &fts5),
    ];
    table::print(&rows, &queries);
    Ok(())
}
