//! Practices from another bank.

use std::path::Path;

use kit::{Town, json, town};
use practices::import::{Order, Report, run};

use super::titles;

fn line(id: &str, title: &str) -> String {
    let body = "Берём бумажную полоску и складываем её пополам, потом ещё раз, и подписываем каждую часть. ".repeat(2);
    json!({"id": id, "title": title, "summary": "Коротко.", "body": body, "subject": "math", "grades": [5],
        "type": "technique", "author": "Лариса Голованова", "school": "Школа № 15", "skills": ["math-5-8"],
        "keywords": ["проценты"]})
    .to_string()
}

async fn import(town: &Town, text: &str, dry_run: bool, skip_wrong: bool) -> Report {
    let owner = town::actor(&town.app, "admin").await.person;
    let order = Order { owner, dry_run, skip_wrong, folder: Path::new(".") };
    run(&town.app, &order, text, &mut |_, _| {}).await.unwrap()
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing_and_new_words_make_a_new_version() {
    let town = Town::new().await;
    let far = town.person("far").await;
    let file = format!("{}\n{}\n", line("p1", "Полоска"), line("p2", "Верёвка"));
    assert_eq!(import(&town, &file, true, false).await.created, 2);
    assert!(titles(&far, "").await.is_empty(), "a trial writes nothing");
    assert_eq!(import(&town, &file, false, false).await.created, 2);
    let twice = import(&town, &file, false, false).await;
    assert_eq!((twice.created, twice.changed, twice.same), (0, 0, 2));
    let changed = import(&town, &line("p1", "Полоска иначе"), false, false).await;
    assert_eq!((changed.changed, changed.same), (1, 0));
    let page = far.get("/practices/1").await.ok();
    assert_eq!(
        (page["title"].as_str(), page["version"].as_i64(), page["external_id"].as_str(), page["credit"].as_str()),
        (Some("Полоска иначе"), Some(2), Some("p1"), Some("Лариса Голованова, Школа № 15"))
    );
    assert_eq!(page["skills"][0]["code"], "8");
    town.settle().await;
}

#[tokio::test]
async fn missing_doubled_and_contradictory_lines_are_told_with_their_number() {
    let town = Town::new().await;
    let file = [
        line("p1", "Полоска"),
        line("p1", "Полоска"),
        line("p1", "Другая полоска"),
        "не json".into(),
        "[1, 2]".into(),
        json!({"title": "Без номера"}).to_string(),
        json!({"id": "p4", "title": "", "body": "мало", "subject": "magic", "grades": [99], "type": "нечто",
            "skills": ["math-5-800"], "files": ["../../etc/passwd"]})
        .to_string(),
        json!({"id": "p5", "grades": "пятый"}).to_string(),
    ]
    .join("\n");
    let report = import(&town, &file, false, false).await;
    let told: Vec<String> = report.errors.iter().map(|e| format!("{} {} {}", e.line, e.field, e.code)).collect();
    assert_eq!(
        told,
        [
            "3 id taken",
            "4 line invalid",
            "5 line invalid",
            "6 id required",
            "7 skills[0] unknown",
            "7 type unknown",
            "7 files[0] unknown",
            "7 subjects[0] unknown",
            "7 grades[0] invalid",
            "7 title required",
            "7 summary required",
            "7 body too_short",
            "8 line invalid",
        ]
    );
    assert_eq!((report.created, report.doubled), (0, 1));
    assert!(titles(&town.person("far").await, "").await.is_empty());
    assert_eq!(import(&town, &file, false, true).await.created, 1, "the good line, when asked to");
}

#[tokio::test]
async fn the_judged_corpus_is_such_a_file() {
    let town = Town::new().await;
    let file = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/relevance/corpus.jsonl")).unwrap();
    let report = import(&town, &file, false, false).await;
    assert_eq!((report.errors, report.created), (vec![], file.lines().count()));
}
