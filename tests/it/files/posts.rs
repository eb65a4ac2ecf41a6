//! Files of posts: whoever reads the words reads the files, and nobody else.

use chrono::TimeDelta;
use kit::{Answer, Person, Town, Value, check, expect, json};

use super::{contents, fetch, id, links, made, upload};

async fn sheet(person: &Person, name: &str) -> String {
    id(&upload(person, name, name.as_bytes()).await)
}

/// A reply with these files.
async fn reply(person: &Person, topic: &str, files: &[&str]) -> Answer {
    person.post_once(&format!("/topics/{topic}/posts"), json!({"body": "Вот файл", "files": files})).await
}

async fn change(person: &Person, post: &Value, body: Value) -> Answer {
    let mut whole = json!({"version": post["version"], "body": "Вот файл"});
    whole.as_object_mut().unwrap().extend(body.as_object().unwrap().clone());
    person.patch(&format!("/posts/{}", id(post)), whole).await
}

fn names(post: &Value) -> Vec<&str> {
    post["files"].as_array().unwrap().iter().map(|file| file["name"].as_str().unwrap()).collect()
}

/// Their numbers only: what is told of a file grows while its text is read in the background.
fn files(post: &Value) -> Vec<String> {
    post["files"].as_array().unwrap().iter().map(id).collect()
}

/// What somebody gets who asks for the file by each of its routes.
async fn seen(person: &Person, file: &str) -> [u16; 3] {
    [
        person.get(&format!("/files/{file}")).await.status.as_u16(),
        person.get(&format!("/files/{file}/preview")).await.status.as_u16(),
        person.post(&format!("/files/{file}/link"), json!({})).await.status.as_u16(),
    ]
}

const OPEN: [u16; 3] = [200, 200, 201];
const SHUT: [u16; 3] = [404, 404, 404];

#[tokio::test]
async fn a_file_in_a_private_space_is_its_members_alone() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let (circle, file) = (town.space("circle").await, sheet(&ana, "план.txt").await);
    let body = json!({"space_id": circle, "kind": "discussion", "title": "План", "body": "Внутри", "files": [file]});
    let topic = ana.post_once("/topics", body).await.ok();
    let page = ben.get(&format!("/topics/{}/posts", id(&topic))).await.ok();
    assert_eq!(names(&page["posts"][0]), ["план.txt"]);
    assert_eq!(seen(&ben, &file).await, OPEN);
    assert_eq!(contents(&town, &ben, &file).await, "план.txt".as_bytes());
    for who in ["mo", "far", "admin", "head", "pen"] {
        assert_eq!(seen(&town.person(who).await, &file).await, SHUT, "{who}");
    }
    assert_eq!(seen(&town.stranger(), &file).await, SHUT);
    let address = links(&ben, &file).await["download"].as_str().unwrap().to_owned();
    assert_eq!(fetch(&town, &address).await.status(), 200);
    // Whoever is shown out loses the file with the words, also by a link made before.
    ana.delete(&format!("/spaces/{circle}/members/{}", ben.id)).await.ok();
    assert_eq!(seen(&ben, &file).await, SHUT);
    assert_eq!(fetch(&town, &address).await.status(), 404);
    assert_eq!(seen(&ana, &file).await, OPEN);
}

#[tokio::test]
async fn a_file_goes_and_comes_back_with_its_post_and_with_its_topic() {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    let open = town.space("open").await;
    let topic = ben.opens(&open, "Проценты").await;
    let path = format!("/topics/{}", id(&topic));
    let file = sheet(&ana, "лист.txt").await;
    let post = format!("/posts/{}", id(&reply(&ana, &id(&topic), &[&file]).await.ok()));
    assert_eq!(seen(&ben, &file).await, OPEN);
    mo.delete_with(&post, json!({"reason": "не сюда"})).await.ok();
    // A deleted post is read by those who may bring it back.
    for (who, saw) in [(&mo, OPEN), (&ana, SHUT), (&ben, SHUT)] {
        assert_eq!(seen(who, &file).await, saw);
    }
    let page = ben.get(&format!("{path}/posts")).await.ok();
    assert_eq!(page["posts"][1]["files"], json!([]), "{page}");
    mo.post(&format!("{post}/restore"), json!({})).await.ok();
    assert_eq!(seen(&ben, &file).await, OPEN);
    // Moved to a section nothing changes; a deleted topic takes its files away.
    let section = mo.post(&format!("/spaces/{open}/sections"), json!({"title": "5 класс"})).await.ok();
    let version = ben.get(&path).await.ok()["version"].clone();
    mo.patch(&path, json!({"version": version, "section_id": section["id"]})).await.ok();
    assert_eq!(seen(&ben, &file).await, OPEN);
    mo.delete_with(&path, json!({"reason": "повтор"})).await.ok();
    for (who, saw) in [(&mo, OPEN), (&ana, SHUT), (&ben, SHUT)] {
        assert_eq!(seen(who, &file).await, saw);
    }
    mo.post(&format!("{path}/restore"), json!({})).await.ok();
    assert_eq!(seen(&ben, &file).await, OPEN);
}

