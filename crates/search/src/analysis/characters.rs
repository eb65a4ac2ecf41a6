//! Letters as search sees them: one case, no accents, no invisible characters, one dash, ё as е.

/// What a character is to the tokeniser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Cyrillic,
    Latin,
    Digit,
    /// A dash, a dot or a comma: may join what stands around it.
    Joint,
    Other,
}

/// Characters that are not there for a reader: soft hyphen, zero-width ones, byte order mark, stress marks.
pub const fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{300}' | '\u{301}')
}

pub fn class(c: char) -> Class {
    match c {
        'а'..='я' | 'А'..='Я' | 'ё' | 'Ё' => Class::Cyrillic,
        '0'..='9' => Class::Digit,
        '-' | '.' | ',' => Class::Joint,
        _ if is_dash(c) => Class::Joint,
        _ if c.is_numeric() => Class::Digit,
        _ if ('\u{400}'..='\u{52f}').contains(&c) => Class::Cyrillic,
        _ if c.is_alphabetic() => Class::Latin,
        _ => Class::Other,
    }
}

pub const fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// Lower case with ё as е.
pub fn push_folded(c: char, to: &mut String) {
    for c in c.to_lowercase() {
        to.push(if c == 'ё' { 'е' } else { c });
    }
}

/// The Cyrillic letter that looks like this Latin one.
pub const fn as_cyrillic(c: char) -> Option<char> {
    Some(match c {
        'a' => 'а',
        'b' => 'в',
        'c' => 'с',
        'e' => 'е',
        'h' => 'н',
        'k' => 'к',
        'm' => 'м',
        'o' => 'о',
        'p' => 'р',
        't' => 'т',
        'x' => 'х',
        'y' => 'у',
        _ => return None,
    })
}

/// The Latin letter that looks like this Cyrillic one.
pub const fn as_latin(c: char) -> Option<char> {
    Some(match c {
        'а' => 'a',
        'в' => 'b',
        'с' => 'c',
        'е' => 'e',
        'н' => 'h',
        'к' => 'k',
        'м' => 'm',
        'о' => 'o',
        'р' => 'p',
        'т' => 't',
        'х' => 'x',
        'у' => 'y',
        _ => return None,
    })
}
