//! Letters that change calendars by themselves.

use accounts::facts;
use calendars::registrations::{self, NewRegistration};
use kernel::EventId;
use kit::{Town, json};
use platform::mail::Letter;

use super::{feeds::parse, published, registers};

/// Method, sequence, status and id of what a letter carries.
fn carried(letter: &Letter) -> (String, String, String, String) {
    let enclosed = letter.enclosed.as_ref().unwrap();
    let calendar = parse(&enclosed.calendar);
    assert_eq!(calendar.value("METHOD"), Some(enclosed.method.as_str()));
    let event = calendar.all("VEVENT")[0];
    let said = |name: &str| event.value(name).unwrap().to_owned();
    assert_eq!(event.all_values("ATTENDEE"), [format!("mailto:{}", letter.to)], "nobody else is named");
    (enclosed.method.clone(), said("SEQUENCE"), said("STATUS"), said("UID"))
}

#[tokio::test]
async fn a_place_a_change_and_the_end_of_it_reach_the_calendar_of_who_has_the_place() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({"room": {"capacity": 1}})).await;
    let (head, ana) = (town.person("head").await, town.person("ana").await);
    registers(&ana, &id).await.ok();
    registers(&town.person("ben").await, &id).await.ok();
    let uid = format!("event-{id}@staffroom");
    let told = |method: &str, sequence: &str, status: &str| {
        (method.to_owned(), sequence.to_owned(), status.to_owned(), uid.clone())
    };
    let letters = town.letters("ana@").await;
    assert_eq!(letters[0].subject, "Вы записаны: Семинар");
    assert_eq!(carried(&letters[0]), told("REQUEST", "0", "CONFIRMED"));
    for word in ["12 октября 2026 г., 15:00–17:00 (13:00 МСК)", "кабинет 12", "https://meet.town.example/room", "/e/1"]
    {
        assert!(letters[0].text.contains(word), "{word}: {}", letters[0].text);
    }
    assert!(town.letters("ben@").await.is_empty(), "who waits has no date yet");

    let page = head.get(&format!("/events/{id}")).await.ok();
    let mut plan = page["plan"].clone();
    plan["starts"] = json!("2026-10-13T10:00");
    plan["ends"] = json!("2026-10-13T12:00");
    head.put(&format!("/events/{id}"), json!({"revision": page["revision"], "plan": plan})).await.ok();
    let letters = town.letters("ana@").await;
    assert_eq!(carried(&letters[0]), told("REQUEST", "1", "CONFIRMED"));
    assert!(letters[0].text.contains("Было: 12 октября 2026 г., 15:00–17:00 (13:00 МСК)."), "{}", letters[0].text);
    assert!(letters[0].text.contains("Стало: 13 октября 2026 г., 10:00–12:00 (08:00 МСК)."), "{}", letters[0].text);

    head.post(&format!("/events/{id}/cancel"), json!({"reason": "Карантин"})).await.ok();
    let letters = town.letters("ana@").await;
    assert_eq!(carried(&letters[0]), told("CANCEL", "2", "CANCELLED"));
    assert!(letters[0].text.contains("Причина: Карантин"));
    assert_eq!(letters.len(), 3, "one letter each");
}

#[tokio::test]
async fn who_gives_a_place_back_is_written_off_and_the_next_is_written_to() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({"room": {"capacity": 1}})).await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let row = registers(&ana, &id).await.ok();
    let waits = registers(&ben, &id).await.ok();
    let path = format!("/events/{id}/registrations");
    ana.delete(&format!("{path}/{}", row["id"].as_str().unwrap())).await;
    let gone = &town.letters("ana@").await[0];
    assert_eq!((gone.subject.as_str(), carried(gone).0.as_str()), ("Запись отменена: Семинар", "CANCEL"));
    assert!(!gone.text.contains("meet.town.example"));
    let next = town.letters("ben@").await;
    assert_eq!((next.len(), next[0].subject.as_str()), (1, "Вы записаны: Семинар"));
    let lea = town.person("lea").await;
    let queued = registers(&lea, &id).await.ok();
    lea.delete(&format!("{path}/{}", queued["id"].as_str().unwrap())).await;
    assert!(town.letters("lea@").await.is_empty(), "a number in the queue was no date");
    assert!(waits["position"] == json!(1));
}

#[tokio::test]
async fn who_gets_on_before_the_first_letter_is_written_hears_of_the_place_once() {
    let town = Town::new().await;
    let id: EventId = published(&town, "Семинар", json!({"room": {"capacity": 1}})).await.parse().unwrap();
    let (ana, ben) = (town.id("ana").await, town.id("ben").await);
    // All of it in one write: whoever follows sees only what became of it.
    let mut tx = town.app.begin().await.unwrap();
    let mut rows = Vec::new();
    for person in [ana, ben] {
        let actor = facts::load(tx.db(), person.parse().unwrap(), tx.now()).await.unwrap().unwrap();
        let row = registrations::register(&mut tx, &actor, id, NewRegistration::default()).await.unwrap();
        rows.push((actor, row.id));
    }
    registrations::cancel(&mut tx, &rows[0].0, id, rows[0].1).await.unwrap();
    tx.commit().await.unwrap();
    let subjects = async |to| town.letters(to).await.into_iter().map(|letter| letter.subject).collect::<Vec<_>>();
    assert_eq!(subjects("ben@").await, ["Вы записаны: Семинар"]);
    assert_eq!(subjects("ana@").await, ["Запись отменена: Семинар"]);
}
