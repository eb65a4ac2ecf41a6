//! A first draft from one dropped document: title, text, keywords, subject and grade are guessed from its words, and the
//! author confirms them.

use std::collections::{BTreeMap, BTreeSet};

use kernel::{Actor, FileId, PracticeId, Result};
use platform::App;

use crate::{
    drafts,
    kinds::Kind,
    passport::{MAX_BODY, MAX_SUMMARY, MAX_TITLE, Passport, key},
};

/// Makes a draft of a stored file of the actor and attaches the file to it.
pub async fn draft_from(app: &App, actor: &Actor, file: FileId) -> Result<PracticeId> {
    crate::policy::may_write(actor)?;
    let read = app.files()?.read(app, actor.person, file).await?;
    let mut passport = guess(&read.text);
    if passport.title.is_empty() {
        let name = read.name.rsplit_once('.').map_or(read.name.as_str(), |(stem, _)| stem);
        passport.title = name.replace('_', " ").chars().take(MAX_TITLE).collect();
    }
    let mut tx = app.begin().await?;
    let id = drafts::create(&mut tx, actor, passport, Some(vec![file])).await?;
    tx.commit().await?;
    Ok(id)
}

/// What the words of a document say about it.
pub fn guess(text: &str) -> Passport {
    let lines: Vec<String> = text
        .lines()
        .map(|line| line.chars().filter(|c| !c.is_control() || *c == '\t').collect::<String>().replace('\t', " "))
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    let whole = key(text);
    let title = title(&lines);
    Passport {
        kind: kind(&whole),
        summary: summary(&lines, &title),
        body: body(&lines, &title),
        keywords: keywords(&lines, &whole),
        subjects: subjects(&whole),
        grades: grades(&whole),
        goal: labelled(&lines, &["цель урока", "цель занятия", "цель практики", "цель"]).unwrap_or_default(),
        resources: labelled(&lines, &["оборудование", "ресурсы", "материалы"]).unwrap_or_default(),
        title,
        ..Passport::default()
    }
}

/// The words behind «Цель:» and its like.
fn labelled(lines: &[String], labels: &[&str]) -> Option<String> {
    for label in labels {
        for line in lines {
            let Some((head, rest)) = line.split_once([':', '—']) else { continue };
            if head.trim().to_lowercase() == *label && !rest.trim().is_empty() {
                return Some(rest.trim().chars().take(2_000).collect());
            }
        }
    }
    None
}

/// «Тема урока: …», else the first line that is neither a heading of an office nor a whole paragraph.
fn title(lines: &[String]) -> String {
    let named = labelled(lines, &["тема урока", "тема занятия", "название практики", "название", "тема"]);
    let found = named.or_else(|| {
        lines
            .iter()
            .find(|line| {
                let lower = line.to_lowercase();
                let office = ["муниципальн", "министерств", "государственн", "мбоу", "мкоу", "маоу", "г. ", "202"];
                (8..=MAX_TITLE).contains(&line.chars().count()) && !office.iter().any(|word| lower.starts_with(word))
            })
            .cloned()
    });
    let found = found.unwrap_or_default();
    found.trim_matches(['«', '»', '"', '.', ' ']).chars().take(MAX_TITLE).collect()
}

fn summary(lines: &[String], title: &str) -> String {
    let paragraph = lines.iter().find(|line| line.chars().count() >= 60 && !line.contains(title) && !title.is_empty());
    let paragraph = paragraph.cloned().unwrap_or_default();
    if paragraph.chars().count() <= MAX_SUMMARY / 2 {
        return paragraph;
    }
    let cut: String = paragraph.chars().take(MAX_SUMMARY / 2).collect();
    match cut.rfind(['.', '!', '?', ';']) {
        Some(end) if end > 40 => cut[..=end].trim_end_matches(';').to_owned(),
        _ => format!("{}…", cut.rsplit_once(' ').map_or(cut.as_str(), |(head, _)| head)),
    }
}

/// Paragraphs as Markdown; stages become headings.
fn body(lines: &[String], title: &str) -> String {
    let mut body = String::new();
    let (mut length, mut skipped) = (0, false);
    for line in lines.iter().filter(|line| !line.is_empty()) {
        if !skipped && !title.is_empty() && line.contains(title) {
            skipped = true;
            continue;
        }
        let text = match is_stage(line) {
            true => format!("## {}", line.trim_end_matches([':', '.'])),
            false => escaped(line),
        };
        let room = MAX_BODY.saturating_sub(length + 2);
        if room == 0 {
            break;
        }
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        let kept: String = text.chars().take(room).collect();
        length += kept.chars().count() + 2;
        body.push_str(&kept);
    }
    body
}

fn is_stage(line: &str) -> bool {
    let lower = line.to_lowercase();
    let short = line.chars().count() <= 90;
    let named = ["этап", "ход урока", "ход занятия", "рефлексия", "домашнее задание", "актуализация", "итог урока"];
    let roman = line.split_once('.').is_some_and(|(head, _)| {
        !head.is_empty() && head.len() <= 4 && head.chars().all(|c| matches!(c, 'I' | 'V' | 'X' | 'І'))
    });
    short && (roman || named.iter().any(|word| lower.starts_with(word)))
}

/// Words of a document are words, whatever signs they begin with; bullets stay lists.
fn escaped(line: &str) -> String {
    if let Some(rest) = line.strip_prefix(['•', '–', '—', '-', '·', '\u{f0b7}']) {
        return format!("- {}", rest.trim_start());
    }
    if line.starts_with(['#', '>', '*', '+', '|', '`', '~']) { format!("\\{line}") } else { line.to_owned() }
}

