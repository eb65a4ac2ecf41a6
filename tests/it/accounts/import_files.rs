//! Files for import as they really are: every way of saving a table, damaged ones, hostile ones; and the command.

use std::io::{Cursor, Write};

use accounts::{
    import::{self, LinkFile, Order, What},
    people,
};
use kit::{Town, expect};
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};
use zip::{ZipWriter, write::SimpleFileOptions};

use super::import::{bring, bring_bytes, errors, people_order};

const LINE: &str = "ключ;фамилия;имя;организация\nк-1;Лугов;Лев;school6\n";

/// Why bytes are not taken.
async fn refusal(town: &Town, bytes: impl Into<Vec<u8>>) -> String {
    let before = platform::feed::head(town.app.reader()).await.unwrap();
    let (report, links) = bring_bytes(town, &people_order(), bytes.into()).await;
    assert!(!report.errors.is_empty(), "it was taken");
    assert!(links.is_empty());
    assert_eq!(platform::feed::head(town.app.reader()).await.unwrap(), before);
    errors(&report)
}

fn book(fill: impl FnOnce(&mut Worksheet)) -> Vec<u8> {
    let mut book = Workbook::new();
    fill(book.add_worksheet());
    book.save_to_buffer().unwrap()
}

fn headings(sheet: &mut Worksheet, titles: &[&str]) {
    for (column, title) in (0..).zip(titles) {
        sheet.write_string(0, column, *title).unwrap();
    }
}

/// An archive with these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(bytes).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

