//! Given names and patronymics.

use super::{Sex, Word, instead};

/// Of men, though they end like those of women.
const MEN: &[&str] = &[
    "никита",
    "илья",
    "фома",
    "лука",
    "кузьма",
    "савва",
    "данила",
    "гаврила",
    "добрыня",
    "фока",
    "ерёма",
    "ерема",
    "мина",
    "сила",
    "зосима",
    "косма",
    "дема",
    "юрася",
    "аникита",
    "вавила",
    "мустафа",
    "муса",
    "иса",
    "абдулла",
    "хамза",
    "закария",
    "яхья",
    "иона",
    "иуда",
    "захария",
    "иеремия",
    "исайя",
    "миша",
    "саша",
    "слава",
    "ваня",
    "петя",
    "коля",
    "гоша",
    "лёня",
    "леня",
    "дима",
    "лёша",
    "леша",
    "алёша",
    "алеша",
    "серёжа",
    "сережа",
    "паша",
    "жора",
    "толя",
    "вася",
    "федя",
    "володя",
    "костя",
    "гриша",
    "тёма",
    "тема",
];
/// Of women, though they end like those of men.
const WOMEN: &[&str] = &[
    "любовь",
    "нинель",
    "рахиль",
    "юдифь",
    "эсфирь",
    "руфь",
    "адель",
    "николь",
    "мишель",
    "изабель",
    "аннабель",
    "рашель",
    "этель",
    "суламифь",
    "айгуль",
    "гузель",
    "асель",
    "гюзель",
    "марьям",
    "мариам",
    "кармен",
    "элен",
    "ирэн",
    "гульназ",
    "наргиз",
    "алтынай",
    "айнур",
    "гульнур",
    "нургуль",
    "жаныл",
    "айсель",
    "зейнаб",
    "зайнаб",
    "суад",
    "эстер",
    "катрин",
    "карин",
    "вивьен",
    "айжан",
    "гульжан",
    "асем",
    "эвелин",
    "жасмин",
    "айлин",
];
/// Of both sexes: only the other parts tell.
const EITHER: &[&str] = &["саша", "женя", "валя", "шура", "слава", "паша", "мишель", "айнур"];
/// Women's names with a soft end that families decline or leave.
const SOFT_FOREIGN: &[&str] =
    &["айгуль", "гузель", "асель", "гюзель", "нургуль", "айсель", "мишель", "николь", "адель", "изабель", "аннабель"];
/// First halves that stay as they are: «Жан-Жаку».
const HALVES: &[&str] = &["жан", "абдул", "абу", "абд", "нур", "сейф", "шах", "бин", "ибн", "аль", "эль"];

pub fn sex_of_patronymic(word: &str) -> Option<Sex> {
    let ends = |endings: &[&str]| endings.iter().any(|ending| word.ends_with(ending));
    if ends(&["вна", "чна", "шна", "кызы", "гызы", "кизи"]) {
        Some(Sex::Female)
    } else if ends(&["вич", "ьич", "мич", "кич", "тич", "оглы", "оглу", "углы", "улы", "уулу"])
    {
        Some(Sex::Male)
    } else {
        None
    }
}

/// By a name in small letters; of a double one the first half tells.
pub fn sex(name: &str) -> Option<Sex> {
    let word = name.split(['-', ' ']).find(|part| !HALVES.contains(part)).unwrap_or(name);
    let last = word.chars().last()?;
    if EITHER.contains(&word) || !('а'..='я').contains(&last) && last != 'ё' {
        None
    } else if MEN.contains(&word) {
        Some(Sex::Male)
    } else if WOMEN.contains(&word) || "ая".contains(last) {
        Some(Sex::Female)
    } else if "еёиоуыэю".contains(last) {
        // «Данило», «Отто», but «Мэри», «Хлое».
        ["данило", "гаврило", "михайло", "отто", "лео", "гиви", "нодари"].contains(&word).then_some(Sex::Male)
    } else {
        Some(Sex::Male)
    }
}

pub fn dative(word: &str, sex: Sex, last: bool) -> Word {
    if !last && HALVES.contains(&word) {
        return (word.to_owned(), true);
    }
    match sex {
        Sex::Female => woman(word),
        Sex::Male => man(word),
    }
}

fn woman(word: &str) -> Word {
    if word.ends_with("ия") {
        (instead(word, 1, "и"), true)
    } else if word.ends_with('а') || word.ends_with('я') {
        (instead(word, 1, "е"), true)
    } else if word.ends_with('ь') {
        (instead(word, 1, "и"), !SOFT_FOREIGN.contains(&word))
    } else {
        (word.to_owned(), true)
    }
}

fn man(word: &str) -> Word {
    let fleeting = match word {
        "лев" => Some("льву"),
        "павел" => Some("павлу"),
        "пётр" | "петр" => Some("петру"),
        _ => None,
    };
    if let Some(declined) = fleeting {
        return (declined.to_owned(), true);
    }
    let declined = match word.chars().last() {
        Some('й' | 'ь') => instead(word, 1, "ю"),
        Some('я') if word.ends_with("ия") => instead(word, 1, "и"),
        Some('а' | 'я') => instead(word, 1, "е"),
        Some('о') if ["данило", "гаврило", "михайло"].contains(&word) => instead(word, 1, "у"),
        Some('е' | 'ё' | 'и' | 'о' | 'у' | 'ы' | 'э' | 'ю') | None => word.to_owned(),
        Some(_) => format!("{word}у"),
    };
    (declined, true)
}

pub fn patronymic(word: &str) -> Word {
    let declined = match sex_of_patronymic(word) {
        Some(Sex::Female) if word.ends_with('а') => instead(word, 1, "е"),
        Some(Sex::Male) if word.ends_with('ч') => format!("{word}у"),
        // «Мамед оглы»: the father's name stays as it is.
        _ => word.to_owned(),
    };
    (declined, true)
}
