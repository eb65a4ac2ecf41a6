//! The query as it was meant: in another keyboard layout, in another alphabet, torn apart or run together, or with a
//! slip. What is repaired is told; words that a text in sight or the dictionary knows are left alone.

use crate::{
    analysis::{Analysis, composed, layout, translit, words},
    index::Sight,
};

/// How plain words were read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(rename_all = "snake_case")]
pub enum Reading {
    #[default]
    Typed,
    /// The keys are right, the layout is not.
    Layout,
    /// Russian in Latin letters.
    Translit,
}

/// What the eyes of a repair can ask.
pub struct Eyes<'a> {
    pub sight: &'a Sight,
    pub analysis: &'a Analysis,
}

impl Eyes<'_> {
    /// 1 for a word of a text, 1/2 for a word of the language, 0 for neither; numbers do not count.
    fn familiarity(&self, word: &str) -> Option<f32> {
        if word.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        Some(if self.sight.knows(self.analysis, word) {
            1.0
        } else if self.analysis.knows(word) {
            0.5
        } else {
            0.0
        })
    }

    /// Mean familiarity; the last word may be unfinished.
    fn score(&self, text: &str) -> f32 {
        let text = composed(text);
        let all = words(&text);
        let (mut sum, mut count) = (0.0, 0.0_f32);
        for (at, word) in all.iter().enumerate() {
            let Some(mut known) = self.familiarity(&word.text) else { continue };
            if known < 0.6 && at + 1 == all.len() && self.begins(&word.text) {
                known = 0.6;
            }
            sum += known;
            count += 1.0;
        }
        if count == 0.0 { 0.0 } else { sum / count }
    }

    /// Begins some word of a text.
    pub fn begins(&self, word: &str) -> bool {
        word.chars().count() >= 2 && self.sight.beginning(word, 1).is_ok_and(|found| !found.is_empty())
    }

    fn is_near(&self, word: &str) -> bool {
        let letters = word.chars().count();
        letters >= 4 && self.sight.near(word, if letters >= 7 { 2 } else { 1 }, 1).is_ok_and(|found| !found.is_empty())
    }

    /// Share of words a slip away from some word of a text.
    fn nearness(&self, text: &str) -> f32 {
        let text = composed(text);
        let all = words(&text);
        if all.is_empty() {
            return 0.0;
        }
        let near = all.iter().filter(|w| self.is_near(&w.text)).count();
        near as f32 / all.len() as f32
    }
}

fn has_latin(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic())
}

fn has_cyrillic(text: &str) -> bool {
    text.chars().any(|c| ('\u{400}'..='\u{52f}').contains(&c))
}

/// The most familiar reading of the words together.
pub fn read(eyes: &Eyes<'_>, typed: &str) -> (String, Reading) {
    let own = eyes.score(typed);
    if own >= 0.999 || typed.trim().is_empty() {
        return (typed.to_owned(), Reading::Typed);
    }
    let candidates = candidates(eyes, typed);
    let mut best = (own, typed.to_owned(), Reading::Typed);
    for (text, reading) in &candidates {
        let score = eyes.score(text);
        if score > best.0 + 0.001 {
            best = (score, text.clone(), *reading);
        }
    }
    if best.0 == 0.0 {
        let mut nearest = eyes.nearness(typed);
        for (text, reading) in candidates {
            let near = eyes.nearness(&text);
            if near > nearest {
                (nearest, best) = (near, (0.0, text, reading));
            }
        }
    }
    if best.2 == Reading::Typed { by_word(eyes, typed) } else { (best.1, best.2) }
}

fn candidates(eyes: &Eyes<'_>, typed: &str) -> Vec<(String, Reading)> {
    let mut found = Vec::new();
    if has_latin(typed) {
        found.push((layout::to_russian(typed), Reading::Layout));
        let words: Vec<String> = typed.split_whitespace().map(|word| from_latin(eyes, word)).collect();
        found.push((words.join(" "), Reading::Translit));
    }
    if has_cyrillic(typed) {
        found.push((layout::to_latin(typed), Reading::Layout));
    } else if !has_latin(typed) {
        found.push((layout::to_russian(typed), Reading::Layout));
    }
    found
}

