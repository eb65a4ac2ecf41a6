//! Filters, pages, grammar and kept words.

use kit::{Person, Town, Value, json};

use super::{ask, found_town, titles, titles_of};

async fn topics(town: &Town, ana: &Person, titles: &[&str]) {
    let open = town.space("open").await;
    for title in titles {
        ana.opens(&open, title).await;
    }
    town.settle().await;
}

#[tokio::test]
async fn pages_stay_pages_of_one_search_whatever_is_written_meanwhile() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    let names: Vec<String> = (0..45).map(|n| format!("Хризантема номер {n}")).collect();
    topics(&town, &ana, &names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let mut seen = Vec::new();
    let mut cursor = String::new();
    loop {
        let page = ask(&ana, "хризантема", &format!("&kind=topic&cursor={cursor}")).await;
        assert_eq!(page["total"], 45);
        seen.extend(titles_of(&page));
        let Some(next) = page["next"].as_str() else { break };
        cursor = next.to_owned();
        ana.opens(&town.space("open").await, "Хризантема хризантема хризантема").await;
        town.settle().await;
    }
    let mut expected = names;
    expected.sort();
    seen.sort();
    assert_eq!(seen, expected);
}

#[tokio::test]
async fn an_author_finds_what_they_wrote_a_moment_ago() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    ana.opens(&town.space("open").await, "Хризантема").await;
    let head = platform::feed::head(town.app.reader()).await.unwrap();
    let mut answer = Value::Null;
    // The wait is bounded; on a busy machine the answer says that it is not there yet.
    for _ in 0..50 {
        answer = ask(&ana, "хризантема", &format!("&kind=topic&min_seq={head}")).await;
        if answer["position"].as_i64().unwrap() >= head {
            break;
        }
    }
    assert_eq!(titles_of(&answer), ["Хризантема"]);
    assert!(answer["position"].as_i64().unwrap() >= head);
}

#[tokio::test]
async fn what_was_deleted_is_not_found() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    let topic = ana.opens(&town.space("open").await, "Хризантема").await;
    town.settle().await;
    assert_eq!(titles_of(&ask(&ana, "хризантема", "&kind=topic").await).len(), 1);
    ana.delete(&format!("/topics/{}", topic["id"].as_str().unwrap())).await.ok();
    town.settle().await;
    assert!(titles(&ana, "хризантема").await.is_empty());
}

#[tokio::test]
async fn a_chosen_facet_is_counted_as_if_it_were_not_chosen() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    let all = ask(&ana, "", "").await;
    let chosen = ask(&ana, "", "&kind=person").await;
    let counts = |answer: &Value| {
        let mut values: Vec<(String, u64)> = answer["facets"]["kind"]
            .as_array()
            .unwrap()
            .iter()
            .map(|v| (v["value"].as_str().unwrap().to_owned(), v["count"].as_u64().unwrap()))
            .collect();
        values.sort();
        values
    };
    assert_eq!(counts(&all), counts(&chosen));
    assert!(chosen["items"].as_array().unwrap().iter().all(|i| i["kind"] == "person"));
    assert!(all["total"].as_u64() > chosen["total"].as_u64());
}

#[tokio::test]
async fn quotes_minus_and_half_a_match() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    topics(&town, &ana, &["Сложение дробей", "Дробь сложная", "Сложение кораблей"]).await;
    let topic = "&kind=topic";
    assert_eq!(titles_of(&ask(&ana, "\"сложение дробей\"", topic).await), ["Сложение дробей"]);
    assert_eq!(titles_of(&ask(&ana, "сложение -дробь", topic).await), ["Сложение кораблей"]);
    let answer = ask(&ana, "сложение дробь хризантема лемниската гиацинт", topic).await;
    assert_ne!(answer["tier"], "exact");
    let answer = ask(&ana, "дроби сложение", topic).await;
    assert_eq!(answer["tier"], "exact");
    assert_eq!(titles_of(&answer)[0], "Сложение дробей");
}

#[tokio::test]
async fn an_empty_answer_says_what_to_leave_out() {
    let town = found_town().await;
    let ana = town.person("ana").await;
    let answer = ask(&ana, "леонова", "&kind=organisation").await;
    assert!(answer["items"].as_array().unwrap().is_empty(), "{answer}");
    assert_eq!(answer["tier"], "nothing");
    assert_eq!(answer["relax"][0], json!({"facet": "kind", "word": null, "count": 1}));
}

