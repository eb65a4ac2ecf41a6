//! What stays of an event: materials, minutes, a practice in the bank, the question some weeks later.

use kit::{Town, Value, check, expect, json};
use lopdf::Document;

use super::{attended, published, registers};
use crate::{files, practices::bytes};

#[tokio::test]
async fn materials_are_for_those_whom_they_name() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let id = published(&town, "Семинар", json!({"audience": "everyone"})).await;
    registers(&town.person("ana").await, &id).await.ok();
    let path = format!("/events/{id}/materials");
    let link = json!({"kind": "link", "title": "Таблица", "url": "https://town.example/t", "access": "readers"});
    let recording = json!({"kind": "recording", "url": "https://video.example/1", "access": "registered"});
    check(&town.person("ana").await.post(&path, link.clone()).await, expect!["403 forbidden"]);
    head.post(&path, link).await.ok();
    let recording = head.post(&path, recording).await.ok();
    let count = async |login: &str| town.person(login).await.get(&path).await.ok().as_array().unwrap().len();
    assert_eq!((count("head").await, count("ana").await, count("far").await), (2, 2, 1));
    let one = format!("{path}/{}", recording["id"].as_str().unwrap());
    let open = json!({"title": "Запись", "url": "https://video.example/2", "access": "readers"});
    assert_eq!(head.put(&one, open).await.ok()["title"], "Запись");
    assert_eq!(count("far").await, 2);
    check(&town.person("far").await.delete(&one).await, expect!["403 forbidden"]);
    check(&head.delete(&one).await, expect!["204"]);
    assert_eq!(count("ana").await, 1);
    for (wrong, expected) in [
        (
            json!({"kind": "link", "title": "", "url": "javascript:alert(1)", "access": "readers"}),
            "422 title: required, url: invalid",
        ),
        (json!({"kind": "file", "access": "readers"}), "422 file_id: required"),
        (json!({"kind": "file", "file_id": town.id("ana").await, "access": "readers"}), "422 file_id: unknown"),
    ] {
        assert_eq!(head.post(&path, wrong).await.summary(), expected);
    }
}

#[tokio::test]
async fn a_file_is_read_by_whoever_may_read_its_material() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let id = published(&town, "Семинар", json!({"audience": "everyone"})).await;
    registers(&town.person("ana").await, &id).await.ok();
    let file = files::id(&files::upload(&head, "план.txt", "Полоска и проценты".as_bytes()).await);
    let body = json!({"kind": "file", "file_id": file, "access": "registered"});
    let made = head.post(&format!("/events/{id}/materials"), body).await.ok();
    assert_eq!((&made["title"], &made["file"]["id"]), (&json!("план.txt"), &json!(file)));
    let link = format!("/files/{file}/link");
    town.person("ana").await.post(&link, json!({})).await.ok();
    check(&town.person("far").await.post(&link, json!({})).await, expect!["404 not_found"]);
    let open = json!({"access": "readers"});
    head.put(&format!("/events/{id}/materials/{}", made["id"].as_str().unwrap()), open).await.ok();
    town.person("far").await.post(&link, json!({})).await.ok();
}

fn minutes(revision: i32, decisions: Value) -> Value {
    json!({"revision": revision, "body": "Слушали: **Анисимову**.", "chair": "Головин М. П.", "secretary": "Белов М. П.",
        "access": "registered", "decisions": decisions})
}

#[tokio::test]
async fn minutes_say_who_does_what_until_when() {
    let town = Town::new().await;
    let (id, _) = attended(&town, json!({}), &[("ana", None)], &[]).await;
    let head = town.person("head").await;
    let path = format!("/events/{id}/minutes");
    assert_eq!(head.get(&path).await.ok()["revision"], 0);
    let decisions = json!([
        {"text": "Собрать задания <8>", "person_id": town.id("far").await, "due": "2026-11-01"},
        {"text": "Напечатать карточки", "who": "завхоз"},
    ]);
    check(&town.person("ana").await.put(&path, minutes(0, decisions.clone())).await, expect!["403 forbidden"]);
    let saved = head.put(&path, minutes(0, decisions.clone())).await.ok();
    assert_eq!((&saved["revision"], &saved["decisions"][0]["person"]["surname"]), (&json!(1), &json!("Дальнева")));
    assert_eq!(saved["html"], "<p>Слушали: <strong>Анисимову</strong>.</p>\n");
    let late = head.put(&path, minutes(0, json!([]))).await;
    check(&late, expect!["409 version_conflict"]);
    assert_eq!(late.json()["current"]["revision"], 1);
    let wrong = json!([{"text": " ", "person_id": id}]);
    check(
        &head.put(&path, minutes(1, wrong)).await,
        expect!["422 decisions[0].text: required, decisions[0].person_id: unknown"],
    );
    assert_eq!(town.person("ana").await.get(&path).await.status, 200, "was there");
    assert_eq!(town.person("far").await.get(&path).await.status, 200, "is named in it");
    check(&town.person("lea").await.get(&path).await, expect!["403 forbidden"]);
    town.settle().await;
    let notices = town.person("far").await.get("/notices").await.ok();
    assert_eq!(notices["items"][0]["kind"], "event_decision");
    let (headers, pdf) = bytes(&head, &format!("{path}/pdf")).await;
    assert_eq!(headers["content-type"], "application/pdf");
    let text = Document::load_mem(&pdf).unwrap().extract_text(&[1]).unwrap();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for said in ["Протокол", "Собрать задания <8>", "Дальнева М. П., до 1 ноября 2026 г.", "завхоз", "Председатель"]
    {
        assert!(text.contains(said), "{said}: {text}");
    }
    head.post(&format!("/events/{id}/hold"), json!({})).await.ok();
    head.post(&format!("/events/{id}/close"), json!({})).await.ok();
    check(&head.put(&path, minutes(1, json!([]))).await, expect!["409 wrong_state"]);
}

