//! The table of a territory.

use kernel::Role;
use kit::{Person, Town, Value, check, expect, json};

use super::{close, full, of, school, with_role};

async fn table(person: &Person, path: &str) -> Vec<Value> {
    person.get(path).await.ok()["items"].as_array().unwrap().clone()
}

fn names(rows: &[Value]) -> Vec<&str> {
    rows.iter().map(|row| row["school"]["short_name"].as_str().unwrap()).collect()
}

/// A need and an offer, a status and a year.
async fn something(town: &Town) {
    let mun = town.person("mun").await;
    mun.put(&of(town, "school6", "/contexts/2026").await, full()).await.ok();
    let offer = json!({"capacity": 2, "online": true, "forms": ["seminar"],
        "themes": [{"theme_kind": "subject", "theme": "math", "specialists": 1, "strength": 80}]});
    mun.put(&of(town, "school6", "/offer").await, offer).await.ok();
    let status = json!({"kind": "mentor", "since": "2026-09-01", "order_title": "О наставниках", "order_number": "1",
        "order_date": "2026-08-30"});
    mun.post(&of(town, "school6", "/statuses").await, status).await.ok();
    let need = json!({"theme_kind": "subject", "theme": "math", "strength": 70, "priority": 1});
    mun.post(&of(town, "school12", "/needs").await, need).await.ok();
}

#[tokio::test]
async fn a_coordinator_sees_the_schools_of_the_territory_with_what_they_need_and_offer() {
    let town = Town::new().await;
    something(&town).await;
    let mun = town.person("mun").await;
    let path = of(&town, "district", "/needs-and-offers").await;
    let rows = table(&mun, &path).await;
    assert_eq!(names(&rows), ["МБОУ ООШ № 12 п. Малый Увал", "МБОУ СОШ № 6"]);
    let (twelve, six) = (&rows[0], &rows[1]);
    assert_eq!((&twelve["context"], &twelve["offer"]), (&json!(null), &json!(null)));
    assert_eq!(twelve["needs"][0]["strength"], 70);
    assert_eq!((&six["context"]["completeness"]["filled"], &six["needs"]), (&json!(24), &json!([])));
    assert_eq!((&six["statuses"][0]["kind"], &six["offer"]["capacity"]), (&json!("mentor"), &json!(2)));
    assert_eq!(names(&table(&mun, &format!("{path}?only=needs")).await), ["МБОУ ООШ № 12 п. Малый Увал"]);
    assert_eq!(names(&table(&mun, &format!("{path}?only=offers")).await), ["МБОУ СОШ № 6"]);
    assert_eq!(names(&table(&mun, &format!("{path}?only=incomplete")).await), ["МБОУ ООШ № 12 п. Малый Увал"]);
    assert_eq!(table(&mun, &format!("{path}?only=incomplete&year=2025")).await.len(), 2);
    check(&mun.get(&format!("{path}?only=everything")).await, expect!["422 query: invalid"]);
    check(&mun.get(&format!("{path}?year=1999")).await, expect!["422 year: invalid"]);
    close(&town, "school12").await;
    let rows = table(&mun, &path).await;
    assert_eq!((&rows[0]["closed"], rows.len()), (&json!(true), 2), "what a closed school has stays to be seen to");
    let region = table(&town.person("reg").await, &of(&town, "region", "/needs-and-offers").await).await;
    assert_eq!(region.len(), 3);
    assert_eq!(region[2]["municipality"]["short_name"], "Усть-Ольховский округ");
}

#[tokio::test]
async fn the_table_comes_in_pages() {
    let town = Town::new().await;
    for n in 0..7 {
        school(&town, "district", &format!("Школа {n}")).await;
    }
    let mun = town.person("mun").await;
    let path = of(&town, "district", "/needs-and-offers").await;
    let whole = table(&mun, &path).await;
    assert_eq!(whole.len(), 9);
    let (mut rows, mut next) = (Vec::new(), String::new());
    loop {
        let page = mun.get(&format!("{path}?limit=4&cursor={next}")).await.ok();
        rows.extend(page["items"].as_array().unwrap().clone());
        let Some(cursor) = page["next"].as_str() else { break };
        cursor.clone_into(&mut next);
    }
    assert_eq!(names(&rows), names(&whole));
    check(&mun.get(&format!("{path}?cursor=zz")).await, expect!["422 cursor: invalid"]);
}

#[tokio::test]
async fn observers_see_an_outline_curators_their_schools_and_others_nothing() {
    let town = Town::new().await;
    something(&town).await;
    let path = of(&town, "district", "/needs-and-offers").await;
    let nowhere = "/organisations/0190b0f4-7b2a-7c3d-8e4f-0123456789ab/needs-and-offers";
    for who in ["head", "ben", "lea", "farhead", "pen"] {
        let person = town.person(who).await;
        let (there, missing) = (person.get(&path).await, person.get(nowhere).await);
        check(&there, expect!["404 not_found"]);
        assert_eq!(there.text, missing.text, "{who}");
    }
    let foreign = of(&town, "farland", "/needs-and-offers").await;
    check(&town.person("mun").await.get(&foreign).await, expect!["404 not_found"]);
    let own = of(&town, "school6", "/needs-and-offers").await;
    check(&town.person("mun").await.get(&own).await, expect!["404 not_found"]);
    let observer = with_role(&town, "far", Role::Observer, "district").await;
    let rows = table(&observer, &path).await;
    assert_eq!(rows.len(), 2);
    assert_eq!(
        (&rows[0]["needs"][0]["theme"]["theme"], &rows[0]["needs"][0]["strength"]),
        (&json!("math"), &json!(null))
    );
    assert_eq!(rows[1]["offer"]["themes"][0]["strength"], json!(null));
    let curator = with_role(&town, "farhead", Role::Curator, "school12").await;
    let rows = table(&curator, &path).await;
    assert_eq!(names(&rows), ["МБОУ ООШ № 12 п. Малый Увал"]);
    assert_eq!(rows[0]["needs"][0]["strength"], 70);
}

#[tokio::test]
async fn who_told_of_a_school_takes_that_along() {
    let town = Town::new().await;
    something(&town).await;
    let answer = town.person("mun").await.get("/me/export").await;
    check(&answer, expect!["200"]);
    let parts = town.app.personal_data();
    let mun = town.id("mun").await.parse().unwrap();
    let mut found = Vec::new();
    for part in parts {
        for part in part.export(&town.app, mun).await.unwrap() {
            found.push((part.name, part.contents));
        }
    }
    let count = |name: &str| {
        let part = found.iter().find(|(known, _)| *known == name).unwrap();
        part.1.as_array().unwrap().len()
    };
    let counts = ["school_contexts", "school_statuses", "school_needs", "school_offers"].map(count);
    assert_eq!(counts, [1, 1, 1, 1]);
}
