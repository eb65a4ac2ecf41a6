//! What the forums give to the search, and topics that other features open.

use std::collections::BTreeSet;

use kernel::PersonId;
use kit::{Person, Town, Value, check, expect, json, town::actor};
use platform::{
    feed,
    ports::{Audience, DocKey, Document, NewDiscussion, SearchSource},
};
use uuid::Uuid;

fn source(town: &Town) -> std::sync::Arc<dyn SearchSource> {
    town.app.search_sources().iter().find(|s| s.kinds().contains(&"post")).unwrap().clone()
}

/// Documents that events after `seq` touched, as they are now, and the keys that are gone.
async fn since(town: &Town, seq: i64) -> (Vec<Document>, BTreeSet<DocKey>) {
    let source = source(town);
    let mut keys = BTreeSet::new();
    for event in feed::after(town.app.reader(), seq, 10_000).await.unwrap() {
        if source.wants(&event.kind) {
            keys.extend(source.touched(&town.app, &event).await.unwrap());
        }
    }
    let found = source.load(&town.app, &keys.iter().cloned().collect::<Vec<_>>()).await.unwrap();
    let present: BTreeSet<DocKey> = found.iter().map(|d| d.key.clone()).collect();
    (found, keys.difference(&present).cloned().collect())
}

async fn head(town: &Town) -> i64 {
    feed::head(town.app.reader()).await.unwrap()
}

fn id(value: &Value) -> String {
    value["id"].as_str().unwrap().to_owned()
}

fn key(kind: &'static str, value: &Value) -> DocKey {
    DocKey { kind, id: id(value).parse().unwrap() }
}

async fn question(town: &Town, ana: &Person) -> Value {
    let body = json!({
        "space_id": town.space("open").await, "kind": "question", "title": "Проценты в пятом классе",
        "body": "> чужие слова\n\nКак **объяснить** проценты?", "subject": "math", "grades": [5, 6], "tags": ["ВПР"],
    });
    ana.post_once("/topics", body).await.ok()
}

#[tokio::test]
async fn a_topic_and_its_replies_become_documents() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let start = head(&town).await;
    let topic = question(&town, &ana).await;
    let reply = ben.replies(&id(&topic), "Через скидки в магазине").await.ok();
    ana.put(&format!("/posts/{}/reactions/useful", id(&reply)), json!({})).await.ok();
    let (mut found, gone) = since(&town, start).await;
    assert!(gone.is_empty());
    found.sort_by_key(|d| d.key.kind);
    let [post, first] = &found[..] else { panic!("{found:?}") };
    assert_eq!((&first.key, &post.key), (&key("topic", &topic), &key("post", &reply)));
    assert_eq!((first.title.as_str(), first.body.as_str()), ("Проценты в пятом классе", "Как объяснить проценты?"));
    assert_eq!((post.title.as_str(), post.body.as_str()), ("", "Через скидки в магазине"));
    assert_eq!(first.authors, ["Анисимова Мария Павловна"]);
    assert_eq!((&first.subjects[..], &first.grades[..]), (&["math".to_owned()][..], &[5, 6][..]));
    assert_eq!((&post.subjects, &post.grades), (&first.subjects, &first.grades), "a reply is about what its topic is");
    assert_eq!(
        (first.form.as_deref(), post.form.as_deref(), &first.keywords[..]),
        (Some("question"), None, &["ВПР".to_owned()][..])
    );
    assert_eq!((first.uses, post.uses), (1, 1));
    assert_eq!(first.places, ["Общая учительская"]);
    let space = Audience::Space(town.space("open").await.parse().unwrap());
    assert_eq!((&first.audience[..], &post.audience[..]), (std::slice::from_ref(&space), std::slice::from_ref(&space)));
}

