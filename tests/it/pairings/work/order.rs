//! In which order a plan stands, and that nobody loses an item by moving it.

use futures_util::future::join_all;
use kit::{Person, Town, check, expect, json};

use super::{line, pair, planned};

async fn titles(by: &Person, pair: &str) -> Vec<String> {
    let plan = by.get(&format!("/pairings/{pair}/plan")).await.ok();
    plan["items"].as_array().unwrap().iter().map(|item| item["title"].as_str().unwrap().to_owned()).collect()
}

async fn three(by: &Person, pair: &str) -> Vec<String> {
    let mut items = Vec::new();
    for title in ["А", "Б", "В"] {
        items.push(planned(by, pair, json!({"title": title})).await);
    }
    items
}

#[tokio::test]
async fn an_item_is_put_before_another_or_behind_all() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let items = three(&ana, &pair).await;
    let path = |at: usize| format!("/plan-items/{}/move", items[at]);
    let moved = ana.post(&path(2), json!({"before": items[0]})).await.ok();
    assert_eq!((&moved["position"], &moved["revision"]), (&json!(0), &json!(1)), "an order is no revision");
    assert_eq!(titles(&lea, &pair).await, ["В", "А", "Б"]);
    lea.post(&path(2), json!({"before": null})).await.ok();
    assert_eq!(titles(&ana, &pair).await, ["А", "Б", "В"]);
    lea.post(&path(1), json!({"before": items[1]})).await.ok();
    assert_eq!(titles(&ana, &pair).await, ["А", "Б", "В"], "before itself it stays where it is");
    // Whoever has the form of the item open meanwhile is not told that it changed.
    let edited = line("А и Я", json!({"revision": 1}));
    check(&ana.put(&format!("/plan-items/{}", items[0]), edited).await, expect!["200"]);
    planned(&ana, &pair, json!({"title": "Г"})).await;
    assert_eq!(titles(&ana, &pair).await, ["А и Я", "Б", "В", "Г"], "what is new stands behind");
    let none = json!({"before": "0190b0f4-7b2a-7c3d-8e4f-0123456789ab"});
    check(&ana.post(&path(0), none).await, expect!["422 before: unknown"]);
    check(&town.person("mun").await.post(&path(0), json!({"before": null})).await, expect!["403 forbidden"]);
    check(&town.person("far").await.post(&path(0), json!({"before": null})).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn two_people_who_move_things_at_once_lose_nothing() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let mut items = three(&ana, &pair).await;
    for number in 0..9 {
        items.push(planned(&lea, &pair, json!({"title": format!("№ {number}")})).await);
    }
    let moves = (0..24).map(|step| {
        let who = if step % 2 == 0 { &ana } else { &lea };
        let before = if step % 5 == 0 { json!(null) } else { json!(items[(step * 5 + 1) % 12]) };
        let path = format!("/plan-items/{}/move", items[(step * 7) % 12]);
        async move { who.post(&path, json!({"before": before})).await.summary() }
    });
    let answers = join_all(moves).await;
    assert!(answers.iter().all(|answer| answer == "200"), "{answers:?}");
    let plan = ana.get(&format!("/pairings/{pair}/plan")).await.ok();
    let rows = plan["items"].as_array().unwrap();
    let positions: Vec<i64> = rows.iter().map(|item| item["position"].as_i64().unwrap()).collect();
    assert_eq!(positions, (0..12).collect::<Vec<_>>(), "each place is taken once");
    let mut ids: Vec<&str> = rows.iter().map(|item| item["id"].as_str().unwrap()).collect();
    ids.sort_unstable();
    items.sort_unstable();
    assert_eq!(ids, items);
}
