//! What is found, by whom, and how soon.

use kit::json;

use super::{ask, found_town, titles, titles_of};

#[tokio::test]
async fn a_school_is_found_as_people_write_it() {
    let town = found_town().await;
    let stranger = town.stranger();
    for query in ["оош 12", "школа 12 малый увал", "№12", "МБОУ ООШ №12", "ijg 12 vfksq edfk", "школа 12"]
    {
        let found = titles(&stranger, query).await;
        assert_eq!(found.first().map(String::as_str), Some("МБОУ ООШ № 12 п. Малый Увал"), "{query}: {found:?}");
    }
}

#[tokio::test]
async fn people_are_found_by_colleagues_and_by_nobody_else() {
    let town = found_town().await;
    let (ana, pen, stranger) = (town.person("ana").await, town.person("pen").await, town.stranger());
    assert_eq!(titles(&ana, "леонова").await, ["Леонова Мария Павловна"]);
    assert!(titles(&pen, "леонова").await.is_empty());
    assert!(titles(&stranger, "леонова").await.is_empty());
    // Somebody nobody vouched for is found by nobody.
    assert!(titles(&ana, "ожиданова").await.is_empty());
}

#[tokio::test]
async fn a_change_is_found_after_it_is_taken_in_and_what_it_replaced_is_not() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    let me = ana.get("/me").await.ok();
    let version = &me["version"];
    let changed = json!({"surname": "Кукушкина", "given_name": "Анна", "version": version});
    ana.patch("/me", changed).await.ok();
    town.settle().await;
    assert_eq!(titles(&ana, "кукушкина").await.len(), 1);
    assert!(!titles(&ana, "анисимова").await.iter().any(|t| t.contains("Анисимова")));
}

#[tokio::test]
async fn a_slip_a_wrong_layout_and_latin_letters_are_put_right_and_told() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    for (query, reading) in [("ktjyjdf", "layout"), ("leonova", "translit"), ("лионова", "typed")] {
        let answer = ask(&ana, query, "").await;
        assert_eq!(titles_of(&answer), ["Леонова Мария Павловна"], "{query}: {answer}");
        assert_eq!(answer["did"]["reading"], reading, "{query}");
    }
    let literal = ask(&ana, "лионова", "&literal=true").await;
    assert!(titles_of(&literal).is_empty());
}

#[tokio::test]
async fn suggestions_complete_names_and_words() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    let answer = ana.get(&format!("/search/suggest?q={}", super::encoded("лео"))).await.ok();
    assert_eq!(answer["things"][0]["kind"], "person");
    assert_eq!(answer["queries"], json!(["леонова"]));
    let nothing = town.stranger().get(&format!("/search/suggest?q={}", super::encoded("лео"))).await.ok();
    assert_eq!(nothing, json!({"queries": [], "things": []}));
}

#[tokio::test]
async fn hostile_queries_are_answered() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    let long = "слово ".repeat(1_700);
    let queries = [
        "\"",
        "\"\"\"\"",
        "«",
        "«»",
        "\"((([[[",
        ".*+?^${}()|[]\\",
        "-",
        "- - -",
        "-\"",
        "автор:",
        "тег:\"\"",
        "🙂🙂🙂",
        "a",
        "ё",
        "о",
        "\u{301}\u{ad}",
        "AND OR NOT",
        "title:(a b",
        "5555555555555555555555555",
        "%",
        "_",
        "';--",
        "ааааааааааааааааааааааааааааааааааааааааааааааааааааааааааа",
        "и",
        "в на по",
        "\u{202e}",
        "1.1.1.1.1.1",
        &long,
    ];
    for query in queries {
        let answer = ask(&ana, query, "").await;
        assert!(answer["items"].is_array(), "{query}");
        ana.get(&format!("/search/suggest?q={}", super::encoded(query))).await.ok();
    }
    assert_eq!(ana.get("/search?q=a%00b").await.status, 422);
    assert_eq!(ana.get("/search?q=a&cursor=zz").await.status, 422);
}

#[tokio::test]
async fn an_empty_query_lists_what_there_is_with_counts() {
    let town = found_town().await;
    let answer = ask(&town.stranger(), "", "").await;
    let kinds = answer["facets"]["kind"].as_array().unwrap();
    let count_of = |kind: &str| kinds.iter().find(|one| one["value"] == kind).map(|one| one["count"].as_u64().unwrap());
    let (skills, organisations) = (count_of("skill").unwrap(), count_of("organisation").unwrap());
    assert_eq!(kinds.len(), 2, "nothing else is open here: {kinds:?}");
    assert!(skills > 500 && organisations > 1, "{kinds:?}");
    assert_eq!(answer["total"], skills + organisations);
}
