//! Every address of a school, asked by those who may not: like an address that nothing has.

use kit::{Person, Town, Value, check, expect, json};

use super::{foreigner, full, of};

const NOTHING: &str = "0190b0f4-7b2a-7c3d-8e4f-0123456789ab";

/// Method, path behind the organisation, body.
fn doors() -> Vec<(&'static str, &'static str, Value)> {
    let offer = json!({"capacity": 2, "online": true, "forms": ["seminar"],
        "themes": [{"theme_kind": "subject", "theme": "math", "specialists": 1}]});
    let need = json!({"theme_kind": "subject", "theme": "math", "strength": 70, "priority": 1});
    let status = json!({"kind": "mentor", "since": "2026-09-01", "order_title": "О наставниках", "order_number": "1",
        "order_date": "2026-08-30"});
    vec![
        ("GET", "/contexts", json!(null)),
        ("GET", "/contexts/2026", json!(null)),
        ("PUT", "/contexts/2026", full()),
        ("GET", "/statuses", json!(null)),
        ("POST", "/statuses", status),
        ("GET", "/needs", json!(null)),
        ("POST", "/needs", need),
        ("GET", "/offer", json!(null)),
        ("PUT", "/offer", offer),
        ("POST", "/offer/pause", json!({})),
        ("POST", "/offer/resume", json!({})),
        ("POST", "/offer/withdraw", json!({})),
        ("GET", "/like-schools", json!(null)),
        ("GET", "/needs-and-offers", json!(null)),
    ]
}

async fn knock(who: &Person, method: &str, path: &str, body: Value) -> (u16, String) {
    let answer = match method {
        "GET" => who.get(path).await,
        "PUT" => who.put(path, body).await,
        _ => who.post(path, body).await,
    };
    (answer.status.as_u16(), answer.text)
}

#[tokio::test]
async fn a_stranger_cannot_tell_a_school_with_secrets_from_none() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    for (method, rest, body) in doors().into_iter().filter(|(method, ..)| *method != "GET") {
        if !rest.starts_with("/offer/") {
            let (status, text) = knock(&mun, method, &of(&town, "school6", rest).await, body).await;
            assert!(status < 300, "{method} {rest}: {text}");
        }
    }
    let outside = [("far", true), ("lea", true), ("mo", true), ("pen", false), ("abroad", false)];
    for (who, near) in outside {
        let person = if who == "abroad" { foreigner(&town, "pen").await } else { town.person(who).await };
        // An open offer is announced to everybody of the region.
        for (method, rest, body) in doors().into_iter().filter(|door| !near || (door.0, door.1) != ("GET", "/offer")) {
            let there = knock(&person, method, &of(&town, "school6", rest).await, body.clone()).await;
            let missing = knock(&person, method, &format!("/organisations/{NOTHING}{rest}"), body).await;
            assert_eq!(there, missing, "{who} {method} {rest}");
            assert_eq!(there.0, 404, "{who} {method} {rest}");
        }
    }
    for (method, rest, body) in doors() {
        // An association is no school.
        let (status, text) = knock(&mun, method, &of(&town, "association", rest).await, body).await;
        assert_eq!(status, 404, "{method} {rest}: {text}");
    }
    check(&town.stranger().get(&of(&town, "school6", "/contexts").await).await, expect!["401 unauthenticated"]);
}
