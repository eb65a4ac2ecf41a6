//! A school's year: who fills it in, who sees how much of it, two at once.

use futures_util::future::join_all;
use kernel::Role;
use kit::{Town, Value, check, expect, json};

use super::{close, full, of, pair, with, with_role};

const YEAR: &str = "/contexts/2026";

fn share<'a>(context: &'a Value, key: &str) -> &'a Value {
    context["shares"].as_array().unwrap().iter().find(|share| share["key"] == key).unwrap()
}

#[tokio::test]
async fn a_head_fills_in_the_year_and_the_coordinator_reads_it_whole() {
    let town = Town::new().await;
    let (head, mun) = (town.person("head").await, town.person("mun").await);
    let year = of(&town, "school6", YEAR).await;
    let before = head.get(&year).await.ok();
    assert_eq!((&before["revision"], &before["completeness"]["filled"]), (&json!(0), &json!(0)));
    let saved = head.put(&year, full()).await.ok();
    assert_eq!((&saved["revision"], &saved["filled_by"]["surname"]), (&json!(1), &json!("Головин")));
    let seen = mun.get(&year).await.ok();
    assert_eq!(seen["whole"], true);
    assert_eq!((&seen["pupils"]["value"], &seen["teachers_over_60"]["value"]), (&json!(160), &json!(5)));
    assert_eq!(
        share(&seen, "on_record"),
        &json!({"key": "on_record", "title": "Дети на учёте", "numerator": {"value": 3},
            "denominator": {"value": 160}, "percent": {"value": 2}})
    );
    assert_eq!(share(&seen, "part_time")["numerator"], json!({"value": 0}), "a zero somebody told is a zero");
    assert_eq!(seen["levels"][1]["words"], "у половины детей есть своё место для занятий");
    assert_eq!((&seen["latitude"], &seen["longitude"]), (&json!(51.5406), &json!(115.125)));
    let years = mun.get(&of(&town, "school6", "/contexts").await).await.ok();
    assert_eq!((&years["current"], &years["can_edit"]), (&json!(2026), &json!(true)));
    let known = &years["items"][0]["completeness"];
    assert_eq!((&known["filled"], &known["of"], &known["comparable"]), (&json!(24), &json!(24), &json!(true)));
    let fields = head.get("/school-context-form").await.ok();
    assert_eq!(fields["shares"].as_array().unwrap().len(), 7);
    assert!(fields["levels"].as_array().unwrap().iter().all(|level| level["anchors"].as_array().unwrap().len() == 5));
    assert_eq!(fields["numbers"][0], json!({"key": "pupils", "title": "Число учеников", "min": 1, "max": 20_000}));
}

#[tokio::test]
async fn what_nobody_told_is_missing_and_never_a_zero() {
    let town = Town::new().await;
    let head = town.person("head").await;
    let year = of(&town, "school6", YEAR).await;
    let saved = head.put(&year, json!({"revision": 0, "pupils": 90, "rural": false})).await.ok();
    assert_eq!((&saved["teachers"], &saved["kind"], &saved["shares"]), (&json!(null), &json!(null), &json!([])));
    assert_eq!((&saved["rural"], &saved["languages"]), (&json!(false), &json!(["ru"])));
    let known = &saved["completeness"];
    assert_eq!((&known["filled"], &known["comparable"]), (&json!(2), &json!(false)));
    let missing = known["missing"].as_array().unwrap();
    assert_eq!(missing.len(), 22);
    assert!(missing.contains(&json!("incomplete_families")) && missing.contains(&json!("coordinates")), "{missing:?}");
    let emptied = json!({"revision": 1, "shares": [{"key": "on_record", "numerator": null, "denominator": null}]});
    let emptied = head.put(&year, emptied).await.ok();
    assert_eq!((&emptied["pupils"], &emptied["shares"]), (&json!(null), &json!([])), "what is left out is not known");
}

#[tokio::test]
async fn small_cells_are_for_the_school_and_its_coordinators_only() {
    let town = Town::new().await;
    let year = of(&town, "school6", YEAR).await;
    town.person("head").await.put(&year, full()).await.ok();
    pair(&town, "school12", "school6").await;
    let curator = with_role(&town, "far", Role::Curator, "school6").await;
    for who in [town.person("lea").await, curator] {
        let answer = who.get(&year).await;
        let seen = answer.ok();
        assert_eq!(seen["whole"], false);
        assert_eq!(share(&seen, "on_record")["percent"], json!({"hidden": true}));
        assert_eq!(share(&seen, "guardianship")["percent"], json!({"hidden": true}));
        assert_eq!(share(&seen, "part_time")["percent"], json!({"hidden": true}));
        let incomplete = share(&seen, "incomplete_families");
        let told = (&incomplete["percent"], &incomplete["numerator"], &incomplete["denominator"]);
        assert_eq!(told, (&json!({"value": 30}), &json!(null), &json!(null)), "rounded to five");
        assert_eq!(
            (&seen["vacancies"], &seen["highest_category"]),
            (&json!({"hidden": true}), &json!({"hidden": true}))
        );
        assert_eq!((&seen["pupils"]["value"], &seen["filled_by"]), (&json!(160), &json!(null)));
        assert!(!answer.text.contains("\"numerator\":{"), "{}", answer.text);
        check(&who.put(&year, full()).await, expect!["403 forbidden"]);
    }
}

