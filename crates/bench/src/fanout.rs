//! One post to many sockets, a reconnect storm, memory per socket; beside a bare WebSocket broadcast.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use anyhow::Context;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, sync::mpsc, task::JoinSet};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

use crate::{
    floor::Floor,
    machine::resident,
    measure::{Run, millis},
    server::{Engine, Server, TEXT, Visitor},
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

const ROUNDS: usize = 20;

pub async fn run() -> anyhow::Result<()> {
    println!("\n== Fan-out of one post (Sqlite); {ROUNDS} posts a row");
    let mut server = Server::start(Engine::Sqlite).await?;
    let visitor = Visitor::enter(&server).await?;
    // What the first sockets and posts bring to life stays, however many come: it is not theirs.
    ours(&server, &visitor, 50).await?;
    let idle = resident(server.pid);
    for count in [100, 1000, 5000] {
        let bare = bare(count).await?;
        let (ours, lost, doubled, memory) = ours(&server, &visitor, count).await?;
        println!("{count} sockets");
        println!("  bare broadcast {}", line(&bare));
        println!(
            "  ours           {}   p99 × {:.1}   lost {lost}, doubled {doubled}   {:.1} kB a socket",
            line(&ours),
            millis(ours.quantile(0.99)) / millis(bare.quantile(0.99)),
            memory.saturating_sub(idle) as f64 / count as f64
        );
    }
    println!("bars: 1,000 sockets p99 ≤ 2.5 × bare; ≤ 25 kB an idle socket; lost = doubled = 0");
    storm(&mut server, &visitor, 2000).await?;
    server.stop().await
}

fn line(run: &Run) -> String {
    format!(
        "p50 {:>7.2} ms   p99 {:>7.2} ms   last {:>7.2} ms",
        millis(run.quantile(0.5)),
        millis(run.quantile(0.99)),
        millis(run.quantile(1.0))
    )
}

/// (post number, when it came)
type Seen = (i64, Instant);

async fn bare(count: usize) -> anyhow::Result<Run> {
    let mut floor = Floor::broadcast().await?;
    let (seen, mut arrivals) = mpsc::unbounded_channel::<Seen>();
    let mut readers = JoinSet::new();
    for _ in 0..count {
        let (socket, _) = connect_async(format!("ws://{}", floor.address)).await?;
        readers.spawn(read(socket, seen.clone()));
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let mut latencies = Vec::new();
    for number in 0..ROUNDS {
        let frame =
            json!({"t": "ev", "seq": number, "kind": "post_created", "data": {"post": {"no": number, "html": TEXT}}});
        let sent = floor.send(&frame.to_string()).await?;
        for _ in 0..count {
            let (_, at) = arrivals.recv().await.context("readers ended")?;
            latencies.push(at - sent);
        }
    }
    readers.abort_all();
    Ok(Run::new(Duration::from_secs(1), latencies))
}

async fn ours(server: &Server, visitor: &Visitor, count: usize) -> anyhow::Result<(Run, usize, usize, u64)> {
    let stream = format!("topic:{}", visitor.topic);
    let (seen, mut arrivals) = mpsc::unbounded_channel::<Seen>();
    let mut readers = JoinSet::new();
    for _ in 0..count {
        let (socket, _) = enter(server.address, &visitor.token, &stream, None).await?;
        readers.spawn(read(socket, seen.clone()));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let memory = resident(server.pid);
    let mut latencies = Vec::new();
    let (mut lost, mut doubled) = (0, 0);
    for _ in 0..ROUNDS {
        let reply = visitor.reply(server, TEXT);
        let collect = async {
            let mut times = Vec::new();
            while times.len() < count {
                match tokio::time::timeout(Duration::from_secs(10), arrivals.recv()).await {
                    Ok(Some(arrival)) => times.push(arrival),
                    _ => break,
                }
            }
            times
        };
        let (post, times) = tokio::join!(async { reply.await.map(|post| (post, Instant::now())) }, collect);
        let (post, answered) = post?;
        let number = post["no"].as_i64().unwrap_or_default();
        lost += count - times.iter().filter(|(no, _)| *no == number).count().min(count);
        // The commit lies before the answer; the answer is the nearest moment a client can see.
        latencies.extend(times.iter().map(|(_, at)| at.saturating_duration_since(answered)));
        tokio::time::sleep(Duration::from_millis(50)).await;
        while arrivals.try_recv().is_ok() {
            doubled += 1;
        }
    }
    readers.abort_all();
    tokio::time::sleep(Duration::from_secs(1)).await;
    Ok((Run::new(Duration::from_secs(1), latencies), lost, doubled, memory))
}

async fn read(mut socket: Socket, seen: mpsc::UnboundedSender<Seen>) {
    while let Some(Ok(message)) = socket.next().await {
        let at = Instant::now();
        let Message::Text(text) = message else { continue };
        if text.contains("\"post_created\"") {
            let number = text.split("\"no\":").nth(1).and_then(|t| t.split(|c: char| !c.is_ascii_digit()).next());
            let _ = seen.send((number.and_then(|n| n.parse().ok()).unwrap_or(-1), at));
        } else if text.contains("\"t\":\"ping\"") {
            let _ = socket.send(Message::text("{\"t\":\"pong\"}")).await;
        }
    }
}

/// Opens a socket, says hello, subscribes. Answers the socket and the position it stands at.
async fn enter(address: SocketAddr, token: &str, stream: &str, since: Option<i64>) -> anyhow::Result<(Socket, Value)> {
    let (mut socket, _) = connect_async(format!("ws://{address}/api/v1/live")).await?;
    socket.send(Message::text(json!({"t": "hello", "token": token}).to_string())).await?;
    let mut sub = json!({"t": "sub", "id": 1, "streams": [stream]});
    if let Some(since) = since {
        sub["since"] = since.into();
    }
    socket.send(Message::text(sub.to_string())).await?;
    loop {
        let message = socket.next().await.context("closed before the subscription")??;
        if let Message::Text(text) = message {
            let frame: Value = serde_json::from_str(&text)?;
            if frame["t"] == "subok" {
                return Ok((socket, frame));
            }
        }
    }
}

/// Every socket is lost at once, posts are written meanwhile, all come back and must hold every post.
async fn storm(server: &mut Server, visitor: &Visitor, count: usize) -> anyhow::Result<()> {
    println!(
        "\n== Reconnect storm of {count} sockets; the server was killed, 5 posts were written before they came back"
    );
    let stream = format!("topic:{}", visitor.topic);
    let (_socket, frame) = enter(server.address, &visitor.token, &stream, None).await?;
    let position = frame["position"].as_i64().context("no position")?;
    server.stop().await?;
    server.launch().await?;
    for _ in 0..5 {
        visitor.reply(server, TEXT).await?;
    }
    let begun = Instant::now();
    let mut clients = JoinSet::new();
    for _ in 0..count {
        let (address, token, stream) = (server.address, visitor.token.clone(), stream.clone());
        clients.spawn(async move {
            let (mut socket, frame) = enter(address, &token, &stream, Some(position)).await?;
            let mut posts = 0;
            if frame["resync"] != true {
                while posts < 5 {
                    if let Message::Text(text) = socket.next().await.context("closed")?? {
                        posts += usize::from(text.contains("\"post_created\""));
                    }
                }
            }
            anyhow::Ok((begun.elapsed(), posts, socket))
        });
    }
    let (mut last, mut gaps) = (Duration::ZERO, 0);
    let mut open = Vec::new();
    while let Some(client) = clients.join_next().await {
        let (took, posts, socket) = client??;
        last = last.max(took);
        gaps += usize::from(posts != 5);
        open.push(socket);
    }
    println!("all back after {:.0} ms, {gaps} with a gap   (bar: 10,000 ms, 0)", millis(last));
    Ok(())
}
