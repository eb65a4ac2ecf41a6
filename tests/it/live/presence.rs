//! Typing and presence: soft, rare, and only among those who may know.

use std::time::Duration;

use kit::{Town, Value, json};

use super::stream;

const SOON: Duration = Duration::from_millis(500);

#[tokio::test]
async fn typing_is_shown_to_the_others_and_not_too_often() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Печатает").await;
    let name = stream(&topic);
    let (mut on_ana, mut on_ben) = (ana.watches(&name).await, ben.watches(&name).await);
    for _ in 0..5 {
        on_ben.send(json!({"t": "typing", "stream": name})).await;
    }
    let frame = on_ana.next_of("typing").await;
    let ben_in_short = json!([{"id": ben.id, "surname": "Белов", "given_name": "Мария"}]);
    assert_eq!((&frame["stream"], &frame["people"], &frame["ttl"]), (&json!(name), &ben_in_short, &json!(6)));
    assert_eq!(on_ana.during(SOON).await, Vec::<Value>::new(), "once in three seconds");
    assert_eq!(on_ben.during(SOON).await, Vec::<Value>::new(), "nobody is told of themselves");
}

#[tokio::test]
async fn typing_needs_a_subscription_and_the_right_to_write() {
    let town = Town::new().await;
    let (ana, ben, pen) = (town.person("ana").await, town.person("ben").await, town.person("pen").await);
    let topic = ana.opens(&town.space("open").await, "Только читает").await;
    let name = stream(&topic);
    let mut listening = ana.watches(&name).await;
    let mut outside = ben.connects().await;
    outside.send(json!({"t": "typing", "stream": name})).await;
    let mut pending = pen.watches(&name).await;
    pending.send(json!({"t": "typing", "stream": name})).await;
    assert_eq!(listening.during(SOON).await, Vec::<Value>::new());
}

#[tokio::test]
async fn presence_is_shown_among_those_who_show_themselves() {
    let town = Town::new().await;
    let (ana, ben, lea) = (town.person("ana").await, town.person("ben").await, town.person("lea").await);
    let topic = ana.opens(&town.space("open").await, "Кто здесь").await;
    let name = stream(&topic);
    let (mut on_ana, mut on_ben) = (ana.watches(&name).await, ben.watches(&name).await);
    let mut shy = lea.watches(&name).await;
    let show = |on: bool| json!({"t": "presence", "stream": name, "on": on});
    on_ana.send(show(true)).await;
    assert_eq!(on_ana.next_of("presence").await["people"], json!([ana.id]));
    on_ben.send(show(true)).await;
    let mut both = [ana.id.clone(), ben.id.clone()];
    both.sort();
    let frame = on_ben.next_of("presence").await;
    assert_eq!((&frame["people"], &frame["count"]), (&json!(both), &json!(2)));
    let mut frame = on_ana.next_of("presence").await;
    while frame["count"] == 1 {
        frame = on_ana.next_of("presence").await;
    }
    assert_eq!(frame["people"], json!(both));
    on_ben.send(show(false)).await;
    assert_eq!(on_ana.next_of("presence").await["people"], json!([ana.id]));
    on_ben.send(show(true)).await;
    on_ana.next_of("presence").await;
    drop(on_ben);
    assert_eq!(on_ana.next_of("presence").await["people"], json!([ana.id]), "a closed lid is no presence");
    assert_eq!(shy.during(SOON).await, Vec::<Value>::new(), "whoever hides does not look");
}

#[tokio::test]
async fn a_removed_member_is_present_no_longer() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let circle = town.space("circle").await;
    let name = format!("space:{circle}");
    let (mut on_ana, mut on_ben) = (ana.watches(&name).await, ben.watches(&name).await);
    for socket in [&mut on_ana, &mut on_ben] {
        socket.send(json!({"t": "presence", "stream": name, "on": true})).await;
        socket.next_of("presence").await;
    }
    ana.delete(&format!("/spaces/{circle}/members/{}", ben.id)).await.ok();
    on_ben.next_of("closed").await;
    let mut frame = on_ana.next_of("presence").await;
    while frame["count"] != 1 {
        frame = on_ana.next_of("presence").await;
    }
    assert_eq!(frame["people"], json!([ana.id]));
    on_ben.send(json!({"t": "presence", "stream": name, "on": true})).await;
    assert_eq!(on_ben.during(Duration::from_millis(1500)).await, Vec::<Value>::new());
}
