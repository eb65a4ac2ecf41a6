//! A feed of 5,000 events, written and unchanged, and a month among 10,000, beside a floor that sends the same bytes.

use std::{sync::Arc, time::Duration};

use anyhow::Context;
use chrono::{Months, Utc};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use crate::{
    client::{Connection, get},
    floor::Floor,
    measure::{Run, load, millis},
    server::{Engine, Server, Visitor},
};

const TIME: Duration = Duration::from_secs(4);
/// Series of as many events as one may have.
const SERIES: usize = 25;
const EVENTS: usize = 200;

pub async fn run() -> anyhow::Result<()> {
    for engine in [Engine::Sqlite, Engine::Postgres] {
        println!("\n== Calendars, {engine:?}");
        let mut server = Server::start(engine).await?;
        let visitor = Visitor::enter(&server).await?;
        for subject in ["math", "russian"] {
            for _ in 0..SERIES {
                series(&server, &visitor, subject).await?;
            }
        }
        println!("{} events of two subjects", 2 * SERIES * EVENTS);
        feed(&server, &visitor).await?;
        month(&server, &visitor).await?;
        server.stop().await?;
    }
    Ok(())
}

async fn send(server: &Server, visitor: &Visitor, path: &str, body: &Value) -> anyhow::Result<Value> {
    let request = visitor.client.post(server.api(path)).bearer_auth(&visitor.token).json(body);
    Ok(request.send().await?.error_for_status()?.json().await?)
}

/// Two hundred days in a row, published.
async fn series(server: &Server, visitor: &Visitor, subject: &str) -> anyhow::Result<()> {
    let me: Value = visitor.client.get(server.api("/me")).bearer_auth(&visitor.token).send().await?.json().await?;
    let confirmed = |line: &&Value| line["status"] == "confirmed" && line["org"]["kind"] == "school";
    let host = me["affiliations"].as_array().into_iter().flatten().find(confirmed);
    let host = host.with_context(|| format!("no school: {me}"))?["org"]["id"].clone();
    let day = Utc::now().date_naive() + chrono::Days::new(1);
    let plan = json!({
        "title": format!("Замер: {subject}"), "summary": "Для замера.", "host": host, "subjects": [subject],
        "starts": format!("{day}T15:00"), "ends": format!("{day}T16:00"), "place": "кабинет 1",
        "room": {"capacity": 30}
    });
    let rule = format!("FREQ=DAILY;COUNT={EVENTS}");
    let made = send(server, visitor, "/event-series", &json!({"plan": plan, "rule": rule})).await?;
    let id = made["id"].as_str().context("no series")?;
    let done = send(server, visitor, &format!("/event-series/{id}/publish"), &json!({})).await?;
    anyhow::ensure!(done["changed"] == EVENTS, "not published: {done}");
    Ok(())
}

async fn feed(server: &Server, visitor: &Visitor) -> anyhow::Result<()> {
    let made = json!({"title": "Замер", "scope": {"subject": "math"}});
    let made = send(server, visitor, "/calendar-feeds", &made).await?;
    let url = made["url"].as_str().context("no address")?;
    let first = visitor.client.get(url).send().await?.error_for_status()?;
    let tag = first.headers().get("etag").context("no tag")?.clone();
    let size = first.bytes().await?.len();
    println!("feed of {} events, {} KB", SERIES * EVENTS, size / 1024);
    for (name, known) in [("written  ", None), ("unchanged", Some(tag))] {
        let run = load(1, TIME, |_| {
            let (client, url, known) = (visitor.client.clone(), url.to_owned(), known.clone());
            move || {
                let mut request = client.get(&url);
                if let Some(tag) = &known {
                    request = request.header("if-none-match", tag);
                }
                async move {
                    request.send().await?.bytes().await?;
                    Ok(())
                }
            }
        })
        .await?;
        println!("  {name} {}", run.line());
    }
    Ok(())
}

async fn month(server: &Server, visitor: &Visitor) -> anyhow::Result<()> {
    let from = Utc::now().date_naive() + chrono::Days::new(60);
    let to = from.checked_add_months(Months::new(1)).context("no such month")?;
    let page = format!("/api/v1/events?from={from}T00:00:00Z&to={to}T00:00:00Z&limit=100");
    let body = Connection::open(server.address).await?.exchange(&get(&page, &visitor.token)).await?;
    println!("first page of a month, {} KB", body.len() / 1024);
    let floor = Floor::http(&body).await?;
    for workers in [1, 16] {
        let bare = requests(floor.address, workers, "/", "-").await?;
        let ours = requests(server.address, workers, &page, &visitor.token).await?;
        println!("  c = {workers:<3} floor {}", bare.line());
        let times = millis(ours.quantile(0.99)) / millis(bare.quantile(0.99));
        println!("          ours  {}   p99 × {times:.1}", ours.line());
    }
    Ok(())
}

async fn requests(address: std::net::SocketAddr, workers: usize, path: &str, token: &str) -> anyhow::Result<Run> {
    let mut connections = Vec::new();
    for _ in 0..workers {
        connections.push(Arc::new(Mutex::new(Connection::open(address).await?)));
    }
    load(workers, TIME, |worker| {
        let (connection, bytes) = (connections[worker].clone(), get(path, token));
        move || {
            let (connection, bytes) = (connection.clone(), bytes.clone());
            async move { connection.lock().await.exchange(&bytes).await.map(drop) }
        }
    })
    .await
}
