//! Creating a reply, beside a bare loop of the same statements.

use std::{sync::Arc, time::Duration};

use migrations::Migrator;
use platform::db::Db;
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement, TransactionTrait};
use sea_orm_migration::MigratorTrait;
use tokio::sync::Mutex;
use uuid::Uuid;

use crate::{
    client::{Connection, post},
    cluster::Cluster,
    measure::{Run, load},
    server::{Engine, Server, TEXT, Visitor},
};

const TIME: Duration = Duration::from_secs(5);

pub async fn run() -> anyhow::Result<()> {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("\n== Create a reply, {engine:?}");
        for workers in [1, 16] {
            let bare = bare(engine, workers).await?;
            let ours = ours(engine, workers).await?;
            let percent = 100.0 * ours.per_second() / bare.per_second();
            println!("c = {workers}");
            println!("  bare inserts {}", bare.line());
            println!("  ours         {}   {percent:.0} % of the bare loop", ours.line());
        }
    }
    println!("bars at c = 16: ≥ 25 % on SQLite, ≥ 50 % on PostgreSQL");
    Ok(())
}

async fn ours(engine: Engine, workers: usize) -> anyhow::Result<Run> {
    let mut server = Server::start(engine).await?;
    let mut visitors = Vec::new();
    let mut connections = Vec::new();
    for _ in 0..workers {
        // A topic each: teachers do not all write in one.
        visitors.push(Visitor::enter(&server).await?);
        connections.push(Arc::new(Mutex::new(Connection::open(server.address).await?)));
    }
    let body = serde_json::json!({ "body": TEXT }).to_string();
    let run = load(workers, TIME, |worker| {
        let (connection, body) = (connections[worker].clone(), body.clone());
        let path = format!("/api/v1/topics/{}/posts", visitors[worker].topic);
        let token = visitors[worker].token.clone();
        move || {
            let (connection, bytes) = (connection.clone(), post(&path, &token, &body));
            async move { connection.lock().await.exchange(&bytes).await.map(drop) }
        }
    })
    .await?;
    server.stop().await?;
    Ok(run)
}

/// The rows a reply leaves, written by nobody but the driver: post, topic, read mark, feed clock, two feed events.
async fn bare(engine: Engine, workers: usize) -> anyhow::Result<Run> {
    let folder = tempfile::tempdir()?;
    let url = match engine {
        Engine::Sqlite => format!("sqlite://{}", folder.path().join("bare.sqlite").display()),
        Engine::Postgres => {
            let name = format!("bare_{}", Uuid::now_v7().simple());
            let admin = Database::connect(Cluster::durable().url("postgres")).await?;
            admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await?;
            Cluster::durable().url(&name)
        }
    };
    let db = Db::connect(&url, 16, 1).await?;
    Migrator::up(db.writer(), None).await?;
    let person = Uuid::now_v7();
    let mut topics = Vec::new();
    seed(db.writer(), person, &mut topics, workers).await?;
    load(workers, TIME, |worker| {
        let (db, topic) = (db.writer().clone(), topics[worker]);
        let mut number = 0;
        move || {
            number += 1;
            insert(db.clone(), person, topic, number)
        }
    })
    .await
}

fn sql(backend: DbBackend, text: &str, values: Vec<sea_orm::Value>) -> Statement {
    Statement::from_sql_and_values(backend, text, values)
}

async fn seed(db: &DatabaseConnection, person: Uuid, topics: &mut Vec<Uuid>, count: usize) -> anyhow::Result<()> {
    let backend = db.get_database_backend();
    let now = "2026-01-01 00:00:00+00:00";
    let space = Uuid::now_v7();
    db.execute_raw(sql(
        backend,
        &format!(
            "INSERT INTO person (id, surname, given_name, status, grades, time_zone, locale, search_key, version, created_at) \
             VALUES ($1, 'x', 'x', 'confirmed', '', 'UTC', 'ru', '', 1, '{now}')"
        ),
        vec![person.into()],
    ))
    .await?;
    db.execute_raw(sql(
        backend,
        &format!(
            "INSERT INTO space (id, kind, title, about, join_rule, audience, search_key, version, created_at) \
             VALUES ($1, 'open', 'x', 'x', 'auto', 'network', '', 1, '{now}')"
        ),
        vec![space.into()],
    ))
    .await?;
    for _ in 0..count {
        let topic = Uuid::now_v7();
        let text = format!(
            "INSERT INTO topic (id, space_id, kind, title, excerpt, search_key, author_id, last_no, post_count, created_at, last_post_at, \
             last_post_by, version, revision) VALUES ($1, $2, 'discussion', 'x', 'x', 'x', $3, 0, 0, '{now}', '{now}', $3, 1, 1)"
        );
        db.execute_raw(sql(backend, &text, vec![topic.into(), space.into(), person.into()])).await?;
        topics.push(topic);
    }
    Ok(())
}

async fn insert(db: DatabaseConnection, person: Uuid, topic: Uuid, number: i32) -> anyhow::Result<()> {
    let backend = db.get_database_backend();
    let tx = db.begin().await?;
    let now = sea_orm::sqlx::types::chrono::Utc::now();
    let post = Uuid::now_v7();
    tx.execute_raw(sql(
        backend,
        "INSERT INTO post (id, topic_id, no, author_id, body, html, rendered_by, version, client_key, useful, apply, thanks, created_at) \
         VALUES ($1, $2, $3, $4, $5, $5, 1, 1, $6, 0, 0, 0, $7)",
        vec![post.into(), topic.into(), number.into(), person.into(), TEXT.into(), Uuid::now_v7().into(), now.into()],
    ))
    .await?;
    tx.execute_raw(sql(
        backend,
        "UPDATE topic SET last_no = $1, post_count = $1, last_post_at = $2, revision = revision + 1 WHERE id = $3",
        vec![number.into(), now.into(), topic.into()],
    ))
    .await?;
    tx.execute_raw(sql(
        backend,
        "INSERT INTO read_mark (person_id, topic_id, last_read_no, at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (person_id, topic_id) DO UPDATE SET last_read_no = excluded.last_read_no, at = excluded.at",
        vec![person.into(), topic.into(), number.into(), now.into()],
    ))
    .await?;
    let stamp = sql(backend, "UPDATE feed_clock SET seq = seq + 2 WHERE id = 1 RETURNING seq", vec![]);
    let row = tx.query_one_raw(stamp).await?;
    let seq: i64 = row.map(|r| r.try_get("", "seq")).transpose()?.unwrap_or_default();
    for (n, kind) in [(seq - 1, "topic"), (seq, "space")] {
        tx.execute_raw(sql(
            backend,
            "INSERT INTO feed_event (seq, kind, stream, subject, actor, at, body) VALUES ($1, 'forums.post_created', $2, $3, $4, $5, '{}')",
            vec![n.into(), format!("{kind}:{topic}").into(), post.into(), person.into(), now.into()],
        ))
        .await?;
    }
    tx.commit().await?;
    Ok(())
}
