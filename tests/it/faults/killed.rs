//! `kill -9` while teachers are writing: nothing acknowledged is lost, nothing is doubled.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use kit::{
    Person, Town, Value,
    engine::{self, Place},
    json,
};
use platform::feed;
use uuid::Uuid;

const ROUNDS: usize = 4;
const WRITERS: usize = 4;
/// The database of the process that will be killed; set only for it.
const DATABASE: &str = "IT_KILLED_DATABASE";
/// Where that process keeps its address and its files.
const FOLDER: &str = "IT_KILLED_FOLDER";

/// Not a test: the server that [`a_killed_server_loses_nothing_it_acknowledged`] starts in a process of its own and
/// kills.
#[tokio::test]
#[ignore = "a server for another test"]
async fn a_server_that_will_be_killed() {
    let (Ok(url), Ok(folder)) = (std::env::var(DATABASE), std::env::var(FOLDER)) else { return };
    let data = tempfile::Builder::new().prefix("killed-").tempdir_in(&folder).unwrap();
    let town = Town::over(Place { url, data }, |_| {}).await;
    let address = Path::new(&folder).join("address");
    std::fs::write(address.with_extension("new"), &town.url).unwrap();
    std::fs::rename(address.with_extension("new"), address).unwrap();
    // The parent kills it long before.
    tokio::time::sleep(Duration::from_secs(120)).await;
}

/// The process, killed at the latest when the test ends.
struct Victim {
    child: Child,
    url: String,
}

impl Victim {
    async fn start(place: &Place) -> Self {
        let folder = place.data.path();
        let address = folder.join("address");
        let _ = std::fs::remove_file(&address);
        let child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "faults::killed::a_server_that_will_be_killed", "--ignored"])
            .env(DATABASE, &place.url)
            .env(FOLDER, folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let url = appears(&address).await;
        Self { child, url }
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Victim {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

async fn appears(address: &PathBuf) -> String {
    for _ in 0..600 {
        if let Ok(url) = std::fs::read_to_string(address) {
            return url;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("the server did not come up");
}

/// Text by key of every reply, and the numbers of those that the server acknowledged.
#[derive(Default)]
struct Written {
    sent: BTreeMap<Uuid, String>,
    acknowledged: BTreeMap<Uuid, i64>,
}

/// Replies without a pause until the line breaks.
async fn writes(person: Person, topic: String, who: usize, stop: Arc<AtomicBool>) -> Written {
    let mut written = Written::default();
    while !stop.load(Ordering::Relaxed) {
        let key = Uuid::now_v7();
        let text = format!("ответ {who} {key}");
        written.sent.insert(key, text.clone());
        let request = person
            .request(reqwest::Method::POST, &format!("/topics/{topic}/posts"))
            .header("idempotency-key", key.to_string())
            .json(&json!({"body": text}));
        let Ok(response) = request.send().await else { break };
        if !response.status().is_success() {
            break;
        }
        let Ok(body) = response.json::<Value>().await else { break };
        written.acknowledged.insert(key, body["no"].as_i64().unwrap());
    }
    written
}

/// Texts of all posts by number, read page by page.
async fn all_posts(person: &Person, topic: &str) -> BTreeMap<i64, String> {
    let mut posts = BTreeMap::new();
    loop {
        let after = posts.keys().last().copied().unwrap_or(0);
        let page = person.get(&format!("/topics/{topic}/posts?after={after}")).await.ok();
        let items = page["posts"].as_array().unwrap();
        if items.is_empty() {
            return posts;
        }
        for post in items {
            posts.insert(post["no"].as_i64().unwrap(), post["html"].as_str().unwrap().to_owned());
        }
    }
}

#[tokio::test]
async fn a_killed_server_loses_nothing_it_acknowledged() {
    let place = engine::prepared().await;
    let (mut sent, mut acknowledged) = (BTreeMap::new(), BTreeMap::new());
    let mut topic = String::new();
    for round in 0..ROUNDS {
        let victim = Victim::start(&place).await;
        let ana = Person::sign_in(&victim.url, "ana").await;
        if round == 0 {
            let space = ana.get("/spaces").await.ok();
            let open = space["items"].as_array().unwrap().iter().find(|s| s["kind"] == "open").unwrap();
            topic = ana.opens(open["id"].as_str().unwrap(), "Под огнём").await["id"].as_str().unwrap().to_owned();
        }
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> =
            (0..WRITERS).map(|who| tokio::spawn(writes(ana.clone(), topic.clone(), who, stop.clone()))).collect();
        tokio::time::sleep(Duration::from_millis(300 + 170 * round as u64)).await;
        victim.kill();
        stop.store(true, Ordering::Relaxed);
        for writer in writers {
            let written = writer.await.unwrap();
            sent.extend(written.sent);
            acknowledged.extend(written.acknowledged);
        }
    }
    assert!(acknowledged.len() > ROUNDS * WRITERS, "only {} replies were written", acknowledged.len());
    assert!(sent.len() > acknowledged.len(), "the line never broke in the middle of a reply");
    everything_is_there_once(place, &topic, &sent, &acknowledged).await;
}

async fn everything_is_there_once(
    place: Place,
    topic: &str,
    sent: &BTreeMap<Uuid, String>,
    acknowledged: &BTreeMap<Uuid, i64>,
) {
    let town = Town::over(place, |_| {}).await;
    let ana = town.person("ana").await;
    let before = all_posts(&ana, topic).await;
    for (key, no) in acknowledged {
        assert!(before.get(no).is_some_and(|html| html.contains(&sent[key])), "acknowledged reply {no} is not there");
    }
    // The browsers come back and send again whatever was not acknowledged, with the same keys.
    for (key, text) in sent.iter().filter(|(key, _)| !acknowledged.contains_key(key)) {
        ana.post_keyed(&format!("/topics/{topic}/posts"), json!({"body": text}), *key).await.ok();
    }
    let after = all_posts(&ana, topic).await;
    assert_eq!(after.len(), sent.len() + 1, "posts, with the first one");
    assert_eq!(after.keys().copied().collect::<Vec<_>>(), (1..=after.len() as i64).collect::<Vec<_>>(), "numbers");
    for text in sent.values() {
        assert_eq!(after.values().filter(|html| html.contains(text)).count(), 1, "{text}");
    }
    town.settle().await;
    let mut seq = 0;
    loop {
        let events = feed::after(town.app.reader(), seq, 500).await.unwrap();
        let Some(last) = events.last().map(|e| e.seq) else { break };
        let expected: Vec<i64> = (events[0].seq..=last).collect();
        assert_eq!(events.iter().map(|e| e.seq).collect::<Vec<_>>(), expected, "the feed has no gaps");
        assert_eq!(events[0].seq, seq + 1);
        seq = last;
    }
    assert!(seq >= sent.len() as i64);
}
