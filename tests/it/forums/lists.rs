//! Lists: filters, words, pages, home.

use kit::{Person, Town, Value, check, expect, json};

async fn titles(person: &Person, query: &str) -> Vec<String> {
    let list = person.get(&format!("/topics?{query}")).await.ok();
    list["items"].as_array().unwrap().iter().map(|t| t["title"].as_str().unwrap().to_owned()).collect()
}

async fn talk(town: &Town, person: &Person) -> Vec<Value> {
    let space = town.space("open").await;
    let mut made = Vec::new();
    for (kind, title, subject, grades, tags) in [
        ("question", "Проценты в пятом классе", "math", json!([5]), json!(["ВПР", "проценты"])),
        ("discussion", "Ёлка и утренники", "music", json!([1, 2]), json!(["праздник"])),
        ("discussion", "ВПР по русскому", "russian", json!([5, 6]), json!(["впр"])),
    ] {
        town.clock.advance(chrono::TimeDelta::minutes(1));
        let body = json!({"space_id": space, "kind": kind, "title": title, "body": "текст", "subject": subject, "grades": grades, "tags": tags});
        made.push(person.post_once("/topics", body).await.ok());
    }
    made
}

#[tokio::test]
async fn topics_are_found_by_words_subjects_grades_and_tags() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    talk(&town, &ana).await;
    let all = ["ВПР по русскому", "Ёлка и утренники", "Проценты в пятом классе"];
    assert_eq!(titles(&ben, "").await, all);
    assert_eq!(titles(&ben, "subject=math").await, ["Проценты в пятом классе"]);
    assert_eq!(titles(&ben, "grade=5").await, ["ВПР по русскому", "Проценты в пятом классе"]);
    assert_eq!(titles(&ben, "tag=ВПР").await, ["ВПР по русскому", "Проценты в пятом классе"]);
    assert_eq!(titles(&ben, "kind=question").await, ["Проценты в пятом классе"]);
    assert_eq!(titles(&ben, "filter=unanswered").await, ["Проценты в пятом классе"]);
    assert_eq!(titles(&ben, "q=елка").await, ["Ёлка и утренники"]);
    assert_eq!(titles(&ben, "q=впр русск").await, ["ВПР по русскому"]);
    assert_eq!(titles(&ben, "q=100%").await, [] as [&str; 0]);
    assert_eq!(titles(&ana, "filter=mine").await, all);
    assert_eq!(titles(&ben, "filter=mine").await, [] as [&str; 0]);
    assert_eq!(titles(&ana, "filter=watched").await, all, "authors follow what they start");
    assert_eq!(titles(&ben, "filter=unread&subject=music").await, ["Ёлка и утренники"]);
    assert_eq!(ben.get("/tags?q=вп").await.ok()["items"], json!(["ВПР"]));
    assert_eq!(ben.get("/tags").await.ok()["items"][0], "ВПР", "the most used first");
    check(&ben.get("/topics?kind=poem").await, expect!["422 query: invalid"]);
    check(&ben.get("/topics?cursor=zz").await, expect!["422 cursor: invalid"]);
}

#[tokio::test]
async fn pages_of_a_list_neither_repeat_nor_skip() {
    let town = Town::new().await;
    let (mo, ben) = (town.person("mo").await, town.person("ben").await);
    let space = town.space("open").await;
    let mut made = Vec::new();
    for n in 0..11 {
        // Several topics of the same moment.
        if n % 3 == 0 {
            town.clock.advance(chrono::TimeDelta::minutes(1));
        }
        let topic = mo.opens(&space, &format!("Тема {n}")).await;
        made.push(topic["id"].as_str().unwrap().to_owned());
    }
    for n in [1, 4, 7] {
        mo.patch(&format!("/topics/{}", made[n]), json!({"version": 1, "pinned": true})).await.ok();
    }
    for (query, pinned_first) in [(format!("space={space}"), true), (String::new(), false)] {
        let mut seen: Vec<String> = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = ben.get(&format!("/topics?{query}&limit=2&cursor={cursor}")).await.ok();
            let items = page["items"].as_array().unwrap();
            assert!(items.len() <= 2);
            seen.extend(items.iter().map(|t| t["id"].as_str().unwrap().to_owned()));
            match page["next"].as_str() {
                Some(next) => cursor = next.to_owned(),
                None => break,
            }
        }
        let mut sorted = seen.clone();
        sorted.sort();
        let mut all = made.clone();
        all.sort();
        assert_eq!(sorted, all, "{query}");
        if pinned_first {
            assert_eq!(seen[..3], [made[7].clone(), made[4].clone(), made[1].clone()]);
        }
    }
}

#[tokio::test]
async fn spaces_are_listed_by_title_with_their_counts() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let list = ana.get("/spaces").await.ok();
    let titles: Vec<_> = list["items"].as_array().unwrap().iter().map(|s| s["title"].as_str().unwrap()).collect();
    let expected = [
        "Журавлинский район",
        "Клуб наставников",
        "Кружок: тихий-омут",
        "Общая учительская",
        "РМО математиков",
        "Школа № 6: тихий-омут",
    ];
    assert_eq!(titles, expected);
    assert_eq!(list["items"][4]["org"]["short_name"], "РМО учителей математики");
    assert_eq!((&list["items"][2]["private"], &list["items"][3]["private"]), (&json!(true), &json!(false)));
    let found = ana.get("/spaces?q=учительск").await.ok();
    assert_eq!(found["items"][0]["title"], "Общая учительская");
    let mine = far.get("/spaces?mine=true").await.ok();
    let kinds: Vec<_> = mine["items"].as_array().unwrap().iter().map(|s| s["kind"].as_str().unwrap()).collect();
    assert_eq!(kinds, ["open"], "what one may merely read is not one's own");
    let groups = ana.get("/spaces?kind=group&limit=1").await.ok();
    let next = ana.get(&format!("/spaces?kind=group&limit=1&cursor={}", groups["next"].as_str().unwrap())).await.ok();
    assert_eq!(
        (&groups["items"][0]["title"], &next["items"][0]["title"]),
        (&json!("Клуб наставников"), &json!("Кружок: тихий-омут"))
    );
}

#[tokio::test]
async fn home_tells_what_is_new_for_me() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topics = talk(&town, &ana).await;
    let home = ben.get("/home").await.ok();
    assert_eq!(home["unread_total"], 3);
    assert_eq!(home["spaces"][0]["title"], "Общая учительская", "spaces with unread come first");
    assert_eq!(home["unread_topics"].as_array().unwrap().len(), 3);
    assert_eq!(home["questions"][0]["title"], "Проценты в пятом классе");
    assert_eq!(home["watched"], json!([]));
    assert!(home["position"].as_i64().unwrap() > 0);
    ben.replies(topics[0]["id"].as_str().unwrap(), "отвечу").await.ok();
    let home = ben.get("/home").await.ok();
    assert_eq!(home["watched"][0]["title"], "Проценты в пятом классе", "who answers follows");
    assert_eq!(home["watched"][0]["my"]["watch"], "following");
}
