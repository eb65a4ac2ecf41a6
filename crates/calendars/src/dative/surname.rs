//! Surnames.

use super::{Sex, Word, before, instead, is_vowel, vowels};

/// First halves that stay as they are: «Бонч-Бруевичу».
const HALVES: &[&str] =
    &["бонч", "грум", "демут", "тер", "мак", "сен", "аль", "эль", "ибн", "бин", "бен", "ван", "кара", "шах", "бей"];
/// French and other foreign ones with the stress on the last vowel.
const FIXED: &[&str] = &["дюма", "золя", "тома", "петипа", "гавальда", "брока"];
/// Nouns that only look like «Пушкина».
const NOUNS: &[&str] = &[
    "калина",
    "малина",
    "смородина",
    "рябина",
    "осина",
    "бузина",
    "лучина",
    "картина",
    "машина",
    "перина",
    "корзина",
    "жемчужина",
    "шушерина",
    "паутина",
    "равнина",
    "былина",
];
/// «Соловью», «Муравью».
const BIRDS: &[&str] = &["соловей", "воробей", "муравей", "ручей", "репей"];
/// Adjectives with a hissing end, which otherwise are nouns: «Топчию».
const HISSING: &[&str] = &["горячий", "рыжий", "пригожий", "хороший", "певучий", "могучий", "бродячий", "кипучий"];

pub fn sex(surname: &str) -> Option<Sex> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| surname.ends_with(ending));
    if ends(&["ова", "ева", "ёва", "ина", "ына", "ая", "яя"]) && !NOUNS.contains(&surname) {
        Some(Sex::Female)
    } else if ends(&["ов", "ев", "ёв", "ин", "ын", "ский", "цкий", "ой", "ый"]) {
        Some(Sex::Male)
    } else {
        None
    }
}

pub fn dative(word: &str, sex: Sex, last: bool) -> Word {
    if FIXED.contains(&word) || !last && HALVES.contains(&word) || fixed_by_ending(word) {
        return (word.to_owned(), true);
    }
    match sex {
        Sex::Female => woman(word),
        Sex::Male => man(word),
    }
}

/// «Черных», «Живаго», «Шевченко», «Моруа»: neither sex declines them.
fn fixed_by_ending(word: &str) -> bool {
    let vowel = word.chars().last().is_some_and(|c| "еёиоуыэю".contains(c));
    // «Моруа», «Делакруа», but not «Данелия».
    let foreign = word.ends_with('а') && is_vowel(before(word, 1));
    vowel || foreign || (word.ends_with("ых") || word.ends_with("их")) && vowels(word) > 1
}

fn woman(word: &str) -> Word {
    let ends = |ending: &str| word.ends_with(ending);
    if ends("ая") {
        let soft = "жшщч".contains(before(word, 2));
        (instead(word, 2, if soft { "ей" } else { "ой" }), true)
    } else if ends("яя") {
        (instead(word, 2, "ей"), true)
    } else if NOUNS.contains(&word) {
        (instead(word, 1, "е"), false)
    } else if ["ова", "ева", "ёва", "ина", "ына"].iter().any(|ending| ends(ending)) && vowels(word) > 2 {
        (instead(word, 1, "ой"), true)
    } else if ["ова", "ева", "ёва", "ина", "ына"].iter().any(|ending| ends(ending)) {
        // «Котова» is one, «Сова» and «Мина» are not; of such short ones only the family knows.
        let noun = ["сова", "дева", "мина", "шина", "тина", "глина", "спина", "лова"].contains(&word);
        (instead(word, 1, if noun { "е" } else { "ой" }), !noun)
    } else {
        noun(word).unwrap_or_else(|| (word.to_owned(), true))
    }
}

/// In -а and -я, of both sexes.
fn noun(word: &str) -> Option<Word> {
    if word.ends_with("ия") {
        Some((instead(word, 1, "и"), true))
    } else if word.ends_with('а') || word.ends_with('я') {
        Some((instead(word, 1, "е"), true))
    } else {
        None
    }
}

fn man(word: &str) -> Word {
    if let Some(declined) = adjective(word).or_else(|| noun(word)).or_else(|| fleeting(word)) {
        return declined;
    }
    match word.chars().last() {
        Some('й' | 'ь') => (instead(word, 1, "ю"), true),
        Some(_) => (format!("{word}у"), true),
        None => (String::new(), true),
    }
}

fn adjective(word: &str) -> Option<Word> {
    let stem = before(word, 2);
    if word.ends_with("ый") {
        Some((instead(word, 2, "ому"), true))
    } else if word.ends_with("ой") {
        // «Цою», «Бою», but «Толстому».
        (vowels(word) > 1).then(|| (instead(word, 2, "ому"), true))
    } else if word.ends_with("ий") && "кгх".contains(stem) {
        (vowels(word) > 1).then(|| (instead(word, 2, "ому"), true))
    } else if word.ends_with("ний") {
        Some((instead(word, 2, "ему"), true))
    } else if word.ends_with("ий") && "жшщч".contains(stem) {
        if HISSING.contains(&word) {
            Some((instead(word, 2, "ему"), true))
        } else {
            Some((instead(word, 1, "ю"), false))
        }
    } else {
        None
    }
}

/// «Кравцу», «Коньку», «Соловью»: the last vowel goes. Some families keep it, so somebody looks.
fn fleeting(word: &str) -> Option<Word> {
    if BIRDS.contains(&word) {
        return Some((instead(word, 2, "ью"), false));
    }
    if vowels(word) < 2 {
        return None;
    }
    let stem = before(word, 2);
    if word.ends_with("ец") {
        let declined = match stem {
            'л' => instead(word, 2, "ьцу"),
            c if is_vowel(c) => instead(word, 2, "йцу"),
            _ => instead(word, 2, "цу"),
        };
        // «Стрелец», «Кравец»: two consonants before it would not be spoken.
        let spoken = is_vowel(before(word, 3)) || is_vowel(stem);
        Some(if spoken { (declined, false) } else { (format!("{word}у"), false) })
    } else if word.ends_with("ёк") {
        Some((instead(word, 2, if is_vowel(stem) { "йку" } else { "ьку" }), false))
    } else if word.ends_with("онок") || word.ends_with("ёнок") || word.ends_with("енок") {
        Some((instead(word, 2, "ку"), true))
    } else if word.ends_with("ок") && is_vowel(before(word, 3)) && !is_vowel(stem) {
        Some((instead(word, 2, "ку"), false))
    } else if word.ends_with("ень") && is_vowel(before(word, 4)) {
        Some((instead(word, 3, "ню"), false))
    } else if word == "лев" || word == "заяц" {
        Some((format!("{word}у"), false))
    } else {
        None
    }
}
