//! Files as a person's data: taken along, erased.

use std::io::{Cursor, Read};

use chrono::TimeDelta;
use kit::{Person, Town, Value, check, expect, json};
use zip::ZipArchive;

use super::{begin, id, piece, upload};
use crate::practices::drafted;

async fn part(person: &Person, name: &str) -> Value {
    let request = person.request(reqwest::Method::GET, "/me/export");
    let bytes = request.send().await.unwrap().bytes().await.unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn a_person_takes_the_list_of_their_files_along() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = id(&ana.opens(&town.space("open").await, "Проценты").await);
    let file = id(&upload(&ana, "лист.txt", "лист".as_bytes()).await);
    let post = ana.post_once(&format!("/topics/{topic}/posts"), json!({"body": "Вот", "files": [file]})).await.ok();
    upload(&ana, "черновик.txt", b"1").await;
    upload(&ben, "чужой.txt", b"2").await;
    let files = part(&ana, "files.json").await;
    assert_eq!(files.as_array().unwrap().len(), 2, "{files}");
    assert_eq!((&files[0]["name"], &files[0]["size"]), (&json!("лист.txt"), &json!(8)));
    assert_eq!(files[0]["attached_to"], json!({"kind": "post", "id": post["id"]}));
    assert_eq!((&files[1]["name"], &files[1]["attached_to"]), (&json!("черновик.txt"), &Value::Null));
}

#[tokio::test]
async fn who_leaves_for_good_leaves_only_what_colleagues_use() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = id(&ben.opens(&town.space("open").await, "Проценты").await);
    let used = id(&upload(&ana, "лист.txt", "лист".as_bytes()).await);
    ana.post_once(&format!("/topics/{topic}/posts"), json!({"body": "Вот", "files": [used]})).await.ok();
    let unread = id(&upload(&ana, "приложение.txt", b"2").await);
    let practice = drafted(&ana, "Никому не показано").await;
    let work = ana.get(&format!("/practices/{practice}/draft")).await.ok();
    let save = json!({"revision": 1, "passport": work["passport"], "files": [unread]});
    ana.put(&format!("/practices/{practice}/draft"), save).await.ok();
    let loose = id(&upload(&ana, "потом.txt", b"3").await);
    let half = begin(&ana, "половина.txt", 1000).await.ok();
    piece(&ana, half["id"].as_str().unwrap(), 0, &[b'a'; 500]).await.ok();
    let me = ana.get("/me").await.ok();
    let consent = me["consents"].as_array().unwrap().iter().rfind(|c| c["withdrawn_at"].is_null()).unwrap().clone();
    ana.delete(&format!("/me/consents/{}", consent["id"].as_str().unwrap())).await.ok();
    town.clock.advance(TimeDelta::days(30) - TimeDelta::hours(1));
    town.clock.advance(TimeDelta::hours(2));
    town.settle().await;
    town.clock.advance(TimeDelta::days(8));
    town.settle().await;
    let ben = town.person("ben").await;
    check(&ben.get(&format!("/files/{used}")).await, expect!["200"]);
    let page = ben.get(&format!("/topics/{topic}/posts")).await.ok();
    assert_eq!(page["posts"][1]["author"]["surname"], "Участник удалён");
    assert_eq!(page["posts"][1]["files"][0]["name"], "лист.txt");
    let files = town.app.files().unwrap();
    for gone in [&unread, &loose] {
        assert!(files.bytes(&town.app, gone.parse().unwrap()).await.is_err(), "nobody else ever saw it");
    }
    assert_eq!(files.bytes(&town.app, used.parse().unwrap()).await.unwrap(), "лист".as_bytes());
}
