//! Do these letters make words? A cheap guess, for PDFs that do not say which letters their signs are: no dictionary
//! is linked here, so a word counts as known when it looks pronounceable.

/// Words looked at.
const LOOKED_AT: usize = 5_000;
/// Fewer words prove nothing.
const ENOUGH: usize = 12;
/// Percent below which the text is rubbish.
pub const LEAST: u8 = 40;

const VOWELS: &str = "аеёиоуыэюяaeiouyäöüéèà";

/// Percent of words that look like words; 100 when there are too few to tell.
pub fn share(text: &str) -> u8 {
    let (mut words, mut known) = (0_usize, 0_usize);
    for word in text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '–' | '—' | '/')).take(LOOKED_AT * 3) {
        let word = word.trim_matches(|c: char| !c.is_alphanumeric() && !is_rubbish(c));
        if word.is_empty() || word.chars().all(|c| c.is_numeric() || c.is_ascii_punctuation()) {
            continue;
        }
        words += 1;
        known += usize::from(looks_like_a_word(word));
        if words == LOOKED_AT {
            break;
        }
    }
    if words < ENOUGH {
        return if text.chars().any(is_rubbish) { 0 } else { 100 };
    }
    u8::try_from(known * 100 / words).unwrap_or(100)
}

/// Signs that no text has: private use, replacement, the latin-1 block that mis-decoded Cyrillic falls into.
fn is_rubbish(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffd}' | '\u{00a1}'..='\u{00aa}' | '\u{00ac}'..='\u{00af}')
        || matches!(c, '\u{00b1}'..='\u{00b6}' | '\u{00b8}'..='\u{00ba}' | '\u{00bc}'..='\u{00bf}')
}

fn looks_like_a_word(word: &str) -> bool {
    let (mut cyrillic, mut latin, mut accented, mut other, mut vowels, mut length) = (0, 0, 0, 0, 0, 0);
    let (mut run, mut longest) = (0, 0);
    for c in word.to_lowercase().chars() {
        length += 1;
        match c {
            'а'..='я' | 'ё' | 'і' | 'ў' => cyrillic += 1,
            'a'..='z' => latin += 1,
            'ß'..='ÿ' => accented += 1,
            c if c.is_alphabetic() || is_rubbish(c) => other += 1,
            _ => {}
        }
        if VOWELS.contains(c) {
            vowels += 1;
            run = 0;
        } else if c.is_alphabetic() && !matches!(c, 'ь' | 'ъ') {
            run += 1;
            longest = longest.max(run);
        }
    }
    // Prepositions, initials and abbreviations («в», «к», «ВПР», «см») have no vowel.
    let speakable = vowels > 0 || length <= 4;
    // Cyrillic in the wrong code page is all accents: «Ïðîöåíòû».
    let mixed = cyrillic > 0 && latin + accented > 0 || accented > latin;
    other == 0 && !mixed && length <= 30 && longest <= 5 && speakable
}
