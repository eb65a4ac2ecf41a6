//! Printing: pages as the file keeps them, with running heads, numbers, links and contents.

use anyhow::Result;
use miniz_oxide::deflate::compress_to_vec_zlib;
use pdf_writer::{
    Content, Date, Filter, Finish, Name, Pdf, Rect, Ref, Str, TextStr,
    types::{ActionType, AnnotationType, CidFontType, FontFlags, SystemInfo, UnicodeCmap},
};

use super::{
    Paper,
    flow::{BOTTOM, Chapter, Drawn, Flow, HEIGHT, LEFT, MEASURE, RIGHT, WIDTH},
    fonts::{CASTS, Font},
    press::{Colour, Line, Look, Press},
    words::Words,
};

/// Entries of the list of contents.
const CHAPTERS: usize = 500;
const PACKED: u8 = 6;
const FONTS: [Name<'static>; CASTS.len()] = [Name(b"F0"), Name(b"F1"), Name(b"F2"), Name(b"F3")];
const IDENTITY: SystemInfo<'static> = SystemInfo { registry: Str(b"Adobe"), ordering: Str(b"Identity"), supplement: 0 };

/// A file under construction.
struct Sheets {
    pdf: Pdf,
    last: i32,
    tree: Ref,
    fonts: [Ref; CASTS.len()],
    pages: Vec<Ref>,
}

/// Turns the pages of a flow into a file.
pub fn print(flow: Flow, paper: &Paper) -> Result<Vec<u8>> {
    let Flow { mut press, pages, chapters, .. } = flow;
    let mut sheets = Sheets::new();
    let count = pages.len();
    for (index, mut drawn) in pages.into_iter().enumerate() {
        dress(&mut press, paper, index, count, &mut drawn);
        sheets.page(&drawn);
    }
    for (index, font) in press.fonts.fonts.iter().enumerate() {
        sheets.font(index, font)?;
    }
    Ok(sheets.finish(paper, chapters))
}

/// The running head and the foot.
fn dress(press: &mut Press, paper: &Paper, index: usize, count: usize, drawn: &mut Vec<Drawn>) {
    let mut put = |text: &str, x: f32, y: f32, right: bool| {
        let set = press.set(&Words::plain(text), Look::sized(8.5).quiet(), MEASURE);
        // One line of it: a head of two would run into the text.
        if let Some(line) = set.lines.into_iter().next() {
            drawn.push(Drawn::Line { x: if right { x - line.width } else { x }, y: y - line.baseline, line });
        }
    };
    if index > 0 {
        put(&short(&paper.head, 90), LEFT, 42.0, false);
    }
    put(&short(&paper.foot, 70), LEFT, HEIGHT - BOTTOM + 30.0, false);
    if count > 1 {
        put(&format!("стр. {} из {count}", index + 1), WIDTH - RIGHT, HEIGHT - BOTTOM + 30.0, true);
    }
}

fn short(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most).collect();
    format!("{}…", cut.trim_end())
}

impl Sheets {
    fn new() -> Self {
        let mut sheets =
            Self { pdf: Pdf::new(), last: 0, tree: Ref::new(1), fonts: [Ref::new(1); CASTS.len()], pages: Vec::new() };
        sheets.tree = sheets.next();
        sheets.fonts = std::array::from_fn(|_| sheets.next());
        sheets
    }

    fn next(&mut self) -> Ref {
        self.last += 1;
        Ref::new(self.last)
    }

    /// A compressed stream of its own.
    fn stream(&mut self, id: Ref, bytes: &[u8]) {
        self.pdf.stream(id, &compress_to_vec_zlib(bytes, PACKED)).filter(Filter::FlateDecode);
    }

