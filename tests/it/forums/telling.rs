//! What the forums tell: notices in the inbox and frames on the wire.

use kit::{Person, Town, Value, check, expect, json};

async fn inbox(town: &Town, person: &Person) -> Vec<(String, String)> {
    town.settle().await;
    let list = person.get("/notices?limit=100").await.ok();
    let line =
        |n: &Value| (n["kind"].as_str().unwrap().to_owned(), n["actor"]["surname"].as_str().unwrap_or("").to_owned());
    list["items"].as_array().unwrap().iter().map(line).collect()
}

fn line(kind: &str, surname: &str) -> (String, String) {
    (kind.to_owned(), surname.to_owned())
}

#[tokio::test]
async fn one_post_gives_a_person_one_notice_under_the_strongest_reason() {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    let topic = ana.opens(&town.space("open").await, "Кому скажут").await;
    let id = topic["id"].as_str().unwrap();
    // Whom a post is told is decided a moment after it was written.
    town.settle().await;
    mo.put(&format!("/topics/{id}/watch"), json!({"level": "watching"})).await.ok();
    ben.replies(id, &format!("@[Анна](person:{}) ответ", ana.id)).await.ok();
    assert_eq!(inbox(&town, &ana).await, [line("mention", "Белов")], "a mention, not a reply besides");
    assert_eq!(inbox(&town, &mo).await, [line("watched", "Белов")]);
    assert_eq!(inbox(&town, &ben).await, [], "nobody hears of their own doing");
    ben.replies(id, "ещё").await.ok();
    assert_eq!(inbox(&town, &ana).await, [line("reply", "Белов"), line("mention", "Белов")]);
    assert_eq!(inbox(&town, &mo).await.len(), 1, "one notice of a watched topic until it is read");
    mo.put(&format!("/topics/{id}/read"), json!({"no": 3})).await.ok();
    ben.replies(id, "после чтения").await.ok();
    assert_eq!(inbox(&town, &mo).await.len(), 2);
}

#[tokio::test]
async fn a_muted_topic_tells_nothing_but_a_direct_mention() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Шумит").await;
    let id = topic["id"].as_str().unwrap();
    ana.put(&format!("/topics/{id}/watch"), json!({"level": "muted"})).await.ok();
    ben.replies(id, "ответ в тему").await.ok();
    assert_eq!(inbox(&town, &ana).await, []);
    ben.replies(id, &format!("@[Анна](person:{}), подойдите", ana.id)).await.ok();
    assert_eq!(inbox(&town, &ana).await, [line("mention", "Белов")]);
}

#[tokio::test]
async fn notices_of_what_one_may_no_longer_see_are_gone() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let hidden = town.hidden().await;
    ana.replies(&hidden.topic, &format!("@[Бен](person:{})", ben.id)).await.ok();
    assert_eq!(inbox(&town, &ben).await, [line("mention", "Анисимова")]);
    ana.delete(&format!("/spaces/{}/members/{}", hidden.space, ben.id)).await.ok();
    assert_eq!(inbox(&town, &ben).await, []);
    assert_eq!(ben.get("/notices/count").await.ok()["unread"], 0);
}

#[tokio::test]
async fn accepted_answers_invitations_and_requests_are_told() {
    let town = Town::new().await;
    let (ana, ben, far) = (town.person("ana").await, town.person("ben").await, town.person("far").await);
    let body = json!({"space_id": town.space("open").await, "kind": "question", "title": "Как?", "body": "Так?"});
    let topic = ana.post_once("/topics", body).await.ok();
    let id = topic["id"].as_str().unwrap();
    let answer = ben.replies(id, "Вот так").await.ok();
    ana.put(&format!("/topics/{id}/accepted"), json!({"post_id": answer["id"]})).await.ok();
    assert_eq!(inbox(&town, &ben).await, [line("accepted", "Анисимова")]);
    let circle = town.space("circle").await;
    ana.put(&format!("/spaces/{circle}/members/{}", far.id), json!({"role": "member", "state": "invited"})).await.ok();
    far.post(&format!("/spaces/{}/join", town.space("club").await), json!({})).await.ok();
    assert_eq!(inbox(&town, &far).await, [line("invitation", "Анисимова")]);
    assert_eq!(inbox(&town, &ana).await, [line("request", "Дальнева"), line("reply", "Белов")]);
}

#[tokio::test]
async fn an_edit_that_calls_somebody_new_tells_only_them() {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    let topic = ana.opens(&town.space("open").await, "Правка зовёт").await;
    let post = ana.replies(topic["id"].as_str().unwrap(), &format!("@[Бен](person:{})", ben.id)).await.ok();
    assert_eq!(inbox(&town, &ben).await.len(), 1);
    let body = format!("@[Бен](person:{}) @[Мо](person:{})", ben.id, mo.id);
    ana.patch(&format!("/posts/{}", post["id"].as_str().unwrap()), json!({"version": 1, "body": body})).await.ok();
    assert_eq!((inbox(&town, &ben).await.len(), inbox(&town, &mo).await.len()), (1, 1));
}

#[tokio::test]
async fn the_wire_carries_posts_as_pages_show_them() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Провод").await;
    let id = topic["id"].as_str().unwrap();
    let mut wire = ben.watches(&format!("topic:{id}")).await;
    let post = ana.replies(id, "слово").await.ok();
    let frame = wire.next_of("ev").await;
    assert_eq!((&frame["kind"], &frame["data"]["post"]), (&json!("post_created"), &post));
    let path = format!("/posts/{}", post["id"].as_str().unwrap());
    ben.put(&format!("{path}/reactions/thanks"), json!({})).await.ok();
    let frame = wire.next_of("ev").await;
    assert_eq!((&frame["kind"], &frame["data"]["reactions"]["thanks"]), (&json!("post_reacted"), &json!(1)));
    ana.delete(&path).await.ok();
    let frame = wire.next_of("ev").await;
    assert_eq!((&frame["kind"], &frame["data"]["post"]["html"]), (&json!("post_deleted"), &json!("")));
}

#[tokio::test]
async fn the_other_devices_of_a_reader_follow_their_marks() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let topic = ana.opens(&town.space("open").await, "Два устройства").await;
    let id = topic["id"].as_str().unwrap();
    let phone = town.person("ben").await;
    let mut wire = phone.watches(&format!("user:{}", ben.id)).await;
    ben.put(&format!("/topics/{id}/read"), json!({"no": 1})).await.ok();
    let frame = wire.next_of("ev").await;
    assert_eq!(frame["kind"], "read");
    let data = &frame["data"];
    assert_eq!((&data["topic_id"], &data["last_read_no"], &data["unread"]), (&json!(id), &json!(1), &json!(0)));
    check(&ben.put(&format!("/topics/{id}/read"), json!({"no": 1})).await, expect!["200"]);
}
