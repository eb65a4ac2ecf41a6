//! The tree of organisations: what lies above and below. One recursive query each, alike on both engines.

use std::collections::{BTreeSet, HashMap};

use kernel::{OrgId, Result};
use sea_orm::{ConnectionTrait, FromQueryResult, Statement};

#[derive(FromQueryResult)]
struct Step {
    root: OrgId,
    id: OrgId,
}

/// Each organisation with everything above it, itself included.
pub async fn ancestors<C: ConnectionTrait>(db: &C, of: &[OrgId]) -> Result<HashMap<OrgId, BTreeSet<OrgId>>> {
    // UNION, not UNION ALL: a cycle made by hand in the database must not hang the house.
    walk(
        db,
        of,
        "SELECT way.root, o.parent_id FROM organisation o JOIN way ON o.id = way.id WHERE o.parent_id IS NOT NULL",
    )
    .await
}

/// Each organisation with everything below it, itself included.
pub async fn descendants<C: ConnectionTrait>(db: &C, of: &[OrgId]) -> Result<HashMap<OrgId, BTreeSet<OrgId>>> {
    walk(db, of, "SELECT way.root, o.id FROM organisation o JOIN way ON o.parent_id = way.id").await
}

async fn walk<C: ConnectionTrait>(db: &C, of: &[OrgId], step: &str) -> Result<HashMap<OrgId, BTreeSet<OrgId>>> {
    let mut found: HashMap<OrgId, BTreeSet<OrgId>> = HashMap::new();
    if of.is_empty() {
        return Ok(found);
    }
    let marks: Vec<String> = (1..=of.len()).map(|n| format!("${n}")).collect();
    let sql = format!(
        "WITH RECURSIVE way(root, id) AS (SELECT id, id FROM organisation WHERE id IN ({}) UNION {step}) \
         SELECT root, id FROM way",
        marks.join(", ")
    );
    let values = of.iter().map(|id| id.0.into());
    let statement = Statement::from_sql_and_values(db.get_database_backend(), sql, values);
    for row in Step::find_by_statement(statement).all(db).await? {
        found.entry(row.root).or_default().insert(row.id);
    }
    Ok(found)
}