    fn page(&mut self, drawn: &[Drawn]) {
        let (id, contents) = (self.next(), self.next());
        let mut content = Content::new();
        let mut links = Vec::new();
        for thing in drawn {
            match thing {
                Drawn::Line { line, x, y } => show(&mut content, line, *x, HEIGHT - y - line.baseline),
                Drawn::Area { x, y, width, height, colour } => {
                    fill(&mut content, *colour);
                    content.rect(*x, HEIGHT - y - height, *width, *height).fill_nonzero();
                }
                Drawn::Link { x, y, width, height, address } => {
                    let area = Rect::new(*x, HEIGHT - y - height, x + width, HEIGHT - y);
                    links.push(self.link(area, address));
                }
            }
        }
        self.stream(contents, content.finish().as_slice());
        let mut page = self.pdf.page(id);
        page.parent(self.tree).media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).contents(contents);
        if !links.is_empty() {
            page.annotations(links);
        }
        let mut resources = page.resources();
        let mut fonts = resources.fonts();
        for (name, font) in FONTS.iter().zip(self.fonts) {
            fonts.pair(*name, font);
        }
        fonts.finish();
        resources.finish();
        page.finish();
        self.pages.push(id);
    }

    fn link(&mut self, area: Rect, address: &str) -> Ref {
        let id = self.next();
        let mut link = self.pdf.annotation(id);
        link.subtype(AnnotationType::Link).rect(area).border(0.0, 0.0, 0.0, None).contents(TextStr(address));
        link.action().action_type(ActionType::Uri).uri(Str(address.as_bytes()));
        link.finish();
        id
    }

    /// A font with the signs that the pages use, and the letters behind them.
    fn font(&mut self, index: usize, font: &Font) -> Result<()> {
        let cast = &CASTS[index];
        let (bytes, places) = font.subset(cast)?;
        // Six letters tell a subset from the whole font.
        let name = format!("STAFF{}+{}", char::from(b"ABCDEFGH"[index % 8]), cast.name);
        let [descendant, descriptor, file, letters, map] = std::array::from_fn(|_| self.next());
        self.pdf
            .type0_font(self.fonts[index])
            .base_font(Name(name.as_bytes()))
            .encoding_predefined(Name(b"Identity-H"))
            .descendant_font(descendant)
            .to_unicode(letters);
        let mut cid = self.pdf.cid_font(descendant);
        cid.subtype(CidFontType::Type2)
            .base_font(Name(name.as_bytes()))
            .system_info(IDENTITY)
            .font_descriptor(descriptor)
            .default_width(0.0)
            .cid_to_gid_map_stream(map);
        cid.widths().consecutive(0, font.used.iter().map(|(_, _, advance)| *advance));
        cid.finish();
        let mut flags = FontFlags::SYMBOLIC;
        flags.set(FontFlags::ITALIC, cast.italic);
        flags.set(FontFlags::FIXED_PITCH, cast.mono);
        flags.set(FontFlags::SERIF, !cast.mono);
        let [left, bottom, right, top] = font.bounds;
        self.pdf
            .font_descriptor(descriptor)
            .name(Name(name.as_bytes()))
            .flags(flags)
            .bbox(Rect::new(left, bottom, right, top))
            .italic_angle(if cast.italic { -12.0 } else { 0.0 })
            .ascent(font.ascent)
            .descent(font.descent)
            .cap_height(font.cap_height)
            .stem_v(90.0)
            .font_file2(file);
        let length = i32::try_from(bytes.len())?;
        self.pdf
            .stream(file, &compress_to_vec_zlib(&bytes, PACKED))
            .filter(Filter::FlateDecode)
            .pair(Name(b"Length1"), length);
        let mut said = UnicodeCmap::<u16>::new(Name(b"Letters"), IDENTITY);
        for (code, (_, letter, _)) in (0_u16..).zip(&font.used) {
            said.pair(code, *letter);
        }
        self.stream(letters, said.finish().as_slice());
        let places: Vec<u8> = places.into_iter().flat_map(u16::to_be_bytes).collect();
        self.stream(map, &places);
        Ok(())
    }

    fn finish(mut self, paper: &Paper, chapters: Vec<Chapter>) -> Vec<u8> {
        let contents = self.outline(chapters);
        let (catalog, info) = (self.next(), self.next());
        let count = i32::try_from(self.pages.len()).unwrap_or(i32::MAX);
        self.pdf.pages(self.tree).kids(self.pages.iter().copied()).count(count);
        let mut root = self.pdf.catalog(catalog);
        root.pages(self.tree).lang(TextStr("ru"));
        root.viewer_preferences().display_doc_title(true);
        if let Some(contents) = contents {
            root.outlines(contents);
        }
        root.finish();
        let mut said = self.pdf.document_info(info);
        said.title(TextStr(&paper.title)).producer(TextStr("staffroom"));
        if !paper.authors.is_empty() {
            said.author(TextStr(&paper.authors.join(", ")));
        }
        if !paper.keywords.is_empty() {
            said.keywords(TextStr(&paper.keywords.join(", ")));
        }
        if let Some((year, month, day)) = paper.made {
            said.creation_date(Date::new(year).month(month).day(day));
        }
        said.finish();
        self.pdf.finish()
    }

    /// Headings; those of a text stand below those of the paper.
    fn outline(&mut self, chapters: Vec<Chapter>) -> Option<Ref> {
        type Entry = (Ref, Chapter);
        let mut tree: Vec<(Ref, Chapter, Vec<Entry>)> = Vec::new();
        for chapter in chapters.into_iter().take(CHAPTERS) {
            let id = self.next();
            match tree.last_mut().filter(|_| chapter.level > 1) {
                Some((_, _, below)) => below.push((id, chapter)),
                None => tree.push((id, chapter, Vec::new())),
            }
        }
        let (first, last) = (tree.first()?.0, tree.last()?.0);
        let root = self.next();
        let ids: Vec<Ref> = tree.iter().map(|(id, _, _)| *id).collect();
        self.pdf.outline(root).first(first).last(last).count(i32::try_from(ids.len()).unwrap_or(0));
        for (index, (id, chapter, below)) in tree.into_iter().enumerate() {
            let inner: Vec<Ref> = below.iter().map(|(id, _)| *id).collect();
            self.entry(id, &chapter, root, around(&ids, index), &inner);
            for (index, (inner_id, chapter)) in below.into_iter().enumerate() {
                self.entry(inner_id, &chapter, id, around(&inner, index), &[]);
            }
        }
        Some(root)
    }

    fn entry(
        &mut self,
        id: Ref,
        chapter: &Chapter,
        above: Ref,
        (before, after): (Option<Ref>, Option<Ref>),
        inner: &[Ref],
    ) {
        let page = self.pages.get(chapter.page).copied().unwrap_or(self.tree);
        let mut entry = self.pdf.outline_item(id);
        entry.title(TextStr(&short(&chapter.title, 120))).parent(above);
        entry.dest().page(page).xyz(LEFT, HEIGHT - chapter.y + 6.0, None);
        if let Some(before) = before {
            entry.prev(before);
        }
        if let Some(after) = after {
            entry.next(after);
        }
        if let (Some(first), Some(last)) = (inner.first(), inner.last()) {
            // Negative: closed until the reader opens it.
            entry.first(*first).last(*last).count(-i32::try_from(inner.len()).unwrap_or(0));
        }
        entry.finish();
    }
}

