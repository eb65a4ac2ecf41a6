//! Two engines, one schema, one query.
//!
//! The portable subset: UTC timestamps of microseconds; lower-cased copies of columns for lookups instead of ILIKE;
//! no arrays, no JSON operators and no dialect predicates outside this file; `RETURNING` and `ON CONFLICT` are fine;
//! lists are keyset pages, never offsets. Full text belongs to the search index, not to the database.
//!
//! SQLite: write-ahead log, foreign keys on, one writer connection and N readers opened read-only.
//! PostgreSQL: READ COMMITTED writers; readers see one moment per transaction and have `default_transaction_read_only`.

use std::{path::Path, str::FromStr, time::Duration};

use anyhow::Context;
use sea_orm::{
    ConnectOptions, Database, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, SqlErr, SqliteTransactionMode,
    TransactionOptions, TransactionTrait,
    sqlx::{
        postgres::PgConnectOptions,
        sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous},
    },
};

/// The open pools.
#[derive(Clone)]
pub struct Db {
    writer: DatabaseConnection,
    reader: DatabaseConnection,
    url: String,
}

impl Db {
    /// Opens both pools; creates the SQLite file and its folder when missing.
    ///
    /// # Errors
    /// When the database cannot be reached; the message says which address was tried, without the password.
    pub async fn connect(url: &str, writers: u32, readers: u32) -> anyhow::Result<Self> {
        let shown = without_password(url);
        let (writer, reader) = if url.starts_with("sqlite:") {
            prepare_folder(url)?;
            let writer = open(sqlite(url, 1, false)).await;
            let writer = writer.with_context(|| format!("cannot open {shown}"))?;
            (writer, open(sqlite(url, readers, true)).await.with_context(|| format!("cannot open {shown}"))?)
        } else {
            let writer = open(postgres(url, writers, false)).await;
            let writer = writer.with_context(|| format!("cannot reach {shown}: is PostgreSQL running?"))?;
            (writer, open(postgres(url, readers, true)).await.with_context(|| format!("cannot reach {shown}"))?)
        };
        Ok(Self { writer, reader, url: url.to_owned() })
    }

    /// Connections that refuse to write.
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For migrations and the write gate only.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    pub fn url(&self) -> &str {
        &self.url
    }

    pub fn is_postgres(&self) -> bool {
        self.writer.get_database_backend() == DbBackend::Postgres
    }

    /// Begins a write: `IMMEDIATE` on SQLite, so that the lock is taken before the first read.
    pub(crate) async fn begin(&self) -> Result<DatabaseTransaction, DbErr> {
        self.writer
            .begin_with_options(TransactionOptions {
                isolation_level: None,
                access_mode: None,
                sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            })
            .await
    }

    /// A view of one moment for answers made of several queries.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        self.reader
            .begin_with_options(TransactionOptions {
                isolation_level: None,
                access_mode: None,
                sqlite_transaction_mode: Some(SqliteTransactionMode::Deferred),
            })
            .await
    }

    pub async fn close(self) -> Result<(), DbErr> {
        self.reader.close().await?;
        self.writer.close().await
    }
}

async fn open(options: ConnectOptions) -> Result<DatabaseConnection, DbErr> {
    Database::connect(options).await
}

fn sqlite(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).min_connections(1).sqlx_logging(false);
    options.acquire_timeout(Duration::from_secs(20)).test_before_acquire(false);
    options.map_sqlx_sqlite_opts(move |sqlx| {
        let sqlx: SqliteConnectOptions = sqlx
            .busy_timeout(Duration::from_secs(15))
            .foreign_keys(true)
            .statement_cache_capacity(400)
            .pragma("temp_store", "memory")
            // No mapping: each connection would map the file anew, and pages it touched count as resident once per
            // connection (70 MB of a file of 26 MB).
            .pragma("cache_size", "-8000");
        if read_only {
            sqlx.read_only(true)
        } else {
            // FULL: a commit that was acknowledged survives a power cut, as on PostgreSQL.
            sqlx.create_if_missing(true).journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full)
        }
    });
    options
}

