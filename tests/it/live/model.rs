//! Random histories with faults: people write, edit, delete, react and read; members are removed and come back; lines
//! break; wake-ups are lost (a second node on SQLite wakes nobody) and doubled; a node stops in the middle.
//!
//! Whatever happened: per stream every device saw every event exactly once and in order (reloads apart); what the
//! events told equals a fresh snapshot; nothing was told after a right was lost; unread counts equal a recount.

use std::{collections::BTreeMap, time::Duration};

use kernel::Stream;
use kit::{Person, Town, Value, json, town::NOTICE};
use platform::{App, Config, feed};
use rand::{Rng, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use tokio::sync::oneshot;

use super::device::{Device, snapshot};

const STEPS: usize = 70;

struct Node {
    url: String,
    app: App,
    stop: Option<oneshot::Sender<()>>,
}

struct World {
    town: Town,
    nodes: Vec<Node>,
    dice: StdRng,
    circle: String,
    topics: Vec<String>,
    ana: Person,
    ben: Person,
    ben_is_in: bool,
    /// The first two are Ana's and Ben's; Ben has two.
    devices: Vec<Device>,
    /// Posts not deleted, with topic and author.
    posts: Vec<(String, String, bool)>,
    deleted: Vec<String>,
}

impl World {
    async fn new(seed: u64) -> Self {
        let narrow = |config: &mut Config| {
            config.live.replay_events = 15;
            config.live.queue_messages = 16;
            config.live.ping_seconds = 1;
        };
        let town = Town::with(narrow).await;
        let (url, app, stop) = town.second_server_with(narrow).await;
        let nodes = vec![
            Node { url: town.url.clone(), app: town.app.clone(), stop: None },
            Node { url, app, stop: Some(stop) },
        ];
        let (ana, ben) = (town.person("ana").await, town.person("ben").await);
        let circle = town.space("circle").await;
        let mut topics = Vec::new();
        for title in ["Первая тема", "Вторая тема"] {
            topics.push(ana.opens(&circle, title).await["id"].as_str().unwrap().to_owned());
        }
        let head = feed::head(town.app.reader()).await.unwrap();
        let mut devices = Vec::new();
        for person in [&ana, &ben, &ben] {
            let mut streams: Vec<(String, i64)> = topics.iter().map(|t| (format!("topic:{t}"), head)).collect();
            streams.extend([(format!("space:{circle}"), head), (format!("user:{}", person.id), head)]);
            let mut device = Device::new(person.clone(), &streams);
            for topic in &topics {
                device.posts.extend(snapshot(person, &format!("topic:{topic}")).await.unwrap().1);
            }
            devices.push(device);
        }
        let dice = StdRng::seed_from_u64(seed);
        let (posts, deleted) = (Vec::new(), Vec::new());
        Self { town, nodes, dice, circle, topics, ana, ben, ben_is_in: true, devices, posts, deleted }
    }

    fn url(&mut self) -> String {
        self.nodes.choose(&mut self.dice).unwrap().url.clone()
    }

    /// Somebody who may write, through any node.
    fn writer(&mut self) -> (Person, bool) {
        let ben = self.ben_is_in && self.dice.random_bool(0.5);
        let person = if ben { self.ben.clone() } else { self.ana.clone() };
        (Person { url: self.url(), ..person }, ben)
    }

    async fn step(&mut self, no: usize) {
        match self.dice.random_range(0..100) {
            0..30 => self.post(no).await,
            30..42 => self.edit(no).await,
            42..50 => self.delete_or_restore().await,
            50..58 => self.react(self.dice.clone().random_range(1..4)).await,
            58..64 => self.mark_read().await,
            64..72 => self.membership().await,
            72..80 => {
                let at = self.dice.random_range(0..self.devices.len());
                self.devices[at].cut();
            }
            80..86 => self.leave_and_join().await,
            86..90 => self.wake().await,
            90..92 if no > STEPS / 2 => self.stop_a_node().await,
            92..94 => self.react(30).await,
            _ => tokio::time::sleep(Duration::from_millis(self.dice.random_range(0..60))).await,
        }
        if self.dice.random_bool(0.4) {
            for at in 0..self.devices.len() {
                if !self.devices[at].is_linked() && self.dice.random_bool(0.5) {
                    let url = self.url();
                    self.devices[at].connect(&url).await;
                }
            }
        }
        for device in &mut self.devices {
            device.read().await;
        }
    }

    async fn post(&mut self, no: usize) {
        let topic = self.topics.choose(&mut self.dice).unwrap().clone();
        let (writer, ben) = self.writer();
        let text = format!("шаг {no}: @[Анисимова М. П.](person:{})", self.ana.id);
        let post = writer.replies(&topic, &text).await.ok();
        self.posts.push((post["id"].as_str().unwrap().to_owned(), topic, ben));
    }

    async fn edit(&mut self, no: usize) {
        let Some((id, _, ben)) = self.posts.choose(&mut self.dice).cloned() else { return };
        let writer = if ben && self.ben_is_in { self.ben.clone() } else { self.ana.clone() };
        let writer = Person { url: self.url(), ..writer };
        let version = writer.get(&format!("/posts/{id}")).await.ok()["post"]["version"].clone();
        writer.patch(&format!("/posts/{id}"), json!({"version": version, "body": format!("правка {no}")})).await;
    }

    async fn delete_or_restore(&mut self) {
        let ana = Person { url: self.url(), ..self.ana.clone() };
        if self.dice.random_bool(0.4)
            && let Some(id) = self.deleted.pop()
        {
            ana.post(&format!("/posts/{id}/restore"), json!({})).await.ok();
        } else if let Some((id, ..)) = self.posts.choose(&mut self.dice).cloned()
            && !self.deleted.contains(&id)
        {
            ana.delete_with(&format!("/posts/{id}"), json!({"reason": "проверка"})).await.ok();
            self.deleted.push(id);
        }
    }

    async fn react(&mut self, times: usize) {
        for _ in 0..times {
            let Some((id, ..)) = self.posts.choose(&mut self.dice).cloned() else { return };
            if self.deleted.contains(&id) {
                continue;
            }
            let (writer, _) = self.writer();
            let path =
                format!("/posts/{id}/reactions/{}", ["useful", "apply", "thanks"].choose(&mut self.dice).unwrap());
            if self.dice.random_bool(0.7) {
                writer.put(&path, json!({})).await
            } else {
                writer.delete(&path).await
            };
        }
    }

    async fn mark_read(&mut self) {
        let topic = self.topics.choose(&mut self.dice).unwrap().clone();
        let (reader, _) = self.writer();
        let (no, back) = (self.dice.random_range(0..20), self.dice.random_bool(0.2));
        reader.put(&format!("/topics/{topic}/read"), json!({"no": no, "unread": back})).await.ok();
    }

    async fn membership(&mut self) {
        let ana = Person { url: self.url(), ..self.ana.clone() };
        let path = format!("/spaces/{}/members/{}", self.circle, self.ben.id);
        if !self.ben_is_in {
            self.welcome_back(&ana, &path).await;
            return;
        }
        ana.delete(&path).await.ok();
        self.ben_is_in = false;
        let head = feed::head(self.town.app.reader()).await.unwrap();
        let mine: Vec<&mut Device> = self.devices.iter_mut().filter(|d| d.person.id == self.ben.id).collect();
        for device in mine {
            device.revoked = Some(head);
        }
        if self.dice.random_bool(0.5) {
            // Felt within a second; a node that nothing wakes looks each second.
            tokio::time::sleep(NOTICE * 2).await;
            for device in self.devices.iter_mut().filter(|d| d.person.id == self.ben.id) {
                device.read().await;
                let open = device.watches.iter().filter(|(name, w)| w.subscribed && !name.starts_with("user:"));
                assert_eq!(open.count(), 0, "still subscribed after a right was lost");
            }
        }
    }

    async fn welcome_back(&mut self, ana: &Person, path: &str) {
        let id = self.ben.id.clone();
        for device in self.devices.iter_mut().filter(|d| d.person.id == id) {
            // What came until now was told while it was forbidden.
            device.read().await;
        }
        ana.put(path, json!({"role": "member", "state": "member"})).await.ok();
        self.ben_is_in = true;
        for device in self.devices.iter_mut().filter(|d| d.person.id == id) {
            device.revoked = None;
            // The follower may still be about to take away what is asked for now; the end of the history asks again.
            for name in device.watches.keys().cloned().collect::<Vec<_>>() {
                if device.is_linked() && !device.watches[&name].subscribed {
                    device.subscribe(&name).await;
                }
            }
        }
    }

    async fn leave_and_join(&mut self) {
        let at = self.dice.random_range(0..self.devices.len());
        let name = self.devices[at].watches.keys().cloned().collect::<Vec<_>>();
        let name = name.choose(&mut self.dice).unwrap();
        let device = &mut self.devices[at];
        if device.is_linked() && device.watches[name].subscribed {
            device.unsubscribe(name).await;
            if self.dice.random_bool(0.7) {
                device.subscribe(name).await;
            }
        }
    }

    /// Wakes followers for nothing, and wakes them twice.
    async fn wake(&mut self) {
        let head = feed::head(self.town.app.reader()).await.unwrap();
        for node in &self.nodes {
            node.app.bus().committed(head);
            node.app.bus().saw(head);
        }
    }

    async fn stop_a_node(&mut self) {
        if self.nodes.len() > 1 {
            let node = self.nodes.pop().unwrap();
            let _ = node.stop.unwrap().send(());
        }
    }

    /// Everybody is online, allowed and has read everything.
    async fn rest(&mut self) {
        if !self.ben_is_in {
            let path = format!("/spaces/{}/members/{}", self.circle, self.ben.id);
            let ana = self.ana.clone();
            self.welcome_back(&ana, &path).await;
        }
        self.town.settle().await;
        let head = feed::head(self.town.app.reader()).await.unwrap();
        for _ in 0..300 {
            for device in &mut self.devices {
                device.read().await;
            }
            let told = self.nodes.iter().all(|n| live::stats(&n.app).position >= head);
            let mut whole = told;
            for at in 0..self.devices.len() {
                let url = self.nodes[0].url.clone();
                let device = &mut self.devices[at];
                if !device.is_linked() {
                    device.connect(&url).await;
                    whole = false;
                    continue;
                }
                for name in device.watches.keys().cloned().collect::<Vec<_>>() {
                    let watch = &device.watches[&name];
                    if !watch.subscribed && !watch.is_asking() && told {
                        device.subscribe(&name).await;
                    }
                    whole &= device.watches[&name].subscribed && device.watches[&name].position >= head;
                }
            }
            if whole {
                return;
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let left: Vec<_> = self.devices.iter().map(|d| (d.is_linked(), &d.watches)).collect();
        panic!("somebody never caught up with {head}: {left:#?}");
    }
}

/// Each event of the stream once, in order, but for what was reloaded.
async fn every_event_came_once(world: &World, begun: i64) {
    let head = feed::head(world.town.app.reader()).await.unwrap();
    for device in &world.devices {
        for (name, watch) in device.watches.iter().filter(|(name, _)| !name.starts_with("user:")) {
            let stream: Stream = name.parse().unwrap();
            let all = feed::of_streams(world.town.app.reader(), &[stream], begun, head, 100_000).await.unwrap();
            let reloaded = |seq: i64| watch.gaps.iter().any(|(from, to)| (*from < seq) && (seq <= *to));
            let owed: Vec<i64> = all.iter().map(|e| e.seq).filter(|seq| !reloaded(*seq)).collect();
            assert_eq!(watch.seen, owed, "{name} of {}, reloads {:?}", device.person.id, watch.gaps);
        }
    }
}

/// What the events told is what a fresh page shows.
async fn copies_equal_a_fresh_snapshot(world: &World) {
    for device in &world.devices {
        let mut fresh = BTreeMap::new();
        for topic in &world.topics {
            fresh.extend(snapshot(&device.person, &format!("topic:{topic}")).await.unwrap().1);
        }
        assert_eq!(device.posts, fresh, "what {} was told", device.person.id);
    }
}

async fn unread_equals_a_recount(world: &World) {
    for device in &world.devices[..2] {
        let me = &device.person;
        for topic in &world.topics {
            let card = me.get(&format!("/topics/{topic}")).await.ok();
            let mark = card["my"]["last_read_no"].as_i64().unwrap();
            let unread = |post: &&Value| {
                post["no"].as_i64().unwrap() > mark
                    && post["author"]["id"] != me.id.as_str()
                    && post["deleted"].is_null()
            };
            let of_topic = device.posts.iter().filter(|((t, _), _)| t == topic).map(|(_, post)| post);
            assert_eq!(card["my"]["unread"], of_topic.filter(unread).count(), "{topic} for {}", me.id);
        }
        let count = me.get("/notices/count").await.ok()["unread"].as_i64().unwrap();
        let listed = me.get("/notices?unread=true&limit=100").await.ok()["items"].as_array().unwrap().len();
        assert_eq!(count, i64::try_from(listed).unwrap());
        let told = device.notices;
        let reloaded = !device.watches[&format!("user:{}", me.id)].gaps.is_empty();
        assert!(reloaded || told.is_none_or(|told| told == count), "notices: told {told:?}, counted {count}");
    }
}

async fn history(seed: u64) {
    let mut world = World::new(seed).await;
    let begun = feed::head(world.town.app.reader()).await.unwrap();
    for at in 0..world.devices.len() {
        let url = world.url();
        world.devices[at].connect(&url).await;
    }
    for no in 0..STEPS {
        world.step(no).await;
    }
    world.rest().await;
    every_event_came_once(&world, begun).await;
    copies_equal_a_fresh_snapshot(&world).await;
    unread_equals_a_recount(&world).await;
}

/// The seed is in the test's name: type it to see the same history again.
macro_rules! histories {
    ($($name:ident: $seed:literal;)*) => {$(
        #[tokio::test]
        async fn $name() {
            history($seed).await;
        }
    )*};
}

histories! {
    a_random_history_ends_whole_1: 1;
    a_random_history_ends_whole_2: 2;
    a_random_history_ends_whole_3: 3;
    a_random_history_ends_whole_4: 4;
    a_random_history_ends_whole_5: 5;
    a_random_history_ends_whole_6: 6;
    a_random_history_ends_whole_7: 7;
    a_random_history_ends_whole_8: 8;
}
