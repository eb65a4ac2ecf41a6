//! Who hears of what: inboxes, search, open pages, the page of a weak spot.

use chrono::TimeDelta;
use kit::{Person, Town, Value, json};
use reqwest::Method;

use super::{published, registers};

async fn inbox(town: &Town, login: &str) -> Vec<(String, String)> {
    town.settle().await;
    let page = town.person(login).await.get("/notices").await.ok();
    let line = |notice: &Value| {
        let word = |field: &str| notice[field].as_str().unwrap_or_default().to_owned();
        (word("kind"), word("excerpt"))
    };
    page["items"].as_array().unwrap().iter().map(line).filter(|(kind, _)| kind.starts_with("event_")).collect()
}

async fn found(person: &Person, query: &str) -> Vec<String> {
    let page = person.get(&format!("/search?kind=event&q={query}")).await.ok();
    page["items"].as_array().unwrap().iter().map(|hit| hit["card"]["title"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn participants_hear_of_changes_with_both_clocks_and_nobody_of_their_own_doing() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({"room": {"capacity": 1}, "time_zone": "Asia/Chita"})).await;
    let (head, ana) = (town.person("head").await, town.person("ana").await);
    let row = registers(&ana, &id).await.ok();
    registers(&town.person("lea").await, &id).await.ok();
    let sent = json!({"person_id": town.id("ben").await});
    head.post(&format!("/events/{id}/registrations"), sent).await.ok();
    assert_eq!(inbox(&town, "ben").await[0].0, "event_registered");
    ana.delete(&format!("/events/{id}/registrations/{}", row["id"].as_str().unwrap())).await;
    let when = "12 октября 2026 г., 15:00–17:00 (09:00 МСК), у вас 11:00".to_owned();
    assert_eq!(inbox(&town, "lea").await, [("event_place".to_owned(), when)]);
    head.post(&format!("/events/{id}/cancel"), json!({"reason": "Карантин"})).await.ok();
    assert_eq!(inbox(&town, "lea").await[0], ("event_cancelled".to_owned(), "Карантин".to_owned()));
    assert!(inbox(&town, "ana").await.is_empty(), "who left hears nothing");
    assert!(inbox(&town, "head").await.is_empty());
}

#[tokio::test]
async fn who_has_a_place_is_reminded_once_a_day_and_an_hour_before() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    registers(&town.person("ana").await, &id).await.ok();
    town.settle().await;
    town.clock.set("2026-10-11T10:00:00Z".parse().unwrap());
    assert_eq!(inbox(&town, "ana").await.len(), 1, "a day before");
    town.clock.set("2026-10-12T09:00:00Z".parse().unwrap());
    assert_eq!(inbox(&town, "ana").await.len(), 2, "an hour before");
    town.clock.advance(TimeDelta::days(2));
    let all = inbox(&town, "ana").await;
    assert_eq!(all.iter().map(|(kind, _)| kind.as_str()).collect::<Vec<_>>(), ["event_soon", "event_soon"]);
}

#[tokio::test]
async fn search_finds_events_for_those_they_are_for_and_the_coming_one_first() {
    let town = Town::new().await;
    let near = json!({"starts": "2026-10-06T10:00", "ends": "2026-10-06T11:00"});
    published(&town, "Проценты вчера", near).await;
    published(&town, "Проценты завтра", json!({"starts": "2026-10-20T10:00", "ends": "2026-10-20T11:00"})).await;
    let circle = json!({"audience": "association", "association": town.org("association").await});
    published(&town, "Проценты объединения", circle).await;
    let below = json!({"audience": "places", "places": [town.org("farland").await]});
    published(&town, "Проценты округа", below).await;
    let off = published(&town, "Проценты отменены", json!({})).await;
    town.person("head").await.post(&format!("/events/{off}/cancel"), json!({"reason": "нет"})).await.ok();
    town.clock.set("2026-10-08T10:00:00Z".parse().unwrap());
    town.settle().await;
    let far = found(&town.person("far").await, "проценты").await;
    assert_eq!(far.last().map(String::as_str), Some("Проценты вчера"), "{far:?}");
    let of = |titles: Vec<String>| titles.into_iter().collect::<std::collections::BTreeSet<_>>();
    let expected = |titles: &[&str]| titles.iter().map(|t| (*t).to_owned()).collect();
    assert_eq!(of(far), expected(&["Проценты вчера", "Проценты завтра", "Проценты округа"]));
    let lea = found(&town.person("lea").await, "проценты").await;
    assert_eq!(of(lea), expected(&["Проценты вчера", "Проценты завтра", "Проценты объединения"]));
}

#[tokio::test]
async fn an_open_event_has_a_page_for_strangers_without_the_address_to_connect_to() {
    let town = Town::new().await;
    let skills = town.stranger().get("/skills?subject=math&grade=5").await.ok();
    let skill = skills["items"][0]["id"].as_str().unwrap().to_owned();
    let open = json!({"audience": "everyone", "online": {}, "skills": [skill], "programme": [],
        "speakers": [{"person_id": town.id("ana").await, "topic": "Полоска"}, {"name": "Гость <b>", "about": "вуз"}]});
    published(&town, "Открытый <i>семинар</i>", open).await;
    published(&town, "Закрытый", json!({})).await;
    let page = |path: String| {
        let url = town.url.clone();
        async move {
            let answer = kit::person::client().request(Method::GET, format!("{url}{path}")).send().await.unwrap();
            (answer.status().as_u16(), answer.text().await.unwrap())
        }
    };
    let (status, text) = page("/e/1".into()).await;
    assert_eq!(status, 200);
    for word in
        ["Открытый &lt;i&gt;семинар", "\"EducationEvent\"", "12 октября 2026 г.", "участник сети", "Гость &lt;b&gt;"]
    {
        assert!(text.contains(word), "{word}");
    }
    assert!(!text.contains("meet.town.example") && !text.contains("Анисимова"));
    assert!(!page("/e/2".into()).await.1.contains("Закрытый"));
    let spot = page(format!("/skills/{skill}")).await.1;
    assert!(spot.contains("Ближайшие события") && spot.contains("/e/1"));
}
