//! Text as people paste it: odd blanks, marks nobody sees, Latin letters inside Russian words.

/// One line of text without what nobody sees.
pub fn clean(text: &str) -> String {
    composed(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// «й» and «ё» as one sign; zero-width signs and byte order marks gone; odd blanks as blanks, new lines kept.
fn composed(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        let joined = match (c, kept.chars().next_back()) {
            ('\u{306}', Some('и')) => Some('й'),
            ('\u{306}', Some('И')) => Some('Й'),
            ('\u{308}', Some('е')) => Some('ё'),
            ('\u{308}', Some('Е')) => Some('Ё'),
            _ => None,
        };
        match joined {
            Some(joined) => {
                kept.pop();
                kept.push(joined);
            }
            None if is_invisible(c) => {}
            None if c.is_whitespace() && c != '\n' => kept.push(' '),
            None => kept.push(c),
        }
    }
    kept
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
        || c.is_control() && !c.is_whitespace()
}

/// Parts of a cell that holds a list: semicolons and new lines part them.
pub fn parts(text: &str) -> Vec<String> {
    composed(text).split([';', '\n']).map(clean).filter(|part| !part.is_empty()).collect()
}

const LIKE: &[(char, char)] = &[
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('k', 'к'),
    ('m', 'м'),
    ('t', 'т'),
];

fn is_cyrillic(c: char) -> bool {
    ('\u{400}'..='\u{52f}').contains(&c)
}

fn russian(c: char) -> Option<char> {
    LIKE.iter().find(|(latin, _)| *latin == c).map(|(_, russian)| *russian)
}

/// The text with Latin look-alikes inside Russian words made Russian; nothing when there was nothing to mend.
pub fn mended(text: &str) -> Option<String> {
    if !text.chars().any(is_cyrillic) || !text.chars().any(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let mut whole = String::with_capacity(text.len());
    let mut word = String::new();
    for c in text.chars() {
        if c.is_alphabetic() {
            word.push(c);
        } else {
            whole.push_str(&mended_word(&word));
            word.clear();
            whole.push(c);
        }
    }
    whole.push_str(&mended_word(&word));
    (whole != text).then_some(whole)
}

fn mended_word(word: &str) -> String {
    let mixed = word.chars().any(is_cyrillic);
    let lone = word.chars().count() == 1;
    if (mixed || lone) && word.chars().all(|c| !c.is_ascii_alphabetic() || russian(c).is_some()) {
        word.chars().map(|c| russian(c).unwrap_or(c)).collect()
    } else {
        word.to_owned()
    }
}

/// Both alphabets in one word, whatever the letters.
pub fn is_mixed(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic())
        .any(|word| word.chars().any(is_cyrillic) && word.chars().any(|c| c.is_ascii_alphabetic()))
}

pub fn has_latin(text: &str) -> bool {
    text.chars().any(|c| c.is_ascii_alphabetic())
}

/// «ИВАНОВА-ПЕТРОВА» as «Иванова-Петрова»; nothing unless the whole is in capitals.
pub fn lowered(name: &str) -> Option<String> {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    if letters < 2 || name.chars().any(char::is_lowercase) {
        return None;
    }
    let mut first = true;
    let mut whole = String::with_capacity(name.len());
    for c in name.chars() {
        if c.is_alphabetic() && !first {
            whole.extend(c.to_lowercase());
        } else {
            whole.push(c);
        }
        first = !c.is_alphabetic();
    }
    Some(whole)
}

/// As headings and words of lists are compared.
pub fn folded(text: &str) -> String {
    let text = clean(text);
    crate::names::words(&mended(&text).unwrap_or(text)).join(" ")
}

/// A key of another system: one line, lower case, letters of one alphabet.
pub fn key(text: &str) -> String {
    let text = clean(text);
    mended(&text).unwrap_or(text).to_lowercase()
}
