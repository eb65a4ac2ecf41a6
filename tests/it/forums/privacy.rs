//! What must look as if it were not there.

use kit::{Answer, Town, Value, check, expect, json, town::SECRET};

#[tokio::test]
async fn a_private_group_does_not_exist_for_strangers() {
    let town = Town::new().await;
    let hidden = town.hidden().await;
    let nowhere = "0190b0f4-7b2a-7c3d-8e4f-0123456789ab";
    let same = |a: &Answer, b: &Answer, what: &str| {
        let plain = |a: &Answer| {
            let mut body = a.json();
            body.as_object_mut().unwrap().remove("request_id");
            (a.status, body)
        };
        assert_eq!(plain(a), plain(b), "{what}");
        assert_eq!(a.status.as_u16(), 404, "{what}");
    };
    for login in ["mo", "far", "admin", "pen", "head"] {
        let person = town.person(login).await;
        for (kind, id) in [("spaces", &hidden.space), ("topics", &hidden.topic), ("posts", &hidden.post)] {
            same(&person.get(&format!("/{kind}/{id}")).await, &person.get(&format!("/{kind}/{nowhere}")).await, login);
        }
        let reply = |id: String| {
            let person = person.clone();
            async move { person.replies(&id, "стук").await }
        };
        same(&reply(hidden.topic.clone()).await, &reply(nowhere.into()).await, login);
        for path in [
            "/spaces?limit=100",
            "/topics?limit=100",
            "/home",
            "/bookmarks",
            "/tags",
            "/topics?q=тихий",
            "/spaces?q=кружок",
        ] {
            let answer = person.get(path).await;
            answer.ok();
            let kept = login != "head" && login != "admin";
            assert!(!answer.text.contains(&hidden.topic), "{login} {path}");
            assert!(!kept || !answer.text.contains(SECRET), "{login} {path}: {}", answer.text);
        }
    }
}

#[tokio::test]
async fn members_only_spaces_open_to_members_only() {
    let town = Town::new().await;
    let seen = |login: &'static str, key: &'static str| {
        let town = &town;
        async move { town.person(login).await.get(&format!("/spaces/{}", town.space(key).await)).await.status.as_u16() }
    };
    for (login, open, association, school, district, circle, club) in [
        ("ana", 200, 200, 200, 200, 200, 200),
        ("ben", 200, 200, 200, 200, 200, 200),
        ("mo", 200, 200, 404, 200, 404, 200),
        ("far", 200, 200, 404, 404, 404, 200),
        ("mun", 200, 200, 404, 200, 404, 200),
        ("head", 200, 200, 200, 200, 404, 200),
        ("pen", 200, 404, 404, 404, 404, 404),
    ] {
        let saw = (
            seen(login, "open").await,
            seen(login, "association").await,
            seen(login, "school6").await,
            seen(login, "district").await,
            seen(login, "circle").await,
            seen(login, "club").await,
        );
        assert_eq!(saw, (open, association, school, district, circle, club), "{login}");
    }
}

