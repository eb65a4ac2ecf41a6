//! Names as people type them. What is stored is a key: normalised words with a blank around each; what is searched
//! are words that must each begin some word of the key. «оош 12», «№12 Малый Увал» and «школа 12» all find
//! «МБОУ ООШ № 12 п. Малый Увал».

use sea_orm::{
    Condition,
    entity::prelude::*,
    sea_query::{CaseStatement, LikeExpr, SimpleExpr},
};

/// Words that say what kind of body a school legally is. Nobody searches by them, everybody copies them.
const LEGAL: &[&str] = &[
    "мбоу",
    "мкоу",
    "маоу",
    "моу",
    "мобу",
    "гбоу",
    "гкоу",
    "гаоу",
    "гоу",
    "чоу",
    "аноо",
    "боу",
    "муниципальное",
    "муниципальная",
    "государственное",
    "бюджетное",
    "казенное",
    "автономное",
    "частное",
    "общеобразовательное",
    "образовательное",
    "учреждение",
    "гау",
    "гбу",
    "мбу",
    "мку",
    "мау",
    "дпо",
];

/// Kinds of settlements, short and long.
const PLACES: &[&str] = &[
    "г",
    "гор",
    "город",
    "с",
    "село",
    "п",
    "пос",
    "поселок",
    "пгт",
    "рп",
    "р",
    "д",
    "дер",
    "деревня",
    "ст",
    "ца",
    "станица",
    "станция",
    "х",
    "хут",
    "хутор",
    "сл",
    "слобода",
    "им",
    "имени",
];

/// Marks before and after a number.
const NUMBER_MARKS: &[&str] = &["n", "no", "номер", "я", "й", "ая", "ой"];

/// Abbreviations with what they stand for: a key with one side holds the other too.
const TYPES: &[(&str, &[&str])] = &[
    ("оош", &["основная", "общеобразовательная", "школа"]),
    ("сош", &["средняя", "общеобразовательная", "школа"]),
    ("нош", &["начальная", "общеобразовательная", "школа"]),
    ("осош", &["открытая", "сменная", "общеобразовательная", "школа"]),
    ("кош", &["коррекционная", "общеобразовательная", "школа"]),
    ("шко", &["школа"]),
    ("рмо", &["районное", "методическое", "объединение"]),
    ("гмо", &["городское", "методическое", "объединение"]),
    ("шмо", &["школьное", "методическое", "объединение"]),
    ("имц", &["информационно", "методический", "центр"]),
    ("оно", &["отдел", "образования"]),
    ("роно", &["отдел", "образования"]),
    ("гороно", &["управление", "образования"]),
];

/// Lower case, ё as е, letters apart from digits, everything else a gap.
pub fn words(text: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut last = None;
    for c in text.chars().flat_map(char::to_lowercase) {
        let class = if c.is_numeric() {
            Some(true)
        } else if c.is_alphabetic() {
            Some(false)
        } else {
            None
        };
        let c = if c == 'ё' { 'е' } else { c };
        match (class, last) {
            (None, _) => {}
            (now, before) if now == before => {
                if let Some(word) = words.last_mut() {
                    word.push(c);
                }
            }
            _ => words.push(c.to_string()),
        }
        last = class;
    }
    words
}

/// ` word word `: each word between blanks, so that `LIKE '% сом%'` means "some word begins with сом".
fn key(mut words: Vec<String>) -> String {
    let mut seen = std::collections::HashSet::new();
    words.retain(|w| seen.insert(w.clone()));
    format!(" {} ", words.join(" "))
}

/// The key of a person. The surname comes first, so ordering by the key is ordering by name.
pub fn person_key(surname: &str, given_name: &str, patronymic: Option<&str>) -> String {
    // Not deduplicated: «Иван Иванович Иванов» keeps all three for ordering.
    let all = [surname, given_name, patronymic.unwrap_or_default()].map(words).concat();
    format!(" {} ", all.join(" "))
}

/// The key of an organisation: its names and place, with abbreviations spelled out and long names abbreviated.
pub fn org_key(short_name: &str, legal_name: &str, place: Option<&str>) -> String {
    let mut all = [words(short_name), words(legal_name), words(place.unwrap_or_default())].concat();
    for (short, long) in TYPES {
        if all.iter().any(|w| w == short) {
            all.extend(long.iter().map(|w| (*w).to_owned()));
        } else if long.len() > 1 && all.windows(long.len()).any(|run| run.iter().zip(*long).all(|(a, b)| a == b)) {
            all.push((*short).to_owned());
        }
    }
    key(all)
}

/// The words of a query for people.
pub fn person_query(q: &str) -> Vec<String> {
    let mut found = words(q);
    found.truncate(8);
    found
}

/// The words of a query for organisations, without what adds nothing; if that was all, everything is kept.
pub fn org_query(q: &str) -> Vec<String> {
    let all = words(q);
    let telling: Vec<String> = all.iter().filter(|w| !is_filler(w)).cloned().collect();
    let mut found = if telling.is_empty() { all } else { telling };
    found.truncate(8);
    found
}

fn is_filler(word: &str) -> bool {
    [LEGAL, PLACES, NUMBER_MARKS].iter().any(|list| list.contains(&word))
}

/// Every word begins some word of the key. No words: everything matches.
pub fn matches<C: ColumnTrait>(column: C, words: &[String]) -> Condition {
    // Words hold letters and digits only, so nothing in them means anything to LIKE.
    words.iter().fold(Condition::all(), |all, word| all.add(column.like(LikeExpr::new(format!("% {word}%")))))
}

/// 0 when some word begins the surname, 1 otherwise: whoever types a surname means the surname. Answers are ordered by
/// this, then by the key.
pub fn rank<C: ColumnTrait>(column: C, words: &[String]) -> SimpleExpr {
    let surname = |all: Condition, word: &String| all.add(column.like(LikeExpr::new(format!(" {word}%"))));
    match words {
        [] => Expr::val(0),
        words => CaseStatement::new().case(words.iter().fold(Condition::any(), surname), 0).finally(1).into(),
    }
}

/// The same rank in memory.
pub fn key_rank(key: &str, words: &[String]) -> i32 {
    i32::from(!words.is_empty() && !words.iter().any(|word| key.starts_with(&format!(" {word}"))))
}

/// The same rule in memory.
pub fn key_matches(key: &str, words: &[String]) -> bool {
    words.iter().all(|word| key.contains(&format!(" {word}")))
}
