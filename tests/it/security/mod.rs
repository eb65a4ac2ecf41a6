//! One walk over every route of the OpenAPI document, as everybody who may not: nothing leaks, nothing breaks.

mod walk;

use kit::{Person, Town, json};
use walk::{Operation, operations};

/// Open to people without a sign-in, on purpose.
const PUBLIC: &[&str] = &[
    "POST /api/v1/auth/login",
    "POST /api/v1/auth/refresh",
    "POST /api/v1/auth/logout",
    "POST /api/v1/auth/register",
    "POST /api/v1/auth/email-confirmation",
    "POST /api/v1/auth/password-reset",
    "POST /api/v1/auth/password-reset/confirm",
    "POST /api/v1/auth/invitation",
    "POST /api/v1/auth/invitation/accept",
    "POST /api/v1/auth/setup",
    "GET /api/v1/auth/consent-text",
    "GET /api/v1/organisations",
    // The catalogue of skills is the common ground of open pages.
    "GET /api/v1/skills",
    "GET /api/v1/skills/{id}",
    // Strangers find what is for everyone.
    "GET /api/v1/search",
    "GET /api/v1/search/suggest",
    // Guests of events that are for everybody; 404 for everything else.
    "GET /api/v1/open-events/{id}",
    "POST /api/v1/open-events/{id}/guests",
    "POST /api/v1/event-guests/confirm",
    "POST /api/v1/event-guests/show",
    "POST /api/v1/event-guests/cancel",
    // Whoever holds a certificate checks its number.
    "GET /api/v1/certificates/{number}",
    "GET /api/v1/event-certificates/{number}",
    // Files of open pages; 404 for everything else.
    "GET /api/v1/files/{id}",
    "GET /api/v1/files/{id}/preview",
    "POST /api/v1/files/{id}/link",
    // The token comes in the first frame; without an upgrade it is a plain 4xx.
    "GET /api/v1/live",
];

#[tokio::test]
async fn nobody_reaches_anything_without_signing_in() {
    let town = Town::new().await;
    let stranger = Person::stranger(&town.url);
    let hidden = town.hidden().await;
    let mut open = Vec::new();
    for operation in operations() {
        if PUBLIC.contains(&operation.name().as_str()) {
            continue;
        }
        let answer = operation.send(&stranger, &|path, name| hidden.id(path, name), json!({})).await;
        if answer.status.as_u16() != 401 {
            open.push(format!("{}: {}", operation.name(), answer.summary()));
        }
    }
    assert!(open.is_empty(), "answered without a sign-in: {open:#?}");
}

#[tokio::test]
async fn what_is_hidden_answers_like_what_does_not_exist() {
    let town = Town::new().await;
    let hidden = town.hidden().await;
    let mut different = Vec::new();
    for who in ["far", "pen"] {
        let person = town.person(who).await;
        for operation in operations().into_iter().filter(Operation::has_id) {
            if !hidden.covers(&operation.path) {
                continue;
            }
            let real = operation.send(&person, &|path, name| hidden.id(path, name), json!({})).await;
            let missing = operation.send(&person, &|path, name| hidden.missing(path, name), json!({})).await;
            if (real.status, &real.text) != (missing.status, &missing.text) {
                different.push(format!("{who} {}: {} against {}", operation.name(), real.summary(), missing.summary()));
            }
        }
    }
    assert!(different.is_empty(), "a stranger can tell hidden from missing: {different:#?}");
}

#[tokio::test]
async fn no_answer_to_a_stranger_holds_a_private_word() {
    let town = Town::new().await;
    let hidden = town.hidden().await;
    let mut leaks = Vec::new();
    for who in ["far", "pen", "farhead"] {
        let person = town.person(who).await;
        for operation in operations().into_iter().filter(|o| o.method == "GET") {
            let answer = operation.send(&person, &|path, name| hidden.id(path, name), json!({})).await;
            if answer.text.contains(kit::town::SECRET) {
                leaks.push(format!("{who} {}", operation.name()));
            }
        }
    }
    assert!(leaks.is_empty(), "private words in: {leaks:#?}");
}

