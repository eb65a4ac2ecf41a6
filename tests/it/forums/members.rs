//! Getting into groups and out of them.

use kit::{Person, Town, Value, check, expect, json};

async fn state(person: &Person, space: &str) -> Value {
    let answer = person.get(&format!("/spaces/{space}")).await;
    if answer.status == 404 { json!("hidden") } else { answer.ok()["my"]["state"].clone() }
}

#[tokio::test]
async fn a_request_is_answered_by_a_moderator() {
    let town = Town::new().await;
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    let club = town.space("club").await;
    assert_eq!(state(&mo, &club).await, "none");
    assert_eq!(mo.post(&format!("/spaces/{club}/join"), json!({})).await.ok()["state"], "requested");
    assert_eq!(mo.post(&format!("/spaces/{club}/join"), json!({})).await.ok()["state"], "requested");
    check(&mo.get(&format!("/topics?space={club}")).await, expect!["404 not_found"]);
    check(&mo.get(&format!("/spaces/{club}/members?state=requested")).await, expect!["404 not_found"]);
    let asked = ana.get(&format!("/spaces/{club}/members?state=requested")).await.ok();
    assert_eq!(asked["items"][0]["person"]["id"], mo.id.as_str());
    let path = format!("/spaces/{club}/members/{}", mo.id);
    check(&mo.put(&path, json!({"role": "member", "state": "member"})).await, expect!["403 forbidden"]);
    ana.put(&path, json!({"role": "member", "state": "member"})).await.ok();
    assert_eq!(state(&mo, &club).await, "member");
    mo.opens(&club, "Я здесь").await;
    let members = mo.get(&format!("/spaces/{club}/members")).await.ok();
    assert_eq!(members["items"].as_array().unwrap().len(), 2);
    assert_eq!(ana.get(&format!("/spaces/{club}")).await.ok()["member_count"], 2);
    mo.post(&format!("/spaces/{club}/leave"), json!({})).await.ok();
    assert_eq!(state(&mo, &club).await, "none");
}

#[tokio::test]
async fn an_invitation_opens_a_door_that_was_not_there() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let circle = town.space("circle").await;
    assert_eq!(state(&far, &circle).await, "hidden");
    check(&far.post(&format!("/spaces/{circle}/join"), json!({})).await, expect!["404 not_found"]);
    let path = format!("/spaces/{circle}/members/{}", far.id);
    ana.put(&path, json!({"role": "member", "state": "invited"})).await.ok();
    assert_eq!(state(&far, &circle).await, "invited");
    check(&far.get(&format!("/topics?space={circle}")).await, expect!["404 not_found"]);
    assert_eq!(far.post(&format!("/spaces/{circle}/join"), json!({})).await.ok()["state"], "member");
    far.opens(&circle, "Вошла").await;
    ana.delete(&path).await.ok();
    assert_eq!(state(&far, &circle).await, "hidden");
    check(&far.post(&format!("/spaces/{circle}/join"), json!({})).await, expect!["404 not_found"]);
    let pending = format!("/spaces/{circle}/members/{}", town.id("pen").await);
    check(&ana.put(&pending, json!({"role": "member", "state": "invited"})).await, expect!["422 person: unknown"]);
}

#[tokio::test]
async fn whoever_is_shown_out_of_an_open_space_does_not_see_it() {
    let town = Town::new().await;
    let (mo, ben, admin) = (town.person("mo").await, town.person("ben").await, town.person("admin").await);
    let open = town.space("open").await;
    let topic = mo.opens(&open, "Без него").await;
    mo.delete(&format!("/spaces/{open}/members/{}", ben.id)).await.ok();
    assert_eq!(state(&ben, &open).await, "hidden");
    check(&ben.get(&format!("/topics/{}", topic["id"].as_str().unwrap())).await, expect!["404 not_found"]);
    check(&mo.delete(&format!("/spaces/{open}/members/{}", admin.id)).await, expect!["403 forbidden"]);
    mo.put(&format!("/spaces/{open}/members/{}", ben.id), json!({"role": "reader", "state": "member"})).await.ok();
    check(&ben.replies(topic["id"].as_str().unwrap(), "слово").await, expect!["403 read_only"]);
}

#[tokio::test]
async fn a_group_never_loses_its_last_moderator() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let circle = town.space("circle").await;
    check(&ana.post(&format!("/spaces/{circle}/leave"), json!({})).await, expect!["409 in_use"]);
    let own = format!("/spaces/{circle}/members/{}", ana.id);
    check(&ana.put(&own, json!({"role": "member", "state": "member"})).await, expect!["409 in_use"]);
    check(&ana.delete(&own).await, expect!["409 in_use"]);
    ana.put(&format!("/spaces/{circle}/members/{}", ben.id), json!({"role": "moderator", "state": "member"}))
        .await
        .ok();
    ana.post(&format!("/spaces/{circle}/leave"), json!({})).await.ok();
    assert_eq!((state(&ana, &circle).await, state(&ben, &circle).await), (json!("hidden"), json!("member")));
    check(&ben.post(&format!("/spaces/{}/leave", town.space("open").await), json!({})).await, expect!["403 forbidden"]);
}

