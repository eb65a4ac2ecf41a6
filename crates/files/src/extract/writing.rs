//! The page being written: plain text for the index and safe HTML for people, in one pass.

use platform::ports::{FilePart, FilePlace};

use super::{MAX_TEXT, Reading, sense};

/// HTML of one page.
const MAX_HTML: usize = 2 << 20;
/// Tags inside each other; deeper ones are written flat.
const DEEPEST: usize = 60;

/// Text and HTML of a document. Tags are a closed list, text is escaped.
#[derive(Default)]
pub struct Writing {
    text: String,
    html: String,
    parts: Vec<FilePart>,
    open: Vec<&'static str>,
    /// Tags that were asked for beyond the depth or the room and must be closed silently.
    skipped: Vec<&'static str>,
    bold: bool,
}

impl Writing {
    /// Begins a slide, a sheet, a page.
    pub fn part(&mut self, place: FilePlace) {
        self.line();
        self.parts.push(FilePart { place, start: self.text.len() });
    }

    /// Nothing more will be taken.
    pub fn full(&self) -> bool {
        self.text.len() >= MAX_TEXT
    }

    pub fn open(&mut self, tag: &'static str) {
        if self.open.len() >= DEEPEST || self.html.len() >= MAX_HTML || !self.skipped.is_empty() {
            self.skipped.push(tag);
            return;
        }
        self.unbold();
        self.html.push('<');
        self.html.push_str(tag);
        self.html.push('>');
        self.open.push(tag);
    }

    pub fn close(&mut self, tag: &'static str) {
        if let Some(at) = self.skipped.iter().rposition(|t| *t == tag) {
            self.skipped.remove(at);
            return;
        }
        self.unbold();
        if !self.open.contains(&tag) {
            return;
        }
        while let Some(last) = self.open.pop() {
            self.html.push_str("</");
            self.html.push_str(last);
            self.html.push('>');
            if last == tag {
                return;
            }
        }
    }

    pub fn is_open(&self, tag: &str) -> bool {
        self.open.contains(&tag)
    }

    /// The text goes on in a new line.
    pub fn line(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    /// Cells beside each other.
    pub fn tab(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with(['\n', '\t']) {
            self.text.push('\t');
        }
    }

    pub fn bold(&mut self, on: bool) {
        if !on {
            self.unbold();
        } else if !self.bold && self.html.len() < MAX_HTML && self.skipped.is_empty() {
            self.html.push_str("<strong>");
            self.bold = true;
        }
    }

    fn unbold(&mut self) {
        if std::mem::take(&mut self.bold) {
            self.html.push_str("</strong>");
        }
    }

    pub fn line_break(&mut self) {
        self.line();
        if self.html.len() < MAX_HTML && self.skipped.is_empty() {
            self.html.push_str("<br>");
        }
    }

    pub fn text(&mut self, text: &str) {
        let room = MAX_TEXT.saturating_sub(self.text.len());
        let text = &text[..text.floor_char_boundary(room)];
        for c in text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')) {
            self.text.push(c);
            if self.html.len() >= MAX_HTML || !self.skipped.is_empty() {
                continue;
            }
            match c {
                '&' => self.html.push_str("&amp;"),
                '<' => self.html.push_str("&lt;"),
                '>' => self.html.push_str("&gt;"),
                c => self.html.push(c),
            }
        }
    }

    /// For the index only.
    pub fn unshown(&mut self, text: &str) {
        let room = MAX_TEXT.saturating_sub(self.text.len());
        self.text.extend(text[..text.floor_char_boundary(room)].chars().filter(|c| !c.is_control()));
    }

    /// A paragraph of its own.
    pub fn paragraph(&mut self, tag: &'static str, text: &str) {
        self.open(tag);
        self.text(text);
        self.close(tag);
        self.line();
    }

    pub fn done(mut self, pages: Option<u32>) -> Reading {
        self.unbold();
        while let Some(tag) = self.open.last().copied() {
            self.close(tag);
        }
        let known = sense::share(&self.text);
        Reading { text: self.text, html: self.html, parts: self.parts, pages, known }
    }
}