fn around(ids: &[Ref], index: usize) -> (Option<Ref>, Option<Ref>) {
    let before = index.checked_sub(1).and_then(|index| ids.get(index));
    (before.copied(), ids.get(index + 1).copied())
}

fn fill(content: &mut Content, [red, green, blue]: Colour) {
    let share = |part: u8| f32::from(part) / 255.0;
    content.set_fill_rgb(share(red), share(green), share(blue));
}

/// A line as one text object, so that whoever reads it back gets its words whole. Kerning moves by `Td` rather than in
/// arrays: programs that only look for words, ours among them, take the end of an array for the end of a word.
fn show(content: &mut Content, line: &Line, x: f32, y: f32) {
    if line.pieces.is_empty() {
        return;
    }
    content.begin_text();
    // Where the last `Td` has led.
    let (mut from, mut height) = (0.0, 0.0);
    for piece in &line.pieces {
        fill(content, piece.ink.colour);
        content.set_font(FONTS[piece.font.min(FONTS.len() - 1)], piece.size);
        let mut at = x + piece.x;
        let mut begin = at;
        let mut codes: Vec<u8> = Vec::new();
        for sign in &piece.signs {
            codes.extend(sign.code.to_be_bytes());
            at += sign.room;
            if (sign.room - sign.own).abs() > 0.005 {
                content.next_line(begin - from, y - height).show(Str(&codes));
                (from, height, begin) = (begin, y, at);
                codes.clear();
            }
        }
        if !codes.is_empty() {
            content.next_line(begin - from, y - height).show(Str(&codes));
            (from, height) = (begin, y);
        }
    }
    content.end_text();
}
