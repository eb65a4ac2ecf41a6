//! What three programs that know nothing of us read in our calendars: a Rust library, Python's and JavaScript's.

use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

use calcard::{
    common::timezone::Tz,
    icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty, dates::TimeOrDelta},
};
use kit::{Town, Value, json};

use super::{feeds, published, registers};

/// `[uid, status, summary, place, sequence, start, end]` of each event by id; moments in seconds of Unix.
fn by_rust(text: &str) -> Value {
    let calendar = ICalendar::parse(text).unwrap();
    let expanded = calendar.expand_dates(Tz::Floating, 1000);
    assert_eq!(expanded.errors, []);
    let mut events: Vec<Value> = expanded
        .events
        .iter()
        .map(|event| (calendar.component_by_id(event.comp_id).unwrap(), event))
        .filter(|(part, _)| part.component_type == ICalendarComponentType::VEvent)
        .map(|(part, event)| {
            let value = |name| part.property(&name).unwrap().values.first().unwrap();
            let word = |name| value(name).as_text().unwrap();
            let TimeOrDelta::Time(end) = &event.end else { panic!("{event:?}") };
            json!([
                word(ICalendarProperty::Uid),
                word(ICalendarProperty::Status),
                word(ICalendarProperty::Summary),
                word(ICalendarProperty::Location),
                value(ICalendarProperty::Sequence).as_integer().unwrap(),
                event.start.timestamp(),
                end.timestamp(),
            ])
        })
        .collect();
    events.sort_by_key(|event| event[0].as_str().unwrap().to_owned());
    Value::Array(events)
}

fn by(program: &str, script: &str, text: &str) -> Value {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("it/calendars/readers").join(script);
    let mut child = Command::new(program)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|problem| panic!("{program}: {problem}"));
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let done = child.wait_with_output().unwrap();
    assert!(done.status.success(), "{program} did not read the calendar");
    serde_json::from_slice(&done.stdout).unwrap()
}

/// The Python that has the library: a newer one may stand before the system's.
fn python() -> &'static str {
    let able = |program: &&str| {
        let asked = Command::new(program).args(["-c", "import icalendar"]).stderr(Stdio::null()).status();
        asked.is_ok_and(|status| status.success())
    };
    ["python3", "/usr/bin/python3"]
        .into_iter()
        .find(able)
        .expect("a library for Python is missing. Type: sudo apt-get install -y python3-icalendar")
}

#[tokio::test]
async fn three_readers_that_do_not_know_us_read_the_same() {
    let town = Town::new().await;
    let zones = ["Europe/Kaliningrad", "Europe/Moscow", "Asia/Yekaterinburg", "Asia/Kamchatka", "Europe/Berlin"];
    for zone in zones {
        // Before, between and after the nights on which the clocks of Berlin change.
        for day in ["2026-10-20", "2026-12-20", "2027-04-20"] {
            let dates = json!({"starts": format!("{day}T15:00"), "ends": format!("{day}T16:30"), "time_zone": zone});
            published(&town, &format!("Проценты {zone}"), dates).await;
        }
    }
    let long =
        "Дроби; проценты, «доли» \\ и прочее 🍰: длинное название, которое не помещается в одну строку календаря";
    let odd = published(&town, long, json!({"place": "каб. 7, корпус; 2", "summary": "Первая\nEND:VEVENT"})).await;
    let off = published(&town, "Не состоится", json!({})).await;
    let (head, ana) = (town.person("head").await, town.person("ana").await);
    registers(&ana, &odd).await.ok();
    head.post(&format!("/events/{off}/cancel"), json!({"reason": "Карантин"})).await.ok();

    let (status, text) = feeds::read(&feeds::feed(&ana, json!({})).await).await;
    assert_eq!(status, 200);
    let rust = by_rust(&text);
    assert_eq!(rust.as_array().unwrap().len(), zones.len() * 3 + 2);
    assert_eq!(by(python(), "read.py", &text), rust);
    assert_eq!(by("node", "read.mjs", &text), rust);

    let page = ana.get("/events?limit=100").await.ok();
    for card in page["items"].as_array().unwrap() {
        let uid = format!("event-{}@staffroom", card["id"].as_str().unwrap());
        let event = rust.as_array().unwrap().iter().find(|event| event[0] == uid).unwrap();
        let moment = |field: &str| {
            let moment: chrono::DateTime<chrono::Utc> = card[field].as_str().unwrap().parse().unwrap();
            json!(moment.timestamp())
        };
        assert_eq!((&event[5], &event[6]), (&moment("starts_at"), &moment("ends_at")), "{card}");
        assert_eq!(event[2], format!("Семинар: {}", card["title"].as_str().unwrap()));
    }
    let cancelled = rust.as_array().unwrap().iter().find(|event| event[0] == format!("event-{off}@staffroom"));
    assert_eq!(cancelled.unwrap()[1], "CANCELLED");
}
