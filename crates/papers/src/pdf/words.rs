//! Words with their faces, before they are set in lines.

/// How a stretch of text looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Face {
    pub bold: bool,
    pub italic: bool,
    pub struck: bool,
    pub mono: bool,
    pub quiet: bool,
    /// Which of the links it belongs to, counted from 1.
    pub link: u16,
}

/// A text of several faces.
#[derive(Clone, Debug, Default)]
pub struct Words {
    pub text: String,
    /// Where each stretch ends, and its face; together they cover the text.
    pub runs: Vec<(usize, Face)>,
    pub links: Vec<String>,
}

/// More links in one paragraph are shown as words only.
const LINKS: usize = 10_000;

impl Words {
    pub fn plain(text: &str) -> Self {
        Self::faced(text, Face::default())
    }

    pub fn faced(text: &str, face: Face) -> Self {
        let mut words = Self::default();
        words.push(text, face);
        words
    }

    /// Adds text; signs that no paper can show are left out.
    pub fn push(&mut self, text: &str, face: Face) {
        let before = self.text.len();
        for c in text.chars() {
            match c {
                '\n' => self.text.push('\n'),
                '\t' => self.text.push_str(if face.mono { "    " } else { " " }),
                // Would open another line or paragraph behind our back.
                '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' | '\u{85}' => self.text.push(' '),
                c if c.is_control() => {}
                c => self.text.push(c),
            }
        }
        if self.text.len() == before {
            return;
        }
        let end = self.text.len();
        match self.runs.last_mut() {
            Some((last, same)) if *same == face => *last = end,
            _ => self.runs.push((end, face)),
        }
    }

    /// The number of a new link, 0 when it cannot be one: only what a reader can open from a sheet of paper is.
    pub fn link(&mut self, address: &str) -> u16 {
        let opens = ["http://", "https://", "mailto:"].iter().any(|start| address.starts_with(start));
        if !opens || self.links.len() >= LINKS {
            return 0;
        }
        self.links.push(ascii(address));
        u16::try_from(self.links.len()).unwrap_or(0)
    }

    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty()
    }
}

/// Addresses in a PDF are ASCII.
fn ascii(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}
