//! Roles given and taken.

use chrono::TimeDelta;
use kit::{Town, check, expect, json};

async fn give(town: &Town, who: &str, whom: &str, role: &str, scope: &str) -> kit::Answer {
    let scope = if scope.is_empty() { json!(null) } else { json!(town.org(scope).await) };
    let body = json!({"person_id": town.id(whom).await, "role": role, "scope_id": scope, "basis": "приказ № 12"});
    town.person(who).await.post("/grants", body).await
}

#[tokio::test]
async fn roles_are_given_by_those_above() {
    let town = Town::new().await;
    let mut answers = String::new();
    for (who, whom, role, scope) in [
        ("ana", "ben", "deputy_head", "school6"),
        ("head", "ben", "deputy_head", "school6"),
        ("head", "ben", "deputy_head", "school6"),
        ("head", "far", "deputy_head", "school6"),
        ("head", "ben", "school_head", "school6"),
        ("head", "ben", "curator", "school6"),
        ("head", "ben", "tutor", "school12"),
        ("lea", "ana", "association_leader", "association"),
        ("mun", "ana", "association_leader", "association"),
        ("mun", "mo", "school_head", "school12"),
        ("mun", "mo", "school_head", "school3"),
        ("mun", "reg", "curator", "school12"),
        ("mun", "ana", "municipal_coordinator", "district"),
        ("mun", "ana", "expert", "region"),
        ("reg", "ana", "expert", "region"),
        ("reg", "far", "municipal_coordinator", "farland"),
        ("reg", "ana", "regional_coordinator", "region"),
        ("reg", "ana", "administrator", ""),
        ("admin", "ana", "regional_coordinator", "region"),
        ("admin", "ana", "administrator", ""),
        ("admin", "ben", "administrator", "region"),
        ("admin", "ben", "school_head", "association"),
        ("admin", "pen", "teacher", "school6"),
    ] {
        let answer = give(&town, who, whom, role, scope).await;
        answers += &format!("{who} → {whom}: {role} of {scope}: {}\n", answer.summary());
    }
    expect![[r#"
        ana → ben: deputy_head of school6: 403 forbidden
        head → ben: deputy_head of school6: 201
        head → ben: deputy_head of school6: 409 already_exists
        head → far: deputy_head of school6: 403 forbidden
        head → ben: school_head of school6: 403 forbidden
        head → ben: curator of school6: 403 forbidden
        head → ben: tutor of school12: 403 forbidden
        lea → ana: association_leader of association: 403 forbidden
        mun → ana: association_leader of association: 201
        mun → mo: school_head of school12: 201
        mun → mo: school_head of school3: 403 forbidden
        mun → reg: curator of school12: 201
        mun → ana: municipal_coordinator of district: 403 forbidden
        mun → ana: expert of region: 403 forbidden
        reg → ana: expert of region: 201
        reg → far: municipal_coordinator of farland: 201
        reg → ana: regional_coordinator of region: 403 forbidden
        reg → ana: administrator of : 403 forbidden
        admin → ana: regional_coordinator of region: 201
        admin → ana: administrator of : 201
        admin → ben: administrator of region: 422 scope_id: invalid
        admin → ben: school_head of association: 422 scope_id: invalid
        admin → pen: teacher of school6: 403 forbidden
    "#]]
    .assert_eq(&answers);
}

#[tokio::test]
async fn the_last_administrator_stays() {
    let town = Town::new().await;
    let admin = town.person("admin").await;
    let own = admin.get("/me").await.ok()["grants"].as_array().unwrap().clone();
    let own = own.iter().find(|g| g["role"] == "administrator").unwrap()["id"].as_str().unwrap().to_owned();
    check(&admin.delete(&format!("/grants/{own}")).await, expect!["409 last_administrator"]);
    give(&town, "admin", "ana", "administrator", "").await.ok();
    check(&admin.delete(&format!("/grants/{own}")).await, expect!["204"]);
    check(&admin.get("/grants?limit=1").await, expect!["200"]);
    assert_eq!(admin.get("/me").await.ok()["can"]["administer"], false);
}

#[tokio::test]
async fn two_administrators_who_dismiss_each_other_do_not_both_succeed() {
    let town = Town::new().await;
    let second = give(&town, "admin", "ana", "administrator", "").await.ok();
    let (admin, ana) = (town.person("admin").await, town.person("ana").await);
    let first = admin.get(&format!("/grants?person={}", admin.id)).await.ok();
    let first =
        first["items"].as_array().unwrap().iter().find(|g| g["grant"]["role"] == "administrator").unwrap().clone();
    let (one, two) = (
        format!("/grants/{}", second["id"].as_str().unwrap()),
        format!("/grants/{}", first["grant"]["id"].as_str().unwrap()),
    );
    let (one, two) = tokio::join!(admin.delete(&one), ana.delete(&two));
    assert_eq!([&one, &two].iter().filter(|a| a.status == 204).count(), 1, "{} {}", one.summary(), two.summary());
}

#[tokio::test]
async fn a_role_counts_from_its_first_day_to_its_last() {
    let town = Town::new().await;
    let (mun, mo) = (town.person("mun").await, town.person("mo").await);
    // Morning of 5 October 2026 in Yekaterinburg.
    let body = json!({
        "person_id": mo.id, "role": "school_head", "scope_id": town.org("school12").await, "basis": "приказ",
        "since": "2026-10-06", "until": "2026-10-07",
    });
    mun.post("/grants", body).await.ok();
    let mut days = String::new();
    let mut mo = mo;
    for _ in 0..5 {
        let me = mo.get("/me").await.ok();
        days += &format!("{} {}\n", day(&town), me["can"]["confirm"]);
        town.clock.advance(TimeDelta::days(1));
        super::refresh(&mut mo).await.ok();
    }
    expect![[r#"
        2026-10-05 false
        2026-10-06 true
        2026-10-07 true
        2026-10-08 false
        2026-10-09 false
    "#]]
    .assert_eq(&days);
    // The period over, the role may be given anew.
    check(&give(&town, "mun", "mo", "school_head", "school12").await, expect!["201"]);
}

#[tokio::test]
async fn a_period_upside_down_is_refused() {
    let town = Town::new().await;
    let body = json!({
        "person_id": town.id("mo").await, "role": "tutor", "scope_id": town.org("school12").await, "basis": " ",
        "since": "2026-10-06", "until": "2026-10-05",
    });
    check(&town.person("mun").await.post("/grants", body).await, expect!["422 basis: required, until: invalid"]);
}

#[tokio::test]
async fn roles_are_taken_by_those_who_give_them_and_given_up_by_their_holders() {
    let town = Town::new().await;
    let ben = town.id("ben").await;
    let grant = give(&town, "mun", "ben", "mentor_coordinator", "school6").await.ok();
    let path = format!("/grants/{}", grant["id"].as_str().unwrap());
    check(&town.person("far").await.delete(&path).await, expect!["404 not_found"]);
    check(&town.person("ana").await.delete(&path).await, expect!["404 not_found"]);
    check(&town.person("head").await.delete(&path).await, expect!["403 forbidden"]);
    check(&town.person("ben").await.delete(&path).await, expect!["204"]);
    check(&town.person("ben").await.delete(&path).await, expect!["204"]);
    let seen = town.person("mun").await.get(&format!("/grants?person={ben}")).await.ok();
    assert_eq!(seen["items"].as_array().unwrap().len(), 1, "only the teacher is left");
}

#[tokio::test]
async fn whoever_loses_a_role_is_told_why() {
    let town = Town::new().await;
    let grant = give(&town, "mun", "ben", "mentor_coordinator", "school6").await.ok();
    let path = format!("/grants/{}", grant["id"].as_str().unwrap());
    let mun = town.person("mun").await;
    let long = json!({"reason": "о".repeat(501)});
    check(&mun.delete_with(&path, long).await, expect!["422 reason: too_long"]);
    check(&mun.delete_with(&path, json!({"reason": " истёк срок приказа "})).await, expect!["204"]);
    town.settle().await;
    let notice = town.person("ben").await.get("/notices").await.ok()["items"][0].clone();
    assert_eq!((&notice["kind"], &notice["excerpt"]), (&json!("role_taken"), &json!("истёк срок приказа")));
    assert_eq!(notice["title"], "МБОУ СОШ № 6");
    assert_eq!(town.person("mo").await.get("/notices").await.ok()["items"], json!([]));
}

#[tokio::test]
async fn leading_an_association_makes_a_member() {
    let town = Town::new().await;
    let ben = town.person("ben").await;
    give(&town, "mun", "ben", "association_leader", "association").await.ok();
    let me = ben.get("/me").await.ok();
    assert!(me["affiliations"].as_array().unwrap().iter().any(|a| a["org"]["kind"] == "association"));
    assert_eq!(me["can"]["invite"], true);
    let org = ben.get(&format!("/organisations/{}", town.org("association").await)).await.ok();
    assert!(org["leaders"].as_array().unwrap().iter().any(|p| p["id"] == ben.id.as_str()));
}

#[tokio::test]
async fn a_new_school_is_in_its_coordinators_territory_at_once() {
    let town = Town::new().await;
    let (reg, mun) = (town.person("reg").await, town.person("mun").await);
    check(&mun.get("/me").await, expect!["200"]);
    let body = json!({"kind": "school", "parent_id": town.org("district").await, "legal_name": "Школа № 40", "short_name": "Школа № 40"});
    let school = reg.post("/organisations", body).await.ok();
    let body = json!({"org_id": school["id"], "role": "school_head", "kind": "single"});
    check(&mun.post("/invitations", body).await, expect!["201"]);
}

fn day(town: &Town) -> String {
    use kernel::Clock;
    town.clock.now().date_naive().to_string()
}
