//! Wall time and the moment it is, from Kaliningrad to Kamchatka.

use calendars::wall;
use chrono::Utc;
use kit::{Town, json};

use super::published;

/// The eleven zones of Russia, with what the clock in Moscow is behind or ahead.
const ZONES: [(&str, i64); 11] = [
    ("Europe/Kaliningrad", -1),
    ("Europe/Moscow", 0),
    ("Europe/Samara", 1),
    ("Asia/Yekaterinburg", 2),
    ("Asia/Omsk", 3),
    ("Asia/Krasnoyarsk", 4),
    ("Asia/Irkutsk", 5),
    ("Asia/Yakutsk", 6),
    ("Asia/Vladivostok", 7),
    ("Asia/Magadan", 8),
    ("Asia/Kamchatka", 9),
];

fn instant(text: &str, zone: &str) -> Option<chrono::DateTime<Utc>> {
    wall::instant(wall::read(text)?, wall::zone(zone)?)
}

#[test]
fn fifteen_oclock_is_another_moment_in_each_of_eleven_zones() {
    for day in ["2026-01-15", "2026-07-15"] {
        let moscow = instant(&format!("{day}T15:00"), "Europe/Moscow").unwrap();
        assert_eq!(moscow.format("%H:%M").to_string(), "12:00");
        for (zone, ahead) in ZONES {
            let there = instant(&format!("{day}T15:00"), zone).unwrap();
            assert_eq!((moscow - there).num_hours(), ahead, "{zone} {day}");
        }
    }
}

#[test]
fn zones_changed_by_law_and_walls_did_not() {
    let before = instant("2020-12-26T15:00", "Europe/Volgograd").unwrap();
    let after = instant("2020-12-28T15:00", "Europe/Volgograd").unwrap();
    assert_eq!((before.format("%H").to_string(), after.format("%H").to_string()), ("11".into(), "12".into()));
}

#[test]
fn hours_that_never_were_have_no_moment() {
    assert_eq!(instant("2026-03-29T02:30", "Europe/Berlin"), None);
    let twice = instant("2026-10-25T02:30", "Europe/Berlin").unwrap();
    assert_eq!(twice.to_rfc3339(), "2026-10-25T00:30:00+00:00", "the first of the two");
    for nonsense in ["2026-02-31T10:00", "2026-10-05", "2026-10-05T25:00", "1026-10-05T10:00", "2026-10-05T10:00Z", ""]
    {
        assert_eq!(wall::read(nonsense), None, "{nonsense}");
    }
    assert_eq!(wall::read("2026-10-05T10:00:00"), wall::read("2026-10-05T10:00"));
    assert!(wall::zone("Europe/Urupinsk").is_none());
}

#[tokio::test]
async fn an_event_tells_its_wall_its_zone_and_its_moment() {
    let town = Town::new().await;
    let chita = json!({"starts": "2026-10-12T15:00", "ends": "2026-10-12T16:30", "time_zone": "Asia/Chita"});
    let id = published(&town, "В Чите", chita).await;
    let page = town.person("ana").await.get(&format!("/events/{id}")).await.ok();
    assert_eq!(page["starts"], "2026-10-12T15:00");
    assert_eq!(page["time_zone"], "Asia/Chita");
    assert_eq!(
        (&page["starts_at"], &page["ends_at"]),
        (&json!("2026-10-12T06:00:00Z"), &json!("2026-10-12T07:30:00Z"))
    );
}
