//! Accepted answers, reactions, bookmarks.

use kit::{Town, Value, check, expect, json};

#[tokio::test]
async fn the_asker_accepts_an_answer() {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    let space = town.space("open").await;
    let body =
        json!({"space_id": space, "kind": "question", "title": "Как быть?", "body": "Вопрос", "subject": "math"});
    let topic = ana.post_once("/topics", body).await.ok();
    let id = topic["id"].as_str().unwrap();
    let answer = ben.replies(id, "Так").await.ok();
    let accept = json!({"post_id": answer["id"]});
    let path = format!("/topics/{id}/accepted");
    assert_eq!(mo.get("/home").await.ok()["questions"][0]["id"], id);
    check(&ben.put(&path, accept.clone()).await, expect!["403 not_author"]);
    check(&ana.put(&path, accept.clone()).await, expect!["204"]);
    let shown = ben.get(&format!("/topics/{id}")).await.ok();
    assert_eq!((&shown["answered"], &shown["accepted_no"]), (&json!(true), &json!(2)));
    assert_eq!(mo.get("/home").await.ok()["questions"], json!([]));
    let first = ana.get(&format!("/topics/{id}/posts")).await.ok()["posts"][0]["id"].clone();
    check(&ana.put(&path, json!({"post_id": first})).await, expect!["422 post_id: unknown"]);
    ben.delete(&format!("/posts/{}", answer["id"].as_str().unwrap())).await.ok();
    let shown = ana.get(&format!("/topics/{id}")).await.ok();
    assert_eq!(
        (&shown["answered"], &shown["accepted_post_id"]),
        (&json!(false), &Value::Null),
        "a deleted answer answers nothing"
    );
    check(&ana.put(&path, accept).await, expect!["422 post_id: unknown"]);
    let talk = ana.opens(&space, "Просто разговор").await;
    let talk = format!("/topics/{}/accepted", talk["id"].as_str().unwrap());
    check(&ana.put(&talk, json!({"post_id": null})).await, expect!["403 forbidden"]);
}

#[tokio::test]
async fn reactions_count_people_not_clicks() {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    let topic = ana.opens(&town.space("open").await, "Полезное").await;
    let id = topic["id"].as_str().unwrap();
    let post = ben.replies(id, "Приём").await.ok();
    let path = format!("/posts/{}/reactions", post["id"].as_str().unwrap());
    for _ in 0..3 {
        ana.put(&format!("{path}/useful"), json!({})).await.ok();
    }
    mo.put(&format!("{path}/thanks"), json!({})).await.ok();
    let counts = mo.put(&format!("{path}/useful"), json!({})).await.ok();
    assert_eq!(counts, json!({"useful": 2, "apply": 0, "thanks": 1}));
    let counts = mo.delete(&format!("{path}/useful")).await.ok();
    assert_eq!(counts, json!({"useful": 1, "apply": 0, "thanks": 1}));
    assert_eq!(mo.delete(&format!("{path}/useful")).await.ok(), counts);
    check(&ben.put(&format!("{path}/thanks"), json!({})).await, expect!["403 forbidden"]);
    check(&ana.put(&format!("{path}/hate"), json!({})).await, expect!["404 not_found"]);
    let sends = (0..10).map(|i| {
        let (person, path) = (if i % 2 == 0 { ana.clone() } else { mo.clone() }, format!("{path}/apply"));
        tokio::spawn(async move { person.put(&path, json!({})).await.ok() })
    });
    for send in sends.collect::<Vec<_>>() {
        send.await.unwrap();
    }
    let shown = ana.get(&format!("/topics/{id}/posts")).await.ok()["posts"][1]["reactions"].clone();
    assert_eq!(shown, json!({"useful": 1, "apply": 2, "thanks": 1}));
}

#[tokio::test]
async fn a_shelf_holds_what_its_owner_may_still_read() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let hidden = town.hidden().await;
    let topic = ana.opens(&town.space("open").await, "На полку").await;
    let post = ana.replies(topic["id"].as_str().unwrap(), "Важное").await.ok();
    for id in [post["id"].as_str().unwrap(), &hidden.post] {
        ben.put(&format!("/posts/{id}/bookmark"), json!({})).await.ok();
        ben.put(&format!("/posts/{id}/bookmark"), json!({})).await.ok();
        town.clock.advance(chrono::TimeDelta::seconds(1));
    }
    let shelf = ben.get("/bookmarks").await.ok();
    assert_eq!(shelf["items"].as_array().unwrap().len(), 2);
    assert_eq!(shelf["items"][0]["post"]["id"], hidden.post.as_str(), "newest first");
    assert_eq!(
        ben.get(&format!("/topics/{}", topic["id"].as_str().unwrap())).await.ok()["my"]["bookmarks"],
        json!([2])
    );
    let page = ben.get("/bookmarks?limit=1").await.ok();
    let rest = ben.get(&format!("/bookmarks?limit=1&cursor={}", page["next"].as_str().unwrap())).await.ok();
    assert_eq!((&rest["items"][0]["post"]["id"], &rest["next"]), (&post["id"], &Value::Null));
    ana.delete(&format!("/spaces/{}/members/{}", hidden.space, ben.id)).await.ok();
    let left = ben.get("/bookmarks").await.ok();
    assert_eq!(left["items"].as_array().unwrap().len(), 1);
    ben.delete(&format!("/posts/{}/bookmark", post["id"].as_str().unwrap())).await.ok();
    assert_eq!(ben.get("/bookmarks").await.ok()["items"], json!([]));
}
