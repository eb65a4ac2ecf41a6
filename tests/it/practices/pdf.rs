//! Papers: every word can be read back, whatever the words are; nobody prints what they may not read.

use ::papers::pdf::{self, Breaks, Paper, Part};
use expect_test::expect;
use files::extract::{Report, Task, run};
use kit::{Town, check, json};
use lopdf::Document;

use super::{bytes, drafted, passport, published};

const LESSON: &str = "## Этап 1. Полоска\n\nСложите **полоску** пополам, *ещё раз*, ~~и ещё~~ и `подпишите`.\n\n\
    1. Половина — это 50 %\n2. Четверть — это 25 %\n   - дважды по 12,5 %\n\n> Цитата коллеги\n\n\
    | Задача | Ответ |\n|---|---|\n| 5 % от 20 | 1 |\n| 3 → ☐ √16 ₽ | ә Җ ү |\n\n```\nfor i in 1..5\n```\n\n\
    [Открытый урок](https://example.org/урок) и <script>alert(1)</script>\n";

/// The text of all pages.
fn text(pdf: &[u8]) -> String {
    let document = Document::load_mem(pdf).unwrap();
    let pages: Vec<u32> = document.get_pages().into_keys().collect();
    document.extract_text(&pages).unwrap()
}

fn pages(pdf: &[u8]) -> usize {
    Document::load_mem(pdf).unwrap().get_pages().len()
}

