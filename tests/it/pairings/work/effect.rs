//! Whether it helps: numbers beside like schools, and what may be said of them.

use kit::{Person, Town, Value, check, expect, json};

use super::pair;

fn value(point: &str, whose: &str, numerator: i64, denominator: i64, dated: &str) -> Value {
    json!({"point": point, "whose": whose, "numerator": numerator, "denominator": denominator, "dated": dated,
        "source": "Входная работа"})
}

async fn chosen(person: &Person, pair: &str) -> String {
    let body = json!({"title": "Справились с задачей на проценты", "unit": "учеников 5-х классов"});
    let made = person.post(&format!("/pairings/{pair}/effect"), body).await.ok();
    format!("/effect-indicators/{}", made["id"].as_str().unwrap())
}

#[tokio::test]
async fn numbers_of_both_are_compared_point_by_point() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea, mun) = (town.person("ana").await, town.person("lea").await, town.person("mun").await);
    let path = chosen(&ana, &pair).await;
    let empty = lea.get(&format!("/pairings/{pair}/effect")).await.ok();
    let first = &empty["indicators"][0];
    assert_eq!((&first["points"][0]["mentee"], &first["change"]["points"]), (&Value::Null, &Value::Null));
    assert_eq!(
        (&first["change"]["verdict"], &first["points"][2]["difference"]["verdict"]),
        (&json!("no_data"), &json!("no_data"))
    );
    lea.put(&path, value("start", "mentee", 30, 100, "2026-09-10")).await.ok();
    let alone = mun.put(&path, value("middle", "mentee", 70, 100, "2026-10-01")).await.ok();
    assert_eq!(alone["change"]["verdict"], "no_data", "without like schools nothing is said");
    ana.put(&path, value("start", "alike", 450, 1000, "2026-09-10")).await.ok();
    let both = mun.put(&path, value("middle", "alike", 460, 1000, "2026-10-01")).await.ok();
    let start = &both["points"][0];
    assert_eq!((&start["mentee"]["numerator"], &start["mentee"]["percent"]), (&json!(30), &json!(30)));
    assert_eq!((&start["mentee"]["low"], &start["mentee"]["high"]), (&json!(22), &json!(40)));
    assert_eq!((&start["difference"]["points"], &start["difference"]["verdict"]), (&json!(-15), &json!("worse")));
    assert_eq!((&both["change"]["points"], &both["change"]["verdict"]), (&json!(39), &json!("better")));
    assert_eq!((&both["from"], &both["to"]), (&json!("start"), &json!("middle")));
    // Its mentor sees percents.
    let seen = &ana.get(&format!("/pairings/{pair}/effect")).await.ok()["indicators"][0];
    let share = &seen["points"][0]["mentee"];
    assert_eq!(
        (&share["percent"], &share["numerator"], &share["denominator"]),
        (&json!(30), &Value::Null, &Value::Null)
    );
    assert_eq!(seen["change"]["points"], 39);
    // Taken back, it is missing and not nought.
    let query = "value?point=middle&whose=mentee";
    let without = lea.delete(&format!("{path}/{query}")).await.ok();
    assert_eq!((&without["points"][1]["mentee"], &without["change"]["verdict"]), (&Value::Null, &json!("no_data")));
    check(&ana.delete(&path).await, expect!["409 in_use"]);
}

#[tokio::test]
async fn of_few_children_only_their_school_and_its_coordinators_read() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, head, lea) = (town.person("ana").await, town.person("head").await, town.person("lea").await);
    let path = chosen(&lea, &pair).await;
    lea.put(&path, value("start", "mentee", 3, 8, "2026-09-10")).await.ok();
    ana.put(&path, value("start", "alike", 40, 100, "2026-09-10")).await.ok();
    let whole = format!("/pairings/{pair}/effect");
    for mentor in [&ana, &head] {
        let seen = mentor.get(&whole).await.ok();
        let start = &seen["indicators"][0]["points"][0];
        assert_eq!(
            start["mentee"],
            json!({"hidden": true, "numerator": null, "denominator": null, "percent": null,
            "low": null, "high": null, "dated": null, "source": null, "by": null, "at": null})
        );
        // Neither does the difference tell.
        assert_eq!(
            (&start["difference"]["points"], &start["difference"]["verdict"]),
            (&Value::Null, &json!("within_error"))
        );
    }
    for own in ["lea", "mo", "mun", "reg"] {
        let seen = town.person(own).await.get(&whole).await.ok();
        let start = &seen["indicators"][0]["points"][0];
        assert_eq!((&start["mentee"]["hidden"], &start["mentee"]["numerator"]), (&json!(false), &json!(3)), "{own}");
        assert_eq!(start["difference"]["points"], json!(-3), "{own}");
    }
}

