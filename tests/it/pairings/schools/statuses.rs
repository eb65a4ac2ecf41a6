//! Dated statuses, and what territories call them.

use kernel::Role;
use kit::{Town, Value, check, expect, json};

use super::{close, of, with, with_role};

fn shnor(since: &str) -> Value {
    json!({"kind": "shnor", "since": since, "until": null, "order_title": "О перечне школ", "order_number": "343",
        "order_date": "2026-08-30"})
}

#[tokio::test]
async fn a_status_has_an_order_a_beginning_and_an_end() {
    let town = Town::new().await;
    let (mun, head) = (town.person("mun").await, town.person("head").await);
    let path = of(&town, "school6", "/statuses").await;
    let given = mun.post(&path, shnor("2026-09-01")).await.ok();
    assert_eq!((&given["current"], &given["order_number"]), (&json!(true), &json!("343")));
    assert_eq!(given["term"], "Школа с низкими образовательными результатами");
    check(&mun.post(&path, shnor("2026-10-01")).await, expect!["409 already_exists"]);
    let past = with(shnor("2025-09-01"), json!({"until": "2026-08-31"}));
    let past = mun.post(&path, past).await.ok();
    assert_eq!(past["current"], false);
    check(
        &mun.post(&path, with(shnor("2025-01-01"), json!({"until": "2025-09-01"}))).await,
        expect!["409 already_exists"],
    );
    let end = format!("/school-statuses/{}/end", given["id"].as_str().unwrap());
    check(&head.post(&end, json!({"until": "2026-10-31"})).await, expect!["403 forbidden"]);
    check(&mun.post(&end, json!({"until": "2026-08-31"})).await, expect!["422 until: invalid"]);
    check(&mun.post(&end, json!({})).await, expect!["422 reason: required"]);
    let ended = mun.post(&end, json!({"until": "2026-10-31", "reason": "Вышли из перечня"})).await.ok();
    assert_eq!((&ended["until"], &ended["current"]), (&json!("2026-10-31"), &json!(true)));
    check(&mun.post(&end, json!({"until": "2026-12-31"})).await, expect!["422 until: invalid"]);
    check(&mun.post(&path, shnor("2026-11-01")).await, expect!["201"]);
    let taken_back = mun.post(&end, json!({"reason": "Не та школа"})).await.ok();
    assert_eq!((&taken_back["current"], &taken_back["reason"]), (&json!(false), &json!("Не та школа")));
    check(&mun.post(&end, json!({"reason": "Ещё раз"})).await, expect!["409 wrong_state"]);
    let all = head.get(&path).await.ok();
    assert_eq!((all["items"].as_array().unwrap().len(), &all["can_edit"]), (3, &json!(false)));
}

#[tokio::test]
async fn statuses_are_given_by_coordinators_and_read_by_those_around_the_school() {
    let town = Town::new().await;
    let path = of(&town, "school6", "/statuses").await;
    let given = town.person("mun").await.post(&path, shnor("2026-09-01")).await.ok();
    let end = format!("/school-statuses/{}/end", given["id"].as_str().unwrap());
    for who in ["far", "farhead", "lea", "pen"] {
        let person = town.person(who).await;
        check(&person.get(&path).await, expect!["404 not_found"]);
        check(&person.post(&path, shnor("2027-09-01")).await, expect!["404 not_found"]);
        check(&person.post(&end, json!({"reason": "Просто так"})).await, expect!["404 not_found"]);
    }
    for who in ["head", "ben"] {
        let person = town.person(who).await;
        check(&person.get(&path).await, expect!["200"]);
        check(&person.post(&path, shnor("2027-09-01")).await, expect!["403 forbidden"]);
    }
    let observer = with_role(&town, "mo", Role::Observer, "district").await;
    check(&observer.get(&path).await, expect!["200"]);
    check(&observer.post(&path, shnor("2027-09-01")).await, expect!["403 read_only"]);
    let mun = town.person("mun").await;
    let bad = json!({"kind": "shnor", "since": "2026-09-01", "until": "2026-08-01", "order_title": " ",
        "order_number": "9".repeat(61), "order_date": "1026-09-01"});
    check(
        &mun.post(&path, bad).await,
        expect!["422 until: invalid, order_title: required, order_number: too_long, order_date: invalid"],
    );
    check(&mun.post(&of(&town, "school3", "/statuses").await, shnor("2026-09-01")).await, expect!["404 not_found"]);
    close(&town, "school6").await;
    check(&mun.post(&path, with(shnor("2026-09-01"), json!({"kind": "growth"}))).await, expect!["409 wrong_state"]);
    check(&mun.post(&end, json!({"until": "2026-10-05"})).await, expect!["200"]);
}

#[tokio::test]
async fn a_territory_has_words_of_its_own_and_else_those_above_it() {
    let town = Town::new().await;
    let (mun, reg, head) = (town.person("mun").await, town.person("reg").await, town.person("head").await);
    let (district, region) = (of(&town, "district", "/status-terms").await, of(&town, "region", "/status-terms").await);
    let terms = |words: Value| json!({"terms": words});
    let growth =
        terms(json!([{"kind": "growth", "term": "Школа  развития"}, {"kind": "shnor", "term": "Школа поддержки"}]));
    reg.put(&region, growth).await.ok();
    mun.put(&district, terms(json!([{"kind": "shnor", "term": "Школа 500"}]))).await.ok();
    let path = of(&town, "school6", "/statuses").await;
    mun.post(&path, shnor("2026-09-01")).await.ok();
    mun.post(&path, with(shnor("2026-09-01"), json!({"kind": "growth"}))).await.ok();
    let shown = head.get(&path).await.ok();
    let mut words: Vec<_> = shown["items"].as_array().unwrap().iter().map(|s| s["term"].as_str().unwrap()).collect();
    words.sort_unstable();
    assert_eq!(words, ["Школа 500", "Школа развития"]);
    let list = head.get(&district).await.ok();
    assert_eq!(list[0], json!({"kind": "shnor", "term": "Школа 500", "own": true}));
    assert_eq!(list[4], json!({"kind": "growth", "term": "Школа развития", "own": false}));
    mun.put(&district, terms(json!([{"kind": "shnor", "term": " "}]))).await.ok();
    assert_eq!(head.get(&district).await.ok()[0]["term"], "Школа поддержки");
    check(&mun.put(&region, terms(json!([]))).await, expect!["403 forbidden"]);
    check(&head.put(&district, terms(json!([]))).await, expect!["403 forbidden"]);
    check(&mun.put(&of(&town, "school6", "/status-terms").await, terms(json!([]))).await, expect!["404 not_found"]);
    let bad = json!([{"kind": "shnor", "term": "А"}, {"kind": "shnor", "term": "я".repeat(161)}]);
    check(&mun.put(&district, terms(bad)).await, expect!["422 terms[1].term: too_long, terms[1].kind: taken"]);
}
