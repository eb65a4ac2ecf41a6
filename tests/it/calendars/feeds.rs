//! Calendars that other programs read, taken apart again by a parser of the test's own.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};
use kit::{Person, Town, Value, check, expect, json};
use reqwest::{StatusCode, header};

use super::{planned, published, registers};

/// A property: name, parameters, value.
type Line = (String, BTreeMap<String, String>, String);

/// A component with what is in it, read as RFC 5545 says, without mercy.
#[derive(Debug, Default)]
pub(super) struct Component {
    name: String,
    lines: Vec<Line>,
    parts: Vec<Component>,
}

impl Component {
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.lines.iter().find(|(n, ..)| n == name).map(|(.., value)| value.as_str())
    }

    pub(super) fn all_values(&self, name: &str) -> Vec<&str> {
        self.lines.iter().filter(|(n, ..)| n == name).map(|(.., value)| value.as_str()).collect()
    }

    pub(super) fn all(&self, name: &str) -> Vec<&Component> {
        self.parts.iter().filter(|part| part.name == name).collect()
    }

    /// The moment of a property, through the zones that the calendar itself describes.
    fn instant(&self, name: &str, calendar: &Component) -> DateTime<Utc> {
        let (_, parameters, value) = self.lines.iter().find(|(n, ..)| n == name).unwrap();
        let zone =
            calendar.all("VTIMEZONE").into_iter().find(|z| z.value("TZID") == Some(&parameters["TZID"])).unwrap();
        let wall = NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%S").unwrap();
        let began =
            |part: &&Component| NaiveDateTime::parse_from_str(part.value("DTSTART").unwrap(), "%Y%m%dT%H%M%S").unwrap();
        let part = zone.parts.iter().filter(|part| began(part) <= wall).max_by_key(began).unwrap();
        let offset = part.value("TZOFFSETTO").unwrap();
        let (hours, minutes): (i64, i64) = (offset[1..3].parse().unwrap(), offset[3..5].parse().unwrap());
        let east = TimeDelta::minutes(hours * 60 + minutes) * if offset.starts_with('-') { -1 } else { 1 };
        (wall - east).and_utc()
    }
}

pub(super) fn parse(text: &str) -> Component {
    assert!(text.ends_with("END:VCALENDAR\r\n"));
    assert!(!text.replace("\r\n", "").contains(['\r', '\n']), "lines end with CRLF only");
    assert!(text.split("\r\n").all(|line| line.len() <= 75), "at most 75 octets");
    let unfolded = text.replace("\r\n ", "");
    let mut stack = vec![Component::default()];
    for line in unfolded.split("\r\n").filter(|line| !line.is_empty()) {
        let (head, value) = line.split_once(':').unwrap();
        let mut head = head.split(';');
        let name = head.next().unwrap().to_owned();
        let parameters = head.map(|p| p.split_once('=').map(|(k, v)| (k.to_owned(), v.to_owned())).unwrap()).collect();
        match name.as_str() {
            "BEGIN" => stack.push(Component { name: value.to_owned(), ..Component::default() }),
            "END" => {
                let done = stack.pop().unwrap();
                assert_eq!(done.name, value);
                stack.last_mut().unwrap().parts.push(done);
            }
            _ => stack.last_mut().unwrap().lines.push((name, parameters, value.to_owned())),
        }
    }
    assert_eq!(stack.len(), 1);
    stack.pop().unwrap().parts.pop().unwrap()
}

fn words(text: &str) -> String {
    text.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")
}

pub(super) async fn feed(person: &Person, scope: Value) -> String {
    let made = person.post("/calendar-feeds", json!({"title": "Мой календарь", "scope": scope})).await.ok();
    assert!(made["webcal"].as_str().unwrap().starts_with("webcal://"));
    made["url"].as_str().unwrap().to_owned()
}

pub(super) async fn read(url: &str) -> (StatusCode, String) {
    let answer = kit::person::client().get(url).send().await.unwrap();
    (answer.status(), answer.text().await.unwrap())
}

fn summaries(calendar: &Component) -> Vec<String> {
    calendar.all("VEVENT").iter().map(|event| words(event.value("SUMMARY").unwrap())).collect()
}

#[tokio::test]
async fn what_is_written_is_read_back_with_the_same_moments_in_eleven_zones_and_beyond() {
    let town = Town::new().await;
    let zones = [
        "Europe/Kaliningrad",
        "Europe/Moscow",
        "Europe/Samara",
        "Asia/Yekaterinburg",
        "Asia/Omsk",
        "Asia/Krasnoyarsk",
        "Asia/Irkutsk",
        "Asia/Yakutsk",
        "Asia/Vladivostok",
        "Asia/Magadan",
        "Asia/Kamchatka",
        "Europe/Berlin",
        "America/New_York",
    ];
    // Before and after the clocks of Berlin and New York change.
    for (index, zone) in zones.iter().enumerate() {
        for (day, name) in [("2026-10-20", "осень"), ("2026-12-20", "зима"), ("2027-04-20", "весна")] {
            let dates = json!({"starts": format!("{day}T15:00"), "ends": format!("{day}T16:30"), "time_zone": zone});
            published(&town, &format!("{index} {name}"), dates).await;
        }
    }
    let ana = town.person("ana").await;
    let (status, text) = read(&feed(&ana, json!({})).await).await;
    assert_eq!(status, 200);
    let calendar = parse(&text);
    assert_eq!(calendar.all("VTIMEZONE").len(), zones.len());
    let events = calendar.all("VEVENT");
    assert_eq!(events.len(), zones.len() * 3);
    let page = ana.get("/events?limit=100").await.ok();
    let known: BTreeMap<String, Value> = page["items"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (format!("Семинар: {}", e["title"].as_str().unwrap()), e.clone()))
        .collect();
    for event in events {
        let card = &known[event.value("SUMMARY").unwrap()];
        for (name, field) in [("DTSTART", "starts_at"), ("DTEND", "ends_at")] {
            let moment: DateTime<Utc> = card[field].as_str().unwrap().parse().unwrap();
            assert_eq!(event.instant(name, &calendar), moment, "{card}");
        }
    }
}

