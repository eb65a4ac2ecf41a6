//! Certificates of participation: who gets one, what it says, what its number is worth.

use std::io::Cursor;

use calendars::{
    entity::event_registration,
    registrations::{self, NewRegistration},
};
use kernel::EventId;
use kit::{Person, Town, Value, check, expect, json};
use lopdf::Document;
use sea_orm::entity::prelude::*;

use super::{AFTER, attended, published, registers, storm::crowd};
use crate::practices::bytes;

fn row<'a>(list: &'a Value, registration: &str) -> &'a Value {
    list["rows"].as_array().unwrap().iter().find(|row| row["registration_id"] == registration).unwrap()
}

/// Everything about the certificates of an event, after the job has done its work.
async fn given(town: &Town, host: &Person, event: &str) -> Value {
    town.settle().await;
    host.get(&format!("/events/{event}/certificates")).await.ok()
}

async fn issue(host: &Person, event: &str) {
    let begun = host.post(&format!("/events/{event}/certificates"), json!({})).await;
    assert_eq!(begun.status, 202, "{}", begun.text);
}

/// The page that answers a number, without a sign-in.
async fn checked(town: &Town, number: &str) -> String {
    let answer = kit::person::client().get(format!("{}/verify/{number}", town.url)).send().await.unwrap();
    answer.text().await.unwrap()
}

fn words(pdf: &[u8]) -> String {
    let text = Document::load_mem(pdf).unwrap().extract_text(&[1]).unwrap();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn only_whoever_was_there_long_enough_gets_one() {
    let town = Town::new().await;
    let (id, rows) = attended(&town, json!({}), &[("ana", Some(80)), ("ben", Some(20)), ("lea", None)], &["far"]).await;
    let head = town.person("head").await;
    let path = format!("/events/{id}/certificates");
    check(&town.person("ana").await.get(&path).await, expect!["403 forbidden"]);
    check(&town.person("ana").await.post(&path, json!({})).await, expect!["403 forbidden"]);
    let form = json!({"signer": "А. С. Головин", "signer_post": "директор", "minutes": 120, "least_minutes": 60});
    check(&head.put(&format!("{path}/form"), form).await, expect!["204"]);
    let absent = head.post(&path, json!({"registration_ids": [rows[0], rows[3]]})).await;
    check(&absent, expect!["422 registration_ids[1]: invalid"]);
    issue(&head, &id).await;
    let list = given(&town, &head, &id).await;
    assert_eq!((&list["batch"]["total"], &list["batch"]["done"]), (&json!(2), &json!(2)));
    assert!(!list["batch"]["finished_at"].is_null());
    let has = |index: usize| !row(&list, &rows[index])["certificate"].is_null();
    assert_eq!([has(0), has(1), has(2), has(3)], [true, false, true, false]);
    let ana = &row(&list, &rows[0])["certificate"];
    assert_eq!((&ana["minutes"], &ana["name"]), (&json!(80), &json!("Анисимовой Марии Павловне")));
    assert_eq!(row(&list, &rows[2])["certificate"]["minutes"], 120, "nobody measured");
    check(&head.post(&path, json!({})).await, expect!["422 registration_ids: required"]);
    let mine = town.person("ana").await.get("/me/event-certificates").await.ok();
    assert_eq!((mine.as_array().unwrap().len(), &mine[0]["number"]), (1, &ana["number"]));
    assert_eq!(town.person("ben").await.get("/me/event-certificates").await.ok(), json!([]));
    let letters = town.letters("ana@").await;
    let letter = letters.iter().find(|letter| letter.subject == "Сертификат: Семинар").unwrap();
    assert!(letter.text.contains(ana["number"].as_str().unwrap()), "{}", letter.text);
    let notices = town.person("ana").await.get("/notices").await.ok();
    assert_eq!(
        (&notices["items"][0]["kind"], &notices["items"][0]["path"]),
        (&json!("event_certificate"), &json!("/events/certificates"))
    );
}

#[tokio::test]
async fn before_the_end_there_are_none_and_without_a_form_the_owner_signs() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let id = published(&town, "Семинар", json!({})).await;
    registers(&town.person("ana").await, &id).await.ok();
    let path = format!("/events/{id}/certificates");
    check(&head.post(&path, json!({})).await, expect!["409 wrong_state"]);
    let list = head.get(&path).await.ok();
    assert_eq!(
        list["form"],
        json!({"signer": "Головин М. П.", "signer_post": "учитель", "minutes": 120, "least_minutes": 0})
    );
    let wrong = json!({"signer": " ", "minutes": 0, "least_minutes": 5});
    check(
        &head.put(&format!("{path}/form"), wrong).await,
        expect!["422 signer: required, minutes: invalid, least_minutes: invalid"],
    );
}

