//! ODT and ODP: one `content.xml` with everything in it.

use platform::ports::FilePlace;

use super::{
    Failure, Outcome, Reading,
    writing::Writing,
    xml::{Tag, Visitor, walk},
    zipped::Archive,
};

pub fn read(contents: &[u8]) -> Outcome<Reading> {
    let mut archive = Archive::open(contents)?;
    if archive.head("META-INF/manifest.xml", 1 << 20).is_some_and(|m| m.contains("encryption-data")) {
        return Err(Failure::Encrypted);
    }
    let mut content = Content::default();
    walk(archive.entry("content.xml").ok_or(Failure::Damaged)?, &mut content)?;
    let slides = (content.slides > 0).then_some(content.slides);
    Ok(content.out.done(slides))
}

#[derive(Default)]
struct Content {
    out: Writing,
    slides: u32,
    /// Open paragraphs; notes may stand inside each other.
    open: Vec<&'static str>,
    cells: bool,
    body: bool,
}

impl Visitor for Content {
    fn start(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "body" => self.body = true,
            "page" => {
                self.slides += 1;
                self.out.part(FilePlace::Slide { number: self.slides });
                self.out.open("section");
            }
            "h" => {
                let level = tag.get("outline-level").and_then(|l| l.parse::<u8>().ok()).unwrap_or(1);
                self.begin(match level {
                    0 | 1 => "h2",
                    2 => "h3",
                    _ => "h4",
                });
            }
            "p" => self.begin("p"),
            "s" => self.out.text(" "),
            "tab" => self.out.text("\t"),
            "line-break" => self.out.line_break(),
            "list" => self.out.open("ul"),
            "list-item" => self.out.open("li"),
            "notes" => self.out.open("blockquote"),
            "table" => self.out.open("table"),
            "table-row" => {
                self.out.line();
                self.out.open("tr");
                self.cells = false;
            }
            "table-cell" => {
                if std::mem::replace(&mut self.cells, true) {
                    self.out.tab();
                }
                self.out.open("td");
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "page" => self.out.close("section"),
            "p" | "h" => {
                if let Some(tag) = self.open.pop() {
                    self.out.close(tag);
                }
                self.out.line();
            }
            "list" => self.out.close("ul"),
            "list-item" => self.out.close("li"),
            "notes" => self.out.close("blockquote"),
            "table" => self.out.close("table"),
            "table-row" => {
                self.out.close("tr");
                self.out.line();
            }
            "table-cell" => self.out.close("td"),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.body && !self.open.is_empty() {
            self.out.text(text);
        }
    }

    fn skips(&self, name: &str) -> bool {
        matches!(name, "automatic-styles" | "font-face-decls" | "tracked-changes" | "annotation" | "scripts")
    }

    fn full(&self) -> bool {
        self.out.full()
    }
}

impl Content {
    fn begin(&mut self, tag: &'static str) {
        self.out.open(tag);
        self.open.push(tag);
    }
}
