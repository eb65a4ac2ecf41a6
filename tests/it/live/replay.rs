//! Coming back: what was missed arrives once, in order, as it looks now, or the client is told to reload.

use std::time::Duration;

use kit::{Town, json};
use platform::feed;

use super::{seqs, stir, stream};

const SOON: Duration = Duration::from_millis(400);

#[tokio::test]
async fn a_reply_reaches_whoever_watches_the_topic() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Проценты в пятом классе").await;
    let mut socket = ben.watches(&stream(&topic)).await;
    ana.replies(topic["id"].as_str().unwrap(), "Начните со **скидок**.").await.ok();
    let event = socket.event("post_created").await;
    assert_eq!(event["stream"], stream(&topic));
    assert_eq!(event["data"]["post"]["no"], 2);
    assert!(event["data"]["post"]["html"].as_str().unwrap().contains("<strong>скидок</strong>"));
}

#[tokio::test]
async fn whoever_comes_back_gets_what_was_missed_once_and_in_order() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Связь прервалась").await;
    let id = topic["id"].as_str().unwrap();
    let mut socket = ben.watches(&stream(&topic)).await;
    ana.replies(id, "раз").await.ok();
    let last = socket.event("post_created").await["seq"].as_i64().unwrap();
    drop(socket);
    for text in ["два", "три", "четыре"] {
        ana.replies(id, text).await.ok();
    }
    let mut socket = ben.connects().await;
    let answer = socket.subscribe(&[&stream(&topic)], Some(last)).await;
    assert_eq!(answer["resync"], false);
    let missed = socket.during(SOON).await;
    let numbers: Vec<i64> = missed.iter().map(|f| f["data"]["post"]["no"].as_i64().unwrap()).collect();
    assert_eq!(numbers, [3, 4, 5]);
    assert!(seqs(&missed).is_sorted() && seqs(&missed)[0] > last);
    ana.replies(id, "пять").await.ok();
    assert_eq!(socket.event("post_created").await["data"]["post"]["no"], 6);
}

#[tokio::test]
async fn deleted_words_are_not_told_again() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Удалённое").await;
    let since = topic["position"].as_i64().unwrap();
    let post = ana.replies(topic["id"].as_str().unwrap(), "телефон родителя").await.ok();
    ana.delete_with(&format!("/posts/{}", post["id"].as_str().unwrap()), json!({"reason": "личное"})).await.ok();
    let mut socket = ben.connects().await;
    socket.subscribe(&[&stream(&topic)], Some(since)).await;
    let told = socket.during(SOON).await;
    let kinds: Vec<&str> = told.iter().map(|f| f["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["post_created", "post_deleted"]);
    assert!(told.iter().all(|f| f["data"]["post"]["html"] == "" && !f.to_string().contains("телефон")));
}

#[tokio::test]
async fn three_hundred_events_are_replayed_and_one_more_means_reload() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Долгий отпуск").await;
    let post = ana.replies(topic["id"].as_str().unwrap(), "в отпуске").await.ok();
    let since = feed::head(town.app.reader()).await.unwrap();
    stir(&town, &post, 300).await;
    let mut socket = ana.connects().await;
    let answer = socket.subscribe(&[&stream(&topic)], Some(since)).await;
    assert_eq!(answer["resync"], false);
    for seq in since + 1..=since + 300 {
        assert_eq!(socket.next_of("ev").await["seq"], seq);
    }
    stir(&town, &post, 1).await;
    let mut socket = ana.connects().await;
    let answer = socket.subscribe(&[&stream(&topic)], Some(since)).await;
    assert_eq!(answer["resync"], true);
    assert_eq!(answer["position"], since + 301);
    assert!(seqs(&socket.during(SOON).await).is_empty(), "a reload is not mixed with half a replay");
    ana.replies(topic["id"].as_str().unwrap(), "и дальше").await.ok();
    assert_eq!(socket.event("post_created").await["data"]["post"]["no"], 3);
}

#[tokio::test]
async fn a_position_of_another_feed_means_reload() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Чужая эпоха").await;
    let head = feed::head(town.app.reader()).await.unwrap();
    let mut socket = ana.connects().await;
    let name = stream(&topic);
    for since in [head + 1, i64::MAX, -1, i64::MIN] {
        assert_eq!(socket.subscribe(&[&name], Some(since)).await["resync"], true, "since {since}");
    }
    let foreign = json!({"t": "sub", "id": 70, "streams": [name], "since": head, "epoch": topic["id"]});
    socket.send(foreign).await;
    let answer = socket.next_of("subok").await;
    assert_eq!(answer["resync"], true);
    let own = json!({"t": "sub", "id": 71, "streams": [name], "since": head, "epoch": answer["epoch"]});
    socket.send(own).await;
    assert_eq!(socket.next_of("subok").await["resync"], false);
}

