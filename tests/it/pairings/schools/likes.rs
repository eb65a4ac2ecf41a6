//! Schools like a school, over HTTP.

use kernel::Role;
use kit::{Person, Town, Value, check, expect, json};

use super::{close, full, of, school, with, with_role};

/// A year of a school in which so many of a hundred families are incomplete.
fn year(incomplete: i32) -> Value {
    let mut form = full();
    form["shares"][0] = json!({"key": "complete_families", "numerator": 160 - incomplete, "denominator": 160});
    form["shares"][1] = json!({"key": "incomplete_families", "numerator": incomplete, "denominator": 160});
    form
}

async fn filled(who: &Person, school: &str, form: Value) {
    who.put(&format!("/organisations/{school}/contexts/2026"), form).await.ok();
}

fn names(found: &Value) -> Vec<&str> {
    found["items"].as_array().unwrap().iter().map(|item| item["school"]["short_name"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_head_sees_which_schools_are_like_theirs_and_in_what() {
    let town = Town::new().await;
    let reg = town.person("reg").await;
    for (name, incomplete) in [("Школа близкая", 52), ("Школа средняя", 80), ("Школа дальняя", 140)]
    {
        let id = school(&town, "farland", name).await;
        filled(&reg, &id, year(incomplete)).await;
    }
    filled(&reg, &town.org("school6").await, full()).await;
    let head = town.person("head").await;
    let path = of(&town, "school6", "/like-schools").await;
    let found = head.get(&path).await.ok();
    assert_eq!(names(&found), ["Школа близкая", "Школа средняя", "Школа дальняя"], "of the whole region");
    assert_eq!((&found["enough"], &found["of"], &found["unknown"]), (&json!(true), &json!(3), &json!(2)));
    let far = &found["items"][2];
    assert_eq!((&far["rank"], &far["near"].as_array().unwrap().len()), (&json!(3), &3));
    let differs = far["far"].as_array().unwrap().iter().find(|v| v["key"] == "incomplete_families").unwrap();
    let percent = |number: i32| json!({"kind": "percent", "number": number, "school": null});
    assert_eq!((&differs["mine"], &differs["theirs"]), (&percent(31), &percent(90)), "of others rounded to five");
    let text = head.get(&path).await.text;
    assert!(!text.contains("strength") && !text.contains("numerator"), "{text}");
    let exact = reg.get(&path).await.ok();
    let differs =
        exact["items"][2]["far"].as_array().unwrap().iter().find(|v| v["key"] == "incomplete_families").unwrap();
    assert_eq!(differs["theirs"], percent(88));
    assert_eq!(names(&head.get(&format!("{path}?limit=1")).await.ok()), ["Школа близкая"]);
    check(&head.get(&format!("{path}?limit=-1")).await, expect!["422 query: invalid"]);
    check(&head.get(&format!("{path}?year=1990")).await, expect!["422 year: invalid"]);
}

#[tokio::test]
async fn what_is_missing_is_named_and_the_year_before_is_told_as_such() {
    let town = Town::new().await;
    let reg = town.person("reg").await;
    let path = of(&town, "school6", "/like-schools").await;
    let nothing = reg.get(&path).await.ok();
    assert_eq!((&nothing["known"], &nothing["enough"], &nothing["items"]), (&json!(null), &json!(false), &json!([])));
    assert_eq!(nothing["missing"].as_array().unwrap().len(), 16);
    filled(&reg, &town.org("school12").await, full()).await;
    let little = json!({"revision": 0, "pupils": 100, "rural": true, "kind": "basic"});
    filled(&reg, &town.org("school6").await, little).await;
    let found = reg.get(&path).await.ok();
    assert_eq!((&found["enough"], &found["of"], &found["items"]), (&json!(false), &json!(0), &json!([])));
    let missing = found["missing"].as_array().unwrap();
    assert_eq!(missing.len(), 13);
    assert!(missing.contains(&json!({"key": "minutes_to_centre"})), "{missing:?}");
    let last = of(&town, "school3", "/contexts/2025").await;
    reg.put(&last, full()).await.ok();
    let found = reg.get(&of(&town, "school12", "/like-schools").await).await.ok();
    assert_eq!(names(&found), ["МКОУ СОШ № 3"]);
    assert_eq!((&found["items"][0]["year"], &found["known"]), (&json!(2025), &json!(2026)));
    assert_eq!((&found["of"], &found["unknown"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn closed_schools_are_like_nobody_and_strangers_may_not_ask() {
    let town = Town::new().await;
    let reg = town.person("reg").await;
    for key in ["school6", "school12", "school3"] {
        filled(&reg, &town.org(key).await, full()).await;
    }
    let path = of(&town, "school6", "/like-schools").await;
    assert_eq!(reg.get(&path).await.ok()["items"].as_array().unwrap().len(), 2);
    for who in ["ben", "far", "farhead", "lea", "pen"] {
        check(&town.person(who).await.get(&path).await, expect!["404 not_found"]);
    }
    let curator = with_role(&town, "far", Role::Curator, "school6").await;
    let seen = curator.get(&path).await.ok();
    let shown = serde_json::to_string(&seen).unwrap();
    assert!(!shown.contains("\"number\":31") && seen["items"].as_array().unwrap().len() == 2, "{shown}");
    close(&town, "school12").await;
    assert_eq!(names(&reg.get(&path).await.ok()), ["МКОУ СОШ № 3"]);
    check(&reg.get(&of(&town, "school12", "/like-schools").await).await, expect!["409 wrong_state"]);
    check(&reg.get(&of(&town, "district", "/like-schools").await).await, expect!["404 not_found"]);
    let small =
        with(full(), json!({"revision": 1, "shares": [{"key": "on_record", "numerator": 3, "denominator": 160}]}));
    reg.put(&of(&town, "school3", "/contexts/2026").await, small).await.ok();
    let head = town.person("head").await;
    let found = head.get(&path).await.ok();
    let near = found["items"][0]["near"].as_array().unwrap().clone();
    let few = near.iter().find(|one| one["key"] == "on_record").unwrap();
    let word = json!({"kind": "few_children", "number": null, "school": null});
    assert_eq!(few["theirs"], word, "three children of a foreign school have no number");
}
