//! Topics and replies.

use std::collections::BTreeSet;

use kit::{Person, Town, Value, check, expect, json};
use uuid::Uuid;

async fn posts(person: &Person, topic: &str, query: &str) -> Value {
    person.get(&format!("/topics/{topic}/posts?{query}")).await.ok()
}

fn numbers(page: &Value) -> Vec<i64> {
    page["posts"].as_array().unwrap().iter().map(|p| p["no"].as_i64().unwrap()).collect()
}

#[tokio::test]
async fn a_topic_begins_with_its_first_post() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let body = json!({
        "space_id": town.space("open").await, "kind": "question", "title": "  Задача на проценты  ",
        "body": "С чего **начать**?", "subject": "math", "grades": [6, 5, 6], "tags": ["#ВПР", "впр", " проценты  и доли "],
    });
    let topic = ana.post_once("/topics", body).await.ok();
    assert_eq!(topic["title"], "Задача на проценты");
    assert_eq!(topic["grades"], json!([5, 6]));
    assert_eq!(topic["tags"], json!(["ВПР", "проценты и доли"]));
    assert_eq!((topic["last_no"].as_i64(), topic["post_count"].as_i64()), (Some(1), Some(1)));
    assert_eq!(topic["my"]["watch"], "following", "an author follows their topic");
    assert_eq!(topic["can"]["reply"], true);
    let page = posts(&ana, topic["id"].as_str().unwrap(), "").await;
    assert_eq!(page["posts"][0]["html"], "<p>С чего <strong>начать</strong>?</p>\n");
    assert_eq!(page["posts"][0]["author"]["surname"], "Анисимова");
    assert!(page["position"].as_i64().unwrap() >= topic["position"].as_i64().unwrap());
}

#[tokio::test]
async fn bad_topics_are_refused_with_every_mistake_named() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let space = town.space("open").await;
    let refused = |change: Value| {
        let mut body = json!({"space_id": space, "kind": "discussion", "title": "Начало года", "body": "Слово"});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        let ana = ana.clone();
        async move { ana.post_once("/topics", body).await }
    };
    let many: Vec<String> = (0..9).map(|i| format!("т{i}")).collect();
    let worst = json!({"title": "Да", "body": " ", "subject": "alchemy", "grades": [5, 13], "tags": many});
    let expected =
        expect!["422 title: too_short, body: required, subject: unknown, grades[1]: invalid, tags: too_many"];
    check(&refused(worst).await, expected);
    check(&refused(json!({"title": "я".repeat(201)})).await, expect!["422 title: too_long"]);
    check(&refused(json!({"body": "я".repeat(30_001)})).await, expect!["422 body: too_long"]);
    check(&refused(json!({"body": "я".repeat(30_000)})).await, expect!["201"]);
    check(&refused(json!({"section_id": Uuid::nil()})).await, expect!["422 section_id: unknown"]);
    check(&refused(json!({"kind": "announcement"})).await, expect!["403 forbidden"]);
    let keyless =
        ana.post("/topics", json!({"space_id": space, "kind": "discussion", "title": "Тема", "body": "а"})).await;
    check(&keyless, expect!["422 idempotency-key: required"]);
}

#[tokio::test]
async fn a_reply_sent_twice_arrives_once() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Дежурство").await;
    let path = format!("/topics/{}/posts", topic["id"].as_str().unwrap());
    let key = Uuid::now_v7();
    let first = ben.post_keyed(&path, json!({"body": "Я дежурю"}), key).await;
    let again = ben.post_keyed(&path, json!({"body": "Я дежурю"}), key).await;
    assert_eq!((first.status.as_u16(), again.status.as_u16()), (201, 200));
    assert_eq!(first.text, again.text);
    check(&ben.post_keyed(&path, json!({"body": "Я не дежурю"}), key).await, expect!["409 key_reused"]);
    let other = ana.opens(&town.space("open").await, "Другая тема").await;
    let elsewhere = format!("/topics/{}/posts", other["id"].as_str().unwrap());
    check(&ben.post_keyed(&elsewhere, json!({"body": "Я дежурю"}), key).await, expect!["409 key_reused"]);
    check(&ana.post_keyed(&path, json!({"body": "Я дежурю"}), key).await, expect!["201"]);
    assert_eq!(numbers(&posts(&ana, topic["id"].as_str().unwrap(), "").await), [1, 2, 3]);
}

#[tokio::test]
async fn a_resend_finds_its_post_even_in_a_topic_locked_since() {
    let town = Town::new().await;
    let (mo, ben) = (town.person("mo").await, town.person("ben").await);
    let topic = mo.opens(&town.space("open").await, "Итоги четверти").await;
    let id = topic["id"].as_str().unwrap();
    let key = Uuid::now_v7();
    let path = format!("/topics/{id}/posts");
    let first = ben.post_keyed(&path, json!({"body": "Готово"}), key).await;
    mo.patch(&format!("/topics/{id}"), json!({"version": 1, "locked": true})).await.ok();
    let again = ben.post_keyed(&path, json!({"body": "Готово"}), key).await;
    assert_eq!((again.status.as_u16(), &again.text), (200, &first.text));
}

