//! Links that bring people in.

use chrono::TimeDelta;
use kit::{Answer, Person, Town, Value, check, expect, json};

async fn link(maker: &Person, body: Value) -> String {
    let made = maker.post("/invitations", body).await.ok();
    made["link"].as_str().unwrap().strip_prefix("/i/").unwrap().to_owned()
}

fn newcomer(token: &str, login: &str) -> Value {
    json!({
        "token": token, "surname": "Новикова", "given_name": "Ольга", "patronymic": "Игоревна", "login": login,
        "password": "звонок-на-урок-5", "subjects": ["math"], "grades": [5], "consent_version": 1,
    })
}

async fn accept(town: &Town, token: &str, login: &str) -> Answer {
    town.stranger().post("/auth/invitation/accept", newcomer(token, login)).await
}

#[tokio::test]
async fn a_head_brings_a_teacher_in_with_one_link() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let org = town.org("school6").await;
    let body =
        json!({"org_id": org, "role": "teacher", "kind": "single", "surname": "Новикова", "given_name": "Ольга"});
    let made = head.post("/invitations", body).await.ok();
    assert!(made["qr_svg"].as_str().unwrap().contains("<svg"));
    assert_eq!(made["invitation"]["for_name"], "Новикова Ольга");
    let token = made["link"].as_str().unwrap().strip_prefix("/i/").unwrap();

    let preview = town.stranger().post("/auth/invitation", json!({"token": token})).await.ok();
    assert_eq!(preview["org"]["short_name"], "МБОУ СОШ № 6");
    assert_eq!(preview["surname"], "Новикова");
    assert_eq!(preview["consent"]["version"], 1);

    let mut olga = town.stranger();
    olga.take_session(&accept(&town, token, "novikova").await);
    let me = olga.get("/me").await.ok();
    assert_eq!(me["status"], "confirmed");
    assert_eq!(me["affiliations"][0]["status"], "confirmed");
    assert_eq!(me["grants"][0]["role"], "teacher");
    assert_eq!(me["consents"][0]["kind"], "processing");
    assert_eq!(me["consent_required"], Value::Null);
    check(&accept(&town, token, "another").await, expect!["410 link_expired"]);
}

#[tokio::test]
async fn a_sheet_on_the_wall_lets_in_exactly_as_many_as_it_says() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let org = town.org("school6").await;
    let token = link(&head, json!({"org_id": org, "role": "teacher", "kind": "room", "max_uses": 3})).await;
    let crowd = (0..8).map(|n| {
        let (town, token) = (&town, &token);
        async move { accept(town, token, &format!("novikova{n}")).await.summary() }
    });
    let mut answers = futures_util::future::join_all(crowd).await;
    answers.sort();
    assert_eq!(answers.iter().filter(|a| *a == "200").count(), 3, "{answers:?}");
    assert!(answers[3..].iter().all(|a| a == "410 link_expired"), "{answers:?}");
    let listed = head.get(&format!("/invitations?org={org}")).await.ok();
    assert_eq!(listed["items"][0]["used"], 3);
}

#[tokio::test]
async fn dead_links_are_all_alike() {
    let town = Town::new().await;
    let (head, admin) = (town.person("head").await, town.person("admin").await);
    let org = town.org("school6").await;
    let single = json!({"org_id": org, "role": "teacher", "kind": "single", "days": 2});
    let mut answers = String::new();

    let revoked = link(&head, single.clone()).await;
    let id = head.get("/invitations").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    head.delete(&format!("/invitations/{id}")).await.ok();
    answers += &format!("revoked: {}\n", accept(&town, &revoked, "novikova").await.summary());

    let maker_gone = link(&head, single.clone()).await;
    let grants = admin.get(&format!("/grants?person={}&org={org}", head.id)).await.ok();
    let grant = grants["items"][0]["grant"]["id"].as_str().unwrap();
    admin.delete(&format!("/grants/{grant}")).await.ok();
    answers += &format!("the head was dismissed: {}\n", accept(&town, &maker_gone, "novikova").await.summary());

    let late = link(&admin, single).await;
    town.clock.advance(TimeDelta::days(2));
    answers += &format!("too late: {}\n", accept(&town, &late, "novikova").await.summary());
    answers += &format!("invented: {}\n", accept(&town, "нет-такой", "novikova").await.summary());
    expect![[r#"
        revoked: 410 link_expired
        the head was dismissed: 410 link_expired
        too late: 410 link_expired
        invented: 410 link_expired
    "#]]
    .assert_eq(&answers);
}

#[tokio::test]
async fn a_taken_login_does_not_use_the_link_up() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let org = town.org("school6").await;
    let token = link(&head, json!({"org_id": org, "role": "teacher", "kind": "single"})).await;
    check(&accept(&town, &token, "Ana").await, expect!["409 login_taken"]);
    check(&accept(&town, &token, "ana@town.example").await, expect!["409 login_taken"]);
    check(&accept(&town, &token, "novikova").await, expect!["200"]);
}

#[tokio::test]
async fn wrong_fields_are_named_all_together() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let org = town.org("school6").await;
    let token = link(&head, json!({"org_id": org, "role": "teacher", "kind": "single"})).await;
    let body = json!({
        "token": token, "surname": " ", "given_name": "Ольга<b>", "login": "a b", "password": "коротко",
        "subjects": ["math", "astrology"], "grades": [5, 13], "consent_version": 7,
    });
    let answer = town.stranger().post("/auth/invitation/accept", body).await;
    check(
        &answer,
        expect![
            "422 surname: required, given_name: invalid, subjects[1]: unknown, grades[1]: unknown, login: invalid, password: too_short, consent_version: invalid"
        ],
    );
}