#[tokio::test]
async fn an_accepted_answer_is_worth_more_and_only_while_it_is_accepted() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = question(&town, &ana).await;
    let one = ben.replies(&id(&topic), "первое").await.ok();
    let two = ben.replies(&id(&topic), "второе").await.ok();
    let mut told = Vec::new();
    for answer in [&one["id"], &two["id"], &Value::Null] {
        let start = head(&town).await;
        ana.put(&format!("/topics/{}/accepted", id(&topic)), json!({"post_id": answer})).await.ok();
        let (found, _) = since(&town, start).await;
        let worth = |k: DocKey| found.iter().find(|d| d.key == k).unwrap().quality;
        let (a, b) = (worth(key("post", &one)), worth(key("post", &two)));
        told.push((a > b, b > a, worth(key("topic", &topic)) > 0.5));
    }
    assert_eq!(told, [(true, false, true), (false, true, true), (false, false, false)]);
}

#[tokio::test]
async fn what_is_deleted_is_no_document_until_it_is_restored() {
    let town = Town::new().await;
    let (ana, mo) = (town.person("ana").await, town.person("mo").await);
    let topic = question(&town, &ana).await;
    let reply = ana.replies(&id(&topic), "лишнее").await.ok();
    let start = head(&town).await;
    ana.delete(&format!("/posts/{}", id(&reply))).await.ok();
    let (found, gone) = since(&town, start).await;
    assert_eq!((found.len(), gone), (1, BTreeSet::from([key("post", &reply)])));
    ana.post(&format!("/posts/{}/restore", id(&reply)), json!({})).await.ok();
    let start = head(&town).await;
    mo.delete_with(&format!("/topics/{}", id(&topic)), json!({"reason": "повтор"})).await.ok();
    let (found, gone) = since(&town, start).await;
    assert!(found.is_empty());
    assert_eq!(gone, BTreeSet::from([key("topic", &topic), key("post", &reply)]));
    let start = head(&town).await;
    mo.post(&format!("/topics/{}/restore", id(&topic)), json!({})).await.ok();
    assert_eq!(since(&town, start).await.0.len(), 2);
}

#[tokio::test]
async fn a_new_name_of_a_person_or_a_space_reaches_every_document() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let circle = town.space("circle").await;
    let topic = ana.opens(&circle, "Наш план").await;
    ana.replies(&id(&topic), "дополню").await.ok();
    let start = head(&town).await;
    ana.patch(&format!("/spaces/{circle}"), json!({"version": 1, "title": "Кружок химиков"})).await.ok();
    let (found, _) = since(&town, start).await;
    assert_eq!(found.len(), 2);
    assert!(found.iter().all(|d| d.places == ["Кружок химиков"]));
    let start = head(&town).await;
    ana.patch("/me", json!({"version": 1, "surname": "Берёзова"})).await.ok();
    let (found, _) = since(&town, start).await;
    assert!(found.len() >= 2 && found.iter().all(|d| d.authors[0].starts_with("Берёзова")));
}

