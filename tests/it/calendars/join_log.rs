//! Logs of webinar platforms become marks of who was there.

use base64::{Engine, engine::general_purpose::STANDARD};
use kit::{Person, Town, Value, check, expect, json};

use super::{AFTER, published, registers};

/// As one platform hands it out: lines about the meeting above the table, «ё» as it comes, a guest, two devices.
const LOG: &str = "Тема,Идентификатор,Начало\nСеминар,123 456,12.10.2026 14:55\n\n\
    Имя (настоящее имя),Эл. почта пользователя,Время входа,Время выхода,Продолжительность (минуты),Гость\n\
    Телефон,ana@town.example,12.10.2026 15:02:00,12.10.2026 15:32:00,30,Нет\n\
    Белов Мария (Иванов),,12.10.2026 15:00:00,12.10.2026 16:50:00,110,Да\n\
    Анисимова М.,ANA@town.example,12.10.2026 15:20:00,12.10.2026 16:32:00,72,Нет\n\
    М. П. Леонова,,12.10.2026 16:00:00,12.10.2026 16:10:00,10,Да\n\
    iPhone (Гость),,12.10.2026 15:00:00,12.10.2026 17:00:00,120,Да\n";

async fn gathered(town: &Town, logins: &[&str], change: Value) -> (String, Vec<String>) {
    let mut wide = json!({"room": {"capacity": 50}});
    for (field, value) in change.as_object().unwrap() {
        wide[field] = value.clone();
    }
    let id = published(town, "Семинар", wide).await;
    let mut rows = Vec::new();
    for login in logins {
        let row = registers(&town.person(login).await, &id).await.ok();
        rows.push(row["id"].as_str().unwrap().to_owned());
    }
    town.clock.set(AFTER.parse().unwrap());
    (id, rows)
}

async fn import(host: &Person, event: &str, contents: &[u8], change: Value) -> kit::Answer {
    let mut body = json!({"contents": STANDARD.encode(contents), "least_minutes": 30});
    for (field, value) in change.as_object().unwrap() {
        body[field] = value.clone();
    }
    host.post(&format!("/events/{event}/attendance/import"), body).await
}

async fn came(host: &Person, event: &str) -> Vec<(String, Value)> {
    let list = host.get(&format!("/events/{event}/attendance")).await.ok();
    let line = |row: &Value| (row["person"]["surname"].as_str().unwrap().to_owned(), row["minutes"].clone());
    list.as_array().unwrap().iter().filter(|row| !row["attended_at"].is_null()).map(line).collect()
}

#[tokio::test]
async fn rows_find_their_people_by_address_then_by_name_and_the_rest_by_hand() {
    let town = Town::new().await;
    let (id, rows) = gathered(&town, &["ana", "ben", "lea", "mo"], json!({})).await;
    let head = town.person("head").await;
    let dry = import(&head, &id, LOG.as_bytes(), json!({"dry_run": true})).await.ok();
    let found: Vec<_> =
        dry["rows"].as_array().unwrap().iter().map(|row| (row["match"].as_str().unwrap(), &row["minutes"])).collect();
    let expected = [("email", json!(90)), ("name", json!(110)), ("name", json!(10)), ("none", json!(120))];
    assert_eq!(found, expected.each_ref().map(|(word, minutes)| (*word, minutes)));
    assert_eq!([&dry["accepted"], &dry["unmatched"], &dry["too_short"]], [&json!(2), &json!(1), &json!(1)]);
    assert!(came(&head, &id).await.is_empty(), "a trial writes nothing");
    let key = dry["rows"][3]["key"].as_str().unwrap();
    let by_hand = json!({"matches": [{"key": key, "registration_id": rows[3]}]});
    let done = import(&head, &id, LOG.as_bytes(), by_hand.clone()).await.ok();
    assert_eq!([&done["accepted"], &done["known"], &done["unmatched"]], [&json!(3), &json!(0), &json!(0)]);
    let expected = [("Анисимова", 90), ("Белов", 110), ("Морозова", 120)];
    assert_eq!(came(&head, &id).await, expected.map(|(name, minutes)| (name.to_owned(), json!(minutes))));
    let again = import(&head, &id, LOG.as_bytes(), by_hand).await.ok();
    assert_eq!([&again["accepted"], &again["known"]], [&json!(0), &json!(3)]);
    let list = head.get(&format!("/events/{id}/attendance")).await.ok();
    assert_eq!(
        (&list[0]["marks"][0]["method"], &list[0]["attended_at"]),
        (&json!("log"), &json!("2026-10-12T10:02:00Z"))
    );
}

#[tokio::test]
async fn somebody_else_of_the_same_surname_is_not_matched() {
    let town = Town::new().await;
    let (id, _) = gathered(&town, &["ana", "far"], json!({})).await;
    let head = town.person("head").await;
    let log = "ФИО;Минуты\nАнисимова Ольга;90\nДальнева Мария Ивановна;90\nанисимова мария павловна, школа 6;90\n";
    let outcome = import(&head, &id, log.as_bytes(), json!({"dry_run": true})).await.ok();
    let found: Vec<_> = outcome["rows"].as_array().unwrap().iter().map(|row| row["match"].as_str().unwrap()).collect();
    assert_eq!(found, ["none", "none", "name"]);
}

