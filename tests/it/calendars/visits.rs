//! Sheets of visits to lessons: between two people, and whom they let in.

use calendars::{entity::visit_sheet, visits};
use kernel::{PersonId, VisitSheetId};
use kit::{Person, Town, Value, check, expect, json};
use lopdf::Document;
use uuid::Uuid;

use super::plan;
use crate::practices::bytes;

async fn begun(town: &Town, visitor: &str, teacher: &str) -> (Person, String) {
    let person = town.person(visitor).await;
    let body = json!({"teacher_id": town.id(teacher).await, "subject": "math", "grade": 5, "topic": "Проценты",
        "held_on": "2026-10-05"});
    let made = person.post("/visit-sheets", body).await.ok();
    (person, made["id"].as_str().unwrap().to_owned())
}

fn filled(revision: i32, change: Value) -> Value {
    let mut body = json!({"revision": revision, "topic": "Проценты", "subject": "math", "grade": 5, "held_on": "2026-10-05",
        "marks": {"goal": 3, "errors": 1, "time": null}, "notes": {"errors": "Ошибку <b>не</b> разобрали"},
        "strengths": "Полоска", "advice": "Больше проб"});
    for (field, value) in change.as_object().unwrap() {
        body[field] = value.clone();
    }
    body
}

async fn count(person: &Person) -> usize {
    person.get("/visit-sheets").await.ok()["items"].as_array().unwrap().len()
}

#[tokio::test]
async fn until_it_is_signed_nobody_but_the_visitor_knows_of_it() {
    let town = Town::new().await;
    let (lea, id) = begun(&town, "lea", "ana").await;
    let path = format!("/visit-sheets/{id}");
    let saved = lea.put(&path, filled(1, json!({}))).await.ok();
    assert_eq!((&saved["revision"], &saved["marks"]), (&json!(2), &json!({"goal": 3, "errors": 1})));
    let late = lea.put(&path, filled(1, json!({}))).await;
    check(&late, expect!["409 version_conflict"]);
    assert_eq!(late.json()["current"]["advice"], "Больше проб");
    for login in ["ana", "head", "mun", "reg", "admin"] {
        let other = town.person(login).await;
        check(&other.get(&path).await, expect!["404 not_found"]);
        check(&other.get(&format!("{path}/pdf")).await, expect!["404 not_found"]);
        check(&other.post(&format!("{path}/sign"), json!({})).await, expect!["404 not_found"]);
        assert_eq!(count(&other).await, 0);
    }
    let early = json!({"person_id": town.id("head").await});
    check(&lea.post(&format!("{path}/readers"), early).await, expect!["409 wrong_state"]);
    check(&lea.delete(&path).await, expect!["204"]);
    assert_eq!(count(&lea).await, 0);
}

#[tokio::test]
async fn a_sheet_outlives_the_draft_it_was_begun_from() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let event = head.post("/events", plan(&town, "Посещение").await).await.ok()["id"].as_str().unwrap().to_owned();
    let body =
        json!({"event_id": event, "teacher_id": town.id("ana").await, "topic": "Проценты", "held_on": "2026-10-05"});
    let sheet = head.post("/visit-sheets", body).await.ok();
    assert_eq!(sheet["event_id"], json!(event));
    check(&head.delete(&format!("/events/{event}")).await, expect!["204"]);
    let left = head.get(&format!("/visit-sheets/{}", sheet["id"].as_str().unwrap())).await.ok();
    assert_eq!((&left["event_id"], &left["topic"]), (&Value::Null, &json!("Проценты")));
}

