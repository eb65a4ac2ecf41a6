//! The client's end of a live connection.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{Message, protocol::CloseFrame},
};

/// How long a test waits for a frame that must come.
const PATIENCE: Duration = Duration::from_secs(30);

pub struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// The `welcome` frame.
    pub welcome: Value,
    next_sub: u64,
}

impl Socket {
    /// Opens, says hello, waits for the welcome.
    pub async fn open(url: &str, token: &str) -> Self {
        let mut socket = Self::raw(url).await;
        socket.send(json!({"t": "hello", "token": token})).await;
        socket.welcome = socket.next_of("welcome").await;
        socket
    }

    /// Opens without a word.
    pub async fn raw(url: &str) -> Self {
        let address = format!("{}/api/v1/live", url.replacen("http", "ws", 1));
        let (stream, _) = connect_async(address).await.unwrap();
        Self { stream, welcome: Value::Null, next_sub: 0 }
    }

    pub async fn send(&mut self, frame: Value) {
        self.send_text(frame.to_string()).await;
    }

    pub async fn send_text(&mut self, text: String) {
        self.stream.send(Message::text(text)).await.unwrap();
    }

    /// Subscribes and answers the `subok` frame.
    pub async fn subscribe(&mut self, streams: &[&str], since: Option<i64>) -> Value {
        self.next_sub += 1;
        let mut frame = json!({"t": "sub", "id": self.next_sub, "streams": streams});
        if let Some(since) = since {
            frame["since"] = since.into();
        }
        self.send(frame).await;
        self.next_of("subok").await
    }

    /// The next frame or how the server closed.
    pub async fn next(&mut self) -> Result<Value, Option<CloseFrame>> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.stream.next()).await;
            match message.expect("a frame within half a minute") {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).unwrap();
                    if frame["t"] == "ping" {
                        self.send(json!({"t": "pong"})).await;
                    }
                    return Ok(frame);
                }
                Some(Ok(Message::Close(frame))) => return Err(frame),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }

    /// Skips to the next frame of a type.
    pub async fn next_of(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next().await.unwrap_or_else(|close| panic!("closed ({close:?}) while waiting for {kind}"));
            if frame["t"] == kind {
                return frame;
            }
        }
    }

    /// Skips to the next event of a kind.
    pub async fn event(&mut self, kind: &str) -> Value {
        loop {
            let frame = self.next_of("ev").await;
            if frame["kind"] == kind {
                return frame;
            }
        }
    }

    /// Waits for the close and answers its code.
    pub async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Err(close) = self.next().await {
                return close.map(|frame| frame.code.into());
            }
        }
    }

    /// Frames that arrive within `time`, pings left out.
    pub async fn during(&mut self, time: Duration) -> Vec<Value> {
        let mut frames = Vec::new();
        let until = tokio::time::Instant::now() + time;
        while let Ok(Some(Ok(message))) = tokio::time::timeout_at(until, self.stream.next()).await {
            if let Message::Text(text) = message {
                let frame: Value = serde_json::from_str(&text).unwrap();
                if frame["t"] == "ping" {
                    self.send(json!({"t": "pong"})).await;
                } else {
                    frames.push(frame);
                }
            }
        }
        frames
    }
}
