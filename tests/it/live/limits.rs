//! Bad manners: foreign pages, garbage, floods, silence. Each ends its own connection and harms nobody else.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use kit::{Socket, Town, Value, json};
use tokio_tungstenite::{
    connect_async,
    tungstenite::{Error, Message, client::IntoClientRequest, protocol::frame::coding::CloseCode},
};

use super::stream;

async fn with_origin(town: &Town, origin: &str) -> Result<(), u16> {
    let address = format!("{}/api/v1/live", town.url.replacen("http", "ws", 1));
    let mut request = address.into_client_request().unwrap();
    request.headers_mut().insert("origin", origin.parse().unwrap());
    match connect_async(request).await {
        Ok(_) => Ok(()),
        Err(Error::Http(answer)) => Err(answer.status().as_u16()),
        Err(other) => panic!("{other}"),
    }
}

#[tokio::test]
async fn only_pages_of_our_own_origin_may_connect() {
    let town = Town::with(|config| config.http.public_url = "https://staffroom.example".into()).await;
    assert_eq!(with_origin(&town, "https://staffroom.example").await, Ok(()));
    assert_eq!(with_origin(&town, &town.url).await, Ok(()), "the address it was opened under");
    for foreign in [
        "https://evil.example",
        "http://staffroom.example",
        "https://staffroom.example.evil.example",
        "https://staffroom.example:8443",
        "https://evilstaffroom.example",
        "null",
        "",
    ] {
        assert_eq!(with_origin(&town, foreign).await, Err(403), "{foreign}");
    }
}

proptest::proptest! {
    /// Whatever arrives is a frame or is not one.
    #[test]
    fn reading_a_frame_never_panics(text in ".{0,200}", kind in "[a-z]{2,8}", id in proptest::num::i64::ANY) {
        let _ = serde_json::from_str::<live::ClientFrame>(&text);
        let value = json!({"t": kind, "id": id, "streams": [text], "since": id, "token": text, "stream": text, "on": id});
        let _ = serde_json::from_value::<live::ClientFrame>(value);
        let _ = text.parse::<kernel::Stream>();
    }
}

#[tokio::test]
async fn a_plain_request_is_answered_with_a_problem() {
    let town = Town::new().await;
    let answer = town.stranger().get("/live").await;
    assert_eq!(answer.summary(), "400 bad_request");
}

#[tokio::test]
async fn garbage_is_answered_with_a_good_bye() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    for garbage in [
        "",
        "привет",
        "{",
        "null",
        "[]",
        "7",
        r#"{"t":"танец"}"#,
        r#"{"t":"sub"}"#,
        r#"{"t":"sub","id":-1,"streams":[]}"#,
        r#"{"t":"sub","id":1,"streams":"topic:1"}"#,
        r#"{"t":"sub","id":1,"streams":[],"since":"вчера"}"#,
        r#"{"t":"hello","token":"дважды"}"#,
        r#"{"t":"typing"}"#,
        r#"{"t":["ping"]}"#,
        "{\"t\":\"ping\"}{\"t\":\"ping\"}",
    ] {
        let mut socket = ana.connects().await;
        socket.send_text(garbage.to_owned()).await;
        assert_eq!(socket.next_of("bye").await["code"], 4406, "{garbage}");
        assert_eq!(socket.closed().await, Some(4406));
    }
    let nested = format!("{}{}", "[".repeat(8000), "]".repeat(8000));
    let mut socket = ana.connects().await;
    socket.send_text(nested).await;
    assert_eq!(socket.closed().await, Some(4406));
    let mut fine = ana.connects().await;
    fine.send(json!({"t": "ping", "unknown": {"fields": ["are", "ignored"]}})).await;
    fine.next_of("pong").await;
}

async fn raw(
    town: &Town,
    token: &str,
) -> tokio_tungstenite::WebSocketStream<tokio_tungstenite::MaybeTlsStream<tokio::net::TcpStream>> {
    let address = format!("{}/api/v1/live", town.url.replacen("http", "ws", 1));
    let (mut stream, _) = connect_async(address).await.unwrap();
    stream.send(Message::text(json!({"t": "hello", "token": token}).to_string())).await.unwrap();
    assert!(matches!(stream.next().await, Some(Ok(Message::Text(_)))));
    stream
}

