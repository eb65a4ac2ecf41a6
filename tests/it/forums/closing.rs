//! Putting a space away, taking a section away.

use kit::{Person, Town, Value, check, expect, json};

async fn put_away(person: &Person, space: &str, archived: bool) -> kit::Answer {
    let now = person.get(&format!("/spaces/{space}")).await.ok();
    person.patch(&format!("/spaces/{space}"), json!({"version": now["version"], "archived": archived})).await
}

fn ids(list: &Value) -> Vec<&str> {
    list["items"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_space_put_away_is_read_and_not_written() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let circle = town.space("circle").await;
    let topic = ana.opens(&circle, "Прошлый год").await;
    let id = topic["id"].as_str().unwrap();
    let post = ben.replies(id, "помню").await.ok();
    let post = format!("/posts/{}", post["id"].as_str().unwrap());
    check(&put_away(&ben, &circle, true).await, expect!["403 forbidden"]);
    assert_eq!(put_away(&ana, &circle, true).await.ok()["archived"], true);
    // Everything is still there…
    assert_eq!(ben.get(&format!("/topics/{id}")).await.ok()["space"]["archived"], true);
    assert_eq!(ids(&ben.get(&format!("/topics?space={circle}")).await.ok()), [id]);
    check(&ben.get(&format!("/topics/{id}/posts")).await, expect!["200"]);
    // …and nobody adds to it, the moderator neither.
    for person in [&ana, &ben] {
        check(&person.replies(id, "ещё").await, expect!["403 space_archived"]);
        let new = json!({"space_id": circle, "kind": "discussion", "title": "Новая", "body": "тема"});
        check(&person.post_once("/topics", new).await, expect!["403 space_archived"]);
    }
    check(&ben.patch(&post, json!({"version": 1, "body": "иначе"})).await, expect!["403 space_archived"]);
    check(&ana.put(&format!("{post}/reactions/useful"), json!({})).await, expect!["403 space_archived"]);
    check(&ana.delete_with(&post, json!({"reason": "так"})).await, expect!["403 space_archived"]);
    let rename = json!({"version": 2, "title": "Другое имя"});
    check(&ana.patch(&format!("/spaces/{circle}"), rename).await, expect!["403 space_archived"]);
    check(&ana.post(&format!("/spaces/{circle}/sections"), json!({"title": "р"})).await, expect!["403 space_archived"]);
    let can = ana.get(&format!("/spaces/{circle}")).await.ok()["can"].clone();
    assert_eq!((&can["archive"], &can["edit"], &can["post"]), (&json!(true), &json!(false), &json!(false)));
    assert_eq!(ana.get(&format!("/topics/{id}")).await.ok()["can"]["reply"], false);
    // Own marks are nobody's business.
    ben.put(&format!("/topics/{id}/read"), json!({"no": 2})).await.ok();
    put_away(&ana, &circle, false).await.ok();
    check(&ben.replies(id, "снова здесь").await, expect!["201"]);
}

#[tokio::test]
async fn spaces_put_away_have_a_list_of_their_own() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let circle = town.space("circle").await;
    put_away(&ana, &circle, true).await.ok();
    assert!(!ids(&ana.get("/spaces").await.ok()).contains(&circle.as_str()));
    assert_eq!(ids(&ana.get("/spaces?archived=true").await.ok()), [circle.as_str()]);
    assert_eq!(ids(&far.get("/spaces?archived=true").await.ok()), [] as [&str; 0]);
    let home = ana.get("/home").await.ok();
    assert!(home["spaces"].as_array().unwrap().iter().all(|s| s["id"] != circle.as_str()));
}

#[tokio::test]
async fn a_section_goes_when_it_is_empty_or_its_topics_have_a_place() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let circle = town.space("circle").await;
    let path = format!("/spaces/{circle}/sections");
    let mut made = Vec::new();
    for title in ["Пустой", "Полный", "Приёмник"] {
        made.push(ana.post(&path, json!({"title": title})).await.ok()["id"].as_str().unwrap().to_owned());
    }
    let [empty, full, other] = [&made[0], &made[1], &made[2]];
    let new = json!({"space_id": circle, "section_id": full, "kind": "discussion", "title": "Здесь", "body": "была"});
    let topic = ben.post_once("/topics", new).await.ok();
    let topic = format!("/topics/{}", topic["id"].as_str().unwrap());
    ben.put(&format!("/sections/{full}/watch"), json!({"level": "watching"})).await.ok();
    check(&ben.delete(&format!("/sections/{empty}")).await, expect!["403 forbidden"]);
    check(&town.person("far").await.delete(&format!("/sections/{empty}")).await, expect!["404 not_found"]);
    check(&ana.delete(&format!("/sections/{empty}")).await, expect!["204"]);
    check(&ana.delete(&format!("/sections/{empty}")).await, expect!["404 not_found"]);
    check(&ana.delete(&format!("/sections/{full}")).await, expect!["409 in_use"]);
    let to_itself = format!("/sections/{full}?move_to={full}");
    check(&ana.delete(&to_itself).await, expect!["422 section_id: invalid"]);
    let elsewhere =
        ana.post(&format!("/spaces/{}/sections", town.space("club").await), json!({"title": "ч"})).await.ok();
    let foreign = format!("/sections/{full}?move_to={}", elsewhere["id"].as_str().unwrap());
    check(&ana.delete(&foreign).await, expect!["422 section_id: unknown"]);
    check(&ana.delete(&format!("/sections/{full}?move_to={other}")).await, expect!["204"]);
    assert_eq!(ben.get(&topic).await.ok()["section"]["id"], other.as_str());
    check(&ana.delete(&format!("/sections/{other}?keep=true")).await, expect!["204"]);
    assert_eq!(ben.get(&topic).await.ok()["section"], Value::Null);
    assert_eq!(ana.get(&format!("/spaces/{circle}")).await.ok()["sections"], json!([]));
}