#[tokio::test]
async fn an_event_becomes_a_draft_in_the_bank_with_everything_known_of_it() {
    let town = Town::new().await;
    let (id, _) =
        attended(&town, json!({"speakers": [{"person_id": town.id("ben").await}]}), &[("ana", None)], &[]).await;
    let head = town.person("head").await;
    let file = files::id(&files::upload(&head, "карточки.txt", "Карточки к уроку".as_bytes()).await);
    let materials = format!("/events/{id}/materials");
    head.post(&materials, json!({"kind": "file", "file_id": file, "access": "registered"})).await.ok();
    let link = json!({"kind": "recording", "url": "https://video.example/1", "access": "registered"});
    head.post(&materials, link).await.ok();
    let path = format!("/events/{id}/practice");
    check(&town.person("ana").await.post(&path, json!({})).await, expect!["403 forbidden"]);
    let ben = town.person("ben").await;
    let made = ben.post(&path, json!({})).await.ok();
    assert_eq!(ben.post(&path, json!({})).await.ok(), made, "the same one");
    let practice = made["practice_id"].as_str().unwrap();
    let draft = ben.get(&format!("/practices/{practice}/draft")).await.ok();
    let passport = &draft["passport"];
    assert_eq!(
        (&passport["title"], &passport["subjects"], &passport["grades"]),
        (&json!("Семинар"), &json!(["math"]), &json!([5]))
    );
    assert!(passport["body"].as_str().unwrap().contains("- 30 мин: Полоска — Анисимова"), "{passport}");
    assert_eq!(passport["links"], json!([{"title": "Запись", "url": "https://video.example/1"}]));
    assert_eq!(draft["files"][0]["name"], "карточки.txt");
    check(&head.get(&format!("/practices/{practice}")).await, expect!["404 not_found"]);
    ben.delete(&format!("/practices/{practice}/draft")).await;
    assert_ne!(ben.post(&path, json!({})).await.ok(), made, "the first one was thrown away");
}

#[tokio::test]
async fn some_weeks_later_people_are_asked_what_has_changed() {
    let town = Town::new().await;
    let (id, _) = attended(&town, json!({}), &[("ana", None), ("ben", None)], &["lea"]).await;
    let head = town.person("head").await;
    let path = format!("/events/{id}/follow-up");
    check(&head.put(&format!("{path}/plan"), json!({"weeks": 9})).await, expect!["422 weeks: invalid"]);
    check(&head.put(&format!("{path}/plan"), json!({"weeks": 4})).await, expect!["204"]);
    let ana = town.person("ana").await;
    let early = json!({"changed": "yes"});
    check(&ana.put(&path, early).await, expect!["409 wrong_state"]);
    town.settle().await;
    town.clock.set("2026-11-09T12:00:01Z".parse().unwrap());
    let letters = town.letters("ana@").await;
    assert!(letters.iter().any(|letter| letter.subject == "Что изменилось: Семинар"), "{letters:?}");
    let (ana, head) = (town.person("ana").await, town.person("head").await);
    let notices = ana.get("/notices").await.ok();
    assert_eq!(notices["items"][0]["kind"], "event_follow_up");
    assert_eq!(town.letters("lea@").await.iter().filter(|l| l.subject.starts_with("Что изменилось")).count(), 0);
    let catalogue = ana.get("/skills?subject=math&grade=5").await.ok();
    let skill = catalogue["items"].as_array().or(catalogue.as_array()).unwrap()[0]["id"].clone();
    let told = json!({"changed": "partly", "text": "Полоска помогла", "skill_id": skill});
    check(&ana.put(&path, told.clone()).await, expect!["204"]);
    let again = json!({"changed": "yes", "text": "Полоска помогла всем", "skill_id": skill});
    check(&ana.put(&path, again).await, expect!["204"]);
    check(&town.person("lea").await.put(&path, told).await, expect!["409 wrong_state"]);
    let mine = ana.get(&path).await.ok();
    assert_eq!(
        (&mine["mine"]["changed"], &mine["summary"], &mine["may_answer"]),
        (&json!("yes"), &json!(null), &json!(true))
    );
    let all = head.get(&path).await.ok()["summary"].clone();
    assert_eq!([&all["asked"], &all["yes"], &all["partly"], &all["no"]], [&json!(2), &json!(1), &json!(0), &json!(0)]);
    assert_eq!(
        (&all["answers"][0]["skill"]["id"], &all["answers"][0]["person"]["surname"]),
        (&skill, &json!("Анисимова"))
    );
    check(&head.put(&format!("{path}/plan"), json!({"weeks": 8})).await, expect!["409 wrong_state"]);
}