fn kind(whole: &str) -> Kind {
    let table = [
        ("технологическая карта", Kind::TechnologicalMap),
        ("рабочий лист", Kind::Worksheet),
        ("диагностическая работа", Kind::Diagnostics),
        ("родительское собрание", Kind::Parents),
        ("наставник", Kind::Mentoring),
        ("рабочая программа", Kind::Programme),
        ("внеурочн", Kind::Extracurricular),
        ("план урока", Kind::LessonPlan),
        ("конспект урока", Kind::LessonPlan),
        ("ход урока", Kind::LessonPlan),
    ];
    table.iter().find(|(words, _)| whole.contains(words)).map_or(Kind::Technique, |(_, kind)| *kind)
}

/// Beginnings of words that betray a subject.
const SUBJECTS: &[(&str, &[&str])] = &[
    ("russian", &["русский язык", "русского языка", "русскому языку", "орфограмм", "пунктуац", "диктант"]),
    ("literature", &["литератур"]),
    ("reading", &["литературное чтение", "литературного чтения", "смысловое чтение"]),
    ("math", &["математик", "процент", "дроб", "умножени", "уравнени"]),
    ("algebra", &["алгебр"]),
    ("geometry", &["геометри", "треугольник"]),
    ("informatics", &["информатик", "программировани", "алгоритм"]),
    ("english", &["английск"]),
    ("german", &["немецк"]),
    ("world", &["окружающий мир", "окружающего мира", "окружающему миру"]),
    ("history", &["истори"]),
    ("social_studies", &["обществознани"]),
    ("geography", &["географи"]),
    ("physics", &["физик"]),
    ("chemistry", &["хими"]),
    ("biology", &["биологи"]),
    ("art", &["изобразительно"]),
    ("music", &["музык"]),
    ("technology", &["технологии", "труд"]),
    ("pe", &["физкультур", "физическая культура", "физической культуры"]),
];

/// The subject whose words occur most; a single mention is no evidence against another's many.
fn subjects(whole: &str) -> Vec<String> {
    let count = |words: &[&str]| words.iter().map(|word| whole.matches(word).count()).sum::<usize>();
    let best = SUBJECTS.iter().map(|(code, words)| (count(words), *code)).filter(|(n, _)| *n > 0);
    best.max_by_key(|(n, code)| (*n, std::cmp::Reverse(*code))).map(|(_, code)| code.to_owned()).into_iter().collect()
}

/// «5 класс», «5 а класс», «в 6 м классе», «5 6 классы».
fn grades(whole: &str) -> Vec<i32> {
    let words: Vec<&str> = whole.split(' ').collect();
    let mut found: BTreeMap<i32, usize> = BTreeMap::new();
    for (at, word) in words.iter().enumerate() {
        if !word.starts_with("класс") || word.starts_with("классн") || word.starts_with("классиф") {
            continue;
        }
        for before in words[at.saturating_sub(3)..at].iter().rev() {
            match before.parse::<i32>() {
                Ok(grade) if kernel::subject::is_grade(grade) => *found.entry(grade).or_default() += 1,
                // A letter or an ending may stand between: «5 а», «5 м».
                _ if before.chars().count() <= 2 => {}
                _ => break,
            }
        }
    }
    let most = found.values().copied().max().unwrap_or(0);
    let kept: Vec<i32> = found.into_iter().filter(|(_, n)| *n * 3 >= most).map(|(grade, _)| grade).collect();
    kept.into_iter().take(4).collect()
}

const MOST_KEYWORDS: usize = 6;

/// «Ключевые слова: …», else long words that occur again and again.
fn keywords(lines: &[String], whole: &str) -> Vec<String> {
    if let Some(named) = labelled(lines, &["ключевые слова"]) {
        return named
            .split([',', ';'])
            .map(|w| w.trim().trim_end_matches('.').to_owned())
            .filter(|w| !w.is_empty())
            .take(12)
            .collect();
    }
    const COMMON: &[&str] = &[
        "который",
        "которые",
        "учитель",
        "учащиеся",
        "ученики",
        "обучающиеся",
        "задание",
        "задания",
        "работа",
        "работы",
        "класс",
        "урока",
        "время",
        "можно",
        "нужно",
        "только",
        "каждый",
        "после",
        "чтобы",
        "этого",
        "может",
        "этап",
    ];
    let mut counted: BTreeMap<&str, (usize, BTreeSet<&str>)> = BTreeMap::new();
    for word in whole.split(' ').filter(|word| word.chars().count() >= 6 && !COMMON.contains(word)) {
        // Endings differ, the beginning stays.
        let end = word.char_indices().nth(word.chars().count() - 2).map_or(word.len(), |(at, _)| at);
        let entry = counted.entry(&word[..end]).or_default();
        entry.0 += 1;
        entry.1.insert(word);
    }
    let mut often: Vec<(usize, &str)> = counted
        .into_values()
        .filter(|(n, _)| *n >= 3)
        .filter_map(|(n, words)| words.into_iter().min_by_key(|word| word.len()).map(|word| (n, word)))
        .collect();
    often.sort_by_key(|(n, word)| (std::cmp::Reverse(*n), *word));
    often.into_iter().take(MOST_KEYWORDS).map(|(_, word)| word.to_owned()).collect()
}
