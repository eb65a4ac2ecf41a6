//! Words made from one another: «измерить» and «измерение», «биология» and «биологический», «решать» and «решить».
//! Lemmas keep them apart; a query finds both, the other one for less.

use std::{collections::HashMap, sync::LazyLock};

/// Families that no rule of endings joins: «читать» and «чтение», «считать» and «счет», verbs with their prefixes.
const FAMILIES: &str = include_str!("../../seed/families.txt");

static FAMILY: LazyLock<HashMap<&str, &str>> = LazyLock::new(|| {
    let mut lines = HashMap::new();
    for line in FAMILIES.lines().filter(|l| !l.starts_with('#')) {
        line.split_whitespace().for_each(|lemma| {
            lines.entry(lemma).or_insert(line);
        });
    }
    lines
});

/// Words that the table calls relatives of this lemma.
pub fn relatives(lemma: &str) -> impl Iterator<Item = &'static str> {
    let line = FAMILY.get(lemma).copied().unwrap_or_default();
    line.split_whitespace().filter(move |other| *other != lemma)
}

/// Endings of lemmas with what makes one part of speech of another; the longest that fits is cut.
const ENDINGS: &[&str] = &[
    "ирование",
    "ировать",
    "ировка",
    "изация",
    "изировать",
    "ическая",
    "ический",
    "ительный",
    "ительность",
    "ывание",
    "ывать",
    "ивание",
    "ивать",
    "ование",
    "овать",
    "евание",
    "евать",
    "енность",
    "анность",
    "аемость",
    "ационный",
    "ционный",
    "енческий",
    "ческий",
    "чество",
    "ество",
    "ость",
    "альный",
    "арный",
    "очный",
    "ечный",
    "ьный",
    "ание",
    "ение",
    "яние",
    "ация",
    "яция",
    "иция",
    "ать",
    "ять",
    "ить",
    "еть",
    "уть",
    "тель",
    "тельный",
    "тельница",
    "ность",
    "ный",
    "ской",
    "ский",
    "овый",
    "евый",
    "ьник",
    "ник",
    "ница",
    "чик",
    "щик",
    "ство",
    "изм",
    "ист",
    "ика",
    "ик",
    "ия",
    "ие",
    "ья",
    "ье",
    "ка",
    "ок",
    "ый",
    "ий",
    "ой",
    "а",
    "я",
    "о",
    "е",
    "ь",
    "ы",
    "и",
];

/// Shorter roots join words that have nothing in common («деление» and «дело»).
const LEAST: usize = 5;

/// What is left of a lemma without its endings.
fn root(lemma: &str) -> &str {
    let mut rest = lemma.strip_suffix("ся").or_else(|| lemma.strip_suffix("сь")).unwrap_or(lemma);
    // «читательский» is made of «читатель», and that of «читать».
    for _ in 0..3 {
        let letters = rest.chars().count();
        let ending = ENDINGS
            .iter()
            .filter(|e| rest.ends_with(*e) && letters >= e.chars().count() + LEAST)
            .max_by_key(|e| e.len());
        match ending {
            Some(ending) => rest = &rest[..rest.len() - ending.len()],
            None => break,
        }
    }
    rest
}

/// Last letters that take each other's place in words of one family: «двигать» and «движение», «сократить» and
/// «сокращение», «исправить» and «исправление».
fn class(c: char) -> char {
    match c {
        'г' | 'ж' | 'д' | 'з' => 'ж',
        'т' | 'щ' | 'ч' | 'к' | 'ц' => 'ч',
        'с' | 'ш' | 'х' => 'ш',
        other => other,
    }
}

/// Equal for words made from one another. `None`: too short to tell.
pub fn family(lemma: &str) -> Option<String> {
    if !lemma.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    let mut letters: Vec<char> = root(lemma).chars().collect();
    if letters.len() < LEAST {
        return None;
    }
    let softened = letters.len() > LEAST && matches!(letters[..], [.., 'б' | 'в' | 'м' | 'п' | 'ф', 'л']);
    if softened || letters.len() > LEAST && letters.ends_with(&['ж', 'д']) {
        letters.pop();
    }
    if let Some(last) = letters.last_mut() {
        *last = class(*last);
    }
    Some(letters.into_iter().collect())
}

/// What all lemmas of the family begin with.
pub fn beginning(family: &str) -> &str {
    let last = family.chars().next_back().map_or(0, char::len_utf8);
    &family[..family.len() - last]
}
