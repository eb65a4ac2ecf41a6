//! A device of the model test: what a careful client keeps of the live protocol, and what it demands of the server.

use std::collections::BTreeMap;

use futures_util::{SinkExt, StreamExt, stream::SplitSink};
use kit::{Person, Value, json};
use tokio::{
    net::TcpStream,
    sync::mpsc::{UnboundedReceiver, unbounded_channel},
};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async, tungstenite::Message};

type Sink = SplitSink<WebSocketStream<MaybeTlsStream<TcpStream>>, Message>;

/// What a device knows of a stream.
#[derive(Debug, Default)]
pub struct Watch {
    /// Everything up to here was seen.
    pub position: i64,
    pub subscribed: bool,
    pending: u32,
    /// Unsubscribed: what was on its way comes again with the next subscription.
    left: bool,
    /// Every event told, in the order of arrival.
    pub seen: Vec<i64>,
    /// Reloaded instead of replayed: from, to.
    pub gaps: Vec<(i64, i64)>,
    pub reload: bool,
}

struct Link {
    sink: Sink,
    frames: UnboundedReceiver<Value>,
}

pub struct Device {
    pub person: Person,
    pub watches: BTreeMap<String, Watch>,
    /// Posts as the frames told them: topic, number → post.
    pub posts: BTreeMap<(String, i64), Value>,
    /// Count of the last frame about notices.
    pub notices: Option<i64>,
    /// Events after this one are not for this person.
    pub revoked: Option<i64>,
    pub closes: Vec<Value>,
    link: Option<Link>,
    next: u64,
    asked: BTreeMap<u64, String>,
}

impl Watch {
    /// A subscription is on its way.
    pub fn is_asking(&self) -> bool {
        self.pending > 0
    }
}

impl Device {
    pub fn new(person: Person, streams: &[(String, i64)]) -> Self {
        let watch =
            |(name, position): &(String, i64)| (name.clone(), Watch { position: *position, ..Watch::default() });
        Self {
            person,
            watches: streams.iter().map(watch).collect(),
            posts: BTreeMap::new(),
            notices: None,
            revoked: None,
            closes: Vec::new(),
            link: None,
            next: 0,
            asked: BTreeMap::new(),
        }
    }

    pub fn is_linked(&self) -> bool {
        self.link.is_some()
    }

    /// Connects to a node; subscribes to everything it watches.
    pub async fn connect(&mut self, url: &str) {
        let address = format!("{}/api/v1/live", url.replacen("http", "ws", 1));
        let Ok((stream, _)) = connect_async(address).await else { return };
        let (sink, mut incoming) = stream.split();
        let (tx, frames) = unbounded_channel();
        tokio::spawn(async move {
            while let Some(Ok(message)) = incoming.next().await {
                let frame = match message {
                    Message::Text(text) => serde_json::from_str(&text).unwrap(),
                    Message::Close(frame) => json!({"t": "close", "code": frame.map(|f| u16::from(f.code))}),
                    _ => continue,
                };
                let _ = tx.send(frame);
            }
            let _ = tx.send(json!({"t": "gone"}));
        });
        self.link = Some(Link { sink, frames });
        let token = self.person.token.clone();
        self.send(json!({"t": "hello", "token": token})).await;
        for name in self.watches.keys().cloned().collect::<Vec<_>>() {
            self.subscribe(&name).await;
        }
    }

    /// The line breaks without a word.
    pub fn cut(&mut self) {
        self.link = None;
        self.asked.clear();
        for watch in self.watches.values_mut() {
            (watch.subscribed, watch.left) = (false, false);
            watch.pending = 0;
        }
    }

    async fn send(&mut self, frame: Value) {
        if let Some(link) = &mut self.link
            && link.sink.send(Message::text(frame.to_string())).await.is_err()
        {
            self.cut();
        }
    }

    pub async fn subscribe(&mut self, name: &str) {
        self.next += 1;
        let id = self.next;
        let watch = self.watches.get_mut(name).unwrap();
        watch.pending += 1;
        self.asked.insert(id, name.to_owned());
        let frame = json!({"t": "sub", "id": id, "streams": [name], "since": watch.position});
        self.send(frame).await;
    }

    pub async fn unsubscribe(&mut self, name: &str) {
        let watch = self.watches.get_mut(name).unwrap();
        (watch.subscribed, watch.left) = (false, true);
        self.send(json!({"t": "unsub", "streams": [name]})).await;
    }

    /// Takes in everything that has arrived.
    pub async fn read(&mut self) {
        while let Some(link) = &mut self.link {
            let Ok(frame) = link.frames.try_recv() else { break };
            self.take(&frame).await;
            // At once: what comes behind is held until the snapshot is there.
            for name in self.watches.keys().cloned().collect::<Vec<_>>() {
                if self.watches[&name].reload {
                    self.reload(&name).await;
                }
            }
        }
    }

