//! Grades, subjects and kinds of material said in words. They weigh, and are offered as filters; they never filter by
//! themselves.

use std::sync::Arc;

use crate::{
    analysis::{Analysis, Word, composed, words},
    names::{FORMS, SUBJECTS},
};

/// A filter that the query says in words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    Subject(Vec<String>),
    Grades(Vec<i32>),
    Form(Vec<String>),
}

/// Where it is said.
#[derive(Clone, Debug)]
pub struct Place {
    pub from: usize,
    pub length: usize,
    pub said: Said,
}

/// Names as sequences of lemmas, made once.
pub struct Names(Vec<(Vec<Arc<[String]>>, Said)>);

/// Names this short are slang: they count as written, not in other forms.
const SLANG: usize = 4;

impl Names {
    pub fn of(analysis: &Analysis) -> Self {
        let mut names: Vec<(Vec<Arc<[String]>>, Said)> = Vec::new();
        let mut add = |text: &str, said: Said| {
            let clean = composed(text);
            let parts: Vec<Arc<[String]>> = words(&clean)
                .iter()
                .map(|w| {
                    if w.text.chars().count() < SLANG {
                        Arc::from(vec![w.text.clone()])
                    } else {
                        analysis.lemmas(&w.text)
                    }
                })
                .collect();
            let same = names.iter_mut().find(|(known, other)| *known == parts && kind(other) == kind(&said));
            match same {
                Some((_, Said::Subject(codes) | Said::Form(codes))) => {
                    if let Said::Subject(more) | Said::Form(more) = said {
                        codes.extend(more);
                    }
                }
                _ => names.push((parts, said)),
            }
        };
        for (code, texts) in SUBJECTS {
            texts.iter().for_each(|text| add(text, Said::Subject(vec![(*code).to_owned()])));
        }
        for (code, texts) in FORMS {
            texts.iter().for_each(|text| add(text, Said::Form(vec![(*code).to_owned()])));
        }
        Self(names)
    }

    /// Everything said, possibly overlapping.
    pub fn find(&self, query: &[Word], lemmas: &[Arc<[String]>]) -> Vec<Place> {
        let mut places = grades(query, lemmas);
        for from in 0..query.len() {
            for (name, said) in &self.0 {
                let length = name.len();
                if length == 0 || from + length > query.len() {
                    continue;
                }
                let fits = name.iter().enumerate().all(|(at, part)| {
                    part.iter().any(|lemma| lemmas[from + at].contains(lemma) || query[from + at].text == *lemma)
                });
                if fits {
                    places.push(Place { from, length, said: said.clone() });
                }
            }
        }
        places
    }
}

const fn kind(said: &Said) -> u8 {
    match said {
        Said::Subject(_) => 0,
        Said::Grades(_) => 1,
        Said::Form(_) => 2,
    }
}

const ORDINALS: &[&str] = &[
    "первый",
    "второй",
    "третий",
    "четвертый",
    "пятый",
    "шестой",
    "седьмой",
    "восьмой",
    "девятый",
    "десятый",
    "одиннадцатый",
];

const PUPILS: &[&str] = &[
    "первокла",
    "второкла",
    "третьекла",
    "четверокла",
    "пятикла",
    "шестикла",
    "семикла",
    "восьмикла",
    "девятикла",
    "десятикла",
    "одиннадцатикла",
];

/// Stages of school by their words.
const STAGES: &[(&[&str], std::ops::RangeInclusive<i32>)] = &[
    (&["начальный", "школа"], 1..=4),
    (&["начальный", "класс"], 1..=4),
    (&["младший", "школьник"], 1..=4),
    (&["началка"], 1..=4),
    (&["старший", "класс"], 10..=11),
    (&["старший", "школа"], 10..=11),
    (&["старшеклассник"], 10..=11),
    (&["основной", "школа"], 5..=9),
];

fn grade(word: &Word) -> Option<i32> {
    word.text.parse().ok().filter(|grade| kernel::subject::is_grade(*grade))
}

fn is_class(lemmas: &[String]) -> bool {
    lemmas.iter().any(|l| matches!(l.as_str(), "класс" | "кл" | "классы"))
}

/// «й», «го», or the letter of a class.
fn is_tail(word: &Word) -> bool {
    matches!(word.text.as_str(), "й" | "ый" | "ой" | "го" | "м" | "х" | "е" | "ом" | "а" | "б" | "в" | "г" | "д" | "и")
}

fn grades(query: &[Word], lemmas: &[Arc<[String]>]) -> Vec<Place> {
    let mut places = Vec::new();
    for from in 0..query.len() {
        if let Some(place) = numbered(query, lemmas, from).or_else(|| worded(query, lemmas, from)) {
            places.push(place);
        }
        for (stage, grades) in STAGES {
            let fits = from + stage.len() <= query.len()
                && stage.iter().zip(&lemmas[from..]).all(|(word, lemmas)| lemmas.iter().any(|l| l == word));
            if fits {
                places.push(Place { from, length: stage.len(), said: Said::Grades(grades.clone().collect()) });
            }
        }
    }
    places
}

/// «5 класс», «5-й класс», «5-9 классы», «5, 6 кл», «класс 5», «5А».
fn numbered(query: &[Word], lemmas: &[Arc<[String]>], from: usize) -> Option<Place> {
    if is_class(&lemmas[from]) {
        let last = grade(query.get(from + 1)?)?;
        let free = !query.get(from + 2).is_some_and(|w| is_class(&lemmas[from + 2]) || w.is_number());
        return free.then(|| Place { from, length: 2, said: Said::Grades(vec![last]) });
    }
    let first = grade(&query[from])?;
    let (mut grades, mut at) = (vec![first], from + 1);
    while let Some(word) = query.get(at) {
        if is_class(&lemmas[at]) {
            let length = at + 1 - from;
            if let [low, high] = grades[..]
                && low < high
            {
                grades = (low..=high).collect();
            }
            return Some(Place { from, length, said: Said::Grades(grades) });
        }
        match grade(word) {
            Some(next) => grades.push(next),
            None if is_tail(word) => {}
            None => break,
        }
        at += 1;
    }
    // «5А» and «5-А»: the letter stands right after the number.
    let letter = query.get(from + 1).filter(|w| matches!(w.text.as_str(), "а" | "б" | "в" | "г" | "д"))?;
    query[from].joined.is_some().then(|| Place {
        from,
        length: if letter.text.is_empty() { 1 } else { 2 },
        said: Said::Grades(vec![first]),
    })
}

/// «пятый класс», «в пятом классе», «пятиклассники».
fn worded(query: &[Word], lemmas: &[Arc<[String]>], from: usize) -> Option<Place> {
    let place = |length, at: usize| {
        let grade = i32::try_from(at + 1).unwrap_or(0);
        Some(Place { from, length, said: Said::Grades(vec![grade]) })
    };
    if let Some(at) = PUPILS.iter().position(|p| query[from].text.starts_with(p)) {
        return place(1, at);
    }
    let at = ORDINALS.iter().position(|o| lemmas[from].iter().any(|l| l == o))?;
    if lemmas.get(from + 1).is_some_and(|l| is_class(l)) { place(2, at) } else { None }
}
