//! Practices that nobody wrote, in the words of those that somebody wrote: the text walks through the demo practices of
//! its subject, follows them for a few words and jumps, so words, their forms and their neighbours are as frequent as in
//! real texts. Rare words (names, slips) are made up, so that the vocabulary grows with the corpus as real ones do.

use std::path::{Path, PathBuf};

use anyhow::{Context, ensure};
use chrono::{TimeDelta, TimeZone, Utc};
use kernel::{OrgId, SkillId};
use platform::ports::{Audience, DocKey, Document};
use uuid::Uuid;

use super::random::Random;

/// Words of a body, as in the measurements the bars were taken from.
const BODY: (usize, usize) = (60, 180);
/// How often the walk goes on with the next word.
const FOLLOWS: f64 = 0.55;
/// How often a jump stays in the subject.
const STAYS: f64 = 0.6;
/// One word in so many is made up.
const RARE: f64 = 0.012;
const RARE_WORDS: usize = 400_000;

const FORMS: &[&str] = &[
    "lesson_plan",
    "technique",
    "worksheet",
    "technological_map",
    "diagnostics",
    "presentation",
    "programme",
    "extracurricular",
    "parents",
    "mentoring",
    "management",
    "inclusive",
];

/// Texts of one subject.
struct Subject {
    code: String,
    /// Places in the text of all: first and after the last.
    range: (usize, usize),
}

/// Who and what the practices speak of.
pub struct Around {
    pub schools: Vec<(OrgId, String)>,
    pub skills: Vec<SkillId>,
    pub authors: Vec<String>,
}

impl Around {
    /// As many as a region has.
    pub fn invented() -> Self {
        let mut random = Random::new(7);
        let mut id = || Uuid::from_u64_pair(random.next(), random.next());
        Self {
            schools: (0..600).map(|n| (OrgId(id()), format!("МБОУ СОШ № {} с. {}", n + 1, rare(n * 31)))).collect(),
            skills: (0..400).map(|_| SkillId(id())).collect(),
            authors: (0..3_000).map(|n| format!("{} Анна Петровна", rare(n * 17))).collect(),
        }
    }
}

/// The generator. Document number n is the same every time.
pub struct Corpus {
    words: Vec<String>,
    subjects: Vec<Subject>,
    pub around: Around,
}

impl Corpus {
    pub fn new(around: Around) -> anyhow::Result<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/practices");
        let mut folders: Vec<PathBuf> =
            std::fs::read_dir(&root).context("demo/practices")?.flatten().map(|e| e.path()).collect();
        folders.sort();
        let mut words: Vec<String> = Vec::new();
        let mut subjects = Vec::new();
        for folder in folders.iter().filter(|f| f.is_dir()) {
            let mut files: Vec<PathBuf> = std::fs::read_dir(folder)?.flatten().map(|e| e.path()).collect();
            files.sort();
            let first = words.len();
            for file in files {
                words.extend(prose(&std::fs::read_to_string(file)?));
            }
            let code = folder.file_name().and_then(|n| n.to_str()).unwrap_or_default().to_owned();
            subjects.push(Subject { code, range: (first, words.len()) });
        }
        ensure!(words.len() > 10_000, "demo/practices holds too little text");
        Ok(Self { words, subjects, around })
    }

    /// Words of the texts it was made from.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn document(&self, number: usize) -> Document {
        let mut random = Random::new(number as u64);
        // Subjects are as frequent as their demo texts are long.
        let at = random.below(self.words.len());
        let subject = self.subjects.iter().find(|s| at < s.range.1).unwrap_or(&self.subjects[0]);
        let length = random.between(BODY.0, BODY.1);
        let mut walk = |words: usize| self.walk(&mut random, subject, words);
        let title = bare(&walk(7));
        let summary = walk(16);
        let body = walk(length);
        let keywords = walk(40).split_whitespace().map(bare).filter(|w| w.chars().count() > 5).take(4).collect();
        self.finish(number, random, subject, [title, summary, body], keywords)
    }

    fn finish(
        &self,
        number: usize,
        mut random: Random,
        subject: &Subject,
        [title, summary, body]: [String; 3],
        keywords: Vec<String>,
    ) -> Document {
        let (school, place) = random.of(&self.around.schools).clone();
        let grade = random.between(1, 11);
        let day = TimeDelta::days(i64::try_from(random.below(2_500)).unwrap_or(0));
        let at = Utc.timestamp_opt(1_790_000_000, 0).single().unwrap_or_default() - day;
        let word = |text: &str| Some(text.to_owned());
        let level = *random.of(&["community", "community", "community", "school", "school", "municipal", "regional"]);
        let audience = match random.below(20) {
            0 => Audience::Organisation(school),
            1 | 2 => Audience::Network,
            _ => Audience::Everyone,
        };
        Document {
            key: DocKey { kind: "practice", id: id(number as u64, &mut random) },
            title,
            summary,
            body,
            keywords,
            authors: vec![random.of(&self.around.authors).clone()],
            places: vec![place],
            files: Vec::new(),
            subjects: vec![subject.code.clone()],
            grades: (grade..=(grade + i32::try_from(random.below(3)).unwrap_or(0) as usize).min(11))
                .filter_map(|g| i32::try_from(g).ok())
                .collect(),
            form: word(FORMS[random.seldom(FORMS.len())]),
            skills: (0..random.below(4)).map(|_| *random.of(&self.around.skills)).collect(),
            school: Some(school),
            level: word(level),
            licence: word(random.of::<&str>(&["cc_by", "cc_by", "cc_by_sa", "cc_by_nc", "network"])),
            at,
            quality: random.share() as f32,
            uses: u32::try_from(random.seldom(400)).unwrap_or(0),
            audience: vec![audience],
        }
    }

    fn walk(&self, random: &mut Random, subject: &Subject, words: usize) -> String {
        let mut text = String::with_capacity(words * 14);
        let mut at = usize::MAX;
        for _ in 0..words {
            at = if at < self.words.len() - 1 && random.chance(FOLLOWS) {
                at + 1
            } else if random.chance(STAYS) {
                random.between(subject.range.0, subject.range.1 - 1)
            } else {
                random.below(self.words.len())
            };
            if !text.is_empty() {
                text.push(' ');
            }
            if random.chance(RARE) {
                text.push_str(&rare(random.seldom(RARE_WORDS)));
            } else {
                text.push_str(&self.words[at]);
            }
        }
        text
    }
}