#[tokio::test]
async fn a_topic_sent_twice_arrives_once() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let body =
        json!({"space_id": town.space("open").await, "kind": "discussion", "title": "Подвоз", "body": "Автобус"});
    let key = Uuid::now_v7();
    let (one, two) =
        tokio::join!(ana.post_keyed("/topics", body.clone(), key), ana.post_keyed("/topics", body.clone(), key));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 201]);
    assert_eq!(one.json()["id"], two.json()["id"]);
    let mut other = body;
    other["title"] = "Подвоз детей".into();
    check(&ana.post_keyed("/topics", other, key).await, expect!["409 key_reused"]);
}

#[tokio::test]
async fn numbers_have_no_gaps_when_everybody_writes_at_once() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Все сразу").await;
    let id = topic["id"].as_str().unwrap().to_owned();
    let people = [town.person("ben").await, town.person("mo").await, town.person("far").await];
    let path = format!("/topics/{id}/posts");
    let mut sends = Vec::new();
    for round in 0..8 {
        for person in &people {
            // Every send goes out twice at the same time.
            let key = Uuid::now_v7();
            for _ in 0..2 {
                let (person, path) = (person.clone(), path.clone());
                let body = json!({"body": format!("слово {round}")});
                sends.push(tokio::spawn(async move { person.post_keyed(&path, body, key).await.ok() }));
            }
        }
    }
    let mut made = BTreeSet::new();
    for send in sends {
        made.insert(send.await.unwrap()["no"].as_i64().unwrap());
    }
    assert_eq!(made, (2..=25).collect());
    assert_eq!(numbers(&posts(&ana, &id, "limit=100").await), (1..=25).collect::<Vec<_>>());
}

#[tokio::test]
async fn locked_topics_refuse_replies() {
    let town = Town::new().await;
    let (mo, ana) = (town.person("mo").await, town.person("ana").await);
    let topic = ana.opens(&town.space("open").await, "Закроют").await;
    let id = topic["id"].as_str().unwrap();
    check(&ana.patch(&format!("/topics/{id}"), json!({"version": 1, "locked": true})).await, expect!["403 forbidden"]);
    let locked = mo.patch(&format!("/topics/{id}"), json!({"version": 1, "locked": true})).await.ok();
    assert_eq!((&locked["locked"], &locked["can"]["reply"]), (&true.into(), &false.into()));
    check(&ana.replies(id, "Ещё слово").await, expect!["403 topic_locked"]);
    check(&mo.replies(id, "И я").await, expect!["403 topic_locked"]);
    mo.patch(&format!("/topics/{id}"), json!({"version": 2, "locked": false})).await.ok();
    check(&ana.replies(id, "Ещё слово").await, expect!["201"]);
}

#[tokio::test]
async fn pages_go_both_ways_and_around_any_number() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    town.clock.advance(chrono::TimeDelta::minutes(1));
    let topic = ana.opens(&town.space("open").await, "Длинная тема").await;
    let id = topic["id"].as_str().unwrap();
    for n in 2..=50 {
        ana.replies(id, &format!("сообщение {n}")).await.ok();
    }
    let page = posts(&ben, id, "limit=20").await;
    assert_eq!(numbers(&page), (1..=20).collect::<Vec<_>>());
    assert_eq!((&page["has_before"], &page["has_after"]), (&false.into(), &true.into()));
    assert_eq!((page["first_no"].as_i64(), page["last_no"].as_i64()), (Some(1), Some(50)));
    assert_eq!(numbers(&posts(&ben, id, "after=45").await), [46, 47, 48, 49, 50]);
    let page = posts(&ben, id, "before=21&limit=5").await;
    assert_eq!(numbers(&page), [16, 17, 18, 19, 20]);
    assert_eq!((&page["has_before"], &page["has_after"]), (&true.into(), &true.into()));
    assert_eq!(numbers(&posts(&ben, id, "before=1").await), [] as [i64; 0]);
    assert_eq!(numbers(&posts(&ben, id, "after=50").await), [] as [i64; 0]);
    assert_eq!(numbers(&posts(&ben, id, "after=9999999").await), [] as [i64; 0]);
    let around = numbers(&posts(&ben, id, "around=25&limit=20").await);
    assert!(around.contains(&25) && around.len() == 20 && around[0] < 25, "{around:?}");
    assert_eq!(numbers(&posts(&ben, id, "around=50&limit=20").await), (31..=50).collect::<Vec<_>>());
    for no in [i64::from(i32::MIN), -1, i64::from(i32::MAX)] {
        for name in ["after", "before", "around"] {
            check(&ben.get(&format!("/topics/{id}/posts?{name}={no}")).await, expect!["200"]);
        }
    }
    ben.put(&format!("/topics/{id}/read"), json!({"no": 30})).await.ok();
    let unread = numbers(&posts(&ben, id, "around=0&limit=8").await);
    assert!(unread.contains(&31) && unread[0] <= 30, "{unread:?}");
}

