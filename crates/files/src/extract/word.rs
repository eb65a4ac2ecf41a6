//! DOCX: headings, paragraphs, lists, tables, bold; headers, footers and notes for the index.

use std::collections::HashMap;

use platform::ports::{FilePart, FilePlace};

use super::{
    Failure, Outcome, Reading,
    writing::Writing,
    xml::{Tag, Visitor, walk},
    zipped::Archive,
};

pub fn read(contents: &[u8]) -> Outcome<Reading> {
    let mut archive = Archive::open(contents)?;
    let mut styles = Styles::default();
    if let Some(source) = archive.entry("word/styles.xml") {
        walk(source, &mut styles)?;
    }
    let mut document = Document { styles: styles.headings, ..Document::default() };
    let main =
        if archive.names().iter().any(|n| n == "word/document.xml") { "word/document.xml" } else { "document.xml" };
    walk(archive.entry(main).ok_or(Failure::Damaged)?, &mut document)?;
    document.end_list();
    let names = archive.names();
    let asides =
        [("word/header", FilePlace::Header), ("word/footer", FilePlace::Header), ("word/footnotes", FilePlace::Note)];
    for (prefix, place) in asides {
        for name in names.iter().filter(|n| n.starts_with(prefix) && n.ends_with(".xml")) {
            // Only for the index: on the page they would repeat themselves.
            let mut aside = Document::default();
            if let Some(source) = archive.entry(name) {
                walk(source, &mut aside)?;
            }
            document.aside(place.clone(), &aside.out.done(None).text);
        }
    }
    Ok(document.finished())
}

/// Which styles are headings: Russian Word calls them `1`, `2`, and says what they are in their names.
#[derive(Default)]
struct Styles {
    current: Option<String>,
    headings: HashMap<String, u8>,
}

impl Visitor for Styles {
    fn start(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "style" => self.current = tag.get("styleId"),
            "name" => {
                let named = tag.get("val").unwrap_or_default().to_lowercase();
                let level = match named.as_str() {
                    "title" | "название" => Some(1),
                    n => n
                        .strip_prefix("heading ")
                        .or_else(|| n.strip_prefix("заголовок "))
                        .and_then(|d| d.parse::<u8>().ok()),
                };
                if let (Some(id), Some(level)) = (self.current.clone(), level) {
                    self.headings.insert(id, level);
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, _: &str) {}
    fn text(&mut self, _: &str) {}
}

/// The document being walked. A paragraph's tag is known only after its properties, so it opens with the first text.
#[derive(Default)]
struct Document {
    out: Writing,
    styles: HashMap<String, u8>,
    asides: Vec<(FilePlace, String)>,
    paragraph: Option<&'static str>,
    open: Option<&'static str>,
    in_list: bool,
    item: bool,
    in_text: bool,
    in_properties: bool,
    cells: Vec<bool>,
}

fn heading(level: u8) -> &'static str {
    match level {
        0 | 1 => "h2",
        2 => "h3",
        _ => "h4",
    }
}

impl Document {
    fn begin_text(&mut self) {
        if self.open.is_some() || self.paragraph.is_none() {
            return;
        }
        let inside_table = !self.cells.is_empty();
        if self.item && !inside_table {
            if !self.in_list {
                self.out.open("ul");
                self.in_list = true;
            }
        } else {
            self.end_list();
        }
        let tag = if self.item && !inside_table { "li" } else { self.paragraph.unwrap_or("p") };
        self.out.open(tag);
        self.open = Some(tag);
    }

    fn end_paragraph(&mut self) {
        if let Some(tag) = self.open.take() {
            self.out.close(tag);
        }
        self.out.line();
        self.paragraph = None;
        self.item = false;
    }

    fn end_list(&mut self) {
        if std::mem::take(&mut self.in_list) {
            self.out.close("ul");
        }
    }

    fn aside(&mut self, place: FilePlace, text: &str) {
        let known = self.asides.iter().any(|(_, t)| t == text);
        if !text.trim().is_empty() && !known {
            self.asides.push((place, text.to_owned()));
        }
    }

    fn finished(self) -> Reading {
        let mut reading = self.out.done(None);
        for (place, text) in self.asides {
            if reading.text.len() + text.len() > super::MAX_TEXT {
                break;
            }
            if !reading.text.ends_with('\n') {
                reading.text.push('\n');
            }
            reading.parts.push(FilePart { place, start: reading.text.len() });
            reading.text.push_str(&text);
        }
        reading
    }
}

impl Visitor for Document {
    fn start(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "p" => self.paragraph = Some("p"),
            "pStyle" => {
                if let Some(level) = tag.get("val").and_then(|id| self.styles.get(&id).copied()) {
                    self.paragraph = Some(heading(level));
                }
            }
            "numPr" => self.item = true,
            "rPr" => self.in_properties = true,
            "b" if self.in_properties => {
                let on = !matches!(tag.get("val").as_deref(), Some("0" | "false" | "off"));
                if on && self.open.is_none() {
                    self.begin_text();
                }
                self.out.bold(on);
            }
            "t" => {
                self.begin_text();
                self.in_text = true;
            }
            "tab" if self.paragraph.is_some() && self.open.is_some() => self.out.text("\t"),
            "br" | "cr" if self.open.is_some() => self.out.line_break(),
            "tbl" => {
                self.end_list();
                self.out.open("table");
                self.cells.push(false);
            }
            "tr" => {
                self.out.line();
                self.out.open("tr");
                if let Some(any) = self.cells.last_mut() {
                    *any = false;
                }
            }
            "tc" => {
                if self.cells.last_mut().is_some_and(|any| std::mem::replace(any, true)) {
                    self.out.tab();
                }
                self.out.open("td");
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "rPr" => self.in_properties = false,
            "r" => self.out.bold(false),
            "t" => self.in_text = false,
            "tc" => self.out.close("td"),
            "tr" => {
                self.out.close("tr");
                self.out.line();
            }
            "tbl" => {
                self.out.close("table");
                self.cells.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.out.text(text);
        }
    }

    /// What was struck out, what older programs would see instead, and codes of fields.
    fn skips(&self, name: &str) -> bool {
        matches!(name, "del" | "moveFrom" | "Fallback" | "instrText" | "pPrChange" | "rPrChange")
    }

    fn full(&self) -> bool {
        self.out.full()
    }
}