/// A word in Latin letters as the Russian word that texts hold, or else the language.
fn from_latin(eyes: &Eyes<'_>, word: &str) -> String {
    if !has_latin(word) {
        return word.to_owned();
    }
    let bare = word.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'' && c != '`');
    let readings = translit::to_russian(bare);
    let in_sight = |text: &&String| eyes.sight.knows(eyes.analysis, text);
    let found = readings
        .iter()
        .find(in_sight)
        .or_else(|| readings.iter().find(|text| eyes.analysis.knows(text)))
        .or_else(|| readings.iter().take(24).find(|text| eyes.begins(text)))
        .or_else(|| readings.iter().take(24).find(|text| eyes.is_near(text)));
    found.or(readings.first()).cloned().unwrap_or_else(|| word.to_owned())
}

/// Only some words are in the wrong layout or alphabet.
fn by_word(eyes: &Eyes<'_>, typed: &str) -> (String, Reading) {
    let mut reading = Reading::Typed;
    let read = |word: &str| {
        let own = eyes.score(word);
        if own > 0.0 || !(has_latin(word) || has_cyrillic(word)) {
            return word.to_owned();
        }
        let best = candidates(eyes, word).into_iter().map(|(text, how)| (eyes.score(&text), text, how));
        match best.max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(score, ..)| *score > 0.99) {
            Some((_, text, how)) => {
                reading = how;
                text
            }
            None => word.to_owned(),
        }
    };
    let words: Vec<String> = typed.split_whitespace().map(read).collect();
    (words.join(" "), reading)
}

/// Words torn apart or run together, put right: «вне урочная» and «внеурочнаядеятельность». `None`: nothing to do.
pub fn respaced(eyes: &Eyes<'_>, words: &[String]) -> Option<Vec<String>> {
    let known = |word: &str| eyes.sight.knows(eyes.analysis, word);
    let mut changed = false;
    let mut put: Vec<String> = Vec::new();
    let mut at = 0;
    while at < words.len() {
        let word = &words[at];
        let letters = |w: &str| w.chars().all(char::is_alphabetic);
        if let Some(next) = words.get(at + 1)
            && letters(word)
            && letters(next)
            && (!known(word) || !known(next))
        {
            let whole = format!("{word}{next}");
            if known(&whole) {
                put.push(whole);
                changed = true;
                at += 2;
                continue;
            }
        }
        at += 1;
        if letters(word)
            && word.chars().count() >= 6
            && !known(word)
            && !eyes.analysis.knows(word)
            && let Some((left, right)) = torn(eyes, word)
        {
            put.extend([left, right]);
            changed = true;
            continue;
        }
        put.push(word.clone());
    }
    changed.then_some(put)
}

fn torn(eyes: &Eyes<'_>, word: &str) -> Option<(String, String)> {
    let cuts = word.char_indices().map(|(at, _)| at).skip(2);
    let parts = cuts.map(|at| word.split_at(at)).filter(|(_, right)| right.chars().count() >= 3);
    let whole =
        |w: &str| (w.chars().count() >= 3 || w == "не" || w == "по" || w == "на") && eyes.sight.knows(eyes.analysis, w);
    parts.into_iter().find(|(left, right)| whole(left) && whole(right)).map(|(l, r)| (l.to_owned(), r.to_owned()))
}

/// What words are put together with: «кибербезопасность» is about «безопасность».
const COMBINING: &[&str] = &[
    "авто",
    "аудио",
    "био",
    "веб",
    "взаимо",
    "видео",
    "вне",
    "гео",
    "гидро",
    "здоровье",
    "интернет",
    "кибер",
    "кино",
    "медиа",
    "меж",
    "мета",
    "микро",
    "мини",
    "много",
    "мульти",
    "нейро",
    "онлайн",
    "полу",
    "пост",
    "пред",
    "психо",
    "радио",
    "само",
    "социо",
    "спец",
    "супер",
    "теле",
    "ультра",
    "фото",
    "экзо",
    "эко",
    "электро",
    "этно",
];

/// The known word that an unknown one is put together with.
pub fn compound(eyes: &Eyes<'_>, word: &str) -> Option<String> {
    let rests = COMBINING.iter().filter_map(|first| word.strip_prefix(first));
    let mut known = rests.filter(|rest| rest.chars().count() >= 4 && eyes.sight.knows(eyes.analysis, rest));
    known.next().map(str::to_owned)
}
