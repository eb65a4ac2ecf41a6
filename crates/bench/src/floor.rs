//! Floors: what the same libraries do when there is no product in between. Each runs in a process of its own, because
//! ours does: a server on the runtime of its own load generator is woken for free.

use std::{
    io::Read,
    net::SocketAddr,
    process::Stdio,
    sync::Arc,
    time::{Duration, Instant},
};

use anyhow::{Context, bail};
use axum::{Router, body::Bytes, routing::get};
use futures_util::{SinkExt, StreamExt};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpListener,
    process::{Child, ChildStdin, Command},
    sync::broadcast,
};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// First argument of a process that is a floor.
pub const ROLE: &str = "floor";

/// A floor that runs.
pub struct Floor {
    pub address: SocketAddr,
    input: Option<ChildStdin>,
    _child: Child,
}

impl Floor {
    /// A bare axum handler that answers the given bytes as JSON.
    pub async fn http(body: &[u8]) -> anyhow::Result<Self> {
        Self::start("http", Some(body)).await
    }

    /// A bare WebSocket broadcast: every socket gets every message.
    pub async fn broadcast() -> anyhow::Result<Self> {
        Self::start("broadcast", None).await
    }

    async fn start(kind: &str, body: Option<&[u8]>) -> anyhow::Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .args([ROLE, kind])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()?;
        let mut input = child.stdin.take().context("no way in")?;
        let output = child.stdout.take().context("no way out")?;
        if let Some(body) = body {
            input.write_all(body).await?;
            input.shutdown().await?;
        }
        let mut lines = BufReader::new(output).lines();
        // The pipe of a finished body is closed, the pipe of messages stays open.
        let input = body.is_none().then_some(input);
        let address = lines.next_line().await?.context("the floor ended at once")?.parse()?;
        Ok(Self { address, input, _child: child })
    }

    /// Sends one message to all; answers the moment before.
    pub async fn send(&mut self, text: &str) -> anyhow::Result<Instant> {
        let now = Instant::now();
        let input = self.input.as_mut().context("this floor sends nothing")?;
        input.write_all(format!("{text}\n").as_bytes()).await?;
        input.flush().await?;
        Ok(now)
    }
}

/// The other side: runs until its parent ends it.
pub async fn serve(kind: &str) -> anyhow::Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    match kind {
        "http" => http(listener, address).await,
        "broadcast" => broadcast(listener, address).await,
        other => bail!("no floor called {other}"),
    }
}

async fn http(listener: TcpListener, address: SocketAddr) -> anyhow::Result<()> {
    let mut body = Vec::new();
    std::io::stdin().read_to_end(&mut body)?;
    println!("{address}");
    let body = Bytes::from(body);
    let answer = move || {
        let body = body.clone();
        async move { ([("content-type", "application/json")], body) }
    };
    Ok(axum::serve(listener, Router::new().route("/", get(answer))).await?)
}

async fn broadcast(listener: TcpListener, address: SocketAddr) -> anyhow::Result<()> {
    println!("{address}");
    let (messages, _) = broadcast::channel::<Utf8Bytes>(64);
    let source = Arc::new(messages.clone());
    tokio::spawn(async move {
        loop {
            // Too many open files for a moment, say.
            let Ok((stream, _)) = listener.accept().await else {
                tokio::time::sleep(Duration::from_millis(5)).await;
                continue;
            };
            let _ = stream.set_nodelay(true);
            let mut messages = source.subscribe();
            tokio::spawn(async move {
                let socket = tokio_tungstenite::accept_async(stream).await?;
                let (mut out, mut input) = socket.split();
                tokio::spawn(async move { while let Some(Ok(_)) = input.next().await {} });
                while let Ok(text) = messages.recv().await {
                    out.send(Message::Text(text)).await?;
                }
                anyhow::Ok(())
            });
        }
    });
    let lines = tokio::task::spawn_blocking(move || {
        for line in std::io::stdin().lines() {
            let _ = messages.send(line?.into());
        }
        anyhow::Ok(())
    });
    lines.await?
}
