//! Who may watch: asked at the door and again whenever something was taken away.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use kit::{Socket, Town, json};

use super::{seqs, stream};

const SOON: Duration = Duration::from_millis(400);
/// What was taken away is felt within this time.
const FELT: Duration = Duration::from_secs(1);

#[tokio::test]
async fn what_may_not_be_watched_answers_like_what_does_not_exist() {
    let town = Town::new().await;
    let hidden = town.hidden().await;
    let far = town.person("far").await;
    let mut socket = far.connects().await;
    let missing = "0190b0f4-7b2a-7c3d-8e4f-0123456789ab";
    for (kind, id) in [("topic", &hidden.topic), ("space", &hidden.space), ("user", &hidden.person)] {
        let real = socket.subscribe(&[&format!("{kind}:{id}")], Some(0)).await;
        let none = socket.subscribe(&[&format!("{kind}:{missing}")], Some(0)).await;
        assert_eq!(real["refused"][0]["code"], "not_found", "{kind}");
        assert_eq!(real["refused"][0]["code"], none["refused"][0]["code"]);
        assert_eq!((&real["streams"], &real["resync"]), (&none["streams"], &none["resync"]));
    }
    assert_eq!(seqs(&socket.during(SOON).await), Vec::<i64>::new());
}

#[tokio::test]
async fn unknown_kinds_and_nonsense_are_refused_beside_what_is_allowed() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Рядом с чепухой").await;
    let mut socket = ana.connects().await;
    let names = ["", "topic", "topic:", "topic:1", "погода:завтра", "internal:0190b0f4-7b2a-7c3d-8e4f-0123456789ab"];
    let mut asked = Vec::from(names);
    let good = stream(&topic);
    asked.push(&good);
    let answer = socket.subscribe(&asked, None).await;
    assert_eq!(answer["streams"], json!([good]));
    assert_eq!(answer["refused"].as_array().unwrap().len(), names.len());
}

#[tokio::test]
async fn a_removed_member_hears_nothing_more() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let circle = town.space("circle").await;
    let topic = ana.opens(&circle, "Между нами").await;
    let (name, space) = (stream(&topic), format!("space:{circle}"));
    let mut socket = ben.connects().await;
    let since = socket.subscribe(&[&name, &space], None).await["position"].as_i64();
    ana.delete(&format!("/spaces/{circle}/members/{}", ben.id)).await.ok();
    let at = Instant::now();
    let mut closed = [socket.next_of("closed").await, socket.next_of("closed").await];
    assert!(at.elapsed() < FELT, "it took {:?}", at.elapsed());
    closed.sort_by_key(|f| f["stream"].to_string());
    assert_eq!(closed[0], json!({"t": "closed", "stream": space, "code": "acl"}));
    assert_eq!(closed[1], json!({"t": "closed", "stream": name, "code": "acl"}));
    ana.replies(topic["id"].as_str().unwrap(), "теперь без него").await.ok();
    assert_eq!(socket.during(SOON).await, Vec::<kit::Value>::new());
    let again = socket.subscribe(&[&name], since).await;
    assert_eq!(again["refused"][0]["code"], "not_found");
    ana.put(&format!("/spaces/{circle}/members/{}", ben.id), json!({"role": "member", "state": "member"})).await.ok();
    let back = socket.subscribe(&[&name], since).await;
    assert_eq!(back["streams"], json!([name]));
    assert_eq!(socket.event("post_created").await["data"]["post"]["no"], 2);
}

#[tokio::test]
async fn whoever_is_let_in_or_out_learns_of_it() {
    let town = Town::new().await;
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    let member = format!("/spaces/{}/members/{}", town.space("circle").await, mo.id);
    let mut socket = mo.watches(&format!("user:{}", mo.id)).await;
    ana.put(&member, json!({"role": "member", "state": "member"})).await.ok();
    socket.event("acl").await;
    ana.delete(&member).await.ok();
    socket.event("acl").await;
}

#[tokio::test]
async fn signing_out_ends_the_device_and_no_other() {
    let town = Town::new().await;
    let (phone, desk) = (town.person("ben").await, town.person("ben").await);
    let (mut on_phone, mut on_desk) = (phone.connects().await, desk.connects().await);
    let at = Instant::now();
    desk.delete("/auth/sessions").await.ok();
    assert_eq!(on_phone.closed().await, Some(4401));
    assert!(at.elapsed() < FELT, "it took {:?}", at.elapsed());
    on_desk.send(json!({"t": "ping"})).await;
    on_desk.next_of("pong").await;
    let mut again = Socket::raw(&town.url).await;
    again.send(json!({"t": "hello", "token": phone.token})).await;
    assert_eq!(again.next_of("bye").await, json!({"t": "bye", "code": 4401}));
    assert_eq!(again.closed().await, Some(4401));
}

#[tokio::test]
async fn a_deleted_topic_stays_open_for_moderators_only() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let circle = town.space("circle").await;
    let topic = ana.opens(&circle, "На удаление").await;
    let mut reader = ben.watches(&stream(&topic)).await;
    let mut moderator = ana.watches(&stream(&topic)).await;
    ana.delete_with(&format!("/topics/{}", topic["id"].as_str().unwrap()), json!({"reason": "повтор"})).await.ok();
    assert_eq!(reader.next_of("closed").await["stream"], stream(&topic));
    assert_eq!(moderator.event("topic_changed").await["data"]["topic"]["deleted"], true);
    assert_eq!(seqs(&reader.during(SOON).await), Vec::<i64>::new());
}

#[tokio::test]
async fn an_expired_token_ends_the_socket_unless_it_was_renewed() {
    let town = Town::with(|config| config.live.ping_seconds = 1).await;
    let (ana, mut ben) = (town.person("ana").await, town.person("ben").await);
    let (mut old, mut renewed) = (ana.connects().await, ben.connects().await);
    town.clock.advance(TimeDelta::minutes(9));
    let cookie = ben.cookie.clone().unwrap();
    let answer = ben.send(ben.request("POST".parse().unwrap(), "/auth/refresh").header("cookie", cookie)).await;
    ben.take_session(&answer);
    renewed.send(json!({"t": "token", "token": ben.token})).await;
    renewed.next_of("ping").await;
    town.clock.advance(TimeDelta::seconds(119));
    assert!(old.during(Duration::from_millis(1500)).await.is_empty(), "a minute of grace");
    old.send(json!({"t": "ping"})).await;
    old.next_of("pong").await;
    town.clock.advance(TimeDelta::seconds(2));
    assert_eq!(old.closed().await, Some(4401));
    renewed.send(json!({"t": "ping"})).await;
    renewed.next_of("pong").await;
}

#[tokio::test]
async fn a_token_of_somebody_else_does_not_renew() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let mut socket = ana.connects().await;
    socket.send(json!({"t": "token", "token": ben.token})).await;
    assert_eq!(socket.closed().await, Some(4401));
}

#[tokio::test]
async fn without_a_good_token_nothing_is_told() {
    let town = Town::new().await;
    for token in ["", "чепуха", "a.b.c", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0."] {
        let mut socket = Socket::raw(&town.url).await;
        socket.send(json!({"t": "hello", "token": token})).await;
        assert_eq!(socket.closed().await, Some(4401), "{token}");
    }
    let mut hasty = Socket::raw(&town.url).await;
    hasty.send(json!({"t": "sub", "id": 1, "streams": []})).await;
    assert_eq!(hasty.closed().await, Some(4406));
}
