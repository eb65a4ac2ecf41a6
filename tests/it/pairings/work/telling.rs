//! Who hears of the work of a pair, and what it keeps about a person.

use std::io::{Cursor, Read};

use kit::{Person, Town, Value, check, expect, json};
use zip::ZipArchive;

use super::{pair, planned};

async fn kinds(person: &Person) -> Vec<String> {
    let page = person.get("/notices").await.ok();
    let items = page["items"].as_array().unwrap();
    let mut kinds: Vec<String> = items.iter().map(|one| one["kind"].as_str().unwrap().to_owned()).collect();
    kinds.sort();
    kinds
}

#[tokio::test]
async fn the_other_school_hears_of_it_and_nobody_else() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea, mo) = (town.person("ana").await, town.person("lea").await, town.person("mo").await);
    let first = planned(&ana, &pair, json!({})).await;
    planned(&ana, &pair, json!({"title": "Второй"})).await;
    ana.post(&format!("/plan-items/{first}/done"), json!({"done_on": "2026-10-05"})).await.ok();
    let visit = ana.post(&format!("/pairings/{pair}/visits"), json!({"planned_on": "2026-10-01"})).await.ok();
    let path = format!("/pairing-visits/{}", visit["id"].as_str().unwrap());
    ana.post(&format!("{path}/hold"), json!({"held_on": "2026-10-01"})).await.ok();
    town.settle().await;
    // Of a plan that is written line by line one hears once a day.
    let expected = ["pairing_item_done", "pairing_plan", "pairing_visit", "pairing_visit_sign"];
    assert_eq!(kinds(&lea).await, expected);
    assert_eq!(kinds(&mo).await, expected);
    for login in ["ana", "head", "ben", "far", "mun"] {
        let none = kinds(&town.person(login).await).await;
        assert_eq!(none, Vec::<String>::new(), "{login}");
    }
    let page = lea.get("/notices").await.ok();
    let done = page["items"].as_array().unwrap().iter().find(|one| one["kind"] == "pairing_item_done").unwrap().clone();
    assert_eq!((&done["title"], &done["excerpt"]), (&json!("Пара № 7: Математика"), &json!("Семинар по процентам")));
    assert_eq!(done["path"], json!(format!("/pairings/{pair}#plan")));
}

#[tokio::test]
async fn coordinators_hear_of_a_report_that_is_handed_in() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, head) = (town.person("ana").await, town.person("head").await);
    let report = ana.post(&format!("/pairings/{pair}/reports"), json!({"year": 2026, "half": 1})).await.ok();
    let path = format!("/pairing-reports/{}/submit", report["id"].as_str().unwrap());
    head.post(&path, json!({"revision": report["revision"]})).await.ok();
    town.settle().await;
    for login in ["mun", "reg", "lea", "mo"] {
        assert_eq!(kinds(&town.person(login).await).await, ["pairing_report"], "{login}");
    }
    assert_eq!(kinds(&ana).await, Vec::<String>::new(), "her own school tells her");
}

#[tokio::test]
async fn an_open_page_hears_of_every_change() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let lea = town.person("lea").await;
    let mut socket = lea.watches(&format!("pairing:{pair}")).await;
    planned(&town.person("ana").await, &pair, json!({})).await;
    let frame = socket.event("pairing_changed").await;
    assert_eq!(frame["data"]["what"], "pairings.plan_changed");
}

async fn part(person: &Person, name: &str) -> Value {
    let bytes = person.request(reqwest::Method::GET, "/me/export").send().await.unwrap().bytes().await.unwrap();
    let mut archive = ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    serde_json::from_str(&text).unwrap()
}

#[tokio::test]
async fn a_person_takes_along_what_they_did_and_thought() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    planned(&ana, &pair, json!({"mentee_person_id": lea.id})).await;
    let answers = json!({"goal": 5, "fit": 4, "time": 3, "respect": 5, "change": 4});
    let body = json!({"round": "middle", "answers": answers, "benefit": "Урок стал живее"});
    lea.put(&format!("/pairings/{pair}/survey"), body).await.ok();
    assert_eq!(part(&lea, "pairing_items.json").await[0]["title"], "Семинар по процентам");
    assert_eq!(part(&lea, "pairing_surveys.json").await[0]["benefit"], "Урок стал живее");
    assert_eq!(part(&ana, "pairing_surveys.json").await, json!([]));
}

#[tokio::test]
async fn who_leaves_for_good_takes_their_opinion_along() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let item = planned(&ana, &pair, json!({"mentee_person_id": lea.id})).await;
    let answers = json!({"goal": 5, "fit": 4, "time": 3, "respect": 5, "change": 4});
    let body = json!({"round": "middle", "answers": answers, "benefit": "Урок стал живее"});
    lea.put(&format!("/pairings/{pair}/survey"), body).await.ok();
    let me = lea.get("/me").await.ok();
    let consent = me["consents"].as_array().unwrap().iter().rfind(|c| c["withdrawn_at"].is_null()).unwrap().clone();
    lea.delete(&format!("/me/consents/{}", consent["id"].as_str().unwrap())).await.ok();
    town.clock.advance(chrono::TimeDelta::days(31));
    town.settle().await;
    let ana = town.person("ana").await;
    let left = ana.get(&format!("/pairings/{pair}/survey?round=middle")).await.ok();
    assert_eq!((&left["sides"][1]["answered"], &left["sides"][1]["benefits"]), (&json!(0), &json!([])));
    assert_eq!(ana.get(&format!("/plan-items/{item}")).await.ok()["mentee_person"], Value::Null);
    check(&ana.get(&format!("/pairings/{pair}/plan")).await, expect!["200"]);
}
