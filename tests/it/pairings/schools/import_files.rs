//! Files as people have them: saved by other programs, by other hands, by mistake.

use std::io::{Cursor, Read};

use kit::{Town, check, expect, json};
use zip::ZipArchive;

use super::{
    import::{book, errors, send},
    of, school,
};

#[tokio::test]
async fn names_are_found_however_they_are_typed() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    school(&town, "district", "МБОУ СОШ с. Берёзово").await;
    let rows: [&[&str]; 4] = [
        // Latin C, O and p; a no-break space; ё as е.
        &["Шкoлa", "ЧИСЛО  УЧЕНИКОВ", "Сельская школа"],
        &["МБOУ CОШ №6", "1 160", "Да"],
        &["мбоу оош № 12 п.Малый Увал", "90,0", "нет"],
        &["МБОУ «СОШ» с. Березово", "75", "ДА"],
    ];
    let done = send(&mun, &town, "district", &book(&rows), false).await.ok();
    assert_eq!((&done["written"], &done["errors"]), (&json!(3), &json!([])), "{done}");
    let seen = mun.get(&of(&town, "school6", "/contexts/2026").await).await.ok();
    assert_eq!((&seen["pupils"]["value"], &seen["rural"]), (&json!(1160), &json!(true)));
}

#[tokio::test]
async fn texts_of_any_encoding_are_tables_too() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let text =
        "Школа;Число учеников;Дорога\r\nМБОУ СОШ № 6;160;35\r\n;;\r\nМБОУ ООШ № 12 п. Малый Увал;нет данных;\r\n";
    let (cp1251, _, _) = encoding_rs::WINDOWS_1251.encode(text);
    let done = send(&mun, &town, "district", &cp1251, false).await.ok();
    assert_eq!((&done["written"], &done["empty"]), (&json!(1), &json!(1)), "{done}");
    let told = json!([{"row": null, "column": null, "code": "unknown_column", "params": {"heading": "Дорога"},
        "text": "столбец «Дорога» не читается"}]);
    assert_eq!(done["warnings"], told);
    let marked = format!("\u{feff}{}", text.replace(';', "\t").replace("160", "161"));
    let done = send(&mun, &town, "district", marked.as_bytes(), false).await.ok();
    assert_eq!((&done["changed"], &done["rows"][0]["row"]), (&json!(1), &json!(2)));
}

#[tokio::test]
async fn what_is_no_such_table_is_refused_in_words() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let headings_only: [&[&str]; 1] = [&["Школа", "Число учеников"]];
    let no_school: [&[&str]; 2] = [&["Организация района", "Показатель"], &["а", "б"]];
    let people: [&[&str]; 2] = [&["Школа", "Число учеников", "ФИО"], &["МБОУ СОШ № 6", "160", "Петров Пётр"]];
    let twice: [&[&str]; 2] = [&["Школа", "Число учеников", "число учеников"], &["МБОУ СОШ № 6", "160", "161"]];
    let broken: Vec<u8> = book(&headings_only).into_iter().take(300).collect();
    let table: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty", Vec::new(), "файл пуст: в нём ноль байт"),
        ("blank", b" \n \n".to_vec(), "в файле нет ни одной заполненной строки"),
        ("pdf", b"%PDF-1.7 x".to_vec(), "это PDF: нужен исходный файл, таблица .xlsx или .csv"),
        ("old", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\x00".to_vec(), "старого Excel"),
        ("picture", b"\x89PNG\r\n\x1a\n\x00\x00".to_vec(), "это не таблица"),
        ("page", b"<html><table><tr><td>1</td></tr></table>".to_vec(), "это веб-страница"),
        ("torn", broken, "поврежд"),
        ("headings", book(&headings_only), "под заголовками нет ни одной строки"),
        ("foreign", book(&no_school), "нет строки с заголовками"),
        ("people", book(&people), "сведения о людях не принимаются"),
        ("twice", book(&twice), "столбец «Число учеников» есть дважды"),
        ("large", vec![b'a'; 2_000_001], "файл больше 2 МБ"),
    ];
    for (name, file, words) in table {
        let found = errors(&send(&mun, &town, "district", &file, false).await);
        assert!(found.len() == 1 && found[0].contains(words), "{name}: {found:?}");
    }
    let path = of(&town, "district", "/contexts/import").await;
    check(&mun.post(&path, json!({"contents": "не base64!"})).await, expect!["422 contents: invalid"]);
    check(&mun.post(&path, json!({})).await, expect!["422 contents: required"]);
    check(&mun.post(&path, json!({"contents": "", "year": 1990})).await, expect!["200"]);
    let good: [&[&str]; 2] = [&["Школа", "Число учеников"], &["МБОУ СОШ № 6", "160"]];
    for (who, territory, expected) in [
        ("mun", "farland", expect!["403 forbidden"]),
        ("mun", "region", expect!["403 forbidden"]),
        ("head", "district", expect!["403 forbidden"]),
        ("farhead", "district", expect!["403 forbidden"]),
        ("pen", "district", expect!["403 not_confirmed"]),
        ("reg", "school6", expect!["404 not_found"]),
    ] {
        let person = town.person(who).await;
        check(&send(&person, &town, territory, &book(&good), false).await, expected);
    }
    assert_eq!(send(&town.person("reg").await, &town, "region", &book(&good), false).await.ok()["written"], 1);
}

#[tokio::test]
async fn what_looks_like_a_formula_leaves_as_a_text() {
    let town = Town::new().await;
    let mun = town.person("mun").await;
    let names = ["=HYPERLINK(\"http://evil.example\";\"x\")", "+7 лет школе", "@SUM(A1)", "-1+1"];
    for name in names {
        let id = school(&town, "district", name).await;
        let form = json!({"revision": 0, "pupils": 50, "source_note": "=1+1"});
        mun.put(&format!("/organisations/{id}/contexts/2026"), form).await.ok();
    }
    let path = format!("/school-contexts/template?territory={}", town.org("district").await);
    let file = mun.request(reqwest::Method::GET, &path).send().await.unwrap().bytes().await.unwrap();
    let mut archive = ZipArchive::new(Cursor::new(file.clone())).unwrap();
    for sheet in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"] {
        let mut xml = String::new();
        archive.by_name(sheet).unwrap().read_to_string(&mut xml).unwrap();
        assert!(!xml.contains("<f>") && !xml.contains("<f "), "a formula in {sheet}");
    }
    let mut styles = String::new();
    archive.by_name("xl/styles.xml").unwrap().read_to_string(&mut styles).unwrap();
    assert!(styles.contains("quotePrefix=\"1\""), "a text stays one when somebody edits the cell");
    let lines = accounts::import::lines_of(&file).unwrap();
    for name in names {
        assert!(lines.iter().any(|line| line[1] == name), "{name}");
    }
    let back = send(&mun, &town, "district", &file, false).await.ok();
    assert_eq!((&back["same"], &back["errors"]), (&json!(4), &json!([])), "{back}");
}
