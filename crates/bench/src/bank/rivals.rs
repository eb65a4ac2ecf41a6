//! The same documents and queries in PostgreSQL full text and in SQLite FTS5, in the same run: every query with the ten
//! best, the count and the counts of three facets, in one statement.

use std::time::Instant;

use crate::cluster::Cluster;
use platform::ports::{Audience, Document};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait, Value,
};

use super::ours::audiences;
use crate::measure::Run;

/// Rows of one INSERT.
const ROWS: usize = 500;

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Words {
    All,
    Any,
}

pub struct Rival {
    pub name: &'static str,
    db: DatabaseConnection,
    sights: Vec<String>,
}

fn sight(audience: &Audience) -> String {
    audience.to_string()
}

async fn connect(url: &str) -> anyhow::Result<DatabaseConnection> {
    let mut options = ConnectOptions::new(url);
    options.max_connections(1).sqlx_logging(false);
    Ok(Database::connect(options).await?)
}

/// Rows in one statement; `row` is `(?, ?, …)`.
async fn insert(db: &DatabaseConnection, head: &str, row: &str, rows: Vec<Vec<Value>>) -> anyhow::Result<()> {
    let tx = db.begin().await?;
    let count = rows.len();
    let mut text = format!("{head} VALUES {}", vec![row; count].join(", "));
    if db.get_database_backend() == DbBackend::Postgres {
        text = numbered(&text);
    }
    let values: Vec<Value> = rows.into_iter().flatten().collect();
    tx.execute_raw(Statement::from_sql_and_values(db.get_database_backend(), text, values)).await?;
    tx.commit().await?;
    Ok(())
}

fn numbered(text: &str) -> String {
    let mut numbered = String::with_capacity(text.len() * 2);
    let mut number = 0;
    for c in text.chars() {
        if c == '?' {
            number += 1;
            numbered.push_str(&format!("${number}"));
        } else {
            numbered.push(c);
        }
    }
    numbered
}

impl Rival {
    pub async fn postgres(documents: &[Document], school: kernel::OrgId) -> anyhow::Result<Self> {
        let name = format!("search_{}", uuid::Uuid::now_v7().simple());
        connect(&Cluster::durable().url("postgres"))
            .await?
            .execute_unprepared(&format!("CREATE DATABASE {name}"))
            .await?;
        let db = connect(&Cluster::durable().url(&name)).await?;
        let begun = Instant::now();
        db.execute_unprepared(
            "CREATE UNLOGGED TABLE doc (id int PRIMARY KEY, subject text, form text, level text, audience text, tsv tsvector)",
        )
        .await?;
        let row = "(?, ?, ?, ?, ?, setweight(to_tsvector('russian', ?), 'A') || setweight(to_tsvector('russian', ?), 'B') \
                   || to_tsvector('russian', ?))";
        for (part, some) in documents.chunks(ROWS).enumerate() {
            let rows = some.iter().enumerate().map(|(at, d)| columns(part * ROWS + at, d)).collect();
            insert(&db, "INSERT INTO doc (id, subject, form, level, audience, tsv)", row, rows).await?;
        }
        let filled = begun.elapsed();
        db.execute_unprepared("CREATE INDEX doc_tsv ON doc USING gin (tsv)").await?;
        db.execute_unprepared("VACUUM ANALYZE doc").await?;
        let took = begun.elapsed();
        let sizes = Statement::from_string(
            DbBackend::Postgres,
            "SELECT pg_relation_size('doc_tsv')::float8 / 1e6 AS gin, pg_total_relation_size('doc')::float8 / 1e6 AS whole",
        );
        let sizes = db.query_one_raw(sizes).await?;
        let size = |name| sizes.as_ref().and_then(|row| row.try_get::<f64>("", name).ok()).unwrap_or_default();
        println!(
            "PostgreSQL         {:>8.0} documents/s ({:.1} s rows and vectors, {:.1} s GIN); GIN {:.1} MB, with the vectors {:.1} MB",
            documents.len() as f64 / took.as_secs_f64(),
            filled.as_secs_f64(),
            (took - filled).as_secs_f64(),
            size("gin"),
            size("whole")
        );
        Ok(Self { name: "PostgreSQL", db, sights: audiences(school).iter().map(sight).collect() })
    }