#[tokio::test]
async fn members_of_a_school_need_no_rows() {
    let town = Town::new().await;
    let (head, ana) = (town.person("head").await, town.person("ana").await);
    let school = town.space("school6").await;
    let card = head.get(&format!("/spaces/{school}")).await.ok();
    assert_eq!(card["moderators"][0]["surname"], "Головин");
    let list = ana.get(&format!("/spaces/{school}/members?limit=100")).await.ok();
    let roles: Vec<(&str, &str)> = list["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|m| (m["person"]["surname"].as_str().unwrap(), m["role"].as_str().unwrap()))
        .collect();
    assert_eq!(
        roles,
        [("Администратова", "member"), ("Анисимова", "member"), ("Белов", "member"), ("Головин", "moderator")]
    );
    assert_eq!(card["member_count"], 4);
    let first = ana.get(&format!("/spaces/{school}/members?limit=3")).await.ok();
    let rest =
        ana.get(&format!("/spaces/{school}/members?limit=3&cursor={}", first["next"].as_str().unwrap())).await.ok();
    assert_eq!(rest["items"][0]["person"]["surname"], "Головин");
    let district = ana.get(&format!("/spaces/{}", town.space("district").await)).await.ok();
    assert_eq!(district["member_count"], 8, "everybody who works in the district");
    let open = ana.get(&format!("/spaces/{}", town.space("open").await)).await.ok();
    assert_eq!(open["member_count"], 10, "everybody confirmed");
}

#[tokio::test]
async fn only_readers_of_a_space_can_be_called_in_it() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let called = |key: &'static str, q: &'static str| {
        let (town, ana) = (&town, &ana);
        async move {
            let found = ana.get(&format!("/spaces/{}/mentionable?q={q}", town.space(key).await)).await.ok();
            found["items"]
                .as_array()
                .unwrap()
                .iter()
                .map(|p| p["surname"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        }
    };
    assert_eq!(called("open", "мор").await, ["Морозова"]);
    assert_eq!(called("open", "ожид").await, [] as [&str; 0], "not confirmed yet");
    assert_eq!(called("school6", "").await, ["Администратова", "Белов", "Головин"]);
    assert_eq!(called("circle", "бел").await, ["Белов"]);
    assert_eq!(called("circle", "мор").await, [] as [&str; 0]);
    assert_eq!(called("district", "дальн").await, [] as [&str; 0]);
}

#[tokio::test]
async fn spaces_are_opened_and_changed_by_those_who_run_them() {
    let town = Town::new().await;
    let (ana, ben, head) = (town.person("ana").await, town.person("ben").await, town.person("head").await);
    let new = |kind: &str, org: Value| json!({"kind": kind, "title": " Новое место ", "about": "О нём", "join": "invitation", "org_id": org});
    let group = ben.post("/spaces", new("group", Value::Null)).await.ok();
    assert_eq!(
        (&group["title"], &group["private"], &group["my"]["role"]),
        (&json!("Новое место"), &json!(true), &json!("moderator"))
    );
    let id = group["id"].as_str().unwrap();
    check(&ana.get(&format!("/spaces/{id}")).await, expect!["404 not_found"]);
    check(&ben.post("/spaces", new("open", Value::Null)).await, expect!["403 forbidden"]);
    let school = town.org("school6").await;
    check(&ben.post("/spaces", new("school", json!(school))).await, expect!["403 forbidden"]);
    check(&head.post("/spaces", new("school", json!(school))).await, expect!["201"]);
    check(&head.post("/spaces", new("school", json!(town.org("school3").await))).await, expect!["403 forbidden"]);
    check(
        &ben.post("/spaces", json!({"kind": "group", "title": " ", "join": "auto"})).await,
        expect!["422 title: required"],
    );
    let changed = ben.patch(&format!("/spaces/{id}"), json!({"version": 1, "join": "request"})).await.ok();
    assert_eq!((&changed["join"], &changed["version"]), (&json!("request"), &json!(2)));
    check(&ana.get(&format!("/spaces/{id}")).await, expect!["200"]);
    check(&ana.patch(&format!("/spaces/{id}"), json!({"version": 2, "title": "Моё"})).await, expect!["403 forbidden"]);
    check(
        &ben.patch(&format!("/spaces/{id}"), json!({"version": 1, "title": "Иное"})).await,
        expect!["409 version_conflict"],
    );
}

#[tokio::test]
async fn sections_are_moved_by_moderators() {
    let town = Town::new().await;
    let (mo, ben) = (town.person("mo").await, town.person("ben").await);
    let open = town.space("open").await;
    check(&ben.post(&format!("/spaces/{open}/sections"), json!({"title": "Мой"})).await, expect!["403 forbidden"]);
    let mut ids = Vec::new();
    for title in ["Первый", "Второй", "Третий"] {
        let made = mo.post(&format!("/spaces/{open}/sections"), json!({"title": title})).await.ok();
        ids.push(made["id"].as_str().unwrap().to_owned());
    }
    let moved = mo.patch(&format!("/sections/{}", ids[2]), json!({"position": 0, "about": "Теперь первый"})).await.ok();
    assert_eq!((&moved["position"], &moved["about"]), (&json!(0), &json!("Теперь первый")));
    let shown = ben.get(&format!("/spaces/{open}")).await.ok();
    let titles: Vec<_> = shown["sections"].as_array().unwrap().iter().map(|s| s["title"].clone()).collect();
    assert_eq!(titles, ["Третий", "Первый", "Второй"]);
}