#[tokio::test]
async fn the_sheet_says_what_the_page_of_its_number_says() {
    let town = Town::new().await;
    let (id, rows) = attended(&town, json!({"title": "Проценты <b>&"}), &[("ana", None)], &[]).await;
    let head = town.person("head").await;
    let name = json!({"name": "Анисимовой <script>alert(1)</script>"});
    check(&head.put(&format!("/events/{id}/certificates/names/{}", rows[0]), name).await, expect!["204"]);
    issue(&head, &id).await;
    let list = given(&town, &head, &id).await;
    let number = row(&list, &rows[0])["certificate"]["number"].as_str().unwrap().to_owned();
    let (headers, pdf) = bytes(&town.person("ana").await, &format!("/event-certificates/{number}/pdf")).await;
    assert_eq!(headers["content-type"], "application/pdf");
    let text = words(&pdf);
    for said in [
        "Сертификат",
        number.as_str(),
        "Анисимовой <script>alert(1)</script>",
        "«Проценты <b>&»",
        "12 октября 2026 г.",
        "Продолжительность: 2 ч",
        "Головин М. П.",
        "МБОУ СОШ № 6",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    for login in ["ben", "far"] {
        let foreign = town.person(login).await.get(&format!("/event-certificates/{number}/pdf")).await;
        check(&foreign, expect!["404 not_found"]);
    }
    let html = checked(&town, &number.to_lowercase()).await;
    for said in ["Сертификат подлинный", "Анисимова М. П.", "Проценты &lt;b&gt;&amp;", "2 ч"]
    {
        assert!(html.contains(said), "{said}: {html}");
    }
    assert!(!html.contains("<script") && !html.contains("Мария"), "{html}");
    let seen = town.stranger().get(&format!("/event-certificates/{number}")).await.ok();
    assert_eq!((&seen["state"], &seen["name"], &seen["path"]), (&json!("genuine"), &json!(null), &json!(null)));
    check(&town.stranger().get("/event-certificates/2026-00000-00000").await, expect!["404 not_found"]);
}

#[tokio::test]
async fn revoked_is_told_to_everybody_and_another_one_takes_its_place() {
    let town = Town::new().await;
    let (id, rows) = attended(&town, json!({}), &[("ana", None)], &[]).await;
    let head = town.person("head").await;
    issue(&head, &id).await;
    let list = given(&town, &head, &id).await;
    let first = row(&list, &rows[0])["certificate"]["number"].as_str().unwrap().to_owned();
    let path = format!("/event-certificates/{first}");
    let reason = json!({"reason": "Ошибка в имени"});
    check(&town.person("ana").await.post(&format!("{path}/revoke"), reason.clone()).await, expect!["403 forbidden"]);
    check(&town.person("far").await.post(&format!("{path}/revoke"), reason.clone()).await, expect!["403 forbidden"]);
    check(&head.post(&format!("{path}/revoke"), json!({"reason": " "})).await, expect!["422 reason: required"]);
    let again = json!({"reason": "Ошибка в имени", "name": "Анисимовой-Петровой Марии Павловне"});
    let second = head.post(&format!("{path}/reissue"), again.clone()).await.ok();
    assert_eq!((&second["state"], &second["name"]), (&json!("genuine"), &again["name"]));
    check(&head.post(&format!("{path}/reissue"), again).await, expect!["409 wrong_state"]);
    let html = checked(&town, &first).await;
    assert!(html.contains("Сертификат заменён") && !html.contains("Ошибка"), "{html}");
    let second = second["number"].as_str().unwrap().to_owned();
    let revoked = head.post(&format!("/event-certificates/{second}/revoke"), reason).await.ok();
    assert_eq!((&revoked["state"], &revoked["reason"]), (&json!("revoked"), &json!("Ошибка в имени")));
    assert!(checked(&town, &second).await.contains("Сертификат отозван"));
    let (_, pdf) = bytes(&town.person("ana").await, &format!("/event-certificates/{second}/pdf")).await;
    assert!(words(&pdf).contains("Отозван 12 октября 2026 г."));
    town.settle().await;
    let notices = town.person("ana").await.get("/notices").await.ok();
    assert_eq!(notices["items"][0]["kind"], "event_certificate_revoked");
}

#[tokio::test]
async fn who_turns_out_not_to_have_been_there_holds_none() {
    let town = Town::new().await;
    let (id, rows) = attended(&town, json!({}), &[("ana", None)], &[]).await;
    let head = town.person("head").await;
    issue(&head, &id).await;
    let list = given(&town, &head, &id).await;
    let number = row(&list, &rows[0])["certificate"]["number"].as_str().unwrap().to_owned();
    let word = json!({"marks": [{"registration_id": rows[0], "method": "list", "present": false, "at": AFTER}]});
    head.post(&format!("/events/{id}/attendance/marks"), word).await.ok();
    assert!(checked(&town, &number).await.contains("Сертификат отозван"));
    let stands = town.person("ana").await.get("/me/event-certificates").await.ok();
    assert_eq!(stands[0]["state"], "revoked");
}

#[tokio::test]
async fn a_batch_is_one_archive_and_is_given_once_however_often_the_job_runs() {
    let town = Town::new().await;
    let (id, _) = attended(&town, json!({}), &[("ana", None), ("ben", None), ("lea", None), ("mo", None)], &[]).await;
    let head = town.person("head").await;
    issue(&head, &id).await;
    let twice = head.post(&format!("/events/{id}/certificates"), json!({})).await;
    assert!([409, 422].contains(&twice.status.as_u16()), "{}", twice.text);
    let list = given(&town, &head, &id).await;
    let numbers: std::collections::BTreeSet<_> =
        list["rows"].as_array().unwrap().iter().map(|row| row["certificate"]["number"].to_string()).collect();
    assert_eq!(numbers.len(), 4);
    let (headers, archive) = bytes(&head, &format!("/events/{id}/certificates/zip")).await;
    assert_eq!(headers["content-type"], "application/zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(archive)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert_eq!(names.len(), 4, "{names:?}");
    assert!(names.iter().any(|name| name.starts_with("001 Анисимова М. П. 2026-")), "{names:?}");
    let mut pdf = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_index(0).unwrap(), &mut pdf).unwrap();
    assert!(words(&pdf).contains("Анисимовой Марии Павловне"));
    check(&town.person("ana").await.get(&format!("/events/{id}/certificates/zip")).await, expect!["403 forbidden"]);
}

#[tokio::test]
async fn three_hundred_get_theirs_and_the_host_sees_how_far_it_is() {
    let town = Town::new().await;
    let id = published(&town, "Конференция", json!({"room": {"capacity": 400}})).await;
    let event: EventId = id.parse().unwrap();
    let crowd = crowd(&town, 300).await;
    let mut tx = town.app.begin().await.unwrap();
    for actor in &crowd {
        registrations::register(&mut tx, actor, event, NewRegistration::default()).await.unwrap();
    }
    event_registration::Entity::update_many()
        .col_expr(event_registration::Column::AttendedAt, Expr::value(tx.now()))
        .exec(tx.db())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    town.settle().await;
    town.clock.set(AFTER.parse().unwrap());
    let head = town.person("head").await;
    issue(&head, &id).await;
    let path = format!("/events/{id}/certificates");
    let mut seen = 0;
    for _ in 0..1_000 {
        let batch = head.get(&path).await.ok()["batch"].clone();
        let done = batch["done"].as_i64().unwrap();
        assert!(done >= seen && batch["total"] == 300, "{batch}");
        seen = done;
        if !batch["finished_at"].is_null() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    assert_eq!(seen, 300);
    let list = given(&town, &head, &id).await;
    let rows = list["rows"].as_array().unwrap();
    let numbers: std::collections::BTreeSet<_> =
        rows.iter().map(|row| row["certificate"]["number"].to_string()).collect();
    assert_eq!(numbers.len(), 300);
    let (name, sure) = (&row(&list, rows[7]["registration_id"].as_str().unwrap())["name"], &rows[7]["sure"]);
    assert!(name.as_str().unwrap().ends_with("Петру") && *sure == json!(false), "a number in a name: {name}");
}
