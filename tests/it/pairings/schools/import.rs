//! Contexts of many schools from a workbook: filled in, tried, taken in.

use base64::{Engine, engine::general_purpose::STANDARD};
use kit::{Answer, Person, Town, Value, check, expect, json};
use rust_xlsxwriter::Workbook;

use super::{close, full, of, school, with};

/// A workbook of one sheet. Numbers are numbers.
pub fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            match cell.parse::<f64>() {
                Ok(number) => sheet.write_number(row, column, number).unwrap(),
                Err(_) => sheet.write_string(row, column, *cell).unwrap(),
            };
        }
    }
    book.save_to_buffer().unwrap()
}

/// Sends a file to the import of a territory.
pub async fn send(who: &Person, town: &Town, territory: &str, file: &[u8], dry_run: bool) -> Answer {
    let path = of(town, territory, "/contexts/import").await;
    who.post(&path, json!({"contents": STANDARD.encode(file), "dry_run": dry_run})).await
}

/// «row column: text» of every error.
pub fn errors(answer: &Answer) -> Vec<String> {
    let done = answer.ok();
    assert_eq!((&done["written"], &done["error_count"]), (&json!(0), &json!(done["errors"].as_array().unwrap().len())));
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let line = |e: &Value| format!("{} {}: {}", e["row"], word(&e["column"]), word(&e["text"]));
    done["errors"].as_array().unwrap().iter().map(line).collect()
}

const HEADINGS: [&str; 6] = [
    "Школа",
    "Учебный год",
    "Число учеников",
    "Дети из неполных семей: число",
    "Дети из неполных семей: из скольких",
    "Сельская школа",
];

#[tokio::test]
async fn a_file_is_tried_taken_in_and_changes_nothing_the_second_time() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let rows: [&[&str]; 3] = [
        &HEADINGS,
        &["МБОУ СОШ № 6", "2026/27", "160", "50", "160", "да"],
        &["МБОУ ООШ № 12 п. Малый Увал", "2026-2027", "90", "0", "90", "нет"],
    ];
    let file = book(&rows);
    let tried = send(&mun, &town, "district", &file, true).await.ok();
    assert_eq!((&tried["created"], &tried["written"], &tried["errors"]), (&json!(2), &json!(0), &json!([])));
    assert_eq!(tried["rows"][0]["row"], 2);
    let year = of(&town, "school6", "/contexts/2026").await;
    assert_eq!(mun.get(&year).await.ok()["revision"], 0, "only tried");
    assert_eq!(send(&mun, &town, "district", &file, false).await.ok()["written"], 2);
    let seen = mun.get(&year).await.ok();
    assert_eq!((&seen["revision"], &seen["pupils"]["value"], &seen["rural"]), (&json!(1), &json!(160), &json!(true)));
    let twelve = mun.get(&of(&town, "school12", "/contexts/2026").await).await.ok();
    assert_eq!(twelve["shares"][0]["numerator"], json!({"value": 0}));
    let again = send(&mun, &town, "district", &file, false).await.ok();
    assert_eq!((&again["same"], &again["written"]), (&json!(2), &json!(0)));
    let changed: [&[&str]; 2] = [&["Школа", "Число учеников", "Педагоги до 35 лет"], &["МБОУ СОШ № 6", "165", "—"]];
    let changed = send(&mun, &town, "district", &book(&changed), false).await.ok();
    let row = &changed["rows"][0];
    assert_eq!((&row["outcome"], &row["year"]), (&json!("changed"), &json!(2026)));
    let expected = json!([{"column": "Число учеников", "before": "160", "after": "165"}]);
    assert_eq!(row["changes"], expected, "an empty cell empties nothing");
    let seen = mun.get(&year).await.ok();
    assert_eq!((&seen["revision"], &seen["shares"][0]["numerator"]["value"]), (&json!(2), &json!(50)));
}

#[tokio::test]
async fn the_template_of_a_territory_comes_back_filled_in() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    mun.put(&of(&town, "school6", "/contexts/2026").await, full()).await.ok();
    close(&town, "school12").await;
    let path = format!("/school-contexts/template?territory={}", town.org("district").await);
    let request = mun.request(reqwest::Method::GET, &path);
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let file = answer.bytes().await.unwrap();
    let lines = accounts::import::lines_of(&file).unwrap();
    let key = town.org("school6").await;
    assert_eq!(
        (lines.len(), &lines[1][0], lines[1][1].as_str()),
        (2, &key, "МБОУ СОШ № 6"),
        "closed schools are not asked"
    );
    let same = send(&mun, &town, "district", &file, false).await.ok();
    assert_eq!((&same["same"], &same["written"], &same["errors"]), (&json!(1), &json!(0), &json!([])));
    let last = format!("{path}&year=2025");
    let empty = mun.request(reqwest::Method::GET, &last).send().await.unwrap().bytes().await.unwrap();
    let nothing = send(&mun, &town, "district", &empty, false).await.ok();
    assert_eq!((&nothing["empty"], &nothing["created"], &nothing["rows"]), (&json!(1), &json!(0), &json!([])));
    check(&mun.get(&format!("{path}&year=1990")).await, expect!["422 year: invalid"]);
    let foreign = format!("/school-contexts/template?territory={}", town.org("farland").await);
    check(&mun.get(&foreign).await, expect!["403 forbidden"]);
    check(&town.person("head").await.get(&path).await, expect!["403 forbidden"]);
    let blank = town.person("ben").await.request(reqwest::Method::GET, "/school-contexts/template");
    assert_eq!(blank.send().await.unwrap().status(), 200, "the form without schools is nobody's secret");
}

