//! The count is exact, and reading anywhere clears it everywhere.

use chrono::TimeDelta;
use kit::{Town, Value, check, expect, json};
use sea_orm::EntityTrait;

use super::{marks_all, mentions, unread};

#[tokio::test]
async fn reading_the_topic_clears_its_notices_on_every_device() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    // What is as old as the reader's account counts as read.
    town.clock.advance(TimeDelta::minutes(1));
    let space = town.space("open").await;
    let (one, two) = (ana.opens(&space, "Прочитанная").await, ana.opens(&space, "Другая").await);
    for topic in [&one, &one, &two] {
        mentions(&ana, topic, &ben).await;
    }
    town.settle().await;
    assert_eq!(unread(&ben).await, 3);
    let mut other = ben.watches(&format!("user:{}", ben.id)).await;
    ben.put(&format!("/topics/{}/read", one["id"].as_str().unwrap()), json!({"no": 2})).await.ok();
    assert_eq!(other.event("notices_read").await["data"]["unread"], 2, "only what lies before the mark");
    ben.put(&format!("/topics/{}/read", one["id"].as_str().unwrap()), json!({"no": 3})).await.ok();
    assert_eq!(other.event("notices_read").await["data"]["unread"], 1);
    ben.post(&format!("/spaces/{space}/read"), json!({})).await.ok();
    assert_eq!(other.event("notices_read").await["data"]["unread"], 0);
    assert_eq!(unread(&ben).await, 0);
    assert_eq!(ben.get("/notices").await.ok()["items"].as_array().unwrap().len(), 3, "read ones stay in the list");
    assert_eq!(ben.get("/notices?unread=true").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn notices_are_marked_read_one_by_one_by_topic_or_all() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let space = town.space("open").await;
    let (one, two) = (ana.opens(&space, "Одна").await, ana.opens(&space, "Две").await);
    for topic in [&one, &one, &two, &two] {
        mentions(&ana, topic, &ben).await;
    }
    town.settle().await;
    let mut other = ben.watches(&format!("user:{}", ben.id)).await;
    let newest = ben.get("/notices").await.ok()["items"][0]["id"].clone();
    let read = |body: Value| {
        let ben = ben.clone();
        async move { ben.post("/notices/read", body).await.ok()["unread"].as_i64().unwrap() }
    };
    assert_eq!(read(json!({"ids": [newest]})).await, 3);
    assert_eq!(other.event("notices_read").await["data"]["unread"], 3);
    assert_eq!(read(json!({"ids": [newest]})).await, 3, "again changes nothing");
    assert_eq!(read(json!({"topic_id": one["id"]})).await, 1);
    assert_eq!(read(json!({})).await, 1);
    assert_eq!(read(json!({"all": true})).await, 0);
    check(&ben.post("/notices/read", json!({"ids": "все"})).await, expect!["422 ids: invalid"]);
    let many: Vec<Value> = vec![newest; 1001];
    check(&ben.post("/notices/read", json!({"ids": many})).await, expect!["422 ids: too_many"]);
}

#[tokio::test]
async fn nobody_reads_or_clears_the_notices_of_others() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Чужой ящик").await;
    mentions(&ana, &topic, &ben).await;
    town.settle().await;
    let id = ben.get("/notices").await.ok()["items"][0]["id"].clone();
    ana.post("/notices/read", json!({"ids": [id], "topic_id": topic["id"], "all": true})).await.ok();
    assert_eq!(unread(&ben).await, 1);
    assert_eq!(ana.get("/notices").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn pages_are_whole_and_the_count_stops_at_a_hundred() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Много").await;
    for _ in 0..103 {
        mentions(&ana, &topic, &ben).await;
    }
    town.settle().await;
    assert_eq!(unread(&ben).await, 100, "a hundred means a hundred or more");
    let (mut numbers, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ben.get(&format!("/notices?limit=10&cursor={cursor}")).await.ok();
        numbers.extend(page["items"].as_array().unwrap().iter().map(|n| n["post_no"].as_i64().unwrap()));
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(numbers, Vec::from_iter((2..=104).rev()));
    check(&ben.get("/notices?cursor=0f").await, expect!["422 cursor: invalid"]);
    assert_eq!(marks_all(&ben).await, 0);
}

#[tokio::test]
async fn the_inbox_is_for_people_who_are_signed_in() {
    let town = Town::new().await;
    let stranger = town.stranger();
    check(&stranger.get("/notices").await, expect!["401 unauthenticated"]);
    check(&stranger.get("/notices/count").await, expect!["401 unauthenticated"]);
    check(&stranger.post("/notices/read", json!({"all": true})).await, expect!["401 unauthenticated"]);
}

#[tokio::test]
async fn what_concerns_nobody_is_passed_and_what_follows_is_told_once() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    town.clock.advance(TimeDelta::minutes(1));
    let topic = ana.opens(&town.space("open").await, "Сама себе").await;
    for n in 0..3 {
        ana.replies(topic["id"].as_str().unwrap(), &format!("ещё {n}")).await.ok();
    }
    town.settle().await;
    let stored = platform::cursors::entity::Entity::find_by_id("notices").one(town.app.reader()).await.unwrap();
    let head = platform::feed::head(town.app.reader()).await.unwrap();
    // The last event of a reply is for the list of topics.
    assert!(stored.unwrap().seq >= head - 1, "whoever waits for the house waits for the stored position too");
    mentions(&ana, &topic, &ben).await;
    town.settle().await;
    assert_eq!(unread(&ben).await, 1);
    let (_, other, _stop) = town.second_server().await;
    other.settle().await.unwrap();
    assert_eq!(unread(&ben).await, 1, "another process begins where this one stored");
    ben.put(&format!("/topics/{}/read", topic["id"].as_str().unwrap()), json!({"no": 5})).await.ok();
    town.settle().await;
    assert_eq!(unread(&ben).await, 0);
}