#[tokio::test]
async fn numbers_that_are_none_are_refused() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let path = chosen(&lea, &pair).await;
    for (numerator, denominator, dated, expected) in [
        (5, 4, "2026-09-10", expect!["422 numerator: invalid"]),
        (0, 0, "2026-09-10", expect!["422 denominator: invalid"]),
        (3, 0, "2026-09-10", expect!["422 denominator: invalid"]),
        (-1, 10, "2026-09-10", expect!["422 numerator: invalid"]),
        (1, -10, "2026-09-10", expect!["422 denominator: invalid"]),
        (1, 2_000_000_000, "2026-09-10", expect!["422 denominator: invalid"]),
        (1, 10, "2026-11-01", expect!["422 dated: invalid"]),
        (1, 10, "2020-09-01", expect!["422 dated: invalid"]),
    ] {
        check(&lea.put(&path, value("start", "mentee", numerator, denominator, dated)).await, expected);
    }
    let huge =
        json!({"point": "start", "whose": "mentee", "numerator": i64::MAX, "denominator": 10, "dated": "2026-09-10"});
    check(&lea.put(&path, huge).await, expect!["422 numerator: invalid"]);
    let text =
        json!({"point": "start", "whose": "mentee", "numerator": "NaN", "denominator": 10, "dated": "2026-09-10"});
    check(&lea.put(&path, text).await, expect!["422 numerator: invalid"]);
    lea.put(&path, value("middle", "mentee", 10, 20, "2026-09-20")).await.ok();
    check(&lea.put(&path, value("start", "mentee", 10, 20, "2026-09-21")).await, expect!["422 dated: invalid"]);
    check(&lea.put(&path, value("end", "mentee", 10, 20, "2026-09-19")).await, expect!["422 dated: invalid"]);
    // Each types their own.
    check(&ana.put(&path, value("start", "mentee", 10, 20, "2026-09-10")).await, expect!["403 forbidden"]);
    check(&lea.put(&path, value("start", "alike", 10, 20, "2026-09-10")).await, expect!["403 forbidden"]);
    let far = town.person("farhead").await;
    check(&far.put(&path, value("start", "mentee", 10, 20, "2026-09-10")).await, expect!["404 not_found"]);
    let whole = format!("/pairings/{pair}/effect");
    check(&lea.post(&whole, json!({"title": " "})).await, expect!["422 title: required"]);
    let unknown = json!({"skill_id": "0190b0f4-7b2a-7c3d-8e4f-0123456789ab"});
    check(&lea.post(&whole, unknown).await, expect!["422 skill_id: unknown, title: required"]);
}

#[tokio::test]
async fn a_skill_is_called_as_the_catalogue_calls_it_and_less_may_be_better() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let skill = ana.get("/skills?subject=math&grade=5&q=проценты").await.ok()["items"][0]["id"].clone();
    let made = lea.post(&format!("/pairings/{pair}/effect"), json!({"skill_id": skill, "less": true})).await.ok();
    assert!(made["title"].as_str().unwrap().contains("Математика, 5 класс"), "{made}");
    assert_eq!(made["skill"]["id"], skill);
    let path = format!("/effect-indicators/{}", made["id"].as_str().unwrap());
    for (point, mentee, alike, dated) in [("start", 60, 300, "2026-09-10"), ("end", 15, 300, "2026-10-01")] {
        lea.put(&path, value(point, "mentee", mentee, 100, dated)).await.ok();
        ana.put(&path, value(point, "alike", alike, 1000, dated)).await.ok();
    }
    let seen = lea.get(&format!("/pairings/{pair}/effect")).await.ok();
    let change = &seen["indicators"][0]["change"];
    assert_eq!((&change["points"], &change["verdict"]), (&json!(-45), &json!("better")));
}

#[tokio::test]
async fn of_one_child_and_of_none_nothing_is_claimed_and_every_number_has_a_hand() {
    let town = Town::new().await;
    let pair = pair(&town).await;
    let (ana, lea) = (town.person("ana").await, town.person("lea").await);
    let path = chosen(&lea, &pair).await;
    lea.put(&path, value("start", "mentee", 0, 1, "2026-09-10")).await.ok();
    lea.put(&path, value("end", "mentee", 1, 1, "2026-10-01")).await.ok();
    ana.put(&path, value("start", "alike", 0, 40, "2026-09-10")).await.ok();
    ana.put(&path, value("end", "alike", 0, 40, "2026-10-01")).await.ok();
    let seen = &lea.get(&format!("/pairings/{pair}/effect")).await.ok()["indicators"][0];
    let start = &seen["points"][0];
    assert_eq!((&start["mentee"]["percent"], &start["mentee"]["high"]), (&json!(0), &json!(79)), "nought is a number");
    let typed = &ana.get(&format!("/pairings/{pair}/effect")).await.ok()["indicators"][0]["points"][0]["alike"];
    assert_eq!((&typed["percent"], &typed["low"], &typed["high"]), (&json!(0), &json!(0), &json!(9)));
    assert_eq!(start["alike"]["hidden"], true, "few children of others are nobody's but theirs");
    assert_eq!((&seen["change"]["points"], &seen["change"]["verdict"]), (&Value::Null, &json!("within_error")));
    let mun = town.person("mun").await.get(&format!("/pairings/{pair}/effect")).await.ok();
    let change = &mun["indicators"][0]["change"];
    assert_eq!((&change["points"], &change["verdict"]), (&json!(100), &json!("within_error")), "of one child");
    let hand = |share: &Value| (share["by"]["surname"].clone(), share["dated"].clone());
    assert_eq!(hand(&start["mentee"]), (json!("Леонова"), json!("2026-09-10")));
    assert_eq!(hand(typed), (json!("Анисимова"), json!("2026-09-10")));
    assert!(start["mentee"]["at"].as_str().unwrap().starts_with("2026-10-05"), "typed today: {start}");
}
