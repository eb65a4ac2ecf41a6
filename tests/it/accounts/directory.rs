//! Who sees whom; finding people and organisations as they are written.

use accounts::names;
use kit::{Town, Value, check, expect, json};

fn surnames(page: &Value) -> Vec<String> {
    page["items"].as_array().unwrap().iter().map(|p| p["surname"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn organisations_are_found_as_people_write_them() {
    let key = names::org_key(
        "МБОУ ООШ № 12 п. Малый Увал",
        "Муниципальное бюджетное общеобразовательное учреждение «Основная общеобразовательная школа № 12»",
        Some("п. Малый Увал"),
    );
    let mut found = String::new();
    for q in [
        "оош 12",
        "ООШ №12",
        "ооШ№12",
        "школа 12",
        "№12 Малый Увал",
        "«ООШ № 12»",
        "мал увал 12",
        "пос. Малый Увал",
        "посёлок малый увал",
        "МБОУ ООШ 12",
        "мкоу оош № 12",
        "основная школа 12",
        "12",
        "12-я школа",
        "увал, малый",
        "",
        "сош 12",
        "школа 13",
        "большой увал",
        "лицей 12",
    ] {
        found += &format!("{q}: {}\n", names::key_matches(&key, &names::org_query(q)));
    }
    expect![[r#"
        оош 12: true
        ООШ №12: true
        ооШ№12: true
        школа 12: true
        №12 Малый Увал: true
        «ООШ № 12»: true
        мал увал 12: true
        пос. Малый Увал: true
        посёлок малый увал: true
        МБОУ ООШ 12: true
        мкоу оош № 12: true
        основная школа 12: true
        12: true
        12-я школа: true
        увал, малый: true
        : true
        сош 12: false
        школа 13: false
        большой увал: false
        лицей 12: false
    "#]]
    .assert_eq(&found);
}

#[tokio::test]
async fn the_search_of_schools_needs_no_sign_in_but_little_else_is_shown() {
    let town = Town::new().await;
    let stranger = town.stranger();
    let found = stranger.get("/organisations?kind=school&q=%D0%BE%D0%BE%D1%88%20%E2%84%9612").await.ok();
    assert_eq!(found["items"][0]["short_name"], "МБОУ ООШ № 12 п. Малый Увал");
    assert_eq!(found["items"].as_array().unwrap().len(), 1);
    check(&stranger.get("/organisations").await, expect!["401 unauthenticated"]);
    check(&stranger.get("/organisations?kind=association").await, expect!["401 unauthenticated"]);
    check(
        &stranger.get(&format!("/organisations/{}", town.org("school6").await)).await,
        expect!["401 unauthenticated"],
    );
    check(&stranger.get("/people").await, expect!["401 unauthenticated"]);
}

#[tokio::test]
async fn people_are_listed_by_name_page_by_page() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let all = surnames(&ana.get("/people").await.ok());
    assert!(all.contains(&"Белов".to_owned()) && !all.contains(&"Ожиданова".to_owned()), "{all:?}");
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ana.get(&format!("/people?limit=3{cursor}")).await.ok();
        paged.extend(surnames(&page));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, all);
    check(&ana.get("/people?cursor=zz").await, expect!["422 cursor: invalid"]);
}

#[tokio::test]
async fn the_directory_is_narrowed_by_place_subject_role_and_name() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let q = |path: String| {
        let ana = ana.clone();
        async move { surnames(&ana.get(&path).await.ok()) }
    };
    let district = town.org("district").await;
    assert!(!q(format!("/people?org={district}")).await.contains(&"Дальний".to_owned()));
    assert_eq!(q(format!("/people?org={}", town.org("farland").await)).await, ["Дальнева", "Дальний"]);
    assert_eq!(q("/people?role=school_head".into()).await, ["Головин", "Дальний"]);
    assert_eq!(q("/people?q=%D0%B1%D0%B5%D0%BB".into()).await, ["Белов"]);
    assert_eq!(q("/people?subject=music".into()).await, Vec::<String>::new());
    assert_eq!(q("/people?q=100%25".into()).await, Vec::<String>::new());
}

#[tokio::test]
async fn addresses_are_for_the_person_and_whoever_looks_after_them() {
    let town = Town::new().await;
    let ben = town.id("ben").await;
    let mut seen = String::new();
    for who in ["ben", "ana", "head", "lea", "mun", "farhead", "reg", "admin"] {
        let answer = town.person(who).await.get(&format!("/people/{ben}")).await.ok();
        seen += &format!("{who}: {}\n", answer["email"]);
    }
    expect![[r#"
        ben: "ben@town.example"
        ana: null
        head: "ben@town.example"
        lea: null
        mun: "ben@town.example"
        farhead: null
        reg: "ben@town.example"
        admin: "ben@town.example"
    "#]]
    .assert_eq(&seen);
}

#[tokio::test]
async fn people_nobody_vouched_for_are_seen_by_those_who_are_asked() {
    let town = Town::new().await;
    let pen = town.person("pen").await;
    let path = format!("/people/{}", pen.id);
    let head = town.person("head").await;
    check(&head.get(&path).await, expect!["404 not_found"]);
    check(&head.get("/people/00000000-0000-0000-0000-000000000000").await, expect!["404 not_found"]);
    pen.post(&format!("/organisations/{}/affiliations", town.org("school6").await), json!({})).await.ok();
    check(&head.get(&path).await, expect!["200"]);
    check(&town.person("ana").await.get(&path).await, expect!["404 not_found"]);
    check(&town.person("admin").await.get(&path).await, expect!["200"]);
    check(&pen.get(&path).await, expect!["200"]);
}

#[tokio::test]
async fn ones_own_record_is_changed_with_its_version() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let body = json!({"version": 1, "surname": "Анисимова-Лебедь", "about": "Люблю дроби", "subjects": ["physics", "math"], "grades": [9, 5], "position": null});
    let me = ana.patch("/me", body.clone()).await.ok();
    assert_eq!(me["subjects"], json!(["physics", "math"].iter().rev().collect::<Vec<_>>()));
    assert_eq!(
        (me["grades"].clone(), me["version"].clone(), me["position"].clone()),
        (json!([5, 9]), json!(2), Value::Null)
    );
    let stale = ana.patch("/me", body).await;
    check(&stale, expect!["409 version_conflict"]);
    assert_eq!(stale.json()["current"]["version"], 2);
    let wrong = json!({"version": 2, "time_zone": "Mars/Olympus", "locale": "tt", "given_name": ""});
    check(&ana.patch("/me", wrong).await, expect!["422 given_name: required, time_zone: unknown, locale: unknown"]);
    let found = town.person("ben").await.get("/people?q=%D0%BB%D0%B5%D0%B1%D0%B5%D0%B4%D1%8C").await.ok();
    assert_eq!(surnames(&found), ["Анисимова-Лебедь"]);
}

#[tokio::test]
async fn an_organisation_is_changed_by_its_head_with_its_version() {
    let town = Town::new().await;
    let path = format!("/organisations/{}", town.org("school6").await);
    let head = town.person("head").await;
    let body = json!({"version": 1, "about": "Школа у реки", "place": null});
    check(&town.person("ana").await.patch(&path, body.clone()).await, expect!["403 forbidden"]);
    check(&town.person("farhead").await.patch(&path, body.clone()).await, expect!["403 forbidden"]);
    let changed = head.patch(&path, body.clone()).await.ok();
    assert_eq!((changed["about"].as_str(), changed["version"].as_i64()), (Some("Школа у реки"), Some(2)));
    let stale = head.patch(&path, body).await;
    assert_eq!((stale.status.as_u16(), stale.json()["current"]["version"].clone()), (409, json!(2)));
    check(&head.patch(&path, json!({"version": 2, "closed": true})).await, expect!["403 forbidden"]);
    check(&town.person("mun").await.patch(&path, json!({"version": 2, "closed": true})).await, expect!["200"]);
    let path_of = head.get(&path).await.ok()["path"].as_array().unwrap().len();
    assert_eq!(path_of, 2);
}

#[tokio::test]
async fn the_people_of_a_school_come_with_their_roles() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let org = town.org("school6").await;
    let page = ana.get(&format!("/organisations/{org}/people")).await.ok();
    let head = page["items"].as_array().unwrap().iter().find(|p| p["person"]["surname"] == "Головин").unwrap().clone();
    assert_eq!(head["roles"], json!(["school_head"]));
    assert_eq!(head["person"]["school"]["short_name"], "МБОУ СОШ № 6");
    assert_eq!(page["items"].as_array().unwrap().len(), 4);
    let about = ana.get(&format!("/organisations/{org}")).await.ok();
    assert_eq!((about["people_count"].clone(), about["leaders"][0]["surname"].clone()), (json!(4), json!("Головин")));
    let district = ana.get(&format!("/organisations/{}", town.org("district").await)).await.ok();
    assert_eq!(district["people_count"], 8, "everybody below, once");
}

#[tokio::test]
async fn whoever_types_a_surname_finds_it_before_names_and_patronymics() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    // Everybody in the town is «Мария Павловна»; one is «Морозова», one «Мунирова».
    let all = surnames(&ana.get("/people?q=%D0%BC").await.ok());
    assert_eq!(all[..2], ["Морозова", "Мунирова"]);
    assert_eq!(all[2], "Администратова", "the rest by name");
    let (mut paged, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = ana.get(&format!("/people?q=%D0%BC&limit=1{cursor}")).await.ok();
        paged.extend(surnames(&page));
        match page["next"].as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    assert_eq!(paged, all);
    let open = town.space("open").await;
    let called = ana.get(&format!("/spaces/{open}/mentionable?q=%D0%BC")).await.ok();
    let called: Vec<&str> =
        called["items"].as_array().unwrap().iter().map(|p| p["surname"].as_str().unwrap()).collect();
    assert_eq!(called[..2], ["Морозова", "Мунирова"]);
    assert_eq!(names::key_rank(&names::person_key("Ершова", "Мария", None), &names::person_query("мар ерш")), 0);
    assert_eq!(names::key_rank(&names::person_key("Ершова", "Мария", None), &names::person_query("мар")), 1);
}
