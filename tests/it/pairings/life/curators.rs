//! Who looks after which school, and the network of a territory.

use kit::{Person, Value, check, expect, json};

use super::{Crew, id, org};

async fn appoints(crew: &Crew, by: &Person, school: kernel::OrgId, login: &str, change: Value) -> kit::Answer {
    let mut body = json!({"school_id": school, "person_id": crew.town.id(login).await, "order": {"title": "Приказ отдела образования", "number": "114", "date": "2026-09-30"}});
    for (field, value) in change.as_object().unwrap() {
        body[field] = value.clone();
    }
    by.post(&format!("/organisations/{}/curators", org(&crew.town, "district").await), body).await
}

#[tokio::test]
async fn a_curator_is_named_by_the_territory_and_a_school_is_handed_over_with_its_history() {
    let crew = Crew::new().await;
    let far = org(&crew.town, "school3").await;
    for (school, login, change, expected) in [
        (far, "lea", json!({}), "422 school_id: unknown"),
        (crew.mentee, "pen", json!({}), "422 person_id: unknown"),
        (crew.mentee, "lea", json!({"since": "2026-10-05", "until": "2026-10-04"}), "422 until: invalid"),
        (crew.mentee, "lea", json!({"order": {"title": "х".repeat(301)}}), "422 order.title: too_long"),
    ] {
        assert_eq!(appoints(&crew, &crew.mun, school, login, change).await.summary(), expected);
    }
    for login in ["head", "ana", "farhead"] {
        let person = crew.person(login).await;
        check(&appoints(&crew, &person, crew.mentee, "lea", json!({})).await, expect!["404 not_found"]);
    }
    let pair = crew.active().await;
    check(&crew.person("ana").await.get(&format!("/pairings/{pair}")).await, expect!["404 not_found"]);
    let shown = appoints(&crew, &crew.mun, crew.mentee, "ana", json!({})).await.ok();
    let line = &shown["items"][0];
    assert_eq!((&line["person"]["surname"], &line["order_number"]), (&json!("Анисимова"), &json!("114")));
    assert_eq!((&shown["load"][0]["schools"], &shown["load"][0]["pairs"]), (&json!(1), &json!(1)));
    assert_eq!(shown["without"].as_array().unwrap().len(), 1);
    check(&appoints(&crew, &crew.mun, crew.mentee, "lea", json!({})).await, expect!["409 already_exists"]);
    // A curator sees the pairs of the school.
    crew.town.settle().await;
    let ana = crew.person("ana").await;
    assert_eq!(ana.get(&format!("/pairings/{pair}")).await.ok()["rights"], json!([]));

    let path = format!("/school-curators/{}/handover", id(line));
    let to = json!({"person_id": crew.town.id("ben").await, "handover": "Начать с математики"});
    check(&crew.head.post(&path, to.clone()).await, expect!["404 not_found"]);
    check(&crew.mun.post(&path, json!({"person_id": crew.town.id("ana").await})).await, expect!["422 person_id: same"]);
    let shown = crew.mun.post(&path, to.clone()).await.ok();
    check(&crew.mun.post(&path, to).await, expect!["409 wrong_state"]);
    let (now, was) = (&shown["items"][0], &shown["items"][1]);
    assert_eq!((&now["person"]["surname"], &now["after"]["surname"]), (&json!("Белов"), &json!("Анисимова")));
    assert_eq!((&now["handover"], &was["until"]), (&json!("Начать с математики"), &json!("2026-10-05")));
    crew.town.settle().await;
    check(&crew.person("ana").await.get(&format!("/pairings/{pair}")).await, expect!["404 not_found"]);
    crew.person("ben").await.get(&format!("/pairings/{pair}")).await.ok();
    let shown = crew.mun.post(&format!("/school-curators/{}/end", id(now)), json!({})).await.ok();
    assert_eq!((shown["load"].clone(), shown["without"].as_array().unwrap().len()), (json!([]), 2));
    crew.town.settle().await;
    check(&crew.person("ben").await.get(&format!("/pairings/{pair}")).await, expect!["404 not_found"]);
}

#[tokio::test]
async fn a_curators_time_that_is_over_makes_room_for_the_next() {
    let crew = Crew::new().await;
    appoints(&crew, &crew.mun, crew.mentee, "ana", json!({"until": "2026-10-10"})).await.ok();
    crew.town.clock.set("2026-10-12T06:00:00Z".parse().unwrap());
    crew.town.settle().await;
    let mun = crew.person("mun").await;
    let shown = appoints(&crew, &mun, crew.mentee, "ben", json!({})).await.ok();
    assert_eq!(shown["items"].as_array().unwrap().len(), 2);
    assert_eq!(shown["items"][1]["until"], "2026-10-10");
}

#[tokio::test]
async fn each_sees_the_curators_that_concern_them() {
    let crew = Crew::new().await;
    appoints(&crew, &crew.mun, crew.mentee, "lea", json!({})).await.ok();
    appoints(&crew, &crew.mun, crew.mentor, "lea", json!({})).await.ok();
    crew.town.settle().await;
    let path = format!("/organisations/{}/curators", org(&crew.town, "district").await);
    let count = async |login: &str| {
        let shown = crew.person(login).await.get(&path).await;
        shown.status.is_success().then(|| shown.ok()["items"].as_array().unwrap().len())
    };
    for (login, expected) in [
        ("mun", Some(2)),
        ("reg", Some(2)),
        ("lea", Some(2)),
        ("mo", Some(1)),
        ("head", Some(1)),
        ("ana", Some(0)),
        ("farhead", None),
    ] {
        assert_eq!(count(login).await, expected, "{login}");
    }
    let load = crew.mun.get(&path).await.ok()["load"].clone();
    assert_eq!((load.as_array().unwrap().len(), &load[0]["schools"]), (1, &json!(2)));
}

#[tokio::test]
async fn the_network_shows_active_pairs_to_everybody_of_the_territory_and_no_more() {
    let crew = Crew::new().await;
    let path = format!("/organisations/{}/pairing-network", org(&crew.town, "district").await);
    let pair = crew.signed("2027-05-31").await;
    assert_eq!(crew.person("ana").await.get(&path).await.ok(), json!({"schools": [], "pairs": []}));
    crew.mun.post(&format!("/pairings/{pair}/activate"), json!({})).await.ok();
    let shown = crew.person("ana").await.get(&path).await.ok();
    assert_eq!(shown["schools"].as_array().unwrap().len(), 2);
    let line = &shown["pairs"][0];
    assert_eq!((&line["theme"], &line["open"]), (&json!("math"), &json!(false)));
    let mut fields: Vec<_> = line.as_object().unwrap().keys().map(String::as_str).collect();
    fields.sort_unstable();
    assert_eq!(fields, ["active_since", "id", "mentee", "mentor", "open", "run", "theme", "theme_kind"]);
    assert_eq!(line["run"], json!(null), "the run is for those who read its board");
    assert_eq!(crew.head.get(&path).await.ok()["pairs"][0]["open"], json!(true));
    for login in ["far", "farhead", "pen"] {
        check(&crew.person(login).await.get(&path).await, expect!["404 not_found"]);
    }
    let region = format!("/organisations/{}/pairing-network", org(&crew.town, "region").await);
    assert_eq!(crew.person("far").await.get(&region).await.ok()["pairs"].as_array().unwrap().len(), 1);
    crew.mun.post(&format!("/pairings/{pair}/suspend"), json!({"reason": "Так"})).await.ok();
    assert_eq!(crew.person("ana").await.get(&path).await.ok()["pairs"], json!([]));
}
