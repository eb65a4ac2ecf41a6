//! The door: right and wrong passwords, the growing delay, who must stay outside.

use chrono::TimeDelta;
use kit::{Town, check, expect, json};

use kit::person::PASSWORD;

#[tokio::test]
async fn the_right_password_opens_a_session() {
    let town = Town::new().await;
    let answer = town.stranger().post("/auth/login", json!({"login": " Ana ", "password": PASSWORD})).await;
    let body = answer.ok();
    assert_eq!(body["expires_in"], 600);
    assert_eq!(body["me"]["surname"], "Анисимова");
    let cookie = answer.headers["set-cookie"].to_str().unwrap();
    for part in ["staffroom_refresh=", "HttpOnly", "SameSite=Strict", "Path=/api/v1/auth", "Max-Age=2592000"] {
        assert!(cookie.contains(part), "{part} is missing in {cookie}");
    }
    assert!(!answer.text.contains(cookie.split(['=', ';']).nth(1).unwrap()), "the refresh token is not for scripts");
}

#[tokio::test]
async fn https_installations_send_a_secure_cookie() {
    let town = Town::with(|config| config.auth.secure_cookie = true).await;
    let answer = town.stranger().post("/auth/login", json!({"login": "ana", "password": PASSWORD})).await;
    assert!(answer.headers["set-cookie"].to_str().unwrap().contains("Secure"));
}