#[tokio::test]
async fn subscribing_while_events_flow_loses_and_doubles_nothing() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Спор о дробях").await;
    let (id, name) = (topic["id"].as_str().unwrap().to_owned(), stream(&topic));
    let since = topic["position"].as_i64().unwrap();
    let (app, writer, target) = (town.app.clone(), ana.clone(), id.clone());
    let writing = tokio::spawn(async move {
        for n in 0..60 {
            writer.replies(&target, &format!("довод {n}")).await.ok();
        }
        feed::head(app.reader()).await.unwrap()
    });
    let mut coming = Vec::new();
    for _ in 0..12 {
        tokio::time::sleep(Duration::from_millis(15)).await;
        let mut socket = ana.connects().await;
        let name = name.clone();
        coming.push(tokio::spawn(async move {
            socket.subscribe(&[&name], Some(since)).await;
            let mut seen = Vec::new();
            while seen.len() < 60 {
                seen.push(socket.event("post_created").await["data"]["post"]["no"].as_i64().unwrap());
            }
            seen.extend(seqs(&socket.during(SOON).await));
            seen
        }));
    }
    writing.await.unwrap();
    for seen in coming {
        assert_eq!(seen.await.unwrap(), Vec::from_iter(2..=61));
    }
}

/// Nobody else watches the second topic, so it is told or not told by who comes while a batch is on its way.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn joining_an_empty_room_while_events_flow_loses_nothing() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let space = town.space("open").await;
    let mut posts = Vec::new();
    for title in ["Полная комната", "Пустая комната"] {
        let topic = ana.opens(&space, title).await;
        posts.push(ana.replies(topic["id"].as_str().unwrap(), "реплика").await.ok());
    }
    let names: Vec<String> = posts.iter().map(|p| format!("topic:{}", p["topic_id"].as_str().unwrap())).collect();
    let begun = feed::head(town.app.reader()).await.unwrap();
    let mut full = ana.watches(&names[0]).await;
    let reading = tokio::spawn(async move { while full.next().await.is_ok() {} });
    let (app, writing) = (town.app.clone(), posts.clone());
    let writer = tokio::spawn(async move {
        for _ in 0..150 {
            for post in &writing {
                super::stir_in(&app, post, 3).await;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    });
    let (mut position, mut seen) = (begun, Vec::new());
    let mut socket = ana.connects().await;
    let mut last_round = false;
    while !last_round {
        last_round = writer.is_finished();
        let answer = socket.subscribe(&[&names[1]], Some(position)).await;
        assert_eq!(answer["resync"], false);
        let told = seqs(&socket.during(Duration::from_millis(if last_round { 1000 } else { 120 })).await);
        position = told.last().copied().unwrap_or(position);
        seen.extend(told);
        socket.send(json!({"t": "unsub", "streams": [names[1]]})).await;
        // What was on its way when we left comes again, as it must.
        let late = seqs(&socket.during(Duration::from_millis(60)).await);
        position = late.last().copied().unwrap_or(position);
        seen.extend(late);
    }
    let all = feed::of_streams(town.app.reader(), &[names[1].parse().unwrap()], begun, i64::MAX, 10_000).await.unwrap();
    assert_eq!(seen, all.iter().map(|e| e.seq).collect::<Vec<_>>());
    reading.abort();
}

#[tokio::test]
async fn one_answer_covers_several_streams_in_the_order_of_the_feed() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let space = town.space("open").await;
    let (one, two) = (ana.opens(&space, "Первая").await, ana.opens(&space, "Вторая").await);
    let since = two["position"].as_i64().unwrap();
    for topic in [&one, &two, &one, &two] {
        ana.replies(topic["id"].as_str().unwrap(), "реплика").await.ok();
    }
    let mut socket = ana.connects().await;
    let (one, two, space) = (stream(&one), stream(&two), format!("space:{space}"));
    socket.subscribe(&[&one, &two, &space], Some(since)).await;
    let told = socket.during(SOON).await;
    assert!(seqs(&told).is_sorted());
    let on = |name: &str| told.iter().filter(|f| f["stream"] == name).count();
    assert_eq!((on(&one), on(&two), on(&space)), (2, 2, 4));
}

#[tokio::test]
async fn pings_tell_the_position_and_the_head_of_each_stream() {
    let town = Town::with(|config| config.live.ping_seconds = 1).await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Сердцебиение").await;
    let mut socket = ana.watches(&stream(&topic)).await;
    assert_eq!(socket.next_of("ping").await["heads"][stream(&topic)], 0);
    ana.replies(topic["id"].as_str().unwrap(), "удар").await.ok();
    let seq = socket.event("post_created").await["seq"].as_i64().unwrap();
    let ping = socket.next_of("ping").await;
    assert_eq!(ping["heads"][stream(&topic)], seq);
    assert!(ping["position"].as_i64().unwrap() >= seq);
}

#[tokio::test]
async fn a_hello_may_bring_the_position_for_all_streams() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Одно число").await;
    ana.replies(topic["id"].as_str().unwrap(), "пропущенное").await.ok();
    let mut socket = kit::Socket::raw(&town.url).await;
    socket.send(json!({"t": "hello", "token": ana.token, "since": topic["position"]})).await;
    socket.next_of("welcome").await;
    socket.subscribe(&[&stream(&topic)], None).await;
    assert_eq!(socket.event("post_created").await["data"]["post"]["no"], 2);
}
