//! Task codes and short names of subjects, as teachers type them: «МА-5 8», «4К1», «задание 11.2».

/// Letters that reports print before the number of a subject's work, and what people call it.
const SUBJECTS: &[(&str, &[&str])] = &[
    ("russian", &["ру", "рус", "русский"]),
    ("math", &["ма", "мат", "математика", "математике"]),
    ("world", &["ом", "окр", "окружающий"]),
    ("reading", &["чг", "чтение", "лит.чтение"]),
    ("biology", &["би", "био", "биология", "биологии"]),
    ("chemistry", &["хи", "хим", "химия", "химии"]),
    ("physics", &["фи", "физ", "физика", "физике"]),
    ("geography", &["гг", "гео", "география", "географии"]),
    ("history", &["ис", "ист", "история", "истории"]),
    ("social_studies", &["об", "общ", "обществознание", "обществознанию"]),
    ("informatics", &["ин", "инф", "информатика", "информатике"]),
    ("english", &["ая", "англ", "английский", "английскому"]),
];

/// The subject a typed word stands for.
pub fn subject(word: &str) -> Option<&'static str> {
    SUBJECTS.iter().find(|(_, words)| words.contains(&word)).map(|(code, _)| *code)
}

/// «МА»; subjects without letters of their own begin with those of their name.
pub fn letters(subject: &str) -> String {
    let own = SUBJECTS.iter().find(|(code, _)| *code == subject).and_then(|(_, words)| words.first());
    let letters =
        own.map_or_else(|| kernel::subject::russian(subject).chars().take(2).collect(), |own| (*own).to_owned());
    letters.to_uppercase()
}

/// A stored code as people print it: «4К1».
pub fn shown(code: &str) -> String {
    code.replace('k', "К").replace('g', "Г")
}

/// Stored form of a code: Cyrillic «К», «Г» and a comma are what people print.
pub fn normal(code: &str) -> String {
    code.chars()
        .filter(|c| !c.is_whitespace())
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'к' => 'k',
            'г' => 'g',
            ',' => '.',
            other => other,
        })
        .collect()
}

/// A code looks like `8`, `11.1`, `4k1`, `gk2`.
pub fn is_code(code: &str) -> bool {
    (1..=12).contains(&code.len())
        && code.bytes().all(|b| b.is_ascii_digit() || b.is_ascii_lowercase() || b == b'.')
        && code.bytes().any(|b| b.is_ascii_digit())
        && !code.starts_with('.')
        && !code.ends_with('.')
}

/// Order of codes within a work: by number, then by part; lettered codes after all numbers.
pub fn position(code: &str) -> i32 {
    let mut numbers = code.split(|c: char| !c.is_ascii_digit()).filter(|n| !n.is_empty());
    let mut next = || numbers.next().and_then(|n| n.parse::<i32>().ok()).unwrap_or(0).clamp(0, 999);
    let (first, second) = (next(), next());
    let lettered = i32::from(!code.starts_with(|c: char| c.is_ascii_digit()));
    lettered * 1_000_000 + first * 1_000 + second
}

/// «МА-5 8» and «математика 5 класс проценты» taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    pub subject: Option<&'static str>,
    pub grade: Option<i32>,
    pub code: Option<String>,
    pub words: Vec<String>,
}

const FILLERS: &[&str] = &["класс", "класса", "классе", "кл", "задание", "задания", "№", "номер", "впр", "умение"];
const MOST_WORDS: usize = 8;

/// Reads a query: a subject's name, then the grade, then the code; everything else is words.
pub fn asked(query: &str) -> Asked {
    let mut asked = Asked::default();
    let lower: String =
        query.chars().take(200).flat_map(char::to_lowercase).map(|c| if c == 'ё' { 'е' } else { c }).collect();
    for token in tokens(&lower) {
        if FILLERS.contains(&token.as_str()) {
            continue;
        }
        let code = normal(&token);
        let number = token.parse::<i32>().ok();
        match (subject(&token), number) {
            (Some(subject), _) if asked.subject.is_none() => asked.subject = Some(subject),
            (_, Some(grade)) if asked.grade.is_none() && kernel::subject::is_grade(grade) => asked.grade = Some(grade),
            _ if is_code(&code) && asked.code.is_none() => asked.code = Some(code),
            _ if asked.words.len() < MOST_WORDS => asked.words.push(stem(&token)),
            _ => {}
        }
    }
    asked
}

/// Letters and digits with dots inside; «МА5» is two tokens, «4К1» is one.
fn tokens(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    for part in text.split(|c: char| !(c.is_alphanumeric() || matches!(c, '.' | ','))) {
        let part = part.trim_matches(['.', ',']);
        if part.is_empty() {
            continue;
        }
        let letters = part.chars().take_while(|c| c.is_alphabetic()).count();
        let split = part.char_indices().nth(letters).map_or(part.len(), |(at, _)| at);
        if letters > 0 && split < part.len() && subject(&part[..split]).is_some() {
            found.push(part[..split].to_owned());
            found.push(part[split..].to_owned());
        } else {
            found.push(part.to_owned());
        }
    }
    found
}

/// A Russian word without its likely ending: enough for a catalogue of some hundred lines.
fn stem(word: &str) -> String {
    let length = word.chars().count();
    let keep = match length {
        0..=4 => length,
        5 => 4,
        6..=8 => length - 2,
        _ => length - 3,
    };
    word.chars().take(keep).collect()
}
