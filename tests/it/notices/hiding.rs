//! A notice says what its reader may see now: a lost right takes its words and its place in the count.

use kit::{Town, Value, json};

use super::{kinds, mentions, unread};

#[tokio::test]
async fn a_removed_member_neither_reads_nor_counts_what_is_no_longer_theirs() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let (circle, open) = (town.space("circle").await, town.space("open").await);
    let (private, public) = (ana.opens(&circle, "тихий-омут").await, ana.opens(&open, "Открытая").await);
    for topic in [&private, &public, &private] {
        mentions(&ana, topic, &ben).await;
    }
    town.settle().await;
    assert_eq!(unread(&ben).await, 3);
    let mut socket = ben.watches(&format!("user:{}", ben.id)).await;
    let member = format!("/spaces/{circle}/members/{}", ben.id);
    ana.delete(&member).await.ok();
    assert_eq!(socket.event("notices_read").await["data"]["unread"], 1, "the count follows the right");
    assert_eq!(unread(&ben).await, 1);
    let page = ben.get("/notices").await;
    assert!(!page.text.contains("тихий-омут"));
    assert_eq!(page.ok()["items"].as_array().unwrap().len(), 1);
    ana.put(&member, json!({"role": "member", "state": "member"})).await.ok();
    assert_eq!(socket.event("notices_read").await["data"]["unread"], 3, "and comes back with it");
}

#[tokio::test]
async fn a_page_is_filled_past_what_is_hidden() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let (circle, open) = (town.space("circle").await, town.space("open").await);
    let (private, public) = (ana.opens(&circle, "Скрытая").await, ana.opens(&open, "Видимая").await);
    for no in 0..12 {
        mentions(&ana, if no % 3 == 0 { &public } else { &private }, &ben).await;
    }
    town.settle().await;
    ana.delete(&format!("/spaces/{circle}/members/{}", ben.id)).await.ok();
    let first = ben.get("/notices?limit=3").await.ok();
    let second = ben.get(&format!("/notices?limit=3&cursor={}", first["next"].as_str().unwrap())).await.ok();
    let titles = |page: &Value| page["items"].as_array().unwrap().iter().filter(|n| n["title"] == "Видимая").count();
    assert_eq!((titles(&first), titles(&second)), (3, 1));
    assert_eq!(second["next"], Value::Null);
}

#[tokio::test]
async fn a_deleted_topic_takes_its_notices_along_and_brings_them_back() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("circle").await, "Исчезает").await;
    mentions(&ana, &topic, &ben).await;
    town.settle().await;
    let mut socket = ben.watches(&format!("user:{}", ben.id)).await;
    let path = format!("/topics/{}", topic["id"].as_str().unwrap());
    ana.delete_with(&path, json!({"reason": "повтор"})).await.ok();
    assert_eq!(socket.event("notices_read").await["data"]["unread"], 0);
    assert_eq!(kinds(&ben).await, Vec::<String>::new());
    ana.post(&format!("{path}/restore"), json!({})).await.ok();
    assert_eq!(socket.event("notices_read").await["data"]["unread"], 1);
}

#[tokio::test]
async fn a_deleted_post_keeps_its_place_and_loses_its_words() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Без слов").await;
    let post = mentions(&ana, &topic, &ben).await;
    town.settle().await;
    ana.delete_with(&format!("/posts/{}", post["id"].as_str().unwrap()), json!({"reason": "ошибка"})).await.ok();
    town.settle().await;
    let page = ben.get("/notices").await;
    assert!(!page.text.contains("посмотрите"));
    assert_eq!(page.ok()["items"][0]["excerpt"], Value::Null);
}

#[tokio::test]
async fn who_was_never_allowed_is_not_told() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let topic = ana.opens(&town.space("circle").await, "Не для него").await;
    mentions(&ana, &topic, &far).await;
    town.settle().await;
    assert_eq!((unread(&far).await, kinds(&far).await), (0, Vec::new()));
}
