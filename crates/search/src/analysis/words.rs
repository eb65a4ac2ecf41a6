//! Text into words: runs of letters and runs of digits. What is written together («13.3», «3D», «QR-код») is also kept
//! joined, at the place of its first part.

use unicode_normalization::{UnicodeNormalization, is_nfc};

use super::characters::{Class, as_cyrillic, as_latin, class, is_invisible, push_folded};

/// Longer runs are no words: nobody types them.
const LONGEST: usize = 40;
/// Parts of one joined word.
const JOINED: usize = 4;

/// A word where it stands in the (composed) text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Folded: lower case, ё as е, one alphabet.
    pub text: String,
    /// The whole of what this is the first part of, without dashes.
    pub joined: Option<String>,
    pub from: usize,
    pub to: usize,
    /// Nothing stands between this word and the one before.
    pub glued: bool,
}

impl Word {
    pub fn is_number(&self) -> bool {
        self.text.starts_with(|c: char| c.is_ascii_digit())
    }
}

/// The text in which [`Word`]s have their places: «и» and a breve become «й».
pub fn composed(text: &str) -> std::borrow::Cow<'_, str> {
    if is_nfc(text) { text.into() } else { text.nfc().collect::<String>().into() }
}

struct Run {
    text: String,
    class: Class,
    from: usize,
    to: usize,
    /// What stood before it: nothing, or one joint.
    link: Option<Option<char>>,
}

/// Words of a composed text.
pub fn words(text: &str) -> Vec<Word> {
    let runs = one_alphabet(runs(text));
    let mut words = Vec::with_capacity(runs.len());
    let mut first = 0;
    while first < runs.len() {
        let mut end = first + 1;
        while end < runs.len() && end - first < JOINED && joins(&runs[end - 1], &runs[end]) {
            end += 1;
        }
        let whole = (end - first > 1).then(|| joined(&runs[first..end]));
        for (at, run) in runs[first..end].iter().enumerate() {
            let short = run.text.chars().count() <= LONGEST;
            if short || at == 0 && whole.is_some() {
                words.push(Word {
                    text: if short { run.text.clone() } else { String::new() },
                    joined: if at == 0 { whole.clone().filter(|w| w.chars().count() <= LONGEST) } else { None },
                    from: run.from,
                    to: run.to,
                    glued: run.link == Some(None),
                });
            }
        }
        first = end;
    }
    words.retain(|w| !w.text.is_empty());
    words
}

fn runs(text: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    // What stood since the last run: `None` after anything but one joint.
    let mut link: Option<Option<char>> = None;
    let mut open = false;
    for (at, c) in text.char_indices() {
        if is_invisible(c) {
            continue;
        }
        let to = at + c.len_utf8();
        match class(c) {
            Class::Other => {
                open = false;
                link = None;
            }
            Class::Joint => {
                link = if open { Some(Some(if c == '.' || c == ',' { '.' } else { '-' })) } else { None };
                open = false;
            }
            now => {
                let letters = |c: Class| matches!(c, Class::Cyrillic | Class::Latin);
                let same = open && runs.last().is_some_and(|r| r.class == now || letters(r.class) && letters(now));
                match runs.last_mut().filter(|_| same) {
                    Some(run) => {
                        push_folded(c, &mut run.text);
                        run.to = to;
                    }
                    None => {
                        let mut text = String::new();
                        push_folded(c, &mut text);
                        let link = if open { Some(None) } else { link };
                        runs.push(Run { text, class: now, from: at, to, link });
                    }
                }
                open = true;
                link = None;
            }
        }
    }
    runs
}

/// A run of letters in two alphabets is a word with look-alikes, or two words written together.
fn one_alphabet(runs: Vec<Run>) -> Vec<Run> {
    let mut clean = Vec::with_capacity(runs.len());
    for mut run in runs {
        let cyrillic = run.text.chars().any(|c| class(c) == Class::Cyrillic);
        let latin = run.text.chars().any(|c| class(c) == Class::Latin);
        if !(cyrillic && latin) {
            clean.push(run);
            continue;
        }
        let all = |from: Class, to: fn(char) -> Option<char>| {
            let change = |c: char| if class(c) == from { to(c) } else { Some(c) };
            run.text.chars().map(change).collect::<Option<String>>()
        };
        if let Some(text) = all(Class::Latin, as_cyrillic).or_else(|| all(Class::Cyrillic, as_latin)) {
            run.text = text;
            clean.push(run);
        } else {
            split(&run, &mut clean);
        }
    }
    clean
}

fn split(run: &Run, to: &mut Vec<Run>) {
    let mut last = None;
    for c in run.text.chars() {
        let now = class(c);
        if last == Some(now) {
            if let Some(part) = to.last_mut() {
                part.text.push(c);
            }
        } else {
            let link = if last.is_none() { run.link } else { Some(None) };
            to.push(Run { text: c.to_string(), class: now, from: run.from, to: run.to, link });
        }
        last = Some(now);
    }
}

fn joins(before: &Run, after: &Run) -> bool {
    match after.link {
        None => false,
        Some(None | Some('-')) => true,
        Some(Some(_)) => before.class == Class::Digit && after.class == Class::Digit,
    }
}

fn joined(runs: &[Run]) -> String {
    let mut whole = String::new();
    for (at, run) in runs.iter().enumerate() {
        if at > 0 && run.link == Some(Some('.')) {
            whole.push('.');
        }
        whole.push_str(&run.text);
    }
    whole
}
