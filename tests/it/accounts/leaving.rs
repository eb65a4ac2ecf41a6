//! Taking one's data along, withdrawing the consent for good, thinking better of it.

use std::io::{Cursor, Read};

use accounts::entity::{credential, person, purge_log};
use chrono::TimeDelta;
use kit::{Person, Town, Value, check, expect, json, person::PASSWORD};
use sea_orm::entity::prelude::*;
use zip::ZipArchive;

async fn withdraw(person: &Person) {
    let me = person.get("/me").await.ok();
    let consent = me["consents"].as_array().unwrap().iter().rfind(|c| c["withdrawn_at"].is_null()).unwrap().clone();
    person.delete(&format!("/me/consents/{}", consent["id"].as_str().unwrap())).await.ok();
}

async fn archive(person: &Person) -> Vec<(String, String)> {
    let request = person.request(reqwest::Method::GET, "/me/export");
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["content-type"], "application/zip");
    assert!(answer.headers()["content-disposition"].to_str().unwrap().contains("staffroom-2026-"));
    let mut archive = ZipArchive::new(Cursor::new(answer.bytes().await.unwrap())).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut file = archive.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            (file.name().unwrap().into_owned(), text)
        })
        .collect()
}

fn part(archive: &[(String, String)], name: &str) -> Value {
    serde_json::from_str(&archive.iter().find(|(n, _)| n == name).unwrap().1).unwrap()
}

#[tokio::test]
async fn a_person_takes_along_everything_of_theirs_and_nothing_of_others() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Моя тема").await;
    let id = topic["id"].as_str().unwrap();
    let theirs = ben.replies(id, "слова Белова").await.ok();
    let post = format!("/posts/{}", theirs["id"].as_str().unwrap());
    ana.put(&format!("{post}/bookmark"), json!({})).await;
    ana.put(&format!("{post}/reactions/thanks"), json!({})).await.ok();
    ana.put(&format!("/drafts/reply:{id}"), json!({"body": "недописанное"})).await.ok();
    town.settle().await;
    let taken = archive(&ana).await;
    assert!(taken[0].0.ends_with(".txt") && taken[0].1.contains("Учительская хранит о вас"));
    assert_eq!(part(&taken, "profile.json")["surname"], "Анисимова");
    assert_eq!(part(&taken, "profile.json")["login"], "ana");
    assert_eq!(part(&taken, "consents.json")[0]["kind"], "processing");
    assert_eq!(part(&taken, "roles.json")[0]["role"], "teacher");
    assert_eq!(part(&taken, "topics.json")[0]["title"], "Моя тема");
    assert_eq!(part(&taken, "posts.json")[0]["text"], "Моя тема: начало");
    assert_eq!(part(&taken, "drafts.json")[0]["text"], "недописанное");
    assert_eq!(part(&taken, "reactions.json")[0]["reaction"], "thanks");
    assert_eq!(part(&taken, "notices.json")[0]["kind"], "reply");
    let whole: String = taken.iter().map(|(_, text)| text.as_str()).collect();
    assert!(!whole.contains("слова Белова") && !whole.contains("argon2"), "{whole}");
    check(&town.stranger().get("/me/export").await, expect!["401 unauthenticated"]);
}

#[tokio::test]
async fn a_withdrawal_can_be_taken_back_for_thirty_days() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    assert_eq!(ana.get("/me").await.ok()["erased_at"], Value::Null);
    withdraw(&ana).await;
    let me = ana.get("/me").await.ok();
    assert_eq!(me["erased_at"], "2026-11-04T04:00:00Z");
    assert!(!archive(&ana).await.is_empty(), "one's own data stay open");
    town.clock.advance(TimeDelta::days(29));
    town.settle().await;
    let ana = town.person("ana").await;
    ana.post("/me/consents", json!({"kind": "processing", "version": 1})).await.ok();
    assert_eq!(ana.get("/me").await.ok()["erased_at"], Value::Null);
    town.clock.advance(TimeDelta::days(2));
    town.settle().await;
    let ana = town.person("ana").await;
    assert_eq!(ana.get("/me").await.ok()["surname"], "Анисимова");
    // Withdrawn once more: the days count from now.
    withdraw(&ana).await;
    town.clock.advance(TimeDelta::days(29));
    town.settle().await;
    assert_eq!(town.person("ana").await.get("/me").await.ok()["surname"], "Анисимова");
    assert_eq!(purge_log::Entity::find().count(town.app.reader()).await.unwrap(), 0);
}

#[tokio::test]
async fn after_thirty_days_the_name_is_gone_and_the_posts_stay() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let topic = ana.opens(&town.space("open").await, "Останется").await;
    let (id, first) = (topic["id"].as_str().unwrap(), ana.id.clone());
    let mine = ana.replies(id, "Мои слова").await.ok();
    let body = format!(
        "> [!quote post={}]\n> Мои слова\n\nСпасибо, @[Анисимова М. П.](person:{first})!",
        mine["id"].as_str().unwrap()
    );
    let reply = ben.replies(id, &body).await.ok();
    assert!(reply["html"].as_str().unwrap().matches("Анисимова").count() == 2, "{reply}");
    withdraw(&ana).await;
    town.clock.advance(TimeDelta::days(30) + TimeDelta::minutes(1));
    town.settle().await;
    let ben = town.person("ben").await;
    let page = ben.get(&format!("/topics/{id}/posts")).await.ok();
    assert_eq!(page["posts"][1]["author"]["surname"], "Участник удалён");
    assert_eq!(page["posts"][1]["author"]["given_name"], "");
    assert_eq!(page["posts"][1]["html"], "<p>Мои слова</p>\n");
    let html = page["posts"][2]["html"].as_str().unwrap();
    assert!(!html.contains("Анисимова") && html.matches("Участник удалён").count() == 2, "{html}");
    assert_eq!(ben.get(&format!("/topics/{id}")).await.ok()["author"]["surname"], "Участник удалён");
    check(&ben.get(&format!("/people/{first}")).await, expect!["404 not_found"]);
    assert_eq!(ben.get("/people?q=%D0%B0%D0%BD%D0%B8%D1%81").await.ok()["items"], json!([]));
    let login = town.stranger().post("/auth/login", json!({"login": "ana", "password": PASSWORD})).await;
    check(&login, expect!["401 wrong_credentials"]);
    // Nothing of the person is left in the tables that name people.
    let db = town.app.reader();
    let row = person::Entity::find_by_id(first.parse::<kernel::PersonId>().unwrap()).one(db).await.unwrap().unwrap();
    assert_eq!((row.email, row.patronymic, row.external_key, row.search_key.trim()), (None, None, None, ""));
    let entry = credential::Entity::find().filter(credential::Column::PersonId.eq(row.id)).count(db).await.unwrap();
    assert_eq!(entry, 0);
    let log = purge_log::Entity::find().all(db).await.unwrap();
    assert_eq!(log.len(), 1);
    assert_eq!(log[0].purged_at - log[0].asked_at, TimeDelta::days(30) + TimeDelta::minutes(1));
    // Whoever looks after people can do nothing more about them.
    let admin = town.person("admin").await;
    check(&admin.put(&format!("/people/{first}/block"), json!({"blocked": true})).await, expect!["404 not_found"]);
}
