//! Devices: tokens that run out and are exchanged, copies that end a session, revocation that is felt at once.

use std::time::{Duration, Instant};

use chrono::TimeDelta;
use kit::{Person, Town, check, expect, json};

use super::{cookie, refresh, refresh_with};

#[tokio::test]
async fn access_runs_out_after_ten_minutes_and_is_renewed_by_the_cookie() {
    let town = Town::new().await;
    let mut ana = town.person("ana").await;
    town.clock.advance(TimeDelta::seconds(599));
    check(&ana.get("/me").await, expect!["200"]);
    town.clock.advance(TimeDelta::seconds(1));
    check(&ana.get("/me").await, expect!["401 unauthenticated"]);
    check(&refresh(&mut ana).await, expect!["200"]);
    check(&ana.get("/me").await, expect!["200"]);
}

#[tokio::test]
async fn a_copy_of_a_spent_token_ends_the_session_for_both() {
    let town = Town::new().await;
    let mut ana = town.person("ana").await;
    let copy = ana.cookie.clone().unwrap();
    check(&refresh(&mut ana).await, expect!["200"]);
    town.clock.advance(TimeDelta::seconds(11));
    check(&refresh_with(&ana, &copy).await, expect!["401 session_ended"]);
    check(&ana.get("/me").await, expect!["401 session_ended"]);
    check(&refresh(&mut ana).await, expect!["401 session_ended"]);
}

#[tokio::test]
async fn two_tabs_that_refresh_at_once_stay_signed_in() {
    let town = Town::new().await;
    let mut ana = town.person("ana").await;
    let shared = ana.cookie.clone().unwrap();
    let (one, two) = tokio::join!(refresh_with(&ana, &shared), refresh_with(&ana, &shared));
    check(&one, expect!["200"]);
    check(&two, expect!["200"]);
    // The browser keeps one cookie for both; whichever it is goes on.
    ana.cookie = Some(cookie(&two));
    town.clock.advance(TimeDelta::minutes(9));
    check(&refresh(&mut ana).await, expect!["200"]);
    town.clock.advance(TimeDelta::minutes(9));
    check(&refresh(&mut ana).await, expect!["200"]);
    check(&ana.get("/me").await, expect!["200"]);
}

#[tokio::test]
async fn an_answer_lost_on_the_way_is_asked_for_again() {
    let town = Town::new().await;
    let mut ana = town.person("ana").await;
    let old = ana.cookie.clone().unwrap();
    check(&refresh_with(&ana, &old).await, expect!["200"]);
    town.clock.advance(TimeDelta::seconds(8));
    check(&refresh(&mut ana).await, expect!["200"]);
    check(&ana.get("/me").await, expect!["200"]);
}

#[tokio::test]
async fn a_copy_used_within_the_grace_gains_nothing_lasting() {
    let town = Town::new().await;
    let mut ana = town.person("ana").await;
    let stolen = ana.cookie.clone().unwrap();
    check(&refresh(&mut ana).await, expect!["200"]);
    let thief = refresh_with(&ana, &stolen).await;
    check(&thief, expect!["200"]);
    town.clock.advance(TimeDelta::minutes(9));
    check(&refresh(&mut ana).await, expect!["200"]);
    town.clock.advance(TimeDelta::seconds(11));
    check(&refresh_with(&ana, &cookie(&thief)).await, expect!["401 session_ended"]);
}

#[tokio::test]
async fn a_session_left_alone_for_a_month_is_over() {
    let town = Town::new().await;
    let mut ana = town.person("ana").await;
    town.clock.advance(TimeDelta::days(29));
    check(&refresh(&mut ana).await, expect!["200"]);
    town.clock.advance(TimeDelta::days(29));
    check(&refresh(&mut ana).await, expect!["200"]);
    town.clock.advance(TimeDelta::days(31));
    check(&refresh(&mut ana).await, expect!["401 session_ended"]);
}

#[tokio::test]
async fn a_revoked_device_is_out_within_a_second() {
    let town = Town::new().await;
    let (here, there) = (town.person("ana").await, town.person("ana").await);
    check(&there.get("/me").await, expect!["200"]);
    let devices = here.get("/auth/sessions").await.ok();
    let other = devices["items"].as_array().unwrap().iter().find(|s| s["current"] == false).unwrap().clone();
    here.delete(&format!("/auth/sessions/{}", other["id"].as_str().unwrap())).await.ok();
    check(&there.get("/me").await, expect!["401 session_ended"]);
    check(&here.get("/me").await, expect!["200"]);
}