#[tokio::test]
async fn methodists_and_administrators_keep_the_synonyms() {
    let town = found_town().await;
    let (admin, ana) = (town.person("admin").await, town.person("ana").await);
    topics(&town, &ana, &["Хризантема"]).await;
    let line = json!({"line": "златоцвет = хризантема"});
    assert_eq!(ana.put("/search/synonyms", line.clone()).await.summary(), "403 forbidden");
    assert_eq!(admin.put("/search/synonyms", json!({"line": "одно"})).await.summary(), "422 line: invalid");
    assert!(titles_of(&ask(&ana, "златоцвет", "&kind=topic").await).is_empty());
    admin.put("/search/synonyms", line).await.ok();
    town.settle().await;
    assert_eq!(titles_of(&ask(&ana, "златоцвет", "&kind=topic").await), ["Хризантема"]);
    assert_eq!(admin.get("/search/synonyms").await.ok()["own"], json!(["златоцвет = хризантема"]));
    admin.put("/search/synonyms", json!({"line": "златоцвет = хризантема", "removed": true})).await.ok();
    town.settle().await;
    assert!(titles_of(&ask(&ana, "златоцвет", "&kind=topic").await).is_empty());
    // A line every installation begins with is taken out, is remembered, and comes back.
    let seeded = admin.get("/search/synonyms").await.ok()["seed"][0].clone();
    for (removed, left) in [(true, json!([seeded])), (false, json!([]))] {
        admin.put("/search/synonyms", json!({"line": seeded, "removed": removed})).await.ok();
        let table = admin.get("/search/synonyms").await.ok();
        assert_eq!((&table["own"], &table["removed"]), (&json!([]), &left));
        assert_eq!(table["seed"][0] == seeded, !removed);
    }
}

#[tokio::test]
async fn queries_without_an_answer_wait_for_those_who_keep_the_words() {
    let town = found_town().await;
    let (admin, ana) = (town.person("admin").await, town.person("ana").await);
    for query in ["хризантема", "гиацинт", "гиацинты", "Кварацхелия"] {
        assert!(titles_of(&ask(&ana, query, "").await).is_empty(), "{query}");
    }
    assert_eq!(ana.get("/search/misses").await.summary(), "403 forbidden");
    let misses = async || {
        town.settle().await;
        let rows = admin.get("/search/misses").await.ok();
        let row = |row: &Value| format!("{} {}", row["query"].as_str().unwrap(), row["asked"]);
        rows.as_array().unwrap().iter().map(row).collect::<Vec<_>>()
    };
    // Words of the language only: a name is kept by nobody.
    assert_eq!(misses().await, ["гиацинт 2", "хризантема 1"]);
    topics(&town, &ana, &["Хризантема"]).await;
    assert_eq!(misses().await, ["гиацинт 2"], "what is answered by now is done");
    admin.put("/search/synonyms", json!({"line": "гиацинт = хризантема"})).await.ok();
    assert!(misses().await.is_empty());
    admin.put("/search/synonyms", json!({"line": "гиацинт = хризантема", "removed": true})).await.ok();
    assert_eq!(misses().await, ["гиацинт 2"]);
    let path = format!("/search/misses/{}", super::encoded("гиацинт"));
    assert_eq!(ana.delete(&path).await.summary(), "403 forbidden");
    assert_eq!(admin.delete(&path).await.summary(), "204");
    assert!(misses().await.is_empty());
    ask(&ana, "гиацинт", "").await;
    assert_eq!(misses().await, ["гиацинт 1"], "asked again, it is back");
}

#[tokio::test]
async fn a_kept_search_is_its_owners_alone() {
    let town = found_town().await;
    let (ana, ben) = (town.person("ana").await, town.person("ben").await);
    let kept =
        ana.post("/search/saved", json!({"title": "Дроби", "search": {"q": "дроби", "kind": "topic"}})).await.ok();
    let path = format!("/search/saved/{}", kept["id"].as_str().unwrap());
    assert_eq!(ben.patch(&path, json!({"title": "Моё"})).await.status, 404);
    assert_eq!(ben.delete(&path).await.status, 404);
    assert_eq!(ana.patch(&path, json!({"title": "Дроби и доли", "seen": true})).await.ok()["title"], "Дроби и доли");
    assert_eq!(kept["ask"]["query"], "дроби");
    ana.delete(&path).await.ok();
    assert_eq!(ana.get("/search/saved").await.ok(), json!([]));
}