#[tokio::test]
async fn a_proved_address_is_as_good_as_the_login() {
    let town = Town::new().await;
    let answer = town.stranger().post("/auth/login", json!({"login": "ANA@town.example", "password": PASSWORD})).await;
    assert_eq!(answer.ok()["me"]["login"], "ana");
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_login_answer_alike() {
    let town = Town::new().await;
    let wrong = town.stranger().post("/auth/login", json!({"login": "ana", "password": "не тот пароль"})).await;
    let unknown = town.stranger().post("/auth/login", json!({"login": "nobody", "password": "не тот пароль"})).await;
    check(&wrong, expect!["401 wrong_credentials"]);
    let strip = |answer: &kit::Answer| {
        let mut body = answer.json();
        body.as_object_mut().unwrap().remove("request_id");
        body
    };
    assert_eq!(strip(&wrong), strip(&unknown));
    assert!(!wrong.headers.contains_key("set-cookie"));
}

#[tokio::test]
async fn failures_slow_a_login_down_whether_it_exists_or_not() {
    let town = Town::new().await;
    for login in ["ana", "nobody"] {
        let attempt = || async {
            let body = json!({"login": login, "password": "не тот пароль"});
            let answer = town.stranger().post("/auth/login", body).await;
            let wait = answer.headers.get("retry-after").map(|v| v.to_str().unwrap().to_owned());
            (answer.status.as_u16(), wait)
        };
        for _ in 0..6 {
            assert_eq!(attempt().await, (401, None), "{login}: people mistype");
        }
        let mut waits = Vec::new();
        for _ in 0..8 {
            let (status, wait) = attempt().await;
            assert_eq!(status, 429, "{login}");
            let seconds: i64 = wait.unwrap().parse().unwrap();
            waits.push(seconds);
            town.clock.advance(TimeDelta::seconds(seconds));
            assert_eq!(attempt().await.0, 401, "{login}: after the wait one may try again");
        }
        assert_eq!(waits, [1, 2, 4, 8, 16, 32, 60, 60], "{login}");
    }
}

#[tokio::test]
async fn a_delay_never_locks_a_colleague_out() {
    let town = Town::new().await;
    for _ in 0..30 {
        town.stranger().post("/auth/login", json!({"login": "ana", "password": "чужая попытка"})).await;
    }
    town.clock.advance(TimeDelta::seconds(60));
    let ana = town.person("ana").await;
    check(&ana.get("/me").await, expect!["200"]);
    // And the failures are forgotten.
    for _ in 0..6 {
        let answer = town.stranger().post("/auth/login", json!({"login": "ana", "password": "опечатка"})).await;
        check(&answer, expect!["401 wrong_credentials"]);
    }
}

#[tokio::test]
async fn a_hundred_guesses_at_once_are_a_hundred_failures() {
    let town = Town::new().await;
    let guess = || {
        let stranger = town.stranger();
        async move {
            stranger.post("/auth/login", json!({"login": "ana", "password": "угадай"})).await.status.as_u16()
        }
    };
    let answers = futures_util::future::join_all((0..40).map(|_| guess())).await;
    assert_eq!(answers.iter().filter(|s| **s == 401).count(), 6, "{answers:?}");
    assert_eq!(answers.iter().filter(|s| **s == 429).count(), 34, "{answers:?}");
}

#[tokio::test]
async fn an_hour_of_quiet_forgets_failures() {
    let town = Town::new().await;
    for _ in 0..9 {
        town.stranger().post("/auth/login", json!({"login": "ana", "password": "угадай"})).await;
    }
    town.clock.advance(TimeDelta::minutes(62));
    for _ in 0..6 {
        let answer = town.stranger().post("/auth/login", json!({"login": "ana", "password": "угадай"})).await;
        check(&answer, expect!["401 wrong_credentials"]);
    }
}

#[tokio::test]
async fn a_clock_that_jumps_back_does_not_shut_the_door() {
    let town = Town::new().await;
    for _ in 0..12 {
        town.stranger().post("/auth/login", json!({"login": "ana", "password": "угадай"})).await;
    }
    town.clock.advance(TimeDelta::days(-30));
    let answer = town.stranger().post("/auth/login", json!({"login": "ana", "password": PASSWORD})).await;
    check(&answer, expect!["200"]);
}

#[tokio::test]
async fn a_blocked_person_stays_outside() {
    let town = Town::new().await;
    let (admin, ben) = (town.person("admin").await, town.person("ben").await);
    admin.put(&format!("/people/{}/block", ben.id), json!({"blocked": true})).await.ok();
    check(&ben.get("/me").await, expect!["401 session_ended"]);
    let answer = town.stranger().post("/auth/login", json!({"login": "ben", "password": PASSWORD})).await;
    check(&answer, expect!["401 wrong_credentials"]);
    admin.put(&format!("/people/{}/block", ben.id), json!({"blocked": false})).await.ok();
    let ben = town.person("ben").await;
    assert_eq!(ben.get("/me").await.ok()["status"], "confirmed");
}

#[tokio::test]
async fn weak_passwords_are_refused() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let mut refused = String::new();
    for password in [
        "коротко",
        "1234567890",
        "йцукенгшщз",
        "Qwerty12345",
        "пароль2026",
        "gfhjkm123456",
        "аааааааааааа",
        "abcdefghij",
    ] {
        let answer = ana.post("/auth/password", json!({"current": PASSWORD, "password": password})).await;
        refused += &format!("{password}: {}\n", answer.summary());
    }
    expect![[r#"
        коротко: 422 password: too_short
        1234567890: 422 password: invalid
        йцукенгшщз: 422 password: invalid
        Qwerty12345: 422 password: invalid
        пароль2026: 422 password: invalid
        gfhjkm123456: 422 password: invalid
        аааааааааааа: 422 password: invalid
        abcdefghij: 422 password: invalid
    "#]]
    .assert_eq(&refused);
}

#[tokio::test]
async fn changing_the_password_ends_the_other_devices() {
    let town = Town::new().await;
    let (here, there) = (town.person("ana").await, town.person("ana").await);
    let wrong = here.post("/auth/password", json!({"current": "не он", "password": "новая-роща-12"})).await;
    check(&wrong, expect!["422 current: invalid"]);
    here.post("/auth/password", json!({"current": PASSWORD, "password": "новая-роща-12"})).await.ok();
    check(&here.get("/me").await, expect!["200"]);
    check(&there.get("/me").await, expect!["401 session_ended"]);
    let old = town.stranger().post("/auth/login", json!({"login": "ana", "password": PASSWORD})).await;
    check(&old, expect!["401 wrong_credentials"]);
    let new = town.stranger().post("/auth/login", json!({"login": "ana", "password": "новая-роща-12"})).await;
    check(&new, expect!["200"]);
    assert_eq!(town.letters("ana@town.example").await.len(), 1, "the owner is told");
}

#[tokio::test]
async fn pages_of_other_sites_cannot_use_the_cookie() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let mut answers = String::new();
    for origin in ["https://evil.example", "null", "https://127.0.0.1.evil.example", town.url.as_str()] {
        let shown = if origin == town.url { "our own page" } else { origin };
        let request = ana.client.post(format!("{}/api/v1/auth/refresh", town.url)).header("origin", origin);
        let answer = ana.send(request.header("cookie", ana.cookie.clone().unwrap())).await;
        answers += &format!("{shown}: {}\n", answer.summary());
    }
    expect![[r#"
        https://evil.example: 403 forbidden
        null: 403 forbidden
        https://127.0.0.1.evil.example: 403 forbidden
        our own page: 200
    "#]]
    .assert_eq(&answers);
}

/// Milliseconds one refused attempt takes.
async fn refused_in(town: &Town, login: &str) -> f64 {
    let stranger = town.stranger();
    let began = std::time::Instant::now();
    let answer = stranger.post("/auth/login", json!({"login": login, "password": "не тот пароль"})).await;
    let took = began.elapsed();
    assert_eq!(answer.status, 401);
    took.as_secs_f64() * 1000.0
}

fn median(mut samples: Vec<f64>) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[samples.len() / 2]
}

/// Known and unknown logins one after the other, so that whatever else the machine does falls on both alike. The cost
/// of the hash is that of a real installation: without it an answer takes a few milliseconds, with it many times that.
#[tokio::test]
async fn the_time_of_a_refusal_does_not_tell_whether_a_login_exists() {
    let defaults = platform::Config::load(None).unwrap().auth;
    let town = Town::with(|config| config.auth = defaults).await;
    let known = ["ana", "ben", "lea", "head", "mun", "mo", "far"];
    for login in known {
        // The first entry makes the stored hash as expensive as today's.
        town.person(login).await;
    }
    let mut told = Vec::new();
    for round in 0..4 {
        let (mut here, mut nowhere) = (Vec::new(), Vec::new());
        for turn in 0..3 {
            for login in known {
                here.push(refused_in(&town, login).await);
                nowhere.push(refused_in(&town, &format!("{login}-{round}-{turn}")).await);
            }
        }
        town.clock.advance(TimeDelta::hours(2));
        let (here, nowhere) = (median(here), median(nowhere));
        if here.max(nowhere) / here.min(nowhere) < 1.5 {
            return;
        }
        told.push((here, nowhere));
    }
    panic!("medians in milliseconds, known and unknown: {told:?}");
}