#[tokio::test]
async fn binary_frames_and_huge_ones_are_refused() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let mut binary = raw(&town, &ana.token).await;
    binary.send(Message::binary(vec![0xff; 100])).await.unwrap();
    let mut huge = raw(&town, &ana.token).await;
    huge.send(Message::text("ы".repeat(9000))).await.unwrap();
    for (mut stream, code) in [(binary, CloseCode::from(4406)), (huge, CloseCode::Size)] {
        let mut last = None;
        while let Some(Ok(message)) = stream.next().await {
            last = Some(message);
        }
        let Some(Message::Close(Some(frame))) = last else { panic!("no good-bye: {last:?}") };
        assert_eq!(frame.code, code);
    }
    let stats = live::stats(&town.app);
    assert_eq!((stats.malformed, stats.floods), (1, 1));
}

#[tokio::test]
async fn a_flood_ends_its_own_connection_only() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Потоп").await;
    let mut calm = ben.watches(&stream(&topic)).await;
    let mut wild = ana.connects().await;
    for _ in 0..100 {
        wild.send(json!({"t": "typing", "stream": stream(&topic)})).await;
    }
    assert_eq!(wild.closed().await, Some(1008));
    ana.replies(topic["id"].as_str().unwrap(), "вода спала").await.ok();
    calm.event("post_created").await;
}

#[tokio::test]
async fn a_client_that_answers_no_ping_is_let_go() {
    let town = Town::with(|config| {
        config.live.ping_seconds = 1;
        config.live.pong_seconds = 1;
    })
    .await;
    let ana = town.person("ana").await;
    let mut deaf = raw(&town, &ana.token).await;
    let mut awake = ana.connects().await;
    let mut code = None;
    while let Some(Ok(message)) = deaf.next().await {
        if let Message::Close(frame) = message {
            code = frame.map(|f| u16::from(f.code));
        }
    }
    assert_eq!(code, Some(4009));
    assert!(awake.during(Duration::from_secs(2)).await.is_empty());
    awake.send(json!({"t": "ping"})).await;
    awake.next_of("pong").await;
}

#[tokio::test]
async fn a_connection_watches_so_many_streams_and_no_more() {
    let town = Town::with(|config| config.live.max_streams = 2).await;
    let ana = town.person("ana").await;
    let space = town.space("open").await;
    let mut names = Vec::new();
    for title in ["Один", "Два", "Три"] {
        names.push(stream(&ana.opens(&space, title).await));
    }
    let mut socket = ana.connects().await;
    let all: Vec<&str> = names.iter().map(String::as_str).collect();
    let answer = socket.subscribe(&all, None).await;
    assert_eq!(answer["streams"], json!(names[..2]));
    assert_eq!(answer["refused"], json!([{"stream": names[2], "code": "too_many"}]));
    assert_eq!(
        socket.subscribe(&[&names[0], &names[0]], None).await["streams"],
        json!([names[0]]),
        "again is not more"
    );
    socket.send(json!({"t": "unsub", "streams": [names[0], "чепуха"]})).await;
    assert_eq!(socket.subscribe(&[&names[2]], None).await["refused"], json!([]));
    assert_eq!(live::stats(&town.app).subscriptions, 2);
}

#[tokio::test]
async fn nothing_is_left_of_a_connection_that_ended() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Следы").await;
    let mut sockets: Vec<Socket> = Vec::new();
    for _ in 0..5 {
        sockets.push(ana.watches(&stream(&topic)).await);
    }
    let stats = live::stats(&town.app);
    assert_eq!((stats.connections, stats.subscriptions), (5, 5));
    drop(sockets);
    for _ in 0..50 {
        tokio::time::sleep(Duration::from_millis(50)).await;
        if live::stats(&town.app).connections == 0 {
            break;
        }
    }
    let stats = live::stats(&town.app);
    assert_eq!((stats.connections, stats.subscriptions), (0, 0));
    let before = stats.projected;
    ana.replies(topic["id"].as_str().unwrap(), "в пустоту").await.ok();
    tokio::time::sleep(Duration::from_millis(300)).await;
    assert_eq!(live::stats(&town.app).projected, before, "what nobody watches is not made");
    let _: Value = json!(live::stats(&town.app));
}