#[tokio::test]
async fn a_group_by_request_shows_its_card_and_nothing_inside() {
    let town = Town::new().await;
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    let club = town.space("club").await;
    ana.post(&format!("/spaces/{club}/sections"), json!({"title": "Внутри"})).await.ok();
    ana.opens(&club, "Встреча клуба").await;
    let card = mo.get(&format!("/spaces/{club}")).await.ok();
    assert_eq!(card["title"], "Клуб наставников");
    assert_eq!((&card["sections"], &card["moderators"]), (&json!([]), &json!([])));
    assert_eq!((&card["topic_count"], &card["last_post_at"]), (&json!(0), &Value::Null));
    assert_eq!(
        card["can"],
        json!({"post": false, "announce": false, "moderate": false, "edit": false, "invite": false, "archive": false})
    );
    for path in ["members", "mentionable"] {
        check(&mo.get(&format!("/spaces/{club}/{path}")).await, expect!["404 not_found"]);
    }
    check(&mo.get(&format!("/topics?space={club}")).await, expect!["404 not_found"]);
    check(&mo.put(&format!("/spaces/{club}/watch"), json!({"level": "watching"})).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn association_spaces_are_read_by_the_network_and_written_by_members() {
    let town = Town::new().await;
    let (lea, ana, ben) = (town.person("lea").await, town.person("ana").await, town.person("ben").await);
    let space = town.space("association").await;
    let topic = ana.opens(&space, "Разбор олимпиады").await;
    let id = topic["id"].as_str().unwrap();
    ben.get(&format!("/topics/{id}")).await.ok();
    check(&ben.replies(id, "Можно?").await, expect!["403 not_member"]);
    let announce = json!({"space_id": space, "kind": "announcement", "title": "Семинар", "body": "Во вторник"});
    check(&lea.post_once("/topics", announce.clone()).await, expect!["201"]);
    check(&ana.post_once("/topics", announce).await, expect!["403 forbidden"]);
}

#[tokio::test]
async fn those_not_yet_confirmed_read_open_spaces_and_nothing_else() {
    let town = Town::new().await;
    let (ana, pen) = (town.person("ana").await, town.person("pen").await);
    let topic = ana.opens(&town.space("open").await, "Знакомство").await;
    let id = topic["id"].as_str().unwrap();
    pen.get(&format!("/topics/{id}/posts")).await.ok();
    check(&pen.replies(id, "Здравствуйте").await, expect!["403 not_confirmed"]);
    let spaces = pen.get("/spaces?limit=100").await.ok();
    let kinds: Vec<&str> = spaces["items"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["open"]);
    pen.put(&format!("/topics/{id}/read"), json!({"no": 1})).await.ok();
}

#[tokio::test]
async fn without_consent_the_forums_are_closed_whatever_one_asks_for() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Есть").await;
    let me = ana.get("/me").await.ok();
    let consent = me["consents"][0]["id"].as_str().unwrap();
    ana.delete(&format!("/me/consents/{consent}")).await.ok();
    for id in [topic["id"].as_str().unwrap(), "0190b0f4-7b2a-7c3d-8e4f-0123456789ab"] {
        check(&ana.get(&format!("/topics/{id}")).await, expect!["403 consent_required"]);
    }
    check(&ana.get("/home").await, expect!["403 consent_required"]);
}

#[tokio::test]
async fn deleted_topics_exist_for_moderators_only() {
    let town = Town::new().await;
    let (mo, ana, ben) = (town.person("mo").await, town.person("ana").await, town.person("ben").await);
    let space = town.space("open").await;
    let topic = ana.opens(&space, "Лишняя тема").await;
    let id = topic["id"].as_str().unwrap();
    ben.replies(id, "ответ").await.ok();
    check(&ana.delete(&format!("/topics/{id}")).await, expect!["403 forbidden"]);
    check(&ben.delete(&format!("/topics/{id}")).await, expect!["403 not_author"]);
    check(&mo.delete(&format!("/topics/{id}")).await, expect!["422 reason: required"]);
    mo.delete_with(&format!("/topics/{id}"), json!({"reason": "повтор"})).await.ok();
    check(&ana.get(&format!("/topics/{id}")).await, expect!["404 not_found"]);
    check(&ana.get(&format!("/topics/{id}/posts")).await, expect!["404 not_found"]);
    assert_eq!(mo.get(&format!("/topics/{id}")).await.ok()["deleted"], true);
    assert_eq!(ana.get(&format!("/topics?space={space}")).await.ok()["items"], json!([]));
    assert_eq!(ana.get(&format!("/spaces/{space}")).await.ok()["topic_count"], 0);
    mo.post(&format!("/topics/{id}/restore"), json!({})).await.ok();
    ana.get(&format!("/topics/{id}")).await.ok();
    let own = ana.opens(&space, "Ошиблась темой").await;
    let own = own["id"].as_str().unwrap();
    check(&ana.delete(&format!("/topics/{own}")).await, expect!["204"]);
}
