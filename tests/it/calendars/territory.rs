//! The calendar of a territory, and what else is at the time of a plan.

use kit::{Person, Town, Value, check, expect, json};

use super::{planned, published, registers};

fn day(org: &Value, kind: &str, title: &str, first: &str, last: &str) -> Value {
    json!({"org_id": org, "kind": kind, "title": title, "first": first, "last": last})
}

async fn listed(person: &Person, query: &str) -> Vec<String> {
    let list = person.get(&format!("/calendar-days?{query}")).await.ok();
    list.as_array().unwrap().iter().map(|day| day["title"].as_str().unwrap().to_owned()).collect()
}

/// Kinds of warnings with what they name.
async fn clashes(person: &Person, plan: &Value) -> Vec<(String, String)> {
    let found = person.post("/event-clashes", json!({"plan": plan, "event_id": null})).await.ok();
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let name = |item: &Value| match item["kind"].as_str().unwrap() {
        "calendar" => word(&item["day"]["title"]),
        "person" => format!("{} {}", word(&item["person"]["surname"]), word(&item["event"]["title"])),
        _ => format!("{} {}", word(&item["event"]["title"]), item["why"]),
    };
    found["items"].as_array().unwrap().iter().map(|item| (word(&item["kind"]), name(item))).collect()
}

