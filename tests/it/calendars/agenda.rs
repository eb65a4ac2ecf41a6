//! The agenda: what is on it, for whom, in what order.

use kit::{Town, check, expect, json};

use super::{published, registers, titles};

#[tokio::test]
async fn the_agenda_goes_by_time_page_by_page_and_back() {
    let town = Town::new().await;
    for (title, day) in [("Третий", 14), ("Первый", 11), ("Второй", 12), ("Четвёртый", 15)] {
        let dates = json!({"starts": format!("2026-10-{day}T10:00"), "ends": format!("2026-10-{day}T11:00")});
        published(&town, title, dates).await;
    }
    let ana = town.person("ana").await;
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ana.get(&format!("/events?limit=3&cursor={cursor}")).await.ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(|e| e["title"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen, ["Первый", "Второй", "Третий", "Четвёртый"]);
    let within = "from=2026-10-12T00:00:00Z&to=2026-10-14T05:00:00Z";
    assert_eq!(titles(&ana, within).await, ["Второй"]);
    assert_eq!(titles(&ana, "past=true&to=2026-10-14T07:00:00Z&limit=2").await, ["Третий", "Второй"]);
    check(&ana.get("/events?from=2026-10-12T00:00:00Z&to=2026-10-01T00:00:00Z").await, expect!["422 to: invalid"]);
}

#[tokio::test]
async fn filters_join() {
    let town = Town::new().await;
    let skills = town.stranger().get("/skills?subject=math&grade=5").await.ok();
    let skill = skills["items"][0]["id"].as_str().unwrap().to_owned();
    let online = json!({"kind": "webinar", "room": null, "online": {"capacity": 1}, "skills": [skill], "grades": [7]});
    let webinar = published(&town, "Вебинар о дробях", online).await;
    published(&town, "Семинар о чтении", json!({"subjects": ["russian"], "co_hosts": [town.org("school12").await]}))
        .await;
    let lea = town.person("lea").await;
    assert_eq!(titles(&lea, "kind=webinar").await, ["Вебинар о дробях"]);
    assert_eq!(titles(&lea, &format!("skill={skill}&grade=7&subject=math&way=online")).await, ["Вебинар о дробях"]);
    assert_eq!(titles(&lea, "for_me=true").await, ["Вебинар о дробях"]);
    assert_eq!(titles(&lea, "q=чтении").await, ["Семинар о чтении"]);
    assert_eq!(titles(&lea, &format!("host={}", town.org("school12").await)).await, ["Семинар о чтении"]);
    assert_eq!(titles(&lea, "level=regional").await, Vec::<String>::new());
    assert_eq!(titles(&lea, "free=true&way=online").await, ["Вебинар о дробях"]);
    registers(&lea, &webinar).await.ok();
    assert_eq!(titles(&lea, "free=true&way=online").await, Vec::<String>::new());
    assert_eq!(titles(&lea, "filter=registered").await, ["Вебинар о дробях"]);
    let card = lea.get("/events?filter=registered").await.ok()["items"][0].clone();
    assert_eq!((&card["my"]["state"], &card["host"]["short_name"]), (&json!("confirmed"), &json!("МБОУ СОШ № 6")));
    assert_eq!(card["skills"][0]["id"], json!(skill));
}

#[tokio::test]
async fn what_is_announced_without_a_date_has_a_list_of_its_own() {
    let town = Town::new().await;
    let slot = json!({"starts": null, "ends": null, "slot": "март, по графику"});
    let id = published(&town, "Ежегодная конференция", slot).await;
    let ana = town.person("ana").await;
    assert!(titles(&ana, "").await.is_empty());
    assert_eq!(titles(&ana, "filter=planned").await, ["Ежегодная конференция"]);
    check(&registers(&ana, &id).await, expect!["409 registration_closed"]);
}

#[tokio::test]
async fn each_audience_hears_of_its_own() {
    let town = Town::new().await;
    let (district, farland) = (town.org("district").await, town.org("farland").await);
    let circle = town.org("association").await;
    published(&town, "Всем", json!({"audience": "everyone"})).await;
    published(&town, "Сети", json!({"audience": "network"})).await;
    published(&town, "Объединению", json!({"audience": "association", "association": circle})).await;
    published(&town, "Округу", json!({"audience": "places", "places": [farland]})).await;
    published(&town, "Району", json!({"audience": "places", "places": [district]})).await;
    let heard = |login: &'static str| {
        let town = &town;
        async move { titles(&town.person(login).await, "").await.join(", ") }
    };
    assert_eq!(heard("mo").await, "Всем, Сети, Объединению, Району");
    assert_eq!(heard("far").await, "Всем, Сети, Округу");
    assert_eq!(heard("pen").await, "Всем");
    assert_eq!(heard("ben").await, "Всем, Сети, Объединению, Округу, Району", "the host's own people hear of all");
    assert_eq!(heard("reg").await, "Всем, Сети, Объединению, Округу, Району", "so do coordinators above it");
    let lists =
        ["", "past=true", "filter=planned", "filter=hosting", "filter=speaking", "filter=registered", "filter=drafts"];
    for list in lists {
        check(&town.stranger().get(&format!("/events?{list}")).await, expect!["401 unauthenticated"]);
    }
}