#[tokio::test]
async fn only_ones_own_loose_files_are_attached() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = id(&ana.opens(&town.space("open").await, "Проценты").await);
    let (mine, theirs) = (sheet(&ana, "моё.txt").await, sheet(&ben, "чужое.txt").await);
    check(&reply(&ana, &topic, &[&mine, &theirs]).await, expect!["422 files[1]: unknown"]);
    let nowhere = "0190b0f4-7b2a-7c3d-8e4f-0123456789ab";
    check(&reply(&ana, &topic, &[nowhere]).await, expect!["422 files[0]: unknown"]);
    check(&reply(&ana, &topic, &[&mine, &mine]).await, expect!["422 files[1]: invalid"]);
    let many: Vec<&str> = std::iter::repeat_n(nowhere, 11).collect();
    assert!(reply(&ana, &topic, &many).await.summary().starts_with("422 files: too_many"));
    let page = ana.get(&format!("/topics/{topic}/posts")).await.ok();
    assert_eq!(page["posts"].as_array().unwrap().len(), 1, "a refused reply leaves nothing behind");
    reply(&ana, &topic, &[&mine]).await.ok();
    check(&reply(&ana, &topic, &[&mine]).await, expect!["422 files[0]: unknown"]);
    check(&reply(&ben, &topic, &[&mine]).await, expect!["422 files[0]: unknown"]);
    check(&ana.delete(&format!("/files/{mine}")).await, expect!["409 in_use"]);
}

#[tokio::test]
async fn an_edit_adds_files_takes_them_off_and_leaves_them_alone() {
    let town = Town::new().await;
    let (ana, ben, mo) = (town.person("ana").await, town.person("ben").await, town.person("mo").await);
    let topic = id(&ben.opens(&town.space("open").await, "Проценты").await);
    let (first, second) = (sheet(&ana, "раз.txt").await, sheet(&ana, "два.txt").await);
    let post = reply(&ana, &topic, &[&first]).await.ok();
    assert_eq!(names(&post), ["раз.txt"]);
    let post = change(&ana, &post, json!({"files": [second, first]})).await.ok();
    assert_eq!(names(&post), ["два.txt", "раз.txt"]);
    let post = change(&ana, &post, json!({"body": "Другие слова"})).await.ok();
    assert_eq!(names(&post), ["два.txt", "раз.txt"], "nothing was said of files");
    // A moderator who corrects the words takes one off; the author may still pick it up.
    let post = change(&mo, &post, json!({"files": [first], "reason": "лишнее"})).await.ok();
    assert_eq!(names(&post), ["раз.txt"]);
    assert_eq!(seen(&ben, &second).await, SHUT);
    assert_eq!(seen(&ana, &second).await, OPEN);
    assert_eq!(files(&ben.get(&format!("/posts/{}", id(&post))).await.ok()["post"]), files(&post));
    check(&change(&ben, &post, json!({"files": []})).await, expect!["403 not_author"]);
    town.settle().await;
    town.clock.advance(TimeDelta::days(8));
    town.settle().await;
    let ana = town.person("ana").await;
    assert_eq!(seen(&ana, &second).await, SHUT, "what hangs on nothing is collected");
    assert_eq!(seen(&ana, &first).await, OPEN);
}

#[tokio::test]
async fn a_reply_sent_twice_on_a_bad_line_is_one_reply_with_its_files() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = id(&ana.opens(&town.space("open").await, "Проценты").await);
    let file = sheet(&ana, "лист.txt").await;
    let (path, body) = (format!("/topics/{topic}/posts"), json!({"body": "Вот файл", "files": [file]}));
    let key = uuid::Uuid::now_v7();
    let sent = ana.post_keyed(&path, body.clone(), key).await.ok();
    let again = ana.post_keyed(&path, body, key).await.ok();
    assert_eq!((id(&sent), files(&sent)), (id(&again), files(&again)));
    assert_eq!(files(&sent), [file]);
    assert_eq!(ana.get(&path).await.ok()["posts"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn files_of_posts_take_the_room_of_the_school() {
    let town = Town::with(|config| config.files.organisation_quota_mb = 1).await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = id(&ana.opens(&town.space("open").await, "Проценты").await);
    let big = |mark: char| mark.to_string().repeat(700_000);
    let file = id(&upload(&ana, "много.txt", big('a').as_bytes()).await);
    let post = reply(&ana, &topic, &[&file]).await.ok();
    let full = super::try_upload(&ben, "ещё.txt", big('b').as_bytes()).await;
    check(&full, expect!["409 quota_exceeded"]);
    change(&ana, &post, json!({"files": []})).await.ok();
    check(&ana.delete(&format!("/files/{file}")).await, expect!["204"]);
    upload(&ben, "ещё.txt", big('b').as_bytes()).await;
}

#[tokio::test]
async fn a_draft_remembers_ten_files_with_long_names() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let topic = id(&ana.opens(&town.space("open").await, "Проценты").await);
    let mut files = Vec::new();
    for no in 0..10 {
        let name = format!("{no} {}.txt", "Рабочая программа ".repeat(10));
        files.push(upload(&ana, &name, name.as_bytes()).await);
    }
    let path = format!("/drafts/reply:{topic}");
    ana.put(&path, json!({"body": "", "extra": {"reply_to": null, "files": files}})).await.ok();
    let kept = ana.get("/drafts").await.ok();
    assert_eq!(kept["items"][0]["extra"]["files"], json!(files));
}

#[tokio::test]
async fn a_document_with_macros_is_only_downloaded() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = id(&ana.opens(&town.space("open").await, "Проценты").await);
    let file = id(&upload(&ana, "журнал.docm", &made::docm(&["Оценки"])).await);
    let post = reply(&ana, &topic, &[&file]).await.ok();
    assert_eq!(post["files"][0]["download_only"], true);
    assert_eq!(links(&ben, &file).await["open"], Value::Null);
}
