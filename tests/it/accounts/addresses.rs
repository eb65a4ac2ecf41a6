//! Addresses and forgotten passwords.

use chrono::TimeDelta;
use kit::{Town, check, expect, json, person::PASSWORD};

use super::token_in;

#[tokio::test]
async fn a_forgotten_password_is_set_anew_by_letter() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    town.stranger().post("/auth/password-reset", json!({"login": "ana"})).await.ok();
    let token = token_in(&town.letters("ana@town.example").await[0].text, "/reset/");
    let body = |password: &str| json!({"token": token, "password": password});
    let weak = town.stranger().post("/auth/password-reset/confirm", body("слабый")).await;
    check(&weak, expect!["422 password: too_short"]);
    check(&town.stranger().post("/auth/password-reset/confirm", body("утренний-мел-4")).await, expect!["204"]);
    check(
        &town.stranger().post("/auth/password-reset/confirm", body("ещё-один-раз-4")).await,
        expect!["410 link_expired"],
    );
    check(&ana.get("/me").await, expect!["401 session_ended"]);
    let old = town.stranger().post("/auth/login", json!({"login": "ana", "password": PASSWORD})).await;
    check(&old, expect!["401 wrong_credentials"]);
    let new = town.stranger().post("/auth/login", json!({"login": "ana", "password": "утренний-мел-4"})).await;
    check(&new, expect!["200"]);
}

#[tokio::test]
async fn nobody_learns_from_a_reset_who_has_an_account() {
    let town = Town::new().await;
    let known = town.stranger().post("/auth/password-reset", json!({"login": "ana@town.example"})).await;
    let unknown = town.stranger().post("/auth/password-reset", json!({"login": "nobody@town.example"})).await;
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    assert_eq!(town.letters("ana@town.example").await.len(), 1);
    assert!(town.letters("nobody@town.example").await.is_empty());
}

#[tokio::test]
async fn a_reset_link_lives_an_hour() {
    let town = Town::new().await;
    town.stranger().post("/auth/password-reset", json!({"login": "ana"})).await.ok();
    let token = token_in(&town.letters("ana@town.example").await[0].text, "/reset/");
    town.clock.advance(TimeDelta::minutes(61));
    let body = json!({"token": token, "password": "утренний-мел-4"});
    check(&town.stranger().post("/auth/password-reset/confirm", body).await, expect!["410 link_expired"]);
}

#[tokio::test]
async fn a_new_address_counts_only_after_its_link() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let ask = |email: &str| {
        let (ana, body) = (ana.clone(), json!({ "email": email }));
        async move { ana.post("/auth/email-confirmation/request", body).await }
    };
    check(&ask("не адрес").await, expect!["422 email: invalid"]);
    check(&ask("anna@new.example").await, expect!["202"]);
    assert_eq!(ana.get("/me").await.ok()["email"], "ana@town.example");
    let token = token_in(&town.letters("anna@new.example").await[0].text, "/confirm/");
    check(&town.stranger().post("/auth/email-confirmation", json!({"token": token})).await, expect!["204"]);
    let me = ana.get("/me").await.ok();
    assert_eq!((me["email"].as_str(), me["email_confirmed"].as_bool()), (Some("anna@new.example"), Some(true)));
    let told = town.letters("ana@town.example").await;
    assert!(told[0].text.contains("a…@new.example"), "the old address hears of it: {}", told[0].text);
}

#[tokio::test]
async fn an_address_of_somebody_else_cannot_be_taken() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    ana.post("/auth/email-confirmation/request", json!({"email": "ben@town.example"})).await.ok();
    let token = token_in(&town.letters("ben@town.example").await[0].text, "/confirm/");
    check(&town.stranger().post("/auth/email-confirmation", json!({"token": token})).await, expect!["409 email_taken"]);
    assert_eq!(ana.get("/me").await.ok()["email"], "ana@town.example");
}

#[tokio::test]
async fn a_head_hands_a_link_to_a_teacher_who_forgot_but_not_to_those_above() {
    let town = Town::new().await;
    let mut answers = String::new();
    for (who, whom) in [
        ("head", "ben"),
        ("head", "ana"),
        ("head", "far"),
        ("head", "admin"),
        ("ana", "ben"),
        ("lea", "mo"),
        ("lea", "ana"),
        ("mun", "head"),
        ("mun", "farhead"),
        ("head", "head"),
        ("admin", "mun"),
    ] {
        let person = town.person(who).await;
        let answer = person.post(&format!("/people/{}/entry-link", town.id(whom).await), json!({})).await;
        answers += &format!("{who} → {whom}: {}\n", answer.summary());
    }
    expect![[r#"
        head → ben: 201
        head → ana: 201
        head → far: 403 forbidden
        head → admin: 403 forbidden
        ana → ben: 403 forbidden
        lea → mo: 201
        lea → ana: 201
        mun → head: 201
        mun → farhead: 403 forbidden
        head → head: 403 forbidden
        admin → mun: 201
    "#]]
    .assert_eq(&answers);

    let head = town.person("head").await;
    let made = head.post(&format!("/people/{}/entry-link", town.id("ben").await), json!({})).await.ok();
    let token = token_in(made["link"].as_str().unwrap(), "/reset/");
    let body = json!({"token": token, "password": "утренний-мел-4"});
    check(&town.stranger().post("/auth/password-reset/confirm", body).await, expect!["204"]);
}
