//! A sheet on paper.

use kernel::{DateTime, PersonRef, Result, Utc, russian_day};
use papers::pdf::{self, Paper, Part};
use platform::{App, press::pressed};

use super::view::VisitSheet;

const HOUSE: &str = "Учительская · посещение урока";

pub async fn sheet(app: &App, sheet: VisitSheet) -> Result<Vec<u8>> {
    let paper = paper(&sheet);
    pressed(app, move || pdf::write(&paper)).await
}

fn paper(sheet: &VisitSheet) -> Paper {
    let card = &sheet.card;
    let fact = |name: &str, said: String| (name.to_owned(), said);
    let mut parts = vec![
        Part::Title("Карта посещения урока".to_owned()),
        Part::Facts(vec![
            fact("Тема", card.topic.clone()),
            fact("Дата", russian_day(&card.held_on)),
            fact("Учитель", named(&card.teacher)),
            fact("Класс", card.grade.map(|grade| grade.to_string()).unwrap_or_default()),
            fact("Умение", card.skill.as_ref().map(|skill| skill.in_words()).unwrap_or_default()),
            fact("Посетил урок", named(&card.visitor)),
            fact("Критерии", format!("{}, редакция {}", sheet.criteria.title, sheet.criteria.version)),
        ]),
    ];
    for group in sheet.criteria.groups {
        parts.push(Part::Heading(group.title.to_owned()));
        let line = |criterion: &super::Criterion| {
            let mark = sheet.marks.get(criterion.key).map(|mark| format!("{mark} — {}", sheet.criteria.says(*mark)));
            let note = sheet.notes.get(criterion.key).map(|note| note.trim().to_owned());
            let said: Vec<String> = [mark, note].into_iter().flatten().collect();
            let said = if said.is_empty() { "не отмечено".to_owned() } else { said.join(". ") };
            (criterion.title.to_owned(), said)
        };
        parts.push(Part::Facts(group.criteria.iter().map(line).collect()));
    }
    let texts = [("Что удалось", &sheet.strengths), ("Что советую", &sheet.advice), ("Слово учителя", &sheet.remark)];
    for (title, text) in texts.into_iter().filter(|(_, text)| !text.trim().is_empty()) {
        parts.push(Part::Heading(title.to_owned()));
        parts.push(Part::Text(text.clone()));
    }
    parts.push(Part::Heading("Подписи".to_owned()));
    parts.push(Part::Facts(vec![
        fact("Посетил урок", signed(&card.visitor, card.visitor_signed_at)),
        fact("Учитель", signed(&card.teacher, card.teacher_signed_at)),
    ]));
    Paper {
        title: format!("Карта посещения урока: {}", card.topic),
        head: format!("Карта посещения урока: {}", card.topic),
        foot: HOUSE.to_owned(),
        made: card.visitor_signed_at.and_then(crate::dates::parts),
        parts,
        ..Paper::default()
    }
}

fn named(person: &PersonRef) -> String {
    let school = person.school.as_ref().map(|school| school.short_name.clone());
    [Some(person.full_name()), school].into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn signed(person: &PersonRef, at: Option<DateTime<Utc>>) -> String {
    match at {
        Some(at) => format!("{}, подписано {}", person.short_name(), russian_day(&at)),
        None => format!("{}, не подписано", person.short_name()),
    }
}
