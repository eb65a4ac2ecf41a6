//! The catalogue of skills, asked and edited over HTTP.

mod policy;

use expect_test::expect;
use kit::{Person, Town, Value, check, json};

/// `math-5-8 проценты` of every row.
fn lines(page: &Value) -> Vec<String> {
    let line = |s: &Value| {
        format!(
            "{}-{}-{} {}",
            s["subject"].as_str().unwrap(),
            s["grade"],
            s["code"].as_str().unwrap(),
            s["short"].as_str().unwrap()
        )
    };
    page["items"].as_array().unwrap().iter().map(line).collect()
}

async fn found(person: &Person, query: &[(&str, &str)]) -> Vec<String> {
    let url = reqwest::Url::parse_with_params("http://town/skills", query).unwrap();
    lines(&person.get(&format!("/skills?{}", url.query().unwrap())).await.ok())
}

#[tokio::test]
async fn skills_are_found_by_words_and_by_the_code_as_people_type_it() {
    let town = Town::new().await;
    let stranger = town.stranger();
    assert_eq!(found(&stranger, &[("q", "МА-5 8")]).await, ["math-5-8 проценты"]);
    assert_eq!(found(&stranger, &[("q", "ма5 8")]).await, ["math-5-8 проценты"]);
    assert_eq!(found(&stranger, &[("q", "математика 5 класс задание 8")]).await, ["math-5-8 проценты"]);
    assert_eq!(
        found(&stranger, &[("subject", "math"), ("grade", "5"), ("q", "процентов")]).await,
        ["math-5-8 проценты"]
    );
    let parts = found(&stranger, &[("q", "МА-5 11")]).await;
    assert_eq!(parts, ["math-5-11.1 чтение диаграммы", "math-5-11.2 вывод по диаграмме"]);
    let all = found(&stranger, &[("subject", "math"), ("grade", "5")]).await;
    assert_eq!((all.len(), all[0].as_str()), (16, "math-5-1 делимость чисел"));
    assert!(found(&stranger, &[("q", "щщщщ")]).await.is_empty());
    assert!(found(&stranger, &[("q", "%")]).await.len() > 20, "a sign is no word");
}

#[tokio::test]
async fn yo_is_found_as_ye() {
    let town = Town::new().await;
    let stranger = town.stranger();
    let with = found(&stranger, &[("q", "расчёт")]).await;
    assert_eq!(with, found(&stranger, &[("q", "расчет")]).await);
    assert!(!with.is_empty());
}