/// Words in their order, whatever lines they were broken into.
fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_paper_holds_every_word_and_gives_it_back() {
    let pdf = pdf::from_markdown("Проценты на полоске", LESSON).unwrap();
    let text = flat(&text(&pdf));
    for words in [
        "Проценты на полоске",
        "Этап 1. Полоска",
        "Сложите полоску пополам, ещё раз, и ещё и подпишите.",
        "Половина — это 50 %",
        "дважды по 12,5 %",
        "Цитата коллеги",
        "5 % от 20",
        "3 → ☐ √16 ₽",
        "ә Җ ү",
        "for i in 1..5",
        "Открытый урок (https://example.org/урок)",
        "<script>alert(1)</script>",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let raw = String::from_utf8_lossy(&pdf);
    assert!(raw.contains("/Lang") && raw.contains("https://example.org/%D1%83"), "language and links");
}

#[test]
fn odd_words_break_no_paper() {
    let nested = format!("{} глубоко", ">".repeat(20_000));
    let emphasis = format!("{}слово{}", "*a ".repeat(5_000), " a*".repeat(5_000));
    let lists = (0..400).map(|depth| format!("{}- пункт\n", "  ".repeat(depth))).collect::<String>();
    let columns = format!("|{}\n|{}\n|{}\n", " а |".repeat(60), "---|".repeat(60), " б |".repeat(60));
    let cell = format!("| а | б |\n|---|---|\n| {} | х |\n", "очень длинная клетка ".repeat(2_000));
    let links = "[а](https://example.org/а) ".repeat(3_000);
    for (name, words) in [
        ("nothing", String::new()),
        ("white space", " \n\n\t \u{a0}\n".into()),
        ("emoji", "Ура 🦩👩‍👩‍👧‍👦🏳️‍🌈 конец".repeat(50)),
        ("right to left", "שלום عالم مرحبا и снова 5 класс \u{202e}наоборот\u{202c}".repeat(30)),
        ("unknown signs", "数学 ไทย हिन्दी 𓀀𓀁 \u{f8ff}\u{10fffd}".repeat(30)),
        ("an enormous word", "ъ".repeat(50_000)),
        ("combining marks", format!("а{}", "\u{301}".repeat(5_000))),
        ("invisible signs", "\u{200b}\u{200d}\u{feff}\u{ad}".repeat(5_000)),
        ("control signs", "\u{0}\u{1}\u{7f}\u{85}\u{2028}\u{2029}\u{b}слово".repeat(100)),
        ("quotes in quotes", nested),
        ("stars in stars", emphasis),
        ("lists in lists", lists),
        ("many columns", columns),
        ("a cell longer than a page", cell),
        ("many links", links),
        ("a table without rows", "| а |\n|---|\n".into()),
        ("an empty table", "||\n|-|\n||\n".into()),
        ("a list from far", "99999999. пункт\n0. пункт\n".into()),
    ] {
        let pdf = pdf::from_markdown(&words.chars().take(300).collect::<String>(), &words).unwrap();
        assert!(pages(&pdf) > 0, "{name}");
    }
    let strange = pdf::from_markdown("Ура", "до 🦩 после 数学 конец").unwrap();
    let text = flat(&text(&strange));
    assert!(text.contains("до") && text.contains("после") && text.contains("конец"), "{text}");
}

#[test]
fn a_hundred_pages_are_numbered_and_an_endless_paper_is_refused() {
    let chapter = |n: usize| format!("## Глава {n}\n\n{}\n\n", "Берём полоску и складываем её пополам. ".repeat(110));
    let pdf = pdf::from_markdown("Программа", &(0..105).map(chapter).collect::<String>()).unwrap();
    let count = pages(&pdf);
    assert!(count >= 100, "{count}");
    let document = Document::load_mem(&pdf).unwrap();
    let last = document.extract_text(&[u32::try_from(count).unwrap()]).unwrap();
    assert!(flat(&last).contains(&format!("стр. {count} из {count}")), "{last}");
    assert!(flat(&last).contains("Программа"), "the running head");
    assert!(pdf.len() < 2_000_000, "{} bytes", pdf.len());
    assert!(pdf::from_markdown("Черта", &"---\n\n".repeat(120_000)).is_err());
}

#[test]
fn facts_and_addresses_stand_where_they_are_looked_for() {
    let paper = Paper {
        title: "Полоска".into(),
        parts: vec![
            Part::Title("Полоска".into()),
            Part::Facts(vec![("Класс".into(), "5".into()), ("Пусто".into(), " ".into())]),
            Part::Markdown("одна\nстрока".into(), Breaks::Kept),
            Part::Bullets(vec!["Файл.docx".into()]),
            Part::Address { address: "https://example.org/b/1".into(), beside: vec!["Адрес".into()] },
            Part::Address { address: "х".repeat(9_000), beside: vec!["Не поместится".into()] },
        ],
        ..Paper::default()
    };
    let text = flat(&text(&pdf::write(&paper).unwrap()));
    assert!(text.contains("Класс 5") && !text.contains("Пусто") && text.contains("Файл.docx"), "{text}");
    assert!(text.contains("Не поместится"));
}

#[tokio::test]
async fn a_published_practice_is_printed_with_everything_that_the_page_says() {
    let town = Town::new().await;
    published(&town, "Полоска").await;
    let far = town.person("far").await;
    let (headers, pdf) = bytes(&far, "/practices/1/pdf").await;
    assert_eq!(headers["content-type"], "application/pdf");
    assert_eq!(headers["content-disposition"], "attachment; filename=\"practice-1.pdf\"");
    // Read back as the house reads the files of teachers.
    let task = Task::Text { media_type: "application/pdf".into() };
    let read = run(&town.app, &task, pdf.clone().into()).await.unwrap().unwrap();
    let Report::Reading(reading) = read.report else { panic!("{:?}", read.report) };
    let text = flat(&reading.text);
    for words in [
        "Полоска",
        "Анисимова Мария Павловна, учитель, МБОУ СОШ № 6",
        "Вид Приём",
        "Предмет Математика",
        "Рекомендована муниципальный уровень, 41 из 50 у экспертов",
        "CC BY 4.0. Можно брать",
        "Прибавляют 20 вместо 20 %.",
        "Этап 1",
        "Берём бумажную полоску",
        "Было 34 %",
        "Как измеряли одна и та же задача",
        "Анисимова М. П. Полоска [Электронный ресурс] : педагогическая практика.",
        "/b/1",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("без экспертизы"));
}

#[tokio::test]
async fn nobody_prints_what_they_may_not_read() {
    let town = Town::new().await;
    let ana = town.person("ana").await;
    let id = drafted(&ana, "Тихий омут").await;
    let (_, pdf) = bytes(&ana, &format!("/practices/{id}/pdf")).await;
    assert!(flat(&text(&pdf)).contains("Редакция в работе: она ещё не опубликована."));
    for who in ["ben", "far", "mun", "admin", "pen"] {
        let other = town.person(who).await;
        for what in ["pdf", "export"] {
            check(&other.get(&format!("/practices/{id}/{what}")).await, expect!["404 not_found"]);
        }
    }
    let hostile = json!({"revision": 1, "passport": passport(&format!("\u{202e}{}🦩", "ъ".repeat(150)))});
    ana.put(&format!("/practices/{id}/draft"), hostile).await.ok();
    bytes(&ana, &format!("/practices/{id}/pdf")).await;
}