fn postgres(url: &str, connections: u32, read_only: bool) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options.max_connections(connections).min_connections(1).sqlx_logging(false);
    options.acquire_timeout(Duration::from_secs(20)).test_before_acquire(false);
    options.map_sqlx_postgres_opts(move |sqlx| {
        let sqlx: PgConnectOptions = sqlx.application_name("staffroom").statement_cache_capacity(400);
        // Said once per connection: said in each transaction it would be one more way there and back.
        if read_only {
            sqlx.options([
                ("default_transaction_read_only", "on"),
                ("default_transaction_isolation", "repeatable read"),
            ])
        } else {
            sqlx.options([("default_transaction_isolation", "read committed")])
        }
    });
    options
}

fn prepare_folder(url: &str) -> anyhow::Result<()> {
    let path = SqliteConnectOptions::from_str(url)?.get_filename().to_owned();
    if let Some(folder) = Path::new(&path).parent().filter(|f| !f.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder).with_context(|| format!("cannot create the folder {}", folder.display()))?;
    }
    Ok(())
}

fn without_password(url: &str) -> String {
    match (url.find("://"), url.rfind('@')) {
        (Some(scheme), Some(at)) if at > scheme => format!("{}://***{}", &url[..scheme], &url[at..]),
        _ => url.to_owned(),
    }
}

/// Did a unique constraint refuse the write?
pub fn is_unique_violation(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}

/// A pattern for `LIKE … ESCAPE '\'` that finds `text` anywhere.
pub fn contains(text: &str) -> sea_orm::sea_query::LikeExpr {
    let mut escaped = String::with_capacity(text.len() + 2);
    for c in text.chars() {
        if matches!(c, '%' | '_' | '\\') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    sea_orm::sea_query::LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

/// A column of [`gathered`] rows.
#[derive(Clone, Copy)]
pub enum Gathered {
    /// Bytes in one engine, a type of its own in the other: digits in both answers.
    Id(&'static str),
    Plain(&'static str),
}

/// One row with one text instead of many rows with many values: a JSON array of arrays of these columns, in no order,
/// of what `rest` (`FROM … WHERE …`) finds. Drivers hand over each value of each row by itself, with an allocation and,
/// under SQLite, a step between threads; for lists read all the time that costs more than the reading.
pub fn gathered(backend: DbBackend, columns: &[Gathered], rest: &str) -> String {
    format!("SELECT {} {rest}", gathering(backend, columns, ""))
}

/// The same as a column of a query that is built elsewhere; `order` is empty or `ORDER BY …`.
pub fn gathering(backend: DbBackend, columns: &[Gathered], order: &str) -> String {
    let sqlite = backend == DbBackend::Sqlite;
    let columns: Vec<String> = columns
        .iter()
        .map(|column| match column {
            Gathered::Id(name) if sqlite => format!("nullif(hex({name}), '')"),
            Gathered::Id(name) | Gathered::Plain(name) => (*name).to_owned(),
        })
        .collect();
    let columns = columns.join(", ");
    if sqlite {
        format!("json_group_array(json_array({columns}) {order})")
    } else {
        format!("COALESCE(json_agg(json_build_array({columns}) {order}), '[]')::text")
    }
}

/// A hand-written condition with `$1`, `$2`… as PostgreSQL writes them, on either engine. The query builder knows only
/// `?` on SQLite and would leave `$1` to it as a parameter that nobody binds.
pub fn condition(backend: DbBackend, sql: &str, values: &[sea_orm::Value]) -> sea_orm::sea_query::Expr {
    use sea_orm::sea_query::Expr;
    if backend == DbBackend::Postgres {
        return Expr::cust_with_values(sql.to_owned(), values.to_vec());
    }
    let mut parts = sql.split('$');
    let mut text = parts.next().unwrap_or_default().to_owned();
    let mut bound = Vec::new();
    for part in parts {
        let digits = part.find(|c: char| !c.is_ascii_digit()).unwrap_or(part.len());
        let value = part[..digits].parse::<usize>().ok().and_then(|n| values.get(n.checked_sub(1)?));
        bound.extend(value.cloned());
        text.push('?');
        text.push_str(&part[digits..]);
    }
    Expr::cust_with_values(text, bound)
}