#[tokio::test]
async fn every_wrong_cell_is_named_and_nothing_is_written() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    close(&town, "school12").await;
    let twin = school(&town, "district", "МБОУ СОШ № 7").await;
    school(&town, "district", "мбоу сош №7").await;
    let rows: [&[&str]; 12] = [
        &HEADINGS,
        &["МБОУ СОШ № 6", "2026", "160", "50", "160", "да"],
        &["МКОУ СОШ № 3", "2026", "100", "", "", ""],
        &["МБОУ ООШ № 12 п. Малый Увал", "2026", "100", "", "", ""],
        &["МБОУ СОШ № 6", "2025/28", "100", "", "", ""],
        &["МБОУ СОШ № 6", "2026", "100", "", "", ""],
        &["МБОУ СОШ № 6", "2025", "сто", "161", "160", "село"],
        &["МБОУ СОШ № 6", "2024", "99999999999", "5", "", "может быть"],
        &["МБОУ СОШ № 6", "2023", "160", "5", "0", ""],
        &["МБОУ СОШ № 7", "2026", "100", "", "", ""],
        &["", "2026", "100", "", "", ""],
        &["МБОУ СОШ № 6", "2022", "160", "161", "160", ""],
    ];
    let answer = send(&mun, &town, "district", &book(&rows), false).await;
    let found = errors(&answer);
    let said = answer.ok()["errors"].as_array().unwrap().clone();
    let coded = |at: usize| (said[at]["code"].clone(), said[at]["params"].clone());
    assert_eq!(coded(0), (json!("foreign_school"), json!({"value": "МКОУ СОШ № 3"})), "for pages of any language");
    assert_eq!(coded(3), (json!("same_row"), json!({"row": "2"})));
    assert_eq!(coded(8), (json!("zero"), json!({})));
    let expected = [
        "3 Школа: «МКОУ СОШ № 3»: в этой территории такой школы нет",
        "4 Школа: «МБОУ ООШ № 12 п. Малый Увал»: школа закрыта",
        "5 Учебный год: «2025/28»: напишите год начала, 2026 или 2026/27",
        "6 -: эта школа и этот год уже есть в строке 2",
        "7 Число учеников: «сто»: нужно целое число",
        "8 Число учеников: «99999999999»: слишком большое число",
        "8 Сельская школа: «может быть»: напишите «да» или «нет»",
        "8 Дети из неполных семей: из скольких: сказано, сколько, но не сказано, из скольких",
        "9 Дети из неполных семей: из скольких: должно быть больше нуля",
        "9 Дети из неполных семей: число: больше, чем всего: доля выходит больше 100 %",
        "10 Школа: подходят «МБОУ СОШ № 7» и «мбоу сош №7»: напишите ключ",
        "11 Школа: школа не названа",
        "12 Дети из неполных семей: число: больше, чем всего: доля выходит больше 100 %",
    ];
    assert_eq!(found, expected);
    assert_eq!(mun.get(&of(&town, "school6", "/contexts/2026").await).await.ok()["revision"], 0, "all or nothing");
    let keyed: [&[&str]; 2] = [&["Ключ школы", "Школа", "Число учеников"], &[&twin, "как угодно", "70"]];
    assert_eq!(send(&mun, &town, "district", &book(&keyed), false).await.ok()["written"], 1, "a key names one school");
}

#[tokio::test]
async fn a_file_changes_only_what_it_says_and_only_together() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let year = of(&town, "school6", "/contexts/2026").await;
    mun.put(&year, full()).await.ok();
    let fewer: [&[&str]; 2] = [&["Школа", "Число учеников"], &["МБОУ СОШ № 6", "100"]];
    let found = errors(&send(&mun, &town, "district", &book(&fewer), false).await);
    assert_eq!(found.len(), 7, "seven shares are now of more pupils than there are: {found:?}");
    let levels: [&[&str]; 2] = [
        &["Школа", "Здоровье детей: ступень", "Здоровье детей: откуда известно", "Вид школы", "Языки обучения"],
        &["МБОУ СОШ № 6", "5", "Медосмотр", "гимназия", "русский; бурятский"],
    ];
    let done = send(&mun, &town, "district", &book(&levels), false).await.ok();
    assert_eq!(done["written"], 1, "{done}");
    let seen = mun.get(&year).await.ok();
    assert_eq!((&seen["kind"], &seen["languages"]), (&json!("gymnasium"), &json!(["ru", "bxr"])));
    let health = seen["levels"].as_array().unwrap().iter().find(|level| level["key"] == "health").unwrap();
    assert_eq!((&health["level"], &health["source"]), (&json!(5), &json!("Медосмотр")));
    let stale = mun.put(&year, with(full(), json!({"revision": 1}))).await;
    check(&stale, expect!["409 version_conflict"]);
}