    pub async fn fts5(folder: &std::path::Path, documents: &[Document], school: kernel::OrgId) -> anyhow::Result<Self> {
        let file = folder.join("fts5.sqlite");
        let db = connect(&format!("sqlite://{}?mode=rwc", file.display())).await?;
        for pragma in [
            "PRAGMA journal_mode = WAL",
            "PRAGMA synchronous = OFF",
            "PRAGMA cache_size = -65536",
            "PRAGMA mmap_size = 1000000000",
        ] {
            db.execute_unprepared(pragma).await?;
        }
        let begun = Instant::now();
        db.execute_unprepared(
            "CREATE TABLE doc (id integer PRIMARY KEY, subject text, form text, level text, audience text)",
        )
        .await?;
        db.execute_unprepared(
            "CREATE VIRTUAL TABLE fts USING fts5(title, summary, body, content='', tokenize='unicode61')",
        )
        .await?;
        for (part, some) in documents.chunks(ROWS).enumerate() {
            let all: Vec<Vec<Value>> = some.iter().enumerate().map(|(at, d)| columns(part * ROWS + at, d)).collect();
            let facets = all.iter().map(|row| row[..5].to_vec()).collect();
            let texts = all.into_iter().map(|mut row| {
                row.drain(1..5);
                row
            });
            insert(&db, "INSERT INTO doc (id, subject, form, level, audience)", "(?, ?, ?, ?, ?)", facets).await?;
            insert(&db, "INSERT INTO fts (rowid, title, summary, body)", "(?, ?, ?, ?)", texts.collect()).await?;
        }
        db.execute_unprepared("INSERT INTO fts (fts) VALUES ('optimize')").await?;
        db.execute_unprepared("ANALYZE").await?;
        db.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await?;
        let took = begun.elapsed();
        println!(
            "SQLite FTS5        {:>8.0} documents/s ({:.1} s); {:.1} MB (no word forms)",
            documents.len() as f64 / took.as_secs_f64(),
            took.as_secs_f64(),
            std::fs::metadata(&file)?.len() as f64 / 1e6
        );
        Ok(Self { name: "SQLite FTS5", db, sights: audiences(school).iter().map(sight).collect() })
    }

    fn statement(&self, query: &str, words: Words) -> Statement {
        let backend = self.db.get_database_backend();
        let sights: Vec<Value> = self.sights.iter().map(|s| s.clone().into()).collect();
        let facets = "SELECT id::text AS value, rank::float8 AS n FROM (SELECT id, rank FROM hits ORDER BY rank DESC LIMIT 10) best \
             UNION ALL SELECT 'all', count(*) FROM hits \
             UNION ALL SELECT subject, count(*) FROM hits GROUP BY subject \
             UNION ALL SELECT form, count(*) FROM hits GROUP BY form \
             UNION ALL SELECT level, count(*) FROM hits GROUP BY level";
        let typed: Vec<&str> = query.split_whitespace().collect();
        let (text, asked) = if backend == DbBackend::Postgres {
            let asked = typed.join(if words == Words::All { " & " } else { " | " });
            let head = "WITH hits AS MATERIALIZED (SELECT id, subject, form, level, ts_rank(tsv, q) AS rank FROM doc, \
                        to_tsquery('russian', $1) q WHERE tsv @@ q AND audience IN ($2, $3, $4)) ";
            (format!("{head}{facets}"), asked)
        } else {
            let quoted: Vec<String> = typed.iter().map(|w| format!("\"{w}\"")).collect();
            let asked = quoted.join(if words == Words::All { " AND " } else { " OR " });
            let head = "WITH hits AS MATERIALIZED (SELECT id, subject, form, level, -bm25(fts, 2.0, 1.5, 1.0) AS rank FROM fts \
                        JOIN doc ON doc.id = fts.rowid WHERE fts MATCH ? AND audience IN (?, ?, ?)) ";
            let facets = facets.replace("::text", "").replace("::float8", "");
            (format!("{head}{facets}"), asked)
        };
        let mut values: Vec<Value> = vec![asked.into()];
        values.extend(sights);
        Statement::from_sql_and_values(backend, text, values)
    }

    pub async fn run(&self, queries: &[String], words: Words) -> anyhow::Result<Run> {
        let (begun, mut latencies) = (Instant::now(), Vec::new());
        for query in queries {
            let statement = self.statement(query, words);
            let started = Instant::now();
            self.db.query_all_raw(statement).await?;
            latencies.push(started.elapsed());
        }
        Ok(Run::new(begun.elapsed(), latencies))
    }
}

/// Number, three facets, audience, title with keywords, summary, body.
fn columns(number: usize, d: &Document) -> Vec<Value> {
    vec![
        i32::try_from(number).unwrap_or(i32::MAX).into(),
        d.subjects.first().cloned().unwrap_or_default().into(),
        d.form.clone().unwrap_or_default().into(),
        d.level.clone().unwrap_or_default().into(),
        d.audience.first().map(sight).unwrap_or_default().into(),
        format!("{} {}", d.title, d.keywords.join(" ")).into(),
        d.summary.clone().into(),
        format!("{} {} {}", d.body, d.authors.join(" "), d.places.join(" ")).into(),
    ]
}
