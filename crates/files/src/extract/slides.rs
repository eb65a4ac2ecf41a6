//! PPTX: slides in the order of the show, with their notes.

use std::collections::HashMap;

use platform::ports::FilePlace;

use super::{
    Failure, Outcome, Reading,
    writing::Writing,
    xml::{Tag, Visitor, walk},
    zipped::Archive,
};

const SHOWN: usize = 500;

pub fn read(contents: &[u8]) -> Outcome<Reading> {
    let mut archive = Archive::open(contents)?;
    let order = order(&mut archive)?;
    if order.is_empty() {
        return Err(Failure::Damaged);
    }
    let mut show = Show::default();
    for (number, slide) in (1..).zip(order.iter().take(SHOWN)) {
        show.out.part(FilePlace::Slide { number });
        show.out.open("section");
        if let Some(source) = archive.entry(slide) {
            walk(source, &mut show)?;
        }
        let notes = relations(&mut archive, slide)?.into_values().find(|target| target.contains("notesSlides/"));
        if let Some(source) = notes.as_deref().and_then(|name| archive.entry(name)) {
            show.out.open("blockquote");
            walk(source, &mut show)?;
            show.out.close("blockquote");
        }
        show.out.close("section");
    }
    Ok(show.out.done(u32::try_from(order.len()).ok()))
}

/// Slides as they are shown; by number where the presentation does not say.
fn order(archive: &mut Archive<'_>) -> Outcome<Vec<String>> {
    let targets = relations(archive, "ppt/presentation.xml")?;
    let mut listed = Listed::default();
    if let Some(source) = archive.entry("ppt/presentation.xml") {
        walk(source, &mut listed)?;
    }
    let shown: Vec<String> = listed.0.iter().filter_map(|id| targets.get(id).cloned()).collect();
    if !shown.is_empty() {
        return Ok(shown);
    }
    let number = |name: &str| name.strip_prefix("ppt/slides/slide")?.strip_suffix(".xml")?.parse::<u32>().ok();
    let mut found: Vec<(u32, String)> =
        archive.names().into_iter().filter_map(|name| Some((number(&name)?, name))).collect();
    found.sort();
    Ok(found.into_iter().map(|(_, name)| name).collect())
}

/// Ids of relations → names of entries.
fn relations(archive: &mut Archive<'_>, of: &str) -> Outcome<HashMap<String, String>> {
    let (folder, name) = of.rsplit_once('/').unwrap_or(("", of));
    let mut found = Relations { folder: folder.to_owned(), targets: HashMap::new() };
    if let Some(source) = archive.entry(&format!("{folder}/_rels/{name}.rels")) {
        walk(source, &mut found)?;
    }
    Ok(found.targets)
}

struct Relations {
    folder: String,
    targets: HashMap<String, String>,
}

impl Visitor for Relations {
    fn start(&mut self, name: &str, tag: &Tag<'_>) {
        if name != "Relationship" {
            return;
        }
        let (Some(id), Some(target)) = (tag.get("Id"), tag.get("Target")) else { return };
        let mut path: Vec<&str> = if target.starts_with('/') { Vec::new() } else { self.folder.split('/').collect() };
        for step in target.split('/').filter(|s| !s.is_empty()) {
            if step == ".." {
                path.pop();
            } else {
                path.push(step);
            }
        }
        self.targets.insert(id, path.join("/"));
    }

    fn end(&mut self, _: &str) {}
    fn text(&mut self, _: &str) {}
}

#[derive(Default)]
struct Listed(Vec<String>);

impl Visitor for Listed {
    fn start(&mut self, name: &str, tag: &Tag<'_>) {
        if name == "sldId" {
            // `id` and `r:id` differ by prefix only; the relation's begins with a letter.
            self.0.extend(tag.all("id").into_iter().find(|id| !id.starts_with(|c: char| c.is_ascii_digit())));
        }
    }

    fn end(&mut self, _: &str) {}
    fn text(&mut self, _: &str) {}
}

#[derive(Default)]
struct Show {
    out: Writing,
    title: bool,
    /// Numbers of slides and dates say nothing.
    furniture: bool,
    open: Option<&'static str>,
    in_text: bool,
    cells: bool,
}

impl Visitor for Show {
    fn start(&mut self, name: &str, tag: &Tag<'_>) {
        match name {
            "sp" => (self.title, self.furniture) = (false, false),
            "ph" => match tag.get("type").as_deref() {
                Some("title" | "ctrTitle") => self.title = true,
                Some("sldNum" | "dt" | "ftr" | "hdr" | "sldImg") => self.furniture = true,
                _ => {}
            },
            "t" if !self.furniture => {
                if self.open.is_none() {
                    let tag = if self.title { "h3" } else { "p" };
                    self.out.open(tag);
                    self.open = Some(tag);
                }
                self.in_text = true;
            }
            "br" if self.open.is_some() => self.out.line_break(),
            "tbl" => self.out.open("table"),
            "tr" => {
                self.out.open("tr");
                self.cells = false;
            }
            "tc" => {
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
            "t" => self.in_text = false,
            "p" => {
                if let Some(tag) = self.open.take() {
                    self.out.close(tag);
                    if !self.out.is_open("td") {
                        self.out.line();
                    }
                }
            }
            "tc" => self.out.close("td"),
            "tr" => {
                self.out.close("tr");
                self.out.line();
            }
            "tbl" => self.out.close("table"),
            "sp" => (self.title, self.furniture) = (false, false),
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.in_text {
            self.out.text(text);
        }
    }

    fn skips(&self, name: &str) -> bool {
        name == "Fallback"
    }

    fn full(&self) -> bool {
        self.out.full()
    }
}
