//! Floors: what the same libraries do when there is no product in between.

use std::{net::SocketAddr, sync::Arc, time::Instant};

use axum::{Router, body::Bytes, routing::get};
use futures_util::{SinkExt, StreamExt};
use tokio::{net::TcpListener, sync::broadcast};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// A bare axum handler that answers the given bytes as JSON.
pub async fn http(body: Vec<u8>) -> anyhow::Result<SocketAddr> {
    let body = Bytes::from(body);
    let answer = move || {
        let body = body.clone();
        async move { ([("content-type", "application/json")], body) }
    };
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(answer))).await });
    Ok(address)
}

/// A bare WebSocket broadcast: every socket gets every message.
pub struct Broadcast {
    pub address: SocketAddr,
    messages: broadcast::Sender<Utf8Bytes>,
}

impl Broadcast {
    pub async fn start() -> anyhow::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (messages, _) = broadcast::channel::<Utf8Bytes>(64);
        let source = Arc::new(messages.clone());
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
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
        Ok(Self { address, messages })
    }

    /// Sends one message to all; answers when it was sent.
    pub fn send(&self, text: &str) -> Instant {
        let now = Instant::now();
        let _ = self.messages.send(text.into());
        now
    }
}