#[tokio::test]
async fn a_kept_page_is_never_stale_for_anybody() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Страница").await;
    let id = topic["id"].as_str().unwrap();
    let post = ana.replies(id, "раз").await.ok();
    let post = post["id"].as_str().unwrap();
    let look = |page: Value| {
        (page["posts"][1]["html"].clone(), page["posts"][1]["reactions"]["useful"].clone(), page["mine"][post].clone())
    };
    assert_eq!(look(posts(&ben, id, "").await), (json!("<p>раз</p>\n"), json!(0), Value::Null));
    ben.put(&format!("/posts/{post}/reactions/useful"), json!({})).await.ok();
    assert_eq!(
        look(posts(&ben, id, "").await),
        (json!("<p>раз</p>\n"), json!(1), json!({"reactions": ["useful"], "bookmarked": false}))
    );
    assert_eq!(look(posts(&ana, id, "").await), (json!("<p>раз</p>\n"), json!(1), Value::Null));
    ben.put(&format!("/posts/{post}/bookmark"), json!({})).await.ok();
    assert_eq!(look(posts(&ben, id, "").await).2, json!({"reactions": ["useful"], "bookmarked": true}));
    ana.patch(&format!("/posts/{post}"), json!({"version": 1, "body": "два"})).await.ok();
    assert_eq!(look(posts(&ben, id, "").await).0, "<p>два</p>\n");
    let (other, _app, _stop) = town.second_server().await;
    let elsewhere = Person { url: other, ..ana.clone() };
    assert_eq!(look(posts(&elsewhere, id, "").await).0, "<p>два</p>\n");
    ana.delete(&format!("/posts/{post}")).await.ok();
    assert_eq!(look(posts(&ana, id, "").await).0, "", "the process that deleted knows at once");
    tokio::time::sleep(platform::seen::LAG).await;
    assert_eq!(look(posts(&elsewhere, id, "").await).0, "", "a page kept by another process must see the deletion");
}

#[tokio::test]
async fn a_reply_names_the_post_it_answers() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let space = town.space("open").await;
    let topic = ana.opens(&space, "Кому ответ").await;
    let path = format!("/topics/{}/posts", topic["id"].as_str().unwrap());
    let first = ana.post_once(&path, json!({"body": "вопрос"})).await.ok();
    let reply = ben.post_once(&path, json!({"body": "ответ", "reply_to": first["id"]})).await.ok();
    assert_eq!((&reply["reply_to"]["no"], &reply["reply_to"]["author"]["surname"]), (&2.into(), &"Анисимова".into()));
    let other = ana.opens(&space, "Чужая тема").await;
    let foreign = posts(&ana, other["id"].as_str().unwrap(), "").await["posts"][0]["id"].clone();
    let refused = ben.post_once(&path, json!({"body": "ответ", "reply_to": foreign})).await;
    check(&refused, expect!["422 reply_to: unknown"]);
}

#[tokio::test]
async fn moderators_pin_move_and_announce() {
    let town = Town::new().await;
    let (mo, ana) = (town.person("mo").await, town.person("ana").await);
    let space = town.space("open").await;
    let section = mo.post(&format!("/spaces/{space}/sections"), json!({"title": "Новости"})).await.ok();
    let old = ana.opens(&space, "Старая тема").await;
    ana.opens(&space, "Новая тема").await;
    let id = old["id"].as_str().unwrap();
    let change = json!({"version": 1, "pinned": true, "section_id": section["id"]});
    let moved = mo.patch(&format!("/topics/{id}"), change).await.ok();
    assert_eq!((&moved["pinned"], &moved["section"]["title"]), (&true.into(), &"Новости".into()));
    let list = ana.get(&format!("/topics?space={space}")).await.ok();
    assert_eq!(list["items"][0]["id"], id, "pinned topics come first in their space");
    let stale = mo.patch(&format!("/topics/{id}"), json!({"version": 1, "pinned": false})).await;
    check(&stale, expect!["409 version_conflict"]);
    assert_eq!(stale.json()["current"]["version"], 2);
    let back = mo.patch(&format!("/topics/{id}"), json!({"version": 2, "section_id": null})).await.ok();
    assert_eq!(back["section"], Value::Null);
    let body = json!({"space_id": space, "kind": "announcement", "title": "Объявление", "body": "Всем", "section_id": section["id"]});
    check(&mo.post_once("/topics", body).await, expect!["201"]);
    let foreign = json!({"space_id": town.space("district").await, "kind": "discussion", "title": "Не туда", "body": "а", "section_id": section["id"]});
    check(&ana.post_once("/topics", foreign).await, expect!["422 section_id: unknown"]);
}