#[tokio::test]
async fn every_way_of_saving_text_is_read() {
    let town = Town::new().await;
    let cp1251 = |text: &str| -> Vec<u8> {
        let byte = |c: char| match c {
            'А'..='я' => u8::try_from(u32::from(c) - 0x410 + 0xC0).unwrap(),
            'ё' => 0xB8,
            c => u8::try_from(u32::from(c)).unwrap(),
        };
        text.chars().map(byte).collect()
    };
    let utf16 = |text: &str| -> Vec<u8> {
        [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect()
    };
    let ways: [(&str, Vec<u8>); 7] = [
        ("в-1", LINE.as_bytes().to_vec()),
        ("в-2", format!("\u{feff}{LINE}").into_bytes()),
        ("в-3", cp1251(LINE)),
        ("в-4", utf16(&LINE.replace(';', "\t"))),
        ("в-5", LINE.replace(';', ",").into_bytes()),
        ("в-6", format!("sep=;\r\n{}", LINE.replace('\n', "\r\n")).into_bytes()),
        ("в-7", format!("Список учителей, 2026;;;\n\n{LINE}").into_bytes()),
    ];
    for (key, bytes) in ways {
        let (old, new) = ("к-1", key);
        let bytes = match std::str::from_utf8(&bytes) {
            Ok(text) => text.replace(old, new).into_bytes(),
            Err(_) if bytes.starts_with(&[0xFF, 0xFE]) => utf16(&LINE.replace(';', "\t").replace(old, new)),
            Err(_) => cp1251(&LINE.replace(old, new)),
        };
        let (report, _) = bring_bytes(&town, &people_order(), bytes).await;
        assert_eq!(errors(&report), "", "{key}");
        let person = people::by_external_key(town.app.reader(), key).await.unwrap().unwrap();
        assert_eq!(person.surname, "Лугов", "{key}");
    }
}

#[tokio::test]
async fn a_workbook_is_read_with_what_excel_made_of_it() {
    let town = Town::new().await;
    let bytes = book(|sheet| {
        headings(sheet, &["Ключ", "Фамилия", "Имя", "Организация", "Классы", "Должность"]);
        let date = Format::new().set_num_format("dd.mmm");
        for (row, key) in [(1, 12.0), (2, 13.0)] {
            sheet.write_number(row, 0, key).unwrap();
            for (column, text) in [(1, "Лугов"), (2, "Лев"), (3, "school6")] {
                sheet.write_string(row, column, text).unwrap();
            }
        }
        sheet.write_datetime_with_format(1, 4, ExcelDateTime::from_ymd(2026, 7, 5).unwrap(), &date).unwrap();
        sheet.write_formula(1, 5, Formula::new("=1+1").set_result("учитель")).unwrap();
        sheet.write_number(2, 4, 7.0).unwrap();
        sheet.write_string(2, 5, "=HYPERLINK(\"x\")").unwrap();
    });
    let (report, _) = bring_bytes(&town, &people_order(), bytes).await;
    assert_eq!(errors(&report), "");
    let first = people::by_external_key(town.app.reader(), "12").await.unwrap().unwrap();
    assert_eq!((first.grades.as_str(), first.position.as_deref()), ("5,6,7", Some("учитель")));
    let second = people::by_external_key(town.app.reader(), "13").await.unwrap().unwrap();
    assert_eq!((second.grades.as_str(), second.position.as_deref()), ("7", Some("=HYPERLINK(\"x\")")));
}

#[tokio::test]
async fn what_excel_spoiled_is_said() {
    let town = Town::new().await;
    let bytes = book(|sheet| {
        headings(sheet, &["ключ", "фамилия", "имя", "организация", "классы"]);
        for (column, text) in [(0, "1"), (1, "Лугов"), (2, "Лев"), (3, "school6")] {
            sheet.write_string(1, column, text).unwrap();
        }
        sheet.write_number(1, 4, 5.6).unwrap();
    });
    let said = refusal(&town, bytes).await;
    assert!(said.contains("Excel принял перечень за дробное число 5,6"), "{said}");
    let said = refusal(&town, "ключ;фамилия;имя;организация\n1;Лугов;Лев;school6;лишнее\n").await;
    assert!(said.contains("строка 2: ячеек больше, чем заголовков"), "{said}");
}

#[tokio::test]
async fn files_that_are_no_tables_are_refused_in_words() {
    let town = Town::new().await;
    let damaged = {
        let mut bytes = book(|sheet| headings(sheet, &["ключ", "фамилия"]));
        let middle = bytes.len() / 3;
        bytes[middle..middle + 40].fill(0x55);
        bytes
    };
    let cut = book(|sheet| headings(sheet, &["ключ", "фамилия"]))[..600].to_vec();
    let files: [(&str, Vec<u8>, &str); 14] = [
        ("empty", Vec::new(), "ноль байт"),
        ("blank", b"\n\n;;;\n".to_vec(), "нет ни одной заполненной строки"),
        ("only headings", "ключ;фамилия;имя;организация\n".into(), "нет ни одного человека"),
        ("no headings", "1;2;3\n4;5;6\n".into(), "не нашли строку заголовков"),
        ("no key", "фамилия;имя\nЛугов;Лев\n".into(), "нет столбца «ключ»"),
        ("twice", "ключ;имя;имя\n1;Лев;Лев\n".into(), "столбец «имя» встречается дважды"),
        ("pdf", b"%PDF-1.7 ...".to_vec(), "это PDF"),
        ("old excel", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1....".to_vec(), "старого Excel"),
        ("binary", b"\x00\x01\x02\x03".to_vec(), "это не таблица"),
        ("web page", b"<html><table><tr><td>1".to_vec(), "веб-страница"),
        ("word", archive(&[("word/document.xml", b"<w/>")]), "документ Word"),
        ("damaged workbook", damaged, "повреждён"),
        ("cut workbook", cut, "повреждён"),
        ("open quote", format!("ключ;фамилия\n1;\"{}\n", "а\n".repeat(9000)).into(), "незакрытой кавычки"),
    ];
    for (what, bytes, reason) in files {
        let said = refusal(&town, bytes).await;
        assert!(said.contains(reason), "{what}: {said}");
    }
    let half = [LINE.as_bytes(), "к-2;Лу".as_bytes(), b"\xD0;x;y\n"].concat();
    let said = refusal(&town, half).await;
    assert!(said.contains("повреждён около строки 3"), "{said}");
}

#[tokio::test]
async fn files_beyond_the_limits_are_refused_before_they_are_held() {
    let town = Town::new().await;
    let said = refusal(&town, vec![b'a'; 21 * 1024 * 1024]).await;
    assert!(said.contains("больше 20 МБ"), "{said}");
    let rows = format!("ключ;фамилия\n{}", "1;а\n".repeat(100_001));
    let said = refusal(&town, rows).await;
    assert!(said.contains("больше 100000 строк"), "{said}");
    let columns = format!("ключ;фамилия{}\n", ";x".repeat(300));
    let said = refusal(&town, columns).await;
    assert!(said.contains("больше 200 столбцов"), "{said}");
    let corner = book(|sheet| {
        headings(sheet, &["ключ", "фамилия"]);
        sheet.write_string(1_048_575, 16_383, "дальний угол").unwrap();
    });
    let said = refusal(&town, corner).await;
    assert!(said.contains("больше 200 столбцов"), "{said}");
}

#[tokio::test]
async fn bombs_are_refused_whatever_they_declare() {
    let town = Town::new().await;
    let zeros = vec![b' '; 40 * 1024 * 1024];
    let bomb = archive(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", &zeros)]);
    assert!(bomb.len() < 200_000);
    let said = refusal(&town, bomb.clone()).await;
    assert!(said.contains("распаковывается в слишком большой"), "{said}");

    // The same with sizes that lie: 40 MiB declared as 1000 bytes, in both places that declare it.
    let mut liar = bomb;
    let size = u32::try_from(zeros.len()).unwrap().to_le_bytes();
    let places: Vec<usize> = (0..liar.len() - 4).filter(|at| liar[*at..at + 4] == size).collect();
    assert!(!places.is_empty());
    for at in places {
        liar[at..at + 4].copy_from_slice(&1000u32.to_le_bytes());
    }
    let said = refusal(&town, liar).await;
    assert!(said.contains("распаковывается в слишком большой") || said.contains("повреждён"), "{said}");

    let crowd: Vec<(String, &[u8])> = (0..3000).map(|n| (format!("xl/{n}.xml"), b"x".as_slice())).collect();
    let crowd: Vec<(&str, &[u8])> = crowd.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
    let said = refusal(&town, archive(&crowd)).await;
    assert!(said.contains("распаковывается в слишком большой"), "{said}");
}

#[tokio::test]
async fn data_that_has_no_place_here_is_refused_with_the_reason() {
    let town = Town::new().await;
    for (heading, reason) in [
        ("СНИЛС", "СНИЛС"),
        ("Серия и номер паспорта", "паспортные данные"),
        ("Дата рождения", "дату рождения"),
        ("Класс ученика", "данные учеников"),
        ("Код участника", "коды участников работ"),
        ("ФИО обучающегося", "данные учеников"),
    ] {
        let said = refusal(&town, format!("ключ;фамилия;имя;организация;{heading}\n1;Лугов;Лев;school6;x\n")).await;
        assert!(said.contains(&format!("«{heading}»: {reason} Учительская не принимает")), "{said}");
        assert!(!said.contains("Лугов"));
    }
    let text = "ключ;вид;в составе;краткое наименование;количество обучающихся\nш;школа;district;Школа;120\n";
    let (report, _) = bring(&town, &Order { what: What::Organisations, ..people_order() }, text).await;
    assert_eq!(errors(&report), "", "a count of pupils names nobody");
}

#[tokio::test]
async fn the_template_is_read_by_the_import_it_is_for() {
    let town = Town::new().await;
    for what in [What::People, What::Organisations] {
        let bytes = import::template(what).unwrap();
        let (report, _) = bring_bytes(&town, &Order::new(what, "образец.xlsx"), bytes).await;
        let said = errors(&report);
        assert!(said.contains("под заголовками нет ни одно"), "{said}");
        assert_eq!(report.warnings.kept[0].text, "строка-пример пропущена");
        assert_eq!(report.warnings.count, 1, "{:?}", report.warnings.kept);
    }
}

#[test]
fn the_file_of_links_is_safe_to_open_and_never_written_over() {
    let folder = tempfile::tempdir().unwrap();
    let input = folder.path().join("люди.xlsx");
    let link = |key: &str| import::Link {
        key: key.into(),
        name: "Лугов; Лев".into(),
        organisation: "@сош".into(),
        address: "http://учительская.example/i/abc".into(),
        until: "01.02.2027".into(),
    };
    let mut file = LinkFile::beside(&input);
    file.append(&[link("=1+1")]).unwrap();
    file.append(&[link("2")]).unwrap();
    file.cut().unwrap();
    let path = file.path().unwrap().to_owned();
    assert_eq!(path.file_name().unwrap(), "люди.приглашения.csv");
    let text = std::fs::read_to_string(&path).unwrap();
    expect![[r#"
        ﻿ключ;ФИО;организация;ссылка;действует до
        '=1+1;"Лугов; Лев";'@сош;http://учительская.example/i/abc;01.02.2027
    "#]]
    .assert_eq(&text.replace("\r\n", "\n"));
    let mut second = LinkFile::beside(&input);
    second.append(&[link("3")]).unwrap();
    assert_eq!(second.path().unwrap().file_name().unwrap(), "люди.приглашения-2.csv");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), text);
}

#[tokio::test]
async fn the_command_imports_and_leaves_the_links_beside_the_file() {
    let town = Town::new().await;
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let settings = format!("data_dir = '{}'\n[database]\nurl = '{}'\n", folder.path().display(), town.place.url);
    std::fs::write(at("config.toml"), settings).unwrap();
    std::fs::write(at("люди.csv"), LINE).unwrap();
    let config = at("config.toml");
    let run = async |words: &[&str]| {
        let words = ["staffroom", "--config", &config, "import"].into_iter().chain(words.iter().copied());
        staffroom::cli::run(staffroom::cli::Command::of(words).unwrap()).await
    };
    run(&["people", "--template", &at("образец.xlsx")]).await.unwrap();
    assert!(std::fs::metadata(at("образец.xlsx")).unwrap().len() > 5000);
    run(&["people", &at("люди.csv"), "--dry-run"]).await.unwrap();
    assert!(people::by_external_key(town.app.reader(), "к-1").await.unwrap().is_none());
    run(&["people", &at("люди.csv")]).await.unwrap();
    assert!(people::by_external_key(town.app.reader(), "к-1").await.unwrap().is_some());
    let links = std::fs::read_to_string(at("люди.приглашения.csv")).unwrap();
    assert!(links.starts_with('\u{feff}') && links.contains("к-1;Лугов Лев;МБОУ СОШ № 6;http"), "{links}");
    let wrong = run(&["people", &at("config.toml")]).await.unwrap_err().to_string();
    assert!(wrong.contains("ничего не записано"), "{wrong}");
    assert!(staffroom::cli::Command::of(["staffroom", "import", "people"]).is_err());
}