#[tokio::test]
async fn logs_of_several_platforms_and_encodings_are_read() {
    let town = Town::new().await;
    let (id, _) = gathered(&town, &["ana"], json!({})).await;
    let head = town.person("head").await;
    let (cp1251, _, _) =
        encoding_rs::WINDOWS_1251.encode("Фамилия;Имя;Отчество;Время в эфире\r\nАнисимова;Мария;Павловна;1:35:20\r\n");
    let mut utf16 = vec![0xff, 0xfe];
    let teams = "1. Сводка\r\nНазвание\tСеминар\r\n\r\n2. Участники\r\nПолное имя\tПрисоединение\tВыход\tДлительность\tЭлектронная почта\r\n\
        Анисимова Мария\t10/12/26, 3:00:10 PM\t10/12/26, 4:35:00 PM\t1 ч 34 мин 50 с\t\r\n";
    utf16.extend(teams.encode_utf16().flat_map(u16::to_le_bytes));
    let iso = "Name,Email,Join Time,Leave Time\nX,ana@town.example,2026-10-12T10:00:00Z,2026-10-12T11:35:00Z\n";
    for contents in [cp1251.as_ref(), &utf16, iso.as_bytes()] {
        let outcome = import(&head, &id, contents, json!({"dry_run": true})).await.ok();
        assert_eq!((&outcome["rows"][0]["minutes"], &outcome["accepted"]), (&json!(95), &json!(1)), "{outcome}");
    }
}

#[tokio::test]
async fn a_log_saved_as_a_workbook_is_read_with_its_hours() {
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
    let town = Town::new().await;
    let (id, _) = gathered(&town, &["ana"], json!({})).await;
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let form = Format::new().set_num_format("dd.mm.yyyy hh:mm");
    for (column, heading) in (0u16..).zip(["Полное имя", "Время входа", "Время выхода"]) {
        sheet.write_string(2, column, heading).unwrap();
    }
    sheet.write_string(3, 0, "Анисимова Мария").unwrap();
    for (column, wall) in [(1, "2026-10-12T15:00:00"), (2, "2026-10-12T16:35:00")] {
        let at = ExcelDateTime::parse_from_str(wall).unwrap();
        sheet.write_datetime_with_format(3, column, &at, &form).unwrap();
    }
    let contents = book.save_to_buffer().unwrap();
    let head = town.person("head").await;
    let outcome = import(&head, &id, &contents, json!({"dry_run": true})).await.ok();
    assert_eq!((&outcome["rows"][0]["minutes"], &outcome["accepted"]), (&json!(95), &json!(1)), "{outcome}");
    check(&import(&head, &id, &contents[..40], json!({})).await, expect!["422 contents: nonsense"]);
}

#[tokio::test]
async fn what_is_no_log_is_refused() {
    let town = Town::new().await;
    let (id, _) = gathered(&town, &["ana"], json!({})).await;
    let head = town.person("head").await;
    let refused = async |contents: &[u8]| import(&head, &id, contents, json!({})).await.summary();
    assert_eq!(refused("просто текст\nв две строки".as_bytes()).await, "422 contents: invalid");
    assert_eq!(refused(b"").await, "422 contents: invalid");
    assert_eq!(refused(&[0, 159, 146, 150, 0]).await, "422 contents: nonsense");
    assert_eq!(refused("ФИО;Минуты\n".repeat(60_000).as_bytes()).await, "422 contents: too_large");
    let odd = json!({"contents": "не base64", "least_minutes": 0});
    check(&head.post(&format!("/events/{id}/attendance/import"), odd).await, expect!["422 contents: invalid"]);
    let foreign = import(&town.person("ana").await, &id, LOG.as_bytes(), json!({})).await;
    check(&foreign, expect!["403 forbidden"]);
    let part = import(&head, &id, LOG.as_bytes(), json!({"session": 7})).await;
    check(&part, expect!["422 session: unknown"]);
}

#[tokio::test]
async fn parts_of_a_programme_are_marked_apart_and_add_up() {
    let town = Town::new().await;
    let programme = json!([
        {"minute": 0, "minutes": 60, "title": "Доклад"},
        {"minute": 60, "minutes": 60, "title": "Практикум"}
    ]);
    let (id, rows) = gathered(&town, &["ana", "ben"], json!({"programme": programme})).await;
    let head = town.person("head").await;
    let mark = |row: usize, session: i32, minutes: i32| json!({"registration_id": rows[row], "session": session, "method": "scan", "at": "2026-10-12T10:05:00Z", "minutes": minutes});
    let marks = json!({"marks": [mark(0, 1, 55), mark(0, 2, 40), mark(1, 2, 50)]});
    let done = head.post(&format!("/events/{id}/attendance/marks"), marks).await.ok();
    assert_eq!(done["accepted"], 3);
    let list = head.get(&format!("/events/{id}/attendance")).await.ok();
    assert_eq!((&list[0]["minutes"], list[0]["sessions"].as_array().unwrap().len()), (&json!(95), 2));
    assert_eq!((&list[1]["minutes"], &list[1]["sessions"][0]["session"]), (&json!(50), &json!(2)));
    let page = head.get(&format!("/events/{id}")).await.ok();
    let mut plan = page["plan"].clone();
    plan["programme"] = json!([]);
    let save = json!({"revision": page["revision"], "plan": plan});
    check(&head.put(&format!("/events/{id}"), save).await, expect!["409 in_use"]);
    let word = json!({"marks": [{"registration_id": rows[1], "method": "list", "present": false, "at": AFTER}]});
    head.post(&format!("/events/{id}/attendance/marks"), word).await.ok();
    assert_eq!(came(&head, &id).await.len(), 1, "the host's word about the whole decides");
}
