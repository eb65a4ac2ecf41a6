//! Each is reminded when and how they chose; changes say old and new.

use kit::{Town, check, expect, json};

use super::{published, registers};

async fn subjects(town: &Town, to: &str) -> Vec<String> {
    town.letters(to).await.into_iter().map(|letter| letter.subject).collect()
}

#[tokio::test]
async fn each_is_reminded_when_and_how_they_chose() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    assert_eq!(ana.get("/me/event-reminders").await.ok(), json!({"inbox": ["day", "hour"], "mail": ["day"]}));
    let chosen = json!({"inbox": [], "mail": ["hour", "week", "hour"]});
    let kept = ana.put("/me/event-reminders", chosen).await.ok();
    assert_eq!(kept, json!({"inbox": [], "mail": ["week", "hour"]}));
    let bad = ana.put("/me/event-reminders", json!({"inbox": ["year"], "mail": []})).await;
    assert!(bad.status.is_client_error());
    let later = json!({"starts": "2026-10-19T15:00", "ends": "2026-10-19T17:00", "link": ""});
    let id = published(&town, "Семинар", later).await;
    registers(&ana, &id).await.ok();
    registers(&ben, &id).await.ok();
    // Letters about places go out before a week passes: nobody wants old ones.
    town.settle().await;
    town.clock.set("2026-10-12T10:00:01Z".parse().unwrap());
    assert_eq!(subjects(&town, "ana@").await[0], "Напоминание: Семинар", "a week before");
    assert_eq!(subjects(&town, "ben@").await, ["Вы записаны: Семинар"]);
    town.clock.set("2026-10-18T10:00:01Z".parse().unwrap());
    let letter = town.letters("ben@").await[0].clone();
    assert_eq!(letter.subject, "Напоминание: Семинар", "a day before");
    assert!(letter.text.contains("Когда: 19 октября 2026 г., 15:00–17:00 (13:00 МСК)."), "{}", letter.text);
    assert!(letter.text.contains("Где: кабинет 12."));
    assert_eq!(subjects(&town, "ana@").await.len(), 2, "not a day before");
    town.clock.set("2026-10-19T09:00:01Z".parse().unwrap());
    assert_eq!(subjects(&town, "ana@").await.len(), 3);
    let inbox = town.person("ana").await.get("/notices").await.ok();
    assert!(!inbox["items"].to_string().contains("event_soon"), "nothing in the inbox was chosen");
}

#[tokio::test]
async fn a_letter_about_a_change_says_what_was_and_what_is() {
    let town = Town::new().await;
    let id = published(&town, "Семинар", json!({})).await;
    registers(&town.person("ana").await, &id).await.ok();
    let head = town.person("head").await;
    let page = head.get(&format!("/events/{id}")).await.ok();
    let mut plan = page["plan"].clone();
    plan["ends"] = json!("2026-10-12T18:00");
    plan["place"] = json!("актовый зал");
    plan["link"] = json!("https://meet.town.example/other");
    let saved = head.put(&format!("/events/{id}"), json!({"revision": page["revision"], "plan": plan})).await.ok();
    let text = town.letters("ana@").await[0].text.clone();
    for line in [
        "Было: 12 октября 2026 г., 15:00–17:00 (13:00 МСК).",
        "Стало: 12 октября 2026 г., 15:00–18:00 (13:00 МСК).",
        "Место было: кабинет 12.",
        "Где: актовый зал.",
        "Подключиться по новой ссылке: https://meet.town.example/other",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    let change = &saved["changes"][0];
    assert_eq!((&change["ends_was"], &change["ends_now"]), (&json!("2026-10-12T17:00"), &json!("2026-10-12T18:00")));
    assert_eq!((&change["place_was"], &change["link"]), (&json!("кабинет 12"), &json!(true)));
    let other = town.person("lea").await.get(&format!("/events/{id}")).await;
    assert!(!other.text.contains("meet.town.example"), "the page tells that the address is another, not which");
    check(&town.stranger().get("/me/event-reminders").await, expect!["401 unauthenticated"]);
}

#[tokio::test]
async fn letters_wait_for_a_mail_server_that_is_down_and_the_administrator_sees_it() {
    // Nobody listens there.
    let town = Town::with(|config| {
        config.mail.smtp_url = serde_json::from_value(json!("smtp://127.0.0.1:9")).unwrap();
    })
    .await;
    let id = published(&town, "Семинар", json!({})).await;
    registers(&town.person("ana").await, &id).await.ok();
    let admin = town.person("admin").await;
    let mut state = json!({});
    for _ in 0..100 {
        state = admin.get("/mail-state").await.ok();
        // The job is taken first and its failure noted afterwards.
        if state["last_error"].is_string() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    assert_eq!((&state["failing"], &state["given_up"]), (&json!(1), &json!(0)), "{state}");
    assert!(state["last_error"].is_string() && state["since"].is_string());
    check(&town.person("head").await.get("/mail-state").await, expect!["403 forbidden"]);
    // The server is there again: another node sends what this one could not.
    let (url, app, _stop) = town.second_server().await;
    kit::Person::sign_in(&url, "admin").await.post("/mail-state", json!({})).await.ok();
    for _ in 0..100 {
        if !app.mailer().kept(10).await.unwrap().is_empty() {
            break;
        }
        town.clock.advance(chrono::TimeDelta::seconds(30));
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    let sent = app.mailer().kept(10).await.unwrap();
    assert_eq!(sent.len(), 1, "nothing is lost, nothing is sent twice");
    assert_eq!(sent[0].letter.subject, "Вы записаны: Семинар");
}