#[tokio::test]
async fn others_do_not_learn_that_a_year_is_there() {
    let town = Town::new().await;
    let (year, years) = (of(&town, "school6", YEAR).await, of(&town, "school6", "/contexts").await);
    town.person("head").await.put(&year, full()).await.ok();
    let nowhere = "/organisations/0190b0f4-7b2a-7c3d-8e4f-0123456789ab/contexts";
    for who in ["far", "farhead", "lea", "pen", "mo"] {
        let person = town.person(who).await;
        let (there, missing) = (person.get(&year).await, person.get(&format!("{nowhere}/2026")).await);
        assert_eq!((there.status, &there.text), (missing.status, &missing.text), "{who}");
        let (there, missing) = (person.put(&year, full()).await, person.put(&format!("{nowhere}/2026"), full()).await);
        assert_eq!((there.status, &there.text), (missing.status, &missing.text), "{who}");
        check(&person.get(&years).await, expect!["404 not_found"]);
    }
    let ben = town.person("ben").await;
    check(&ben.get(&year).await, expect!["404 not_found"]);
    let known = ben.get(&years).await.ok();
    assert_eq!(
        (&known["can_read"], &known["items"][0]["year"]),
        (&json!(false), &json!(2026)),
        "teachers see how much"
    );
    let observer = with_role(&town, "mo", Role::Observer, "district").await;
    assert_eq!(observer.get(&years).await.ok()["can_edit"], false);
    check(&observer.get(&year).await, expect!["404 not_found"]);
    check(&observer.put(&year, full()).await, expect!["403 read_only"]);
    check(&ben.put(&year, full()).await, expect!["403 forbidden"]);
    check(&town.person("mun").await.get(&of(&town, "school3", YEAR).await).await, expect!["404 not_found"]);
    check(&town.person("reg").await.get(&of(&town, "school3", YEAR).await).await, expect!["200"]);
}

#[tokio::test]
async fn whoever_saves_second_is_shown_what_the_first_saved() {
    let town = Town::new().await;
    let (mun, reg) = (town.person("mun").await, town.person("reg").await);
    let year = of(&town, "school6", YEAR).await;
    mun.put(&year, full()).await.ok();
    let second = reg.put(&year, with(full(), json!({"pupils": 200}))).await;
    check(&second, expect!["409 version_conflict"]);
    let now = &second.json()["current"];
    assert_eq!((&now["revision"], &now["pupils"]["value"]), (&json!(1), &json!(160)));
    assert_eq!(now["filled_by"]["surname"], "Мунирова");
    let again = reg.put(&year, with(full(), json!({"pupils": 200, "revision": now["revision"]}))).await.ok();
    assert_eq!((&again["revision"], &again["pupils"]["value"]), (&json!(2), &json!(200)));
    let old = mun.put(&year, with(full(), json!({"revision": 1}))).await;
    assert_eq!(old.json()["current"]["pupils"]["value"], 200);
}

#[tokio::test]
async fn of_many_who_save_at_once_one_is_first_and_the_others_are_told() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let year = of(&town, "school12", YEAR).await;
    let saving = (0..8).map(|n| {
        let (mun, year) = (mun.clone(), year.clone());
        async move { mun.put(&year, with(full(), json!({"pupils": 200 + n}))).await }
    });
    let answers = join_all(saving).await;
    let first: Vec<_> = answers.iter().filter(|answer| answer.status.is_success()).collect();
    assert_eq!(first.len(), 1);
    for told in answers.iter().filter(|answer| !answer.status.is_success()) {
        check(told, expect!["409 version_conflict"]);
        assert_eq!(told.json()["current"]["pupils"], first[0].json()["pupils"]);
    }
    assert_eq!(mun.get(&year).await.ok()["revision"], 1);
}

#[tokio::test]
async fn years_that_make_no_sense_and_closed_schools_take_nothing() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    for year in [2014, 2028, -1, i32::MAX] {
        let path = of(&town, "school6", &format!("/contexts/{year}")).await;
        check(&mun.put(&path, full()).await, expect!["422 year: invalid"]);
        check(&mun.get(&path).await, expect!["404 not_found"]);
    }
    check(&mun.get(&of(&town, "school6", "/contexts/двадцать").await).await, expect!["404 not_found"]);
    check(&mun.put(&of(&town, "school6", "/contexts/2027").await, full()).await, expect!["200"]);
    mun.put(&of(&town, "school6", "/contexts/2025").await, full()).await.ok();
    let years = mun.get(&of(&town, "school6", "/contexts").await).await.ok();
    let listed: Vec<_> = years["items"].as_array().unwrap().iter().map(|year| year["year"].as_i64().unwrap()).collect();
    assert_eq!(listed, [2027, 2025]);
    close(&town, "school6").await;
    let late = with(full(), json!({"revision": 1}));
    check(&mun.put(&of(&town, "school6", "/contexts/2025").await, late).await, expect!["409 wrong_state"]);
    check(&mun.get(&of(&town, "school6", "/contexts/2025").await).await, expect!["200"]);
    check(&mun.get(&of(&town, "district", YEAR).await).await, expect!["404 not_found"]);
}