#[tokio::test]
async fn a_document_is_found_by_exactly_those_who_read_it() {
    let town = Town::new().await;
    town.hidden().await;
    let (ana, lea, head) = (town.person("ana").await, town.person("lea").await, town.person("head").await);
    for (person, space) in [(&ana, "open"), (&lea, "association"), (&head, "school6"), (&ana, "club")] {
        person.opens(&town.space(space).await, &format!("Разговор в {space}")).await;
    }
    let mo = town.person("mo").await;
    let far = town.id("far").await;
    mo.delete(&format!("/spaces/{}/members/{far}", town.space("open").await)).await.ok();
    let source = source(&town);
    let mut keys = source.page(&town.app, "topic", None, 1000).await.unwrap();
    keys.extend(source.page(&town.app, "post", None, 1000).await.unwrap());
    let all = source.load(&town.app, &keys).await.unwrap();
    assert!(all.len() >= 5);
    for login in ["ana", "ben", "lea", "mo", "head", "mun", "admin", "far", "farhead", "pen"] {
        let (person, reader) = (town.person(login).await, actor(&town.app, login).await);
        let held: BTreeSet<_> = source.audiences(&town.app, Some(&reader)).await.unwrap().into_iter().collect();
        let cards = source.cards(&town.app, Some(&reader), &keys).await.unwrap();
        for document in &all {
            let found = document.audience.iter().any(|a| held.contains(a));
            assert_eq!(found, cards.contains_key(&document.key), "{login}: {}", document.title);
            let path = if document.key.kind == "topic" { "topics" } else { "posts" };
            let opens = person.get(&format!("/{path}/{}", document.key.id)).await.status.is_success();
            assert_eq!(found, opens, "{login}: {}", document.title);
        }
    }
    assert!(source.audiences(&town.app, None).await.unwrap().is_empty());
    assert!(source.cards(&town.app, None, &keys).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_rebuild_walks_over_everything_once() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    for n in 0..5 {
        let topic = question(&town, &ana).await;
        ana.replies(&id(&topic), &format!("ответ {n}")).await.ok();
    }
    let source = source(&town);
    for kind in ["topic", "post"] {
        let (mut seen, mut after): (Vec<DocKey>, Option<Uuid>) = (Vec::new(), None);
        loop {
            let page = source.page(&town.app, kind, after, 2).await.unwrap();
            let Some(last) = page.last() else { break };
            after = Some(last.id);
            seen.extend(page);
        }
        assert_eq!(seen.len(), 5, "{kind}");
        assert_eq!(seen.iter().collect::<BTreeSet<_>>().len(), 5, "{kind}");
    }
}

async fn discuss(town: &Town, author: PersonId, place: Option<&str>) -> Result<String, kernel::Error> {
    let place = match place {
        Some(key) => Some(town.org(key).await.parse().unwrap()),
        None => None,
    };
    let mut tx = town.app.begin().await.unwrap();
    let new = NewDiscussion {
        place,
        title: "Практика: проценты на скидках".into(),
        body: "Обсуждаем практику.".into(),
        author,
        subject: Some("math".into()),
        grades: vec![5],
        skills: Vec::new(),
    };
    let topic = town.app.discussions().unwrap().open(&mut tx, new).await?;
    tx.commit().await.unwrap();
    Ok(topic.to_string())
}

#[tokio::test]
async fn the_bank_talks_in_one_open_space_of_its_own() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let author: PersonId = ana.id.parse().unwrap();
    let (one, two) = (discuss(&town, author, None).await.unwrap(), discuss(&town, author, None).await.unwrap());
    let spaces: Vec<Value> =
        [far.get(&format!("/topics/{one}")).await.ok(), far.get(&format!("/topics/{two}")).await.ok()]
            .iter()
            .map(|t| t["space"].clone())
            .collect();
    assert_eq!(spaces[0], spaces[1]);
    assert_eq!((&spaces[0]["title"], &spaces[0]["kind"]), (&json!("Банк практик"), &json!("open")));
    check(&far.replies(&one, "попробую").await, expect!["201"]);
}

#[tokio::test]
async fn a_practice_of_one_school_is_discussed_in_that_school() {
    let town = Town::new().await;
    let (ana, far) = (town.person("ana").await, town.person("far").await);
    let topic = discuss(&town, ana.id.parse().unwrap(), Some("school6")).await.unwrap();
    assert_eq!(ana.get(&format!("/topics/{topic}")).await.ok()["space"]["id"], town.space("school6").await);
    check(&far.get(&format!("/topics/{topic}")).await, expect!["404 not_found"]);
    // A school that never talked gets its space now, for its own people.
    let topic = discuss(&town, far.id.parse().unwrap(), Some("school3")).await.unwrap();
    let space = far.get(&format!("/topics/{topic}")).await.ok()["space"].clone();
    assert_eq!((&space["title"], &space["kind"]), (&json!("МКОУ СОШ № 3"), &json!("school")));
    check(&ana.get(&format!("/topics/{topic}")).await, expect!["404 not_found"]);
    // Nobody opens a topic where they would not be let in.
    assert!(discuss(&town, far.id.parse().unwrap(), Some("school6")).await.is_err());
    assert!(discuss(&town, ana.id.parse().unwrap(), Some("region")).await.is_err());
}
