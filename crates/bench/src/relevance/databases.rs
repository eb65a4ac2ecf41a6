//! The two databases at their own full text, any word of the query: what there would be without an index of our own.

use crate::cluster::Cluster;
use sea_orm::{ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};

use super::set::{Answers, Practice, Query, SHOWN, document, plain};

/// Words of a query as a database may take them.
fn words(query: &Query) -> Vec<String> {
    let parts = query.text.split(|c: char| !c.is_alphanumeric());
    parts.filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

pub async fn postgres(practices: &[Practice], queries: &[Query]) -> anyhow::Result<Answers> {
    let db = Database::connect(Cluster::get().url("postgres")).await?;
    db.execute_unprepared("CREATE TABLE judged (number bigint PRIMARY KEY, words tsvector)").await?;
    let put = "INSERT INTO judged VALUES ($1, to_tsvector('russian', $2))";
    fill(&db, DbBackend::Postgres, put, practices).await?;
    let ask = "SELECT number FROM judged, to_tsquery('russian', $1) AS query WHERE words @@ query \
               ORDER BY ts_rank(words, query) DESC, number LIMIT $2";
    let answers = all(&db, DbBackend::Postgres, ask, queries, |words| words.join(" | ")).await?;
    db.execute_unprepared("DROP TABLE judged").await?;
    Ok(answers)
}

pub async fn fts5(practices: &[Practice], queries: &[Query]) -> anyhow::Result<Answers> {
    let mut options = ConnectOptions::new("sqlite::memory:");
    options.max_connections(1);
    let db = Database::connect(options).await?;
    db.execute_unprepared("CREATE VIRTUAL TABLE judged USING fts5(words, tokenize = 'unicode61 remove_diacritics 2')")
        .await?;
    let put = "INSERT INTO judged (rowid, words) VALUES (?, ?)";
    fill(&db, DbBackend::Sqlite, put, practices).await?;
    let ask = "SELECT rowid AS number FROM judged WHERE judged MATCH ? ORDER BY rank, rowid LIMIT ?";
    let quoted = |words: &[String]| words.iter().map(|w| format!("\"{w}\"")).collect::<Vec<_>>().join(" OR ");
    all(&db, DbBackend::Sqlite, ask, queries, quoted).await
}

async fn fill(db: &DatabaseConnection, kind: DbBackend, put: &str, practices: &[Practice]) -> anyhow::Result<()> {
    for (number, practice) in practices.iter().enumerate() {
        let values = [i64::try_from(number)?.into(), plain(&document(number, practice)).into()];
        db.execute_raw(Statement::from_sql_and_values(kind, put, values)).await?;
    }
    Ok(())
}

async fn all(
    db: &DatabaseConnection,
    kind: DbBackend,
    ask: &str,
    queries: &[Query],
    join: impl Fn(&[String]) -> String,
) -> anyhow::Result<Answers> {
    let mut answers = Vec::with_capacity(queries.len());
    for query in queries {
        let words = words(query);
        let mut hits = Vec::new();
        if !words.is_empty() {
            let values = [join(&words).into(), i64::try_from(SHOWN)?.into()];
            for row in db.query_all_raw(Statement::from_sql_and_values(kind, ask, values)).await? {
                hits.push(usize::try_from(row.try_get::<i64>("", "number")?)?);
            }
        }
        answers.push((hits, true));
    }
    Ok(answers)
}
