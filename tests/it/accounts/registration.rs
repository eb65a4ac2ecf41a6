//! Coming in of one's own accord, and the first administrator.

use chrono::TimeDelta;
use kit::{Town, Value, check, expect, json};

use super::token_in;

fn form(org: &str, email: &str) -> Value {
    json!({
        "surname": "Соловьёва", "given_name": "Дарья", "email": email, "password": "капель-за-окном-3",
        "org_id": org, "position": "учитель физики", "subjects": ["physics"], "consent_version": 1,
    })
}

#[tokio::test]
async fn a_teacher_registers_and_waits_for_the_school() {
    let town = Town::new().await;
    let org = town.org("school6").await;
    let answer = town.stranger().post("/auth/register", form(&org, "Darya@Mail.example")).await;
    assert_eq!((answer.status.as_u16(), answer.text.as_str()), (202, "{}"));

    // Nobody exists before the link is followed.
    let login = json!({"login": "darya@mail.example", "password": "капель-за-окном-3"});
    check(&town.stranger().post("/auth/login", login.clone()).await, expect!["401 wrong_credentials"]);
    let letters = town.letters("darya@mail.example").await;
    let token = token_in(&letters[0].text, "/confirm/");
    check(&town.stranger().post("/auth/email-confirmation", json!({"token": token})).await, expect!["204"]);
    check(
        &town.stranger().post("/auth/email-confirmation", json!({"token": token})).await,
        expect!["410 link_expired"],
    );

    let mut darya = town.stranger();
    darya.take_session(&town.stranger().post("/auth/login", login).await);
    let me = darya.get("/me").await.ok();
    assert_eq!((me["status"].as_str(), me["email_confirmed"].as_bool()), (Some("pending"), Some(true)));
    assert_eq!(me["affiliations"][0]["status"], "pending");
    check(&darya.get("/people").await, expect!["403 not_confirmed"]);
    check(&darya.get(&format!("/organisations/{org}/people")).await, expect!["403 not_confirmed"]);
    check(&darya.get(&format!("/people/{}", town.id("ana").await)).await, expect!["403 not_confirmed"]);
    check(&darya.get(&format!("/organisations/{org}")).await, expect!["200"]);

    let head = town.person("head").await;
    let waiting = head.get("/confirmations").await.ok();
    assert_eq!(waiting["items"][0]["person"]["surname"], "Соловьёва");
    assert_eq!(waiting["items"][0]["email_confirmed"], true);
    let id = waiting["items"][0]["affiliation"]["id"].as_str().unwrap();
    head.post(&format!("/affiliations/{id}/confirmation"), json!({"accept": true})).await.ok();
    assert_eq!(darya.get("/me").await.ok()["status"], "confirmed");
    check(&darya.get("/people").await, expect!["200"]);
    assert_eq!(head.get("/confirmations").await.ok()["items"], json!([]));
    assert!(town.letters("darya@mail.example").await[0].subject.contains("подтвердили"));
}

#[tokio::test]
async fn a_known_address_answers_like_an_unknown_one() {
    let town = Town::new().await;
    let org = town.org("school6").await;
    let known = town.stranger().post("/auth/register", form(&org, "ana@town.example")).await;
    let unknown = town.stranger().post("/auth/register", form(&org, "nobody@town.example")).await;
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    let told = town.letters("ana@town.example").await;
    assert_eq!(told.len(), 1);
    assert!(told[0].text.contains("уже есть учётная запись") && !told[0].text.contains("/confirm/"));
}

#[tokio::test]
async fn a_mailbox_is_not_flooded() {
    let town = Town::new().await;
    let org = town.org("school6").await;
    for _ in 0..5 {
        town.stranger().post("/auth/register", form(&org, "darya@mail.example")).await.ok();
        town.stranger().post("/auth/register", form(&org, "ana@town.example")).await.ok();
        town.stranger().post("/auth/password-reset", json!({"login": "ben"})).await.ok();
    }
    assert_eq!(town.letters("darya@mail.example").await.len(), 1);
    assert_eq!(town.letters("ana@town.example").await.len(), 1);
    assert_eq!(town.letters("ben@town.example").await.len(), 1);
    town.clock.advance(TimeDelta::minutes(2));
    town.stranger().post("/auth/register", form(&org, "darya@mail.example")).await.ok();
    assert_eq!(town.letters("darya@mail.example").await.len(), 2);
}

#[tokio::test]
async fn of_two_registrations_with_one_address_the_first_followed_wins() {
    let town = Town::new().await;
    let org = town.org("school6").await;
    town.stranger().post("/auth/register", form(&org, "darya@mail.example")).await.ok();
    town.clock.advance(TimeDelta::minutes(2));
    let mut other = form(&org, "darya@mail.example");
    other["password"] = "совсем-другой-9".into();
    town.stranger().post("/auth/register", other).await.ok();
    let letters = town.letters("darya@mail.example").await;
    let (second, first) = (token_in(&letters[0].text, "/confirm/"), token_in(&letters[1].text, "/confirm/"));
    check(&town.stranger().post("/auth/email-confirmation", json!({"token": first})).await, expect!["204"]);
    check(
        &town.stranger().post("/auth/email-confirmation", json!({"token": second})).await,
        expect!["410 link_expired"],
    );
}

#[tokio::test]
async fn one_registers_only_with_a_place_that_has_people() {
    let town = Town::new().await;
    let region = town.org("region").await;
    check(
        &town.stranger().post("/auth/register", form(&region, "d@mail.example")).await,
        expect!["422 org_id: unknown"],
    );
    let nil = "00000000-0000-0000-0000-000000000000";
    check(&town.stranger().post("/auth/register", form(nil, "d@mail.example")).await, expect!["422 org_id: unknown"]);
    let mut old = form(&town.org("school6").await, "not an address");
    old["consent_version"] = 0.into();
    check(&town.stranger().post("/auth/register", old).await, expect!["422 email: invalid"]);
}

#[tokio::test]
async fn an_empty_house_is_opened_by_one_link_once() {
    let town = Town::empty().await;
    let stale = accounts::setup_link(&town.app).await.unwrap().unwrap();
    let link = accounts::setup_link(&town.app).await.unwrap().unwrap();
    let body = |link: &str, login: &str| {
        json!({
            "token": token_in(link, "/setup/"), "surname": "Ключевая", "given_name": "Вера", "login": login,
            "password": "ключ-от-учительской", "consent_version": 1,
        })
    };
    check(&town.stranger().post("/auth/setup", body(&stale, "vera")).await, expect!["410 link_expired"]);
    let mut vera = town.stranger();
    vera.take_session(&town.stranger().post("/auth/setup", body(&link, "vera")).await);
    assert_eq!(vera.get("/me").await.ok()["grants"][0]["role"], "administrator");
    check(&town.stranger().post("/auth/setup", body(&link, "second")).await, expect!["410 link_expired"]);
    assert_eq!(accounts::setup_link(&town.app).await.unwrap(), None);

    // From nothing to a school, with nobody's help.
    let region = json!({"kind": "region", "legal_name": "Край", "short_name": "Край", "time_zone": "Asia/Omsk"});
    let region = vera.post("/organisations", region).await.ok();
    let school =
        json!({"kind": "school", "parent_id": region["id"], "legal_name": "Школа № 1", "short_name": "Школа № 1"});
    let school = vera.post("/organisations", school).await.ok();
    assert_eq!((school["time_zone"].as_str(), school["path"][0]["id"] == region["id"]), (Some("Asia/Omsk"), true));
    assert_eq!(school["my"]["can_invite"], true);
}
