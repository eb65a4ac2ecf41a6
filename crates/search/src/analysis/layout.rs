//! The wrong keyboard layout, either way: «dgh» is «впр», «цщкв» is «word».

const RUSSIAN: &str = "йцукенгшщзхъфывапролджэячсмитьбюё";
const LATIN: &str = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`";

/// What the same keys write in the Russian layout.
pub fn to_russian(text: &str) -> String {
    text.chars().map(|c| change(c, LATIN, RUSSIAN)).collect()
}

/// What the same keys write in the Latin layout.
pub fn to_latin(text: &str) -> String {
    text.chars().map(|c| change(c, RUSSIAN, LATIN)).collect()
}

/// Shifted keys write the same letters in capitals.
fn change(c: char, from: &str, to: &str) -> char {
    let low = match c {
        '{' => '[',
        '}' => ']',
        ':' => ';',
        '"' => '\'',
        '<' => ',',
        '>' => '.',
        '~' => '`',
        other => other.to_lowercase().next().unwrap_or(other),
    };
    from.chars().position(|k| k == low).and_then(|at| to.chars().nth(at)).unwrap_or(c)
}