#[tokio::test]
async fn nothing_anybody_sends_breaks_the_server() {
    let town = Town::new().await;
    let hidden = town.hidden().await;
    let bodies = [
        json!({}),
        json!([]),
        json!(null),
        json!("строка"),
        json!({"title": 1, "body": {}, "version": "x", "role": "king", "kind": [], "no": -1, "level": null, "accept": "да"}),
        json!({"title": "\u{202e}текст\u{0}", "body": "😀".repeat(40_000), "surname": "ё".repeat(5000), "version": i64::MAX, "no": i64::MIN}),
    ];
    let mut broken = Vec::new();
    for who in ["ana", "head", "admin", "far", "pen", "mun"] {
        let person = town.person(who).await;
        for operation in operations() {
            // Signing out would end the walk.
            if operation.path.contains("/auth/") && operation.method != "GET" {
                continue;
            }
            for body in &bodies {
                let answer = operation.send(&person, &|path, name| hidden.missing(path, name), body.clone()).await;
                if answer.status.is_server_error() {
                    broken.push(format!("{who} {}: {}", operation.name(), answer.text));
                }
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[tokio::test]
async fn queries_that_make_no_sense_are_refused_in_words() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    for operation in operations().into_iter().filter(|o| o.method == "GET" && !o.has_id()) {
        for query in [
            "cursor=zz",
            "cursor=00ff",
            "limit=-1",
            "limit=99999999999",
            "q=%00",
            "q=%25%25%5F%27%22%3B--",
            "kind=king",
        ] {
            let answer = ana.get(&format!("{}?{query}", operation.path.trim_start_matches("/api/v1"))).await;
            assert!(!answer.status.is_server_error(), "{} ?{query}: {}", operation.name(), answer.text);
        }
    }
}

#[tokio::test]
async fn forged_expired_and_foreign_tokens_open_nothing() {
    let town = Town::new().await;
    let mut ana = town.person("ana").await;
    let good = ana.token.clone();
    let parts: Vec<&str> = good.split('.').collect();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    for token in [
        String::from("x"),
        format!("{}.{}.", parts[0], parts[1]),
        format!("{none}.{}.", parts[1]),
        format!("{}.{}.{}", parts[0], parts[1], "A".repeat(43)),
        format!("{good}x"),
    ] {
        ana.token = token;
        assert_eq!(ana.get("/me").await.status.as_u16(), 401);
    }
    ana.token = good;
    assert_eq!(ana.get("/me").await.status.as_u16(), 200);
    town.clock.advance(chrono::TimeDelta::minutes(11));
    assert_eq!(ana.get("/me").await.status.as_u16(), 401, "ten minutes are over");
}

#[tokio::test]
async fn huge_and_broken_bodies_are_refused() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let huge = ana
        .request(reqwest::Method::POST, "/preview")
        .header("content-type", "application/json")
        .body(vec![b' '; 3 << 20]);
    assert_eq!(ana.send(huge).await.status.as_u16(), 413);
    let half = ana
        .request(reqwest::Method::POST, "/preview")
        .header("content-type", "application/json")
        .body("{\"body\": \"нача");
    kit::check(&ana.send(half).await, kit::expect!["400 bad_request"]);
    let form = ana.request(reqwest::Method::POST, "/preview").header("content-type", "text/plain").body("body=1");
    kit::check(&ana.send(form).await, kit::expect!["415 unsupported_media"]);
}

#[tokio::test]
async fn unknown_addresses_of_the_api_are_problems() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    kit::check(&ana.get("/nothing/here").await, kit::expect!["404 not_found"]);
    kit::check(&ana.put("/me", json!({})).await, kit::expect!["405 method_not_allowed"]);
}