#[tokio::test]
async fn both_sign_and_both_may_let_somebody_in() {
    let town = Town::new().await;
    let (lea, id) = begun(&town, "lea", "ana").await;
    let path = format!("/visit-sheets/{id}");
    check(&lea.post(&format!("{path}/sign"), json!({})).await, expect!["422 marks: required"]);
    lea.put(&path, filled(1, json!({}))).await.ok();
    lea.post(&format!("{path}/sign"), json!({})).await.ok();
    check(&lea.put(&path, filled(2, json!({}))).await, expect!["409 wrong_state"]);
    check(&lea.delete(&path).await, expect!["409 wrong_state"]);
    let (ana, head) = (town.person("ana").await, town.person("head").await);
    town.settle().await;
    let notice = &ana.get("/notices").await.ok()["items"][0];
    assert_eq!((&notice["kind"], &notice["path"]), (&json!("visit_sheet_signed"), &json!(format!("/visits/{id}"))));
    let seen = ana.get(&path).await.ok();
    assert_eq!(seen["can"], json!({"fill": false, "sign": true, "share": true}));
    let signed = ana.post(&format!("{path}/sign"), json!({"remark": "Спасибо, разберём"})).await.ok();
    assert!(!signed["teacher_signed_at"].is_null());
    check(&ana.post(&format!("{path}/sign"), json!({})).await, expect!["409 wrong_state"]);
    check(&head.get(&path).await, expect!["404 not_found"]);
    check(&ana.post(&format!("{path}/readers"), json!({"person_id": head.id})).await, expect!["204"]);
    assert_eq!((head.get(&path).await.status.as_u16(), count(&head).await), (200, 1));
    check(
        &head.post(&format!("{path}/readers"), json!({"person_id": town.id("ben").await})).await,
        expect!["403 not_author"],
    );
    let (headers, pdf) = bytes(&head, &format!("{path}/pdf")).await;
    assert_eq!(headers["content-type"], "application/pdf");
    let document = Document::load_mem(&pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().keys().copied().collect();
    let text = document.extract_text(&pages).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    for said in [
        "Карта посещения урока",
        "3 — вполне",
        "Ошибку <b>не</b> разобрали",
        "Спасибо, разберём",
        "подписано 5 октября 2026 г.",
    ] {
        assert!(text.contains(said), "{said}: {text}");
    }
    check(&lea.delete(&format!("{path}/readers/{}", head.id)).await, expect!["204"]);
    check(&head.get(&path).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn wrong_sheets_are_refused_field_by_field() {
    let town = Town::new().await;
    let (lea, id) = begun(&town, "lea", "ana").await;
    let own = json!({"teacher_id": lea.id, "held_on": "2027-01-01", "subject": "магия", "grade": 13});
    check(
        &lea.post("/visit-sheets", own).await,
        expect!["422 teacher_id: invalid, subject: unknown, grade: invalid, held_on: invalid"],
    );
    let hidden = town.hidden().await;
    let foreign = json!({"event_id": hidden.event, "teacher_id": town.id("ana").await, "held_on": "2026-10-05"});
    check(&lea.post("/visit-sheets", foreign).await, expect!["422 event_id: unknown"]);
    let odd = json!({"marks": {"goal": 7, "magic": 1}, "notes": {"magic": "?"}});
    check(
        &lea.put(&format!("/visit-sheets/{id}"), filled(1, odd)).await,
        expect!["422 marks.goal: invalid, marks.magic: invalid, notes.magic: invalid"],
    );
    check(
        &town.person("pen").await.post("/visit-sheets", json!({"teacher_id": lea.id, "held_on": "2026-10-05"})).await,
        expect!["403 not_confirmed"],
    );
    let criteria = lea.get("/visit-criteria").await.ok();
    assert_eq!(
        (&criteria["version"], &criteria["draft"], criteria["scale"].as_array().unwrap().len()),
        (&json!(1), &json!(true), 4)
    );
}

#[test]
fn who_reads_a_sheet() {
    let [visitor, teacher, other] = [1, 2, 3].map(|n| PersonId(Uuid::from_u128(n)));
    let now = kit::town::morning();
    let row = |signed: bool| visit_sheet::Model {
        id: VisitSheetId(Uuid::from_u128(9)),
        event_id: None,
        visitor_id: visitor,
        teacher_id: teacher,
        subject: None,
        grade: None,
        skill_id: None,
        topic: String::new(),
        held_on: now.date_naive(),
        criteria: 1,
        marks: "{}".into(),
        notes: "{}".into(),
        strengths: String::new(),
        advice: String::new(),
        remark: String::new(),
        revision: 1,
        visitor_signed_at: signed.then_some(now),
        teacher_signed_at: None,
        created_at: now,
        changed_at: now,
    };
    let table = [
        (false, visitor, false, true),
        (false, teacher, false, false),
        (false, other, true, false),
        (true, visitor, false, true),
        (true, teacher, false, true),
        (true, other, false, false),
        (true, other, true, true),
    ];
    for (signed, reader, let_in, expected) in table {
        assert_eq!(visits::sees(&row(signed), reader, let_in), expected, "{signed} {reader} {let_in}");
    }
}
