//! What a person typed, apart: quoted words, words that must not be there, `автор:` and `тег:`, and plain words. Never
//! fails: whatever makes no sense is plain words.

/// Longer queries are cut: nobody means the rest.
const LONGEST: usize = 400;
const WORDS: usize = 32;

/// A piece of the query as typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    Word(String),
    Quoted(String),
    Without(String),
    Author(String),
    Tag(String),
}

/// Pieces in their order.
pub fn parse(query: &str) -> Vec<Piece> {
    let text: String = query.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    let mut pieces = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() && pieces.len() < WORDS {
        let (piece, after) = next(rest);
        pieces.extend(piece);
        rest = after.trim_start();
    }
    pieces
}

fn next(text: &str) -> (Option<Piece>, &str) {
    if let Some((inside, after)) = quoted(text) {
        return (has_word(inside).then(|| Piece::Quoted(inside.to_owned())), after);
    }
    if let Some(after) = text.strip_prefix(['-', '−', '–'])
        && after.starts_with(|c: char| c.is_alphanumeric() || is_opening(c))
    {
        if let Some((inside, rest)) = quoted(after) {
            return (has_word(inside).then(|| Piece::Without(inside.to_owned())), rest);
        }
        let (word, rest) = cut(after);
        return (has_word(word).then(|| Piece::Without(word.to_owned())), rest);
    }
    for (name, make) in NAMED {
        if let Some(after) = strip_name(text, name) {
            let (value, rest) = quoted(after.trim_start()).unwrap_or_else(|| cut(after.trim_start()));
            if has_word(value) {
                return (Some(make(value.to_owned())), rest);
            }
        }
    }
    let (word, rest) = cut(text);
    (Some(Piece::Word(word.to_owned())), rest)
}

type Make = fn(String) -> Piece;

const NAMED: &[(&str, Make)] =
    &[("автор:", Piece::Author), ("тег:", Piece::Tag), ("author:", Piece::Author), ("tag:", Piece::Tag)];

fn strip_name<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let end = text.char_indices().nth(name.chars().count()).map_or(text.len(), |(at, _)| at);
    (text[..end].to_lowercase() == name).then(|| &text[end..])
}

const fn is_opening(c: char) -> bool {
    matches!(c, '"' | '«' | '“' | '„')
}

/// What stands between a pair of quotes; nothing when they are not closed.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let open = text.chars().next().filter(|c| is_opening(*c))?;
    let inside = &text[open.len_utf8()..];
    let close = |c: char| match open {
        '«' => c == '»',
        '"' => c == '"',
        _ => matches!(c, '”' | '“' | '"'),
    };
    let end = inside.find(close)?;
    let after = &inside[end..];
    let length = after.chars().next().map_or(0, char::len_utf8);
    Some((&inside[..end], &after[length..]))
}

fn cut(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

fn has_word(text: &str) -> bool {
    text.chars().any(char::is_alphanumeric)
}