#[tokio::test]
async fn words_of_people_stay_words() {
    let town = Town::new().await;
    let title = "Дроби; проценты, «доли» \\ и прочее: длинное название, которое не помещается в одну строку календаря";
    let wild = json!({"summary": "Первая\nEND:VCALENDAR\r\nBEGIN:VEVENT <script>", "place": "каб. 7, корпус; 2"});
    let id = published(&town, title, wild).await;
    let lea = town.person("lea").await;
    let text = lea.get(&format!("/events/{id}/ics")).await;
    assert_eq!(text.headers[header::CONTENT_TYPE], "text/calendar; charset=utf-8");
    let calendar = parse(&text.text);
    assert_eq!(summaries(&calendar), [format!("Семинар: {title}")]);
    let event = calendar.all("VEVENT")[0];
    assert_eq!(words(event.value("LOCATION").unwrap()), "каб. 7, корпус; 2");
    assert_eq!(event.value("SEQUENCE"), Some("0"));
    assert_eq!(event.value("UID").unwrap(), format!("event-{id}@staffroom"));
}

#[tokio::test]
async fn scopes_join_and_mine_knows_where_to_connect() {
    let town = Town::new().await;
    let line = json!({"room": null, "online": {"capacity": 5}});
    let webinar = published(&town, "Вебинар", line).await;
    published(&town, "Чтение", json!({"subjects": ["russian"]})).await;
    let head = town.person("head").await;
    head.post("/events", planned(&town, "Черновик", json!({})).await).await.ok();
    let lea = town.person("lea").await;
    let all = read(&feed(&lea, json!({})).await).await.1;
    assert_eq!(summaries(&parse(&all)), ["Семинар: Вебинар", "Семинар: Чтение"]);
    assert!(!all.contains("meet.town.example"));
    let math = read(&feed(&lea, json!({"subject": "math", "host": town.org("school6").await})).await).await.1;
    assert_eq!(summaries(&parse(&math)), ["Семинар: Вебинар"]);
    let mine = feed(&lea, json!({"mine": true})).await;
    assert_eq!(summaries(&parse(&read(&mine).await.1)), Vec::<String>::new());
    registers(&lea, &webinar).await.ok();
    let calendar = parse(&read(&mine).await.1);
    let event = calendar.all("VEVENT")[0];
    assert_eq!(event.value("CONFERENCE"), Some("https://meet.town.example/room"));
}

#[tokio::test]
async fn changes_raise_the_sequence_and_what_is_called_off_stays_as_cancelled() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    let (head, ana) = (town.person("head").await, town.person("ana").await);
    let url = feed(&ana, json!({})).await;
    let told = |text: &str| {
        let calendar = parse(text);
        let event = calendar.all("VEVENT")[0];
        let said = |name: &str| event.value(name).unwrap().to_owned();
        (said("UID"), said("SEQUENCE"), said("STATUS"))
    };
    let uid = format!("event-{id}@staffroom");
    assert_eq!(told(&read(&url).await.1), (uid.clone(), "0".into(), "CONFIRMED".into()));
    let page = head.get(&format!("/events/{id}")).await.ok();
    let mut plan = page["plan"].clone();
    plan["starts"] = json!("2026-10-12T14:00");
    head.put(&format!("/events/{id}"), json!({"revision": page["revision"], "plan": plan})).await.ok();
    assert_eq!(told(&read(&url).await.1), (uid.clone(), "1".into(), "CONFIRMED".into()));
    head.post(&format!("/events/{id}/cancel"), json!({"reason": "Карантин"})).await.ok();
    assert_eq!(told(&read(&url).await.1), (uid, "2".into(), "CANCELLED".into()));
}

#[tokio::test]
async fn a_feed_is_read_again_only_when_something_changed_and_no_longer_when_taken_back() {
    let town = Town::new().await;
    published(&town, "Семинар", json!({})).await;
    let ana = town.person("ana").await;
    let url = feed(&ana, json!({})).await;
    let client = kit::person::client();
    let first = client.get(&url).send().await.unwrap();
    let tag = first.headers()[header::ETAG].to_str().unwrap().to_owned();
    let again = client.get(&url).header(header::IF_NONE_MATCH, &tag).send().await.unwrap();
    assert_eq!(again.status(), 304);
    published(&town, "Ещё один", json!({})).await;
    let changed = client.get(&url).header(header::IF_NONE_MATCH, &tag).send().await.unwrap();
    assert_eq!(changed.status(), 200);
    let feeds = ana.get("/calendar-feeds").await.ok();
    assert_eq!((feeds.as_array().unwrap().len(), &feeds[0]["url"]), (1, &json!(null)), "the secret is told once");
    assert!(feeds[0]["read_at"].is_string());
    let id = feeds[0]["id"].as_str().unwrap();
    check(&town.person("ben").await.delete(&format!("/calendar-feeds/{id}")).await, expect!["404 not_found"]);
    check(&ana.delete(&format!("/calendar-feeds/{id}")).await, expect!["204"]);
    assert_eq!(read(&url).await.0, 404);
    assert_eq!(read(&format!("{}/ics/{}.ics", town.url, "0".repeat(64))).await.0, 404);
    let wrong = json!({"title": " ", "scope": {"subject": "магия"}});
    check(&ana.post("/calendar-feeds", wrong).await, expect!["422 title: required, scope.subject: unknown"]);
}
