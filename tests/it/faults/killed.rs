//! `kill -9` while teachers are writing: nothing acknowledged is lost, nothing is doubled.

use std::{
    collections::BTreeMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use kit::{
    Person, Town, Value, Victim,
    engine::{self, Place},
    json,
};
use platform::feed;
use uuid::Uuid;

const ROUNDS: usize = 4;
const WRITERS: usize = 4;
const SERVER: &str = "faults::killed::a_server_that_will_be_killed";

/// Not a test: the server that [`a_killed_server_loses_nothing_it_acknowledged`] starts in a process of its own and
/// kills.
#[tokio::test]
#[ignore = "a server for another test"]
async fn a_server_that_will_be_killed() {
    Victim::serve(|_, _| {}).await;
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
        let victim = Victim::start(SERVER, &place.url, place.data.path()).await;
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
