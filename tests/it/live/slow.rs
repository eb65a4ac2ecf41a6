//! A client that does not read: it is given up, and nobody waits for it.

use std::{
    net::SocketAddr,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use kit::{Person, Town, json};
use platform::feed;
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{WebSocketStream, client_async, tungstenite::Message};

use super::{stir, stream};

/// A connection with so little room that a few pages fill it.
async fn narrow(town: &Town, person: &Person, name: &str) -> WebSocketStream<TcpStream> {
    let host = town.url.strip_prefix("http://").unwrap();
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(4 * 1024).unwrap();
    let line = socket.connect(host.parse::<SocketAddr>().unwrap()).await.unwrap();
    let (mut stream, _) = client_async(format!("ws://{host}/api/v1/live"), line).await.unwrap();
    stream.send(Message::text(json!({"t": "hello", "token": person.token}).to_string())).await.unwrap();
    stream.send(Message::text(json!({"t": "sub", "id": 1, "streams": [name]}).to_string())).await.unwrap();
    for _ in 0..2 {
        assert!(matches!(stream.next().await, Some(Ok(Message::Text(_)))));
    }
    stream
}

#[tokio::test]
async fn a_client_that_does_not_read_is_closed_and_harms_nobody() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Медленная линия").await;
    let id = topic["id"].as_str().unwrap();
    let post = ana.replies(id, &"длинный ответ о дробях и процентах. ".repeat(250)).await.ok();
    let mut slow = narrow(&town, &ana, &stream(&topic)).await;
    let mut quick = ben.watches(&stream(&topic)).await;
    let begun = Instant::now();
    let mut told = Vec::new();
    while live::stats(&town.app).collapsed == 0 {
        let last = stir(&town, &post, 20).await;
        while told.last() != Some(&last) {
            told.push(quick.event("post_edited").await["seq"].as_i64().unwrap());
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "its queue grows without a limit");
    }
    assert!(told.windows(2).all(|pair| pair[1] == pair[0] + 1), "the others miss nothing");
    let begun = Instant::now();
    while live::stats(&town.app).slow == 0 {
        assert!(begun.elapsed() < Duration::from_secs(15), "the slow one is still held");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    let mut codes = Vec::new();
    while let Some(Ok(message)) = slow.next().await {
        if let Message::Close(frame) = message {
            codes.extend(frame.map(|f| u16::from(f.code)));
        }
    }
    // The line was full: the last words may not have found a way. What came of them is right.
    assert!(codes.iter().all(|code| *code == 4008), "{codes:?}");
    stir(&town, &post, 1).await;
    quick.event("post_edited").await;
}

#[tokio::test]
async fn a_crowded_queue_collapses_and_the_client_catches_up() {
    let town = Town::with(|config| {
        config.live.queue_messages = 16;
        config.live.replay_events = 10_000;
    })
    .await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Затор").await;
    let (id, name) = (topic["id"].as_str().unwrap(), stream(&topic));
    let post = ana.replies(id, &"затор ".repeat(1500)).await.ok();
    let begun = feed::head(town.app.reader()).await.unwrap();
    let mut slow = narrow(&town, &ben, &name).await;
    let mut last = 0;
    while live::stats(&town.app).collapsed == 0 {
        last = stir(&town, &post, 20).await;
        while live::stats(&town.app).position < last {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        assert!(last < begun + 5_000, "the queue never filled");
    }
    let mut seen = Vec::new();
    while seen.last() != Some(&last) {
        let Some(Ok(Message::Text(text))) = slow.next().await else { panic!("closed after {seen:?}") };
        let frame: kit::Value = serde_json::from_str(&text).unwrap();
        match frame["t"].as_str().unwrap() {
            "ev" => seen.push(frame["seq"].as_i64().unwrap()),
            "dirty" => {
                let again = json!({"t": "sub", "id": 2, "streams": [name], "since": frame["seq"]});
                slow.send(Message::text(again.to_string())).await.unwrap();
            }
            "ping" => slow.send(Message::text(json!({"t": "pong"}).to_string())).await.unwrap(),
            "subok" => assert_eq!(frame["resync"], false),
            other => panic!("{other}"),
        }
    }
    assert_eq!(seen, Vec::from_iter(begun + 1..=last), "once and in order across the jam");
}