#[tokio::test]
async fn coordinators_keep_the_calendar_of_their_territory_and_its_people_read_it() {
    let town = Town::new().await;
    let (mun, reg, head) = (town.person("mun").await, town.person("reg").await, town.person("head").await);
    let (region, district, farland) =
        (json!(town.org("region").await), json!(town.org("district").await), json!(town.org("farland").await));
    let made = reg.post("/calendar-days", day(&region, "exam", "ОГЭ", "2027-05-21", "2027-06-20")).await.ok();
    mun.post("/calendar-days", day(&district, "holiday", "День района", "2027-06-05", "2027-06-05")).await.ok();
    let admin = town.person("admin").await;
    admin.post("/calendar-days", day(&json!(null), "holiday", "День России", "2027-06-12", "2027-06-12")).await.ok();
    for (who, org) in [(&mun, &region), (&mun, &farland), (&head, &district), (&reg, &json!(null))] {
        let refused = who.post("/calendar-days", day(org, "other", "Нельзя", "2027-05-21", "2027-05-21")).await;
        check(&refused, expect!["403 forbidden"]);
    }
    let june = "from=2027-06-01&to=2027-06-30";
    assert_eq!(listed(&town.person("ana").await, june).await, ["ОГЭ", "День района", "День России"]);
    assert_eq!(listed(&town.person("far").await, june).await, ["ОГЭ", "День России"]);
    assert_eq!(listed(&town.person("pen").await, june).await, ["День России"]);
    assert!(listed(&town.person("ana").await, "from=2027-07-01&to=2027-07-30").await.is_empty());
    let path = format!("/calendar-days/{}", made["id"].as_str().unwrap());
    let longer = day(&region, "exam", "ОГЭ и ЕГЭ", "2027-05-21", "2027-07-02");
    check(&mun.put(&path, longer.clone()).await, expect!["403 forbidden"]);
    assert_eq!(reg.put(&path, longer).await.ok()["last"], "2027-07-02");
    let backwards = day(&region, "exam", " ", "2027-05-21", "2027-05-20");
    check(&reg.put(&path, backwards).await, expect!["422 title: required, last: invalid"]);
    check(
        &town.person("ana").await.get("/calendar-days?from=2027-07-01&to=2027-06-01").await,
        expect!["422 to: invalid"],
    );
    check(&reg.delete(&path).await, expect!["204"]);
    check(&reg.delete(&path).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn a_list_is_taken_in_whole_or_not_at_all_and_once() {
    let town = Town::new().await;
    let reg = town.person("reg").await;
    let region = town.org("region").await;
    let send = async |text: &str, dry: bool| {
        reg.post("/calendar-days/import", json!({"org_id": region, "text": text, "dry_run": dry})).await
    };
    let good = "Начало;Конец;Вид;Название;Классы;Предметы\n\
                01.04.2027;20.05.2027;ВПР;ВПР весной;4-8;Математика, russian\n\
                2027-03-27;2027-04-04;каникулы;Весенние каникулы\n\n";
    let tried = send(good, true).await.ok();
    assert_eq!((tried["imported"].as_u64(), tried["rows"].as_array().unwrap().len()), (Some(0), 2));
    assert_eq!(tried["rows"][0]["grades"], json!([4, 5, 6, 7, 8]));
    assert_eq!(tried["rows"][0]["subjects"], json!(["math", "russian"]));
    let broken =
        format!("{good}31.02.2027;;экзамен;Нет такого дня\n01.03.2027;;танцы;Что это\n01.03.2027;;ВПР;Класс;13");
    let refused = send(&broken, false).await.ok();
    let lines: Vec<_> = refused["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| (e["line"].as_u64().unwrap(), e["field"].as_str().unwrap()))
        .collect();
    assert_eq!((lines, &refused["imported"]), (vec![(5, "first"), (6, "kind"), (7, "grades")], &json!(0)));
    assert_eq!(send(good, false).await.ok()["imported"], 2);
    assert_eq!(send(good, false).await.ok()["imported"], 0, "the same list again changes nothing");
    check(&send(" \n", false).await, expect!["422 text: required"]);
    let mun = town.person("mun").await;
    let foreign = mun.post("/calendar-days/import", json!({"org_id": region, "text": good})).await;
    check(&foreign, expect!["403 forbidden"]);
}

#[tokio::test]
async fn whoever_plans_is_warned_of_what_is_at_the_same_time_and_may_plan_all_the_same() {
    let town = Town::new().await;
    let (head, reg, ana) = (town.person("head").await, town.person("reg").await, town.person("ana").await);
    let region = json!(town.org("region").await);
    let mut works = day(&region, "assessment", "ВПР", "2026-10-12", "2026-10-13");
    works["grades"] = json!([5]);
    reg.post("/calendar-days", works.clone()).await.ok();
    works["grades"] = json!([9]);
    works["title"] = json!("ВПР в девятом");
    reg.post("/calendar-days", works).await.ok();
    published(&town, "Проценты", json!({})).await;
    let other = json!({"subjects": ["russian"], "co_hosts": [], "host": town.org("school6").await});
    let other = published(&town, "Орфограммы", other).await;
    registers(&ana, &other).await.ok();
    let plan = planned(&town, "Ещё раз проценты", json!({"speakers": [{"person_id": town.id("ana").await}]})).await;
    let found = clashes(&head, &plan).await;
    let expected = [
        ("calendar", "ВПР".to_owned()),
        ("audience", "Проценты [\"subjects\",\"host\"]".to_owned()),
        ("audience", "Орфограммы [\"host\"]".to_owned()),
        ("person", "Анисимова Орфограммы".to_owned()),
    ];
    assert_eq!(found, expected.map(|(kind, name)| (kind.to_owned(), name)));
    check(&head.post("/events", plan.clone()).await, expect!["201"]);
    let later = planned(&town, "Позже", json!({"starts": "2026-10-14T17:00", "ends": "2026-10-14T18:00"})).await;
    assert!(clashes(&head, &later).await.is_empty());
    let undated = planned(&town, "Когда-нибудь", json!({"starts": null, "ends": null})).await;
    assert!(clashes(&head, &undated).await.is_empty());
    let foreign = planned(&town, "Чужая школа", json!({"host": town.org("school3").await})).await;
    check(&head.post("/event-clashes", json!({"plan": foreign})).await, expect!["422 host: unknown"]);
}

#[tokio::test]
async fn of_events_one_may_not_know_of_only_is_told_that_somebody_is_busy() {
    let town = Town::new().await;
    let farhead = town.person("farhead").await;
    let hidden = json!({"audience": "places", "places": [town.org("school6").await], "title": "Тайный совет"});
    let speakers = json!([{"person_id": town.id("ana").await}]);
    let mut change = hidden.clone();
    change["speakers"] = speakers.clone();
    published(&town, "Тайный совет", change).await;
    let host = json!(town.org("school3").await);
    let plan = planned(&town, "Приглашаем Анисимову", json!({"host": host, "speakers": speakers})).await;
    let answer = farhead.post("/event-clashes", json!({"plan": plan})).await;
    assert!(!answer.text.contains("Тайный"), "{}", answer.text);
    let items = answer.ok()["items"].clone();
    assert_eq!((&items[0]["kind"], &items[0]["event"]), (&json!("person"), &json!(null)));
    assert_eq!(items[0]["person"]["surname"], "Анисимова");
}
