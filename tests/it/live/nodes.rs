//! Two nodes on one database tell each other's clients. On PostgreSQL at once; on SQLite, where nothing wakes the other
//! process, by the poll that also covers wake-ups lost on the way.

use std::time::{Duration, Instant};

use kit::{Person, Town, engine::is_postgres, json};

use super::stream;

/// How soon the other node knows.
fn soon() -> Duration {
    if is_postgres() { Duration::from_millis(900) } else { Duration::from_millis(2200) }
}

fn at(url: &str, person: &Person) -> Person {
    Person { url: url.to_owned(), ..person.clone() }
}

#[tokio::test]
async fn what_is_written_on_one_node_is_heard_on_the_other() {
    let town = Town::new().await;
    let (url, _app, _stop) = town.second_server().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Два узла").await;
    let (id, name) = (topic["id"].as_str().unwrap(), stream(&topic));
    let (mut here, mut there) = (ana.connects().await, at(&url, &ben).connects().await);
    for socket in [&mut here, &mut there] {
        socket.subscribe(&[&name], topic["position"].as_i64()).await;
    }
    for no in 2..=5 {
        let author = if no % 2 == 0 { ana.clone() } else { at(&url, &ben) };
        let begun = Instant::now();
        author.replies(id, "слышно?").await.ok();
        for socket in [&mut here, &mut there] {
            assert_eq!(socket.event("post_created").await["data"]["post"]["no"], no);
        }
        assert!(begun.elapsed() < soon(), "it took {:?}", begun.elapsed());
    }
}

#[tokio::test]
async fn what_is_taken_away_on_one_node_is_felt_on_the_other() {
    let town = Town::new().await;
    let (url, _app, _stop) = town.second_server().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let circle = town.space("circle").await;
    let topic = ana.opens(&circle, "Между узлами").await;
    let mut socket = at(&url, &ben).watches(&stream(&topic)).await;
    let begun = Instant::now();
    ana.delete(&format!("/spaces/{circle}/members/{}", ben.id)).await.ok();
    socket.next_of("closed").await;
    assert!(begun.elapsed() < soon(), "it took {:?}", begun.elapsed());
    let begun = Instant::now();
    ben.post("/auth/logout", json!({})).await;
    let other = town.person("ben").await;
    other.delete("/auth/sessions").await.ok();
    assert_eq!(socket.closed().await, Some(4401));
    assert!(begun.elapsed() < soon(), "it took {:?}", begun.elapsed());
}

#[tokio::test]
async fn a_position_from_a_faster_node_is_no_reason_to_reload() {
    let town = Town::new().await;
    let (url, _app, _stop) = town.second_server().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Быстрый и медленный").await;
    let (id, name) = (topic["id"].as_str().unwrap(), stream(&topic));
    let mut socket = at(&url, &ben).connects().await;
    ana.replies(id, "второе").await.ok();
    let page = ana.get(&format!("/topics/{id}/posts?after=0")).await.ok();
    let answer = socket.subscribe(&[&name], page["position"].as_i64()).await;
    assert_eq!(answer["resync"], false);
    ana.replies(id, "третье").await.ok();
    assert_eq!(socket.event("post_created").await["data"]["post"]["no"], 3, "the snapshot had the second");
}

#[tokio::test]
async fn typing_and_presence_cross_between_nodes() {
    if !is_postgres() {
        // One process per SQLite file is the rule; hints have no road between two.
        return;
    }
    let town = Town::new().await;
    let (url, _app, _stop) = town.second_server().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Через узлы").await;
    let name = stream(&topic);
    let (mut here, mut there) = (ana.watches(&name).await, at(&url, &ben).watches(&name).await);
    there.send(json!({"t": "typing", "stream": name})).await;
    assert_eq!(here.next_of("typing").await["people"][0]["id"], ben.id);
    for socket in [&mut here, &mut there] {
        socket.send(json!({"t": "presence", "stream": name, "on": true})).await;
    }
    for socket in [&mut here, &mut there] {
        while socket.next_of("presence").await["count"] != 2 {}
    }
    drop(there);
    while here.next_of("presence").await["count"] != 1 {}
}

#[tokio::test]
async fn a_stopping_node_says_when_to_come_back() {
    let town = Town::new().await;
    let (url, app, stop) = town.second_server().await;
    let ana = town.person("ana").await;
    let mut socket = at(&url, &ana).connects().await;
    stop.send(()).unwrap();
    assert_eq!(socket.next_of("bye").await, json!({"t": "bye", "code": 4001, "retry": [0, 15000]}));
    assert_eq!(socket.closed().await, Some(4001));
    drop(socket);
    while live::stats(&app).connections > 0 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    ana.connects().await;
}