#[tokio::test]
async fn the_whole_catalogue_is_read_page_by_page_without_gaps() {
    let town = Town::new().await;
    let stranger = town.stranger();
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page = stranger.get(&format!("/skills?limit=100&cursor={cursor}")).await.ok();
        seen.extend(page["items"].as_array().unwrap().iter().map(|s| s["id"].as_str().unwrap().to_owned()));
        match page["next"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    let unique: std::collections::BTreeSet<_> = seen.iter().collect();
    assert_eq!(unique.len(), seen.len());
    assert!(seen.len() > 500, "{}", seen.len());
    let two = stranger.get(&format!("/skills?ids={},{}", seen[0], seen[400])).await.ok();
    assert_eq!(two["items"].as_array().unwrap().len(), 2);
    check(&stranger.get("/skills?ids=1,2").await, expect!["422 ids: invalid"]);
}

#[tokio::test]
async fn a_methodist_changes_words_and_the_list_at_the_next_start_leaves_them() {
    let town = Town::new().await;
    let reg = town.person("reg").await;
    let page = reg.get("/skills?subject=math&grade=5&q=проценты").await.ok();
    let skill = &page["items"][0];
    let path = format!("/skills/{}", skill["id"].as_str().unwrap());
    let change = json!({"version": 1, "short": "проценты и доли", "synonyms": ["Барахолка", "наценка", "барахолка"]});
    let changed = reg.patch(&path, change.clone()).await.ok();
    assert_eq!(changed["synonyms"], json!(["барахолка", "наценка"]));
    check(&reg.patch(&path, change).await, expect!["409 version_conflict"]);
    skills::seed::load(&town.app).await.unwrap();
    assert_eq!(reg.get(&path).await.ok()["short"], "проценты и доли");
    assert_eq!(found(&reg, &[("q", "барахолка")]).await, ["math-5-8 проценты и доли"]);
    reg.patch(&path, json!({"version": 2, "archived": true})).await.ok();
    assert!(found(&reg, &[("q", "барахолка")]).await.is_empty());
    let by_id = reg.get(&format!("/skills?ids={}", skill["id"].as_str().unwrap())).await.ok();
    assert_eq!(by_id["items"].as_array().unwrap().len(), 1, "what is tagged with it still shows it");
}

#[tokio::test]
async fn teachers_and_heads_do_not_edit_the_catalogue() {
    let town = Town::new().await;
    let new = json!({"subject": "math", "grade": 5, "code": "99", "short": "х", "text": "х", "year": 2026});
    for (who, answer) in [
        ("ana", expect!["403 forbidden"]),
        ("head", expect!["403 forbidden"]),
        ("mun", expect!["403 forbidden"]),
        ("pen", expect!["403 not_confirmed"]),
    ] {
        check(&town.person(who).await.post("/skills", new.clone()).await, answer);
    }
    let admin = town.person("admin").await;
    check(&admin.post("/skills", new.clone()).await, expect!["201"]);
    check(&admin.post("/skills", new).await, expect!["409 already_exists"]);
    let wrong = json!({"subject": "magic", "grade": 0, "code": "восемь", "short": "", "text": "х", "year": 2026});
    check(
        &admin.post("/skills", wrong).await,
        expect!["422 subject: unknown, grade: invalid, code: invalid, short: required"],
    );
}

const HEAD: &str = "subject;grade;code;short;text;block;max;source;year";

async fn import(person: &Person, text: &str, dry_run: bool) -> kit::Answer {
    let path = format!("/skills/import?dry_run={dry_run}");
    person.send(person.request(reqwest::Method::POST, &path).body(text.to_owned())).await
}

#[tokio::test]
async fn a_list_is_taken_whole_or_not_at_all() {
    let town = Town::new().await;
    let reg = town.person("reg").await;
    let bad = format!(
        "{HEAD}\nmath;5;8;проценты;Считать;Числа;1;наш;2026\nmath;5;8;другое;Считать;Числа;1;наш;2026\n\
         magic;5;9;х;х;х;1;наш;2026\nmath;пять;;;х;х;1;наш;2026\n"
    );
    let report = import(&reg, &bad, false).await.ok();
    let told: Vec<String> = report["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|e| format!("{} {} {}", e["line"], e["field"].as_str().unwrap(), e["code"].as_str().unwrap()))
        .collect();
    assert_eq!(told, ["3 code taken", "4 subject unknown", "5 grade invalid"]);
    assert_eq!(found(&reg, &[("q", "МА-5 8")]).await.len(), 1, "nothing was written");
    let good = format!("{HEAD}\nmath;5;8;проценты иначе;Считать;Числа;1;наш;2026\n");
    let trial = import(&reg, &good, true).await.ok();
    assert_eq!((&trial["created"], found(&reg, &[("q", "МА-5 8")]).await.len()), (&json!(1), 1));
    assert_eq!(import(&reg, &good, false).await.ok()["created"], 1);
    assert_eq!(import(&reg, &good, false).await.ok()["same"], 1);
    assert_eq!(found(&reg, &[("q", "МА-5 8")]).await.len(), 2, "another year is another skill");
    check(&import(&town.person("ana").await, &good, true).await, expect!["403 forbidden"]);
    for odd in ["", "не таблица", "\u{0}\u{1}\u{2}", "PK\u{3}\u{4}мусор"] {
        assert!(!import(&reg, odd, false).await.ok()["errors"].as_array().unwrap().is_empty(), "{odd:?}");
    }
}