#[tokio::test]
async fn everybody_invites_only_where_they_answer_for_people() {
    let town = Town::new().await;
    let mut answers = String::new();
    for (who, org, role, kind) in [
        ("ana", "school6", "teacher", "single"),
        ("head", "school6", "teacher", "room"),
        ("head", "school6", "deputy_head", "single"),
        ("head", "school6", "deputy_head", "room"),
        ("head", "school6", "school_head", "single"),
        ("head", "school12", "teacher", "single"),
        ("head", "association", "teacher", "single"),
        ("lea", "association", "teacher", "room"),
        ("lea", "association", "association_leader", "single"),
        ("lea", "school12", "teacher", "single"),
        ("mun", "school12", "school_head", "single"),
        ("mun", "school3", "school_head", "single"),
        ("mun", "district", "teacher", "single"),
        ("reg", "district", "municipal_coordinator", "single"),
        ("reg", "region", "regional_coordinator", "single"),
        ("admin", "region", "regional_coordinator", "single"),
        ("admin", "school6", "administrator", "single"),
        ("pen", "school6", "teacher", "single"),
    ] {
        let person = town.person(who).await;
        let body = json!({"org_id": town.org(org).await, "role": role, "kind": kind});
        let answer = person.post("/invitations", body).await;
        answers += &format!("{who} → {role} of {org}, {kind}: {}\n", answer.summary());
    }
    expect![[r#"
        ana → teacher of school6, single: 403 forbidden
        head → teacher of school6, room: 201
        head → deputy_head of school6, single: 201
        head → deputy_head of school6, room: 422 role: invalid
        head → school_head of school6, single: 403 forbidden
        head → teacher of school12, single: 403 forbidden
        head → teacher of association, single: 403 forbidden
        lea → teacher of association, room: 201
        lea → association_leader of association, single: 403 forbidden
        lea → teacher of school12, single: 403 forbidden
        mun → school_head of school12, single: 201
        mun → school_head of school3, single: 403 forbidden
        mun → teacher of district, single: 422 role: invalid
        reg → municipal_coordinator of district, single: 201
        reg → regional_coordinator of region, single: 403 forbidden
        admin → regional_coordinator of region, single: 201
        admin → administrator of school6, single: 422 role: invalid
        pen → teacher of school6, single: 403 not_confirmed
    "#]]
    .assert_eq(&answers);
}

#[tokio::test]
async fn a_leader_brings_colleagues_with_accounts_into_the_association() {
    let town = Town::new().await;
    let (lea, ben, pen) = (town.person("lea").await, town.person("ben").await, town.person("pen").await);
    let token = link(&lea, json!({"org_id": town.org("association").await, "role": "teacher", "kind": "room"})).await;
    let joined = ben.post("/invitations/accept", json!({"token": token})).await.ok();
    assert_eq!(joined["status"], "confirmed");
    assert_eq!(joined["org"]["short_name"], "РМО учителей математики");
    check(&ben.post("/invitations/accept", json!({"token": token})).await, expect!["409 already_exists"]);
    let me = ben.get("/me").await.ok();
    assert_eq!(me["grants"].as_array().unwrap().len(), 1, "membership is no role");
    // It vouches for somebody nobody knew.
    pen.post("/invitations/accept", json!({"token": token})).await.ok();
    assert_eq!(pen.get("/me").await.ok()["status"], "confirmed");
}

#[tokio::test]
async fn links_are_seen_and_withdrawn_only_by_those_who_answer_for_the_place() {
    let town = Town::new().await;
    let (head, farhead, ana) = (town.person("head").await, town.person("farhead").await, town.person("ana").await);
    link(&head, json!({"org_id": town.org("school6").await, "role": "teacher", "kind": "single"})).await;
    let id = head.get("/invitations").await.ok()["items"][0]["id"].as_str().unwrap().to_owned();
    for other in [&farhead, &ana] {
        assert_eq!(other.get("/invitations").await.ok()["items"], json!([]));
        check(&other.delete(&format!("/invitations/{id}")).await, expect!["404 not_found"]);
    }
    let mun = town.person("mun").await;
    assert_eq!(mun.get("/invitations").await.ok()["items"][0]["id"], id.as_str());
    assert!(!mun.get("/invitations").await.text.contains("token"), "the token is shown once");
    mun.delete(&format!("/invitations/{id}")).await.ok();
}
