//! Documents made of Markdown can be opened again, and words of a document make a draft.

use std::io::{Cursor, Read};

use ::practices::{documents::guess, kinds::Kind};

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

const SHEET: &str = "## Уровень 1\n\n1. Найди **10 %** от 50\n2. Найди 1 % от `300`\n\n- мел & лента\n\n| Задача | Ответ |\n|---|---|\n| 5 % от 20 | 1 |\n| <script> | 3,5 |\n";

#[test]
fn a_document_holds_every_word_and_no_markup_of_others() {
    let bytes = ::papers::docx::from_markdown("Карточки \u{1}трёх уровней", SHEET).unwrap();
    let text = part(&bytes, "word/document.xml");
    for words in
        ["Карточки трёх уровней", "Уровень 1", "10 %", "мел &amp; лента", "&lt;script&gt;", "<w:tbl>", "<w:b/>"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(part(&bytes, "word/numbering.xml").contains("w:numId=\"2\""));
    assert!(!::papers::docx::from_markdown("", "").unwrap().is_empty());
}

#[test]
fn a_table_becomes_a_sheet_with_numbers_as_numbers() {
    let bytes = ::papers::xlsx::from_markdown("Баллы: 5/А [итог]", SHEET).unwrap();
    assert!(part(&bytes, "xl/sharedStrings.xml").contains("5 % от 20"));
    assert!(part(&bytes, "xl/worksheets/sheet1.xml").contains("<v>3.5</v>"));
    assert!(::papers::xlsx::from_markdown("Пусто", "без таблицы").is_err());
}

#[test]
fn a_dropped_plan_of_a_lesson_is_understood() {
    let text = "МБОУ СОШ № 6\nКонспект урока математики в 5 «А» классе\nТема урока: «Проценты на размене»\n\
        Цель урока: находить процент от числа\nОборудование: монеты, лента\nКлючевые слова: проценты, сотая часть\n\
        На прошлой неделе мой 5 класс прибавлял двадцать вместо двадцати процентов, и мы взяли монеты.\n\
        Этап 1. Размен\n• Раздаю по рублю\n# не заголовок\nПроценты, проценты, уравнение.\n";
    let draft = guess(text);
    assert_eq!(draft.title, "Проценты на размене");
    assert_eq!((draft.subjects, draft.grades, draft.kind), (vec!["math".to_owned()], vec![5], Kind::LessonPlan));
    assert_eq!(draft.keywords, ["проценты", "сотая часть"]);
    assert_eq!((draft.goal.as_str(), draft.resources.as_str()), ("находить процент от числа", "монеты, лента"));
    assert!(draft.summary.starts_with("На прошлой неделе"), "{}", draft.summary);
    assert!(draft.body.contains("## Этап 1. Размен\n\n- Раздаю по рублю\n\n\\# не заголовок"), "{}", draft.body);
    assert_eq!(guess("").title, "");
    let long = guess(&"слово ".repeat(40_000)).body.chars().count();
    assert!((50_000..=60_000).contains(&long), "a text longer than a practice is cut: {long}");
}