#[tokio::test]
async fn a_device_revoked_at_one_server_is_out_at_the_other_within_a_second() {
    let town = Town::new().await;
    let (url, _app, _stop) = town.second_server().await;
    let (here, mut there) = (town.person("ana").await, town.person("ana").await);
    there.url = url;
    check(&there.get("/me").await, expect!["200"]);
    here.delete("/auth/sessions").await.ok();
    let began = Instant::now();
    while there.get("/me").await.status.is_success() {
        assert!(began.elapsed() < Duration::from_secs(1), "still in after a second");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    check(&there.get("/me").await, expect!["401 session_ended"]);
}

#[tokio::test]
async fn a_role_taken_away_at_one_server_is_gone_at_the_other_within_a_second() {
    let town = Town::new().await;
    let (url, _app, _stop) = town.second_server().await;
    let mut head = town.person("head").await;
    head.url = url;
    let admin = town.person("admin").await;
    let org = town.org("school6").await;
    let invitation = || {
        let body = json!({"org_id": org, "role": "teacher", "kind": "single"});
        let head = head.clone();
        async move { head.post("/invitations", body).await }
    };
    check(&invitation().await, expect!["201"]);
    let grants = admin.get(&format!("/grants?org={org}&person={}", head.id)).await.ok();
    let id = grants["items"][0]["grant"]["id"].as_str().unwrap().to_owned();
    admin.delete(&format!("/grants/{id}")).await.ok();
    tokio::time::sleep(Duration::from_millis(900)).await;
    check(&invitation().await, expect!["403 forbidden"]);
    assert_eq!(head.get("/me").await.ok()["can"]["invite"], false);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_drops_the_cookie() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let request = ana.client.post(format!("{}/api/v1/auth/logout", ana.url));
    let answer = ana.send(request.header("cookie", ana.cookie.clone().unwrap())).await;
    assert_eq!(answer.status, 204);
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Max-Age=0"));
    check(&ana.get("/me").await, expect!["401 session_ended"]);
    // Signing out twice, or with nothing at all, is no error.
    check(&town.stranger().post("/auth/logout", json!({})).await, expect!["204"]);
}

#[tokio::test]
async fn nobody_sees_or_ends_the_devices_of_others() {
    let town = Town::new().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let devices = ben.get("/auth/sessions").await.ok();
    assert_eq!(devices["items"].as_array().unwrap().len(), 1);
    let id = devices["items"][0]["id"].as_str().unwrap();
    check(&ana.delete(&format!("/auth/sessions/{id}")).await, expect!["404 not_found"]);
    check(&ben.get("/me").await, expect!["200"]);
}

#[tokio::test]
async fn the_list_of_devices_names_the_browser() {
    let town = Town::new().await;
    let agent =
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 YaBrowser/26.1 Safari/537.36";
    let body = json!({"login": "ana", "password": kit::person::PASSWORD});
    let mut ana = town.stranger();
    let request = ana.request(reqwest::Method::POST, "/auth/login").header("user-agent", agent).json(&body);
    let answer = ana.send(request).await;
    ana.take_session(&answer);
    let devices = ana.get("/auth/sessions").await.ok();
    assert_eq!(devices["items"][0]["device"], "Яндекс Браузер, Windows");
}

#[tokio::test]
async fn forged_tokens_open_nothing() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let parts: Vec<&str> = ana.token.split('.').collect();
    let flipped = parts[2].chars().rev().collect::<String>();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    let forged = [
        "".to_owned(),
        "x".repeat(5000),
        format!("{}.{}.{flipped}", parts[0], parts[1]),
        format!("{none}.{}.", parts[1]),
        format!("{}.{}.{}", none, parts[1], parts[2]),
        format!("{}.{}", parts[0], parts[1]),
    ];
    for token in forged {
        let thief = Person { token: token.clone(), ..ana.clone() };
        if !token.is_empty() {
            check(&thief.get("/me").await, expect!["401 unauthenticated"]);
        }
    }
    check(&town.stranger().get("/me").await, expect!["401 unauthenticated"]);
}

#[tokio::test]
async fn tokens_of_another_installation_open_nothing() {
    let (town, other) = (Town::new().await, Town::new().await);
    let mut ana = other.person("ana").await;
    // Same people, same ids: only the key differs.
    ana.url.clone_from(&town.url);
    check(&ana.get("/me").await, expect!["401 unauthenticated"]);
    check(&refresh(&mut ana).await, expect!["401 session_ended"]);
}

#[tokio::test]
async fn keys_are_replaced_by_age_and_tokens_of_the_old_one_run_out_in_peace() {
    let town = Town::with(|config| config.auth.key_rotation_days = 1).await;
    let first = town.person("ana").await;
    town.clock.advance(TimeDelta::hours(24) - TimeDelta::minutes(5));
    let old = town.person("ben").await;
    town.clock.advance(TimeDelta::minutes(6));
    let new = town.person("mo").await;
    let key = |p: &Person| p.token.split('.').next().unwrap().to_owned();
    assert_eq!(key(&first), key(&old));
    assert_ne!(key(&old), key(&new));
    check(&old.get("/me").await, expect!["200"]);
    check(&new.get("/me").await, expect!["200"]);
    town.clock.advance(TimeDelta::minutes(5));
    check(&old.get("/me").await, expect!["401 unauthenticated"]);
}

#[tokio::test]
async fn a_revoked_device_loses_its_socket_within_a_second() {
    let town = Town::new().await;
    let (here, there) = (town.person("ana").await, town.person("ana").await);
    let mut socket = there.watches(&format!("user:{}", there.id)).await;
    let mut own = here.watches(&format!("user:{}", here.id)).await;
    let began = Instant::now();
    here.delete("/auth/sessions").await.ok();
    assert_eq!(socket.closed().await, Some(4401));
    assert!(began.elapsed() < Duration::from_secs(1), "{:?}", began.elapsed());
    // The device that did it hears of it and stays.
    assert!(own.event("session_ended").await["data"]["session"].is_string());
}

#[tokio::test]
async fn a_new_role_is_told_to_open_pages() {
    let town = Town::new().await;
    let (head, ben) = (town.person("head").await, town.person("ben").await);
    let mut socket = ben.watches(&format!("user:{}", ben.id)).await;
    let body =
        json!({"person_id": ben.id, "role": "deputy_head", "scope_id": town.org("school6").await, "basis": "приказ"});
    head.post("/grants", body).await.ok();
    socket.event("acl").await;
    assert_eq!(ben.get("/me").await.ok()["can"]["invite"], true);
    // Nobody watches somebody else's stream.
    let mut stranger = head.connects().await;
    let refused = stranger.subscribe(&[&format!("user:{}", ben.id)], None).await;
    assert_eq!(refused["refused"].as_array().unwrap().len(), 1);
}
