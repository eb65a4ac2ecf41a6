//! Setting words in lines of a given width.

use std::rc::Rc;

use anyhow::Result;

use super::{
    fonts::{Fonts, Sign},
    words::{Face, Words},
};

pub type Colour = [u8; 3];
pub const INK: Colour = [0x1e, 0x23, 0x29];
pub const QUIET: Colour = [0x5b, 0x64, 0x70];
pub const ACCENT: Colour = [0x1f, 0x6f, 0x5c];
/// Height of a line in sizes of its letters, and where in it they stand.
const LEADING: f32 = 1.42;
const BASELINE: f32 = 1.05;
/// Letters of the other font are larger at the same size.
const MONO: f32 = 0.86;

/// What a run of signs keeps of its face.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ink {
    pub colour: Colour,
    pub link: u16,
    pub struck: bool,
}

/// Size of letters, their alignment, and the face of all of them.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    pub size: f32,
    pub bold: bool,
    pub colour: Colour,
    pub centred: bool,
}

impl Look {
    pub const fn sized(size: f32) -> Self {
        Self { size, bold: false, colour: INK, centred: false }
    }

    pub const fn bold(self) -> Self {
        Self { bold: true, ..self }
    }

    pub const fn quiet(self) -> Self {
        Self { colour: QUIET, ..self }
    }

    pub const fn centred(self) -> Self {
        Self { centred: true, ..self }
    }
}

/// Signs of one font and ink, side by side.
#[derive(Clone, Debug)]
pub struct Piece {
    pub x: f32,
    pub width: f32,
    pub font: usize,
    pub size: f32,
    pub ink: Ink,
    pub signs: Vec<Shown>,
}

/// A sign on its line.
#[derive(Clone, Copy, Debug)]
pub struct Shown {
    pub code: u16,
    /// How far the next one stands.
    pub room: f32,
    /// How far it would stand by itself: where the two differ, kerning moves it.
    pub own: f32,
}

#[derive(Clone, Debug, Default)]
pub struct Line {
    pub height: f32,
    /// From its top.
    pub baseline: f32,
    /// Where its last sign ends.
    pub width: f32,
    pub pieces: Vec<Piece>,
}

/// A text in lines.
pub struct Set {
    pub lines: Vec<Line>,
    pub links: Rc<[String]>,
}

impl Set {
    pub fn height(&self) -> f32 {
        self.lines.iter().map(|line| line.height).sum()
    }

    pub fn width(&self) -> f32 {
        self.lines.iter().fold(0.0, |widest, line| widest.max(line.width))
    }
}

/// A letter with its sign and its room.
struct Letter {
    letter: char,
    sign: Sign,
    size: f32,
    ink: Ink,
    room: f32,
}

pub struct Press {
    pub fonts: Fonts,
}

impl Press {
    /// # Errors
    /// Never, unless the binary is damaged.
    pub fn new() -> Result<Self> {
        Ok(Self { fonts: Fonts::new()? })
    }

    /// Sets words in lines no wider than this; a word that is wider is broken anywhere.
    pub fn set(&mut self, words: &Words, look: Look, width: f32) -> Set {
        let letters = self.letters(words, look);
        let mut lines = Vec::new();
        for paragraph in letters.split(|letter| letter.letter == '\n') {
            let mut rest = paragraph;
            loop {
                let (line, after) = rest.split_at(first_line(rest, width));
                lines.push(laid(line, look, width));
                if after.is_empty() {
                    break;
                }
                rest = after;
            }
        }
        Set { lines, links: words.links.clone().into() }
    }

    fn letters(&mut self, words: &Words, look: Look) -> Vec<Letter> {
        let mut letters: Vec<Letter> = Vec::with_capacity(words.text.len() / 2);
        let mut start = 0;
        for (end, face) in &words.runs {
            let size = if face.mono { look.size * MONO } else { look.size };
            let ink = Ink { colour: colour(look, *face), link: face.link, struck: face.struck };
            for letter in words.text.get(start..*end).unwrap_or_default().chars().filter(|c| !unseen(*c)) {
                let sign = match letter {
                    '\n' => Sign::NONE,
                    _ => self.fonts.sign(letter, *face, look.bold),
                };
                if let Some(before) = letters.last_mut().filter(|before| before.ink == ink) {
                    before.room += self.fonts.kerning(before.sign, sign) * before.size / 1000.0;
                }
                letters.push(Letter { letter, sign, size, ink, room: sign.advance * size / 1000.0 });
            }
            start = *end;
        }
        letters
    }
}

fn colour(look: Look, face: Face) -> Colour {
    match face {
        Face { link: 1.., .. } => ACCENT,
        Face { quiet: true, .. } => QUIET,
        _ => look.colour,
    }
}

/// Signs without a shape of their own: joiners, marks of direction, variants, soft hyphens.
fn unseen(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
    )
}

/// A blank that a line may end with; hard spaces are none.
fn blank(letter: char) -> bool {
    matches!(letter, ' ' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' | '\u{3000}')
}

/// How many letters the first line takes: as many whole words as there is room for, at least one letter.
fn first_line(letters: &[Letter], width: f32) -> usize {
    let (mut x, mut end) = (0.0_f32, 0);
    for (index, letter) in letters.iter().enumerate() {
        x += letter.room;
        // Blanks at the end hang over the margin.
        if x > width + 0.01 && !blank(letter.letter) && index > 0 {
            return if end > 0 { end } else { index };
        }
        if parts(letters, index) {
            end = index + 1;
        }
    }
    letters.len()
}

/// May a line end behind this letter?
fn parts(letters: &[Letter], index: usize) -> bool {
    let at = |index: usize| letters.get(index).map(|letter| letter.letter);
    let (Some(this), Some(next)) = (at(index), at(index + 1)) else { return false };
    match this {
        // A dash does not begin a line; neither does a blank.
        c if blank(c) => !blank(next) && !matches!(next, '—' | '–'),
        // «кто-нибудь», but neither «-5» nor «5-А».
        '-' | '\u{2010}' => {
            next.is_alphabetic() && index > 0 && at(index - 1).is_some_and(|before| before.is_alphabetic())
        }
        '—' | '/' | '_' | '&' | '?' | '=' => next.is_alphanumeric(),
        // Scripts that part words by nothing.
        '\u{2e80}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{20000}'..='\u{3fffd}' => next.is_alphanumeric(),
        _ => false,
    }
}

fn laid(letters: &[Letter], look: Look, width: f32) -> Line {
    let shown = letters.iter().rposition(|letter| !blank(letter.letter)).map_or(0, |last| last + 1);
    let total: f32 = letters.iter().take(shown).map(|letter| letter.room).sum();
    let mut x = if look.centred { ((width - total) / 2.0).max(0.0) } else { 0.0 };
    let mut line =
        Line { height: look.size * LEADING, baseline: look.size * BASELINE, width: x + total, pieces: vec![] };
    for letter in letters.iter().take(shown) {
        let same = |piece: &Piece| {
            piece.font == letter.sign.font && piece.ink == letter.ink && (piece.size - letter.size).abs() < f32::EPSILON
        };
        if !line.pieces.last().is_some_and(same) {
            let (font, size, ink) = (letter.sign.font, letter.size, letter.ink);
            line.pieces.push(Piece { x, width: 0.0, font, size, ink, signs: Vec::new() });
        }
        if let Some(piece) = line.pieces.last_mut() {
            let own = letter.sign.advance * letter.size / 1000.0;
            piece.signs.push(Shown { code: letter.sign.code, room: letter.room, own });
            piece.width += letter.room;
        }
        x += letter.room;
    }
    line
}