    async fn take(&mut self, frame: &Value) {
        let name = frame["stream"].as_str().unwrap_or_default().to_owned();
        match frame["t"].as_str().unwrap() {
            "ev" => self.event(&name, frame),
            "subok" => self.answered(frame),
            "closed" => {
                self.watches.get_mut(&name).unwrap().subscribed = false;
                self.closes.push(frame.clone());
            }
            "dirty" => self.subscribe(&name).await,
            "resync" => {
                for name in frame["streams"].as_array().unwrap() {
                    self.watches.get_mut(name.as_str().unwrap()).unwrap().reload = true;
                }
            }
            "ping" => self.pinged(frame).await,
            "bye" | "close" | "gone" => self.cut(),
            _ => {}
        }
    }

    fn event(&mut self, name: &str, frame: &Value) {
        let seq = frame["seq"].as_i64().unwrap();
        let watch = self.watches.get_mut(name).unwrap();
        if watch.pending > 0 || watch.left {
            // Of the former subscription: it comes again.
            return;
        }
        assert!(watch.subscribed, "an event of a stream that is not watched: {frame}");
        if !name.starts_with("user:") {
            assert!(self.revoked.is_none_or(|after| seq <= after), "told after the right was lost: {frame}");
        }
        if watch.gaps.last().is_some_and(|gap| seq <= gap.1) {
            return;
        }
        assert!(seq > watch.position, "told twice or out of order (position {}): {frame}", watch.position);
        watch.position = seq;
        watch.seen.push(seq);
        let data = &frame["data"];
        if let (Some(topic), Some(no)) = (data["post"]["topic_id"].as_str(), data["post"]["no"].as_i64()) {
            self.posts.insert((topic.to_owned(), no), data["post"].clone());
        }
        if let (Some(post), Some(topic)) = (data["post_id"].as_str(), name.strip_prefix("topic:"))
            && data["reactions"].is_object()
            && let Some(known) = self.posts.values_mut().find(|p| p["id"] == post && p["topic_id"] == topic)
        {
            known["reactions"] = data["reactions"].clone();
        }
        if matches!(frame["kind"].as_str(), Some("notice" | "notices_read")) {
            self.notices = data["unread"].as_i64();
        }
    }

    fn answered(&mut self, frame: &Value) {
        let Some(name) = self.asked.remove(&frame["id"].as_u64().unwrap()) else { return };
        let watch = self.watches.get_mut(&name).unwrap();
        watch.pending -= 1;
        watch.left = false;
        watch.subscribed = frame["refused"].as_array().unwrap().is_empty();
        watch.reload |= frame["resync"] == true && watch.subscribed;
    }

    async fn pinged(&mut self, frame: &Value) {
        self.send(json!({"t": "pong"})).await;
        let position = frame["position"].as_i64().unwrap();
        for (name, watch) in self.watches.iter_mut().filter(|(_, w)| w.subscribed && w.pending == 0 && !w.reload) {
            let head = frame["heads"][name].as_i64().expect("a head for every stream");
            assert!(head <= watch.position, "{name}: the server told {head}, we have {}", watch.position);
            watch.position = watch.position.max(position);
        }
    }

    /// Loads the stream anew by HTTP, with the position of the snapshot.
    async fn reload(&mut self, name: &str) {
        self.watches.get_mut(name).unwrap().reload = false;
        let Some((position, posts)) = snapshot(&self.person, name).await else {
            // Removed meanwhile: without a snapshot nothing that follows makes sense. Begin anew.
            return self.cut();
        };
        let watch = self.watches.get_mut(name).unwrap();
        watch.gaps.push((watch.position, position));
        watch.position = watch.position.max(position);
        self.posts.extend(posts);
    }
}

/// A stream by HTTP: position and posts; `None` when the person may not see it.
pub async fn snapshot(person: &Person, name: &str) -> Option<(i64, BTreeMap<(String, i64), Value>)> {
    let mut posts = BTreeMap::new();
    let Some(topic) = name.strip_prefix("topic:") else {
        return Some((person.get("/home").await.ok()["position"].as_i64().unwrap(), posts));
    };
    let (mut after, mut first) = (0, None);
    loop {
        let answer = person.get(&format!("/topics/{topic}/posts?after={after}&limit=100")).await;
        if answer.status == 404 {
            return None;
        }
        let page = answer.ok();
        // The oldest position of several pages: what came later is told once more, as events.
        let position = *first.get_or_insert(page["position"].as_i64().unwrap());
        for post in page["posts"].as_array().unwrap() {
            after = post["no"].as_i64().unwrap();
            posts.insert((topic.to_owned(), after), post.clone());
        }
        if page["has_after"] != true {
            return Some((position, posts));
        }
    }
}