/// As ids made one after another are.
fn id(number: u64, random: &mut Random) -> Uuid {
    Uuid::from_u64_pair(0x0190_0000_0000_7000 + number * 65_536, random.next() >> 2 | 1 << 63)
}

/// Words of a demo practice, with the sign that stands after them.
fn prose(text: &str) -> Vec<String> {
    let value = |line: &str| match line.split_once(" = ") {
        Some((key, value)) if ["title", "summary", "problem", "goal", "keywords"].contains(&key) => value.to_owned(),
        Some(_) if line.starts_with(|c: char| c.is_ascii_lowercase()) => String::new(),
        _ => line.to_owned(),
    };
    let clean: String = text.lines().map(value).collect::<Vec<_>>().join("\n");
    let keeps = |c: char| c.is_alphanumeric() || matches!(c, '-' | '.' | ',' | '?' | '!' | ':' | '%' | '«' | '»');
    clean
        .split_whitespace()
        .map(|word| word.chars().filter(|c| keeps(*c)).collect::<String>())
        .filter(|word| word.chars().any(char::is_alphanumeric))
        .collect()
}

/// Words without signs around them.
pub fn bare(text: &str) -> String {
    let word = |w: &str| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned();
    text.split_whitespace().map(word).filter(|w| !w.is_empty()).collect::<Vec<_>>().join(" ")
}

/// The n-th word that stands in no dictionary, in one of its forms.
fn rare(n: usize) -> String {
    const BEGIN: &[&str] =
        &["Ба", "Ве", "Гро", "Дю", "Жи", "За", "Ки", "Лу", "Ма", "Не", "О", "Пле", "Ри", "Са", "Ту", "Фе", "Хо", "Ша"];
    const MIDDLE: &[&str] = &[
        "бер", "вал", "гун", "дор", "зан", "кал", "лим", "мор", "нав", "пет", "рус", "сол", "тан", "фил", "хар", "чер",
    ];
    const END: &[&str] =
        &["ов", "ова", "ову", "овой", "ин", "ина", "ину", "ский", "ского", "ская", "енко", "ево", "ках"];
    let mut word = String::new();
    word.push_str(BEGIN[n % BEGIN.len()]);
    let mut rest = n / BEGIN.len();
    loop {
        word.push_str(MIDDLE[rest % MIDDLE.len()]);
        rest /= MIDDLE.len();
        if rest == 0 {
            break;
        }
    }
    word.push_str(END[n % END.len()]);
    word
}

/// Bytes of what is searched.
pub fn size(document: &Document) -> usize {
    let many = |texts: &[String]| texts.iter().map(String::len).sum::<usize>();
    document.title.len()
        + document.summary.len()
        + document.body.len()
        + many(&document.keywords)
        + many(&document.authors)
        + many(&document.places)
}

/// Words that nobody types into a search box.
const EMPTY: &[&str] = &[
    "который",
    "которая",
    "которые",
    "которого",
    "потому",
    "чтобы",
    "только",
    "когда",
    "можно",
    "нужно",
    "было",
    "были",
    "была",
    "будет",
    "если",
    "после",
    "перед",
    "этого",
    "того",
    "этом",
    "ничего",
    "один",
    "одна",
    "одно",
    "меня",
    "себя",
    "себе",
];

/// Queries of so many words: words of one practice's title, keywords and summary, in the forms they have there.
pub fn queries(corpus: &Corpus, documents: usize, words: usize, count: usize) -> Vec<String> {
    let mut random = Random::new(words as u64 * 1_000_003);
    let mut all = Vec::with_capacity(count);
    while all.len() < count {
        let document = corpus.document(random.below(documents));
        let text = format!("{} {} {}", document.title, document.keywords.join(" "), document.summary);
        let mut found: Vec<String> = bare(&text)
            .to_lowercase()
            .split_whitespace()
            .filter(|w| w.chars().count() >= 4 && w.chars().all(char::is_alphabetic) && !EMPTY.contains(w))
            .map(str::to_owned)
            .collect();
        found.sort();
        found.dedup();
        let mut query = Vec::new();
        while query.len() < words && !found.is_empty() {
            query.push(found.swap_remove(random.below(found.len())));
        }
        if query.len() == words {
            all.push(query.join(" "));
        }
    }
    all
}
