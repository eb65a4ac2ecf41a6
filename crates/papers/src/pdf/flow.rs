//! Lines on pages: what does not fit goes on to the next one.

use std::rc::Rc;

use anyhow::Result;

use super::{
    press::{Colour, INK, Line, Look, Press, Set},
    words::Words,
};

pub const WIDTH: f32 = 595.28;
pub const HEIGHT: f32 = 841.89;
pub const LEFT: f32 = 68.0;
pub const RIGHT: f32 = 56.0;
pub const TOP: f32 = 64.0;
pub const BOTTOM: f32 = 66.0;
/// Of a whole line.
pub const MEASURE: f32 = WIDTH - LEFT - RIGHT;
/// Longer papers are nobody's reading.
const PAGES: usize = 2_000;
const RULE: Colour = [0xd8, 0xd2, 0xc8];
const SHADE: Colour = [0xf4, 0xf1, 0xec];

/// Something at its place on a page; `y` counts from the top.
pub enum Drawn {
    Line { line: Line, x: f32, y: f32 },
    Area { x: f32, y: f32, width: f32, height: f32, colour: Colour },
    Link { x: f32, y: f32, width: f32, height: f32, address: Rc<str> },
}

/// A heading for the list of contents.
pub struct Chapter {
    pub title: String,
    pub level: u8,
    pub page: usize,
    pub y: f32,
}

pub struct Flow {
    pub press: Press,
    pub pages: Vec<Vec<Drawn>>,
    pub chapters: Vec<Chapter>,
    /// Where the next line goes.
    y: f32,
    x: f32,
    width: f32,
    /// Lines beside quotes, by their place.
    bars: Vec<f32>,
    /// Goes beside the next line: the number or dot of a list.
    mark: Option<(Set, f32)>,
    shaded: bool,
    full: bool,
}

impl Flow {
    pub fn new() -> Result<Self> {
        Ok(Self {
            press: Press::new()?,
            pages: vec![Vec::new()],
            chapters: Vec::new(),
            y: TOP,
            x: LEFT,
            width: MEASURE,
            bars: Vec::new(),
            mark: None,
            shaded: false,
            full: false,
        })
    }

    /// More was asked for than a paper may have.
    pub fn overflowed(&self) -> bool {
        self.full
    }

    pub fn width(&self) -> f32 {
        self.width
    }

    pub fn y(&self) -> f32 {
        self.y
    }

    pub fn draw(&mut self, drawn: Drawn) {
        if let Some(page) = self.pages.last_mut() {
            page.push(drawn);
        }
    }

    fn at_top(&self) -> bool {
        self.y <= TOP + 0.5
    }

    fn left(&self) -> f32 {
        HEIGHT - BOTTOM - self.y
    }

    pub fn turn(&mut self) {
        if self.pages.len() >= PAGES {
            self.full = true;
            // What follows is thrown away with the paper.
            if let Some(page) = self.pages.last_mut() {
                page.clear();
            }
        } else {
            self.pages.push(Vec::new());
        }
        self.y = TOP;
    }

    /// Goes to a new page unless this much is left.
    pub fn need(&mut self, height: f32) {
        if self.left() < height && !self.at_top() {
            self.turn();
        }
    }

    /// Is there room for it on any page?
    pub fn fits(&self, height: f32) -> bool {
        height <= HEIGHT - BOTTOM - TOP
    }

    /// Empty room, none at the top of a page.
    pub fn space(&mut self, height: f32) {
        if self.at_top() {
            return;
        }
        let height = height.min(self.left().max(0.0));
        self.beside(height);
        self.y += height;
    }

    /// The lines beside quotes, for this much of their height.
    fn beside(&mut self, height: f32) {
        let y = self.y;
        for x in self.bars.clone() {
            self.draw(Drawn::Area { x, y, width: 1.6, height, colour: RULE });
        }
    }

    /// Words in as many lines and pages as they take.
    pub fn words(&mut self, words: &Words, look: Look) {
        if !words.is_blank() {
            self.line_of(words, look);
        }
    }

    /// The same; nothing is a line too.
    pub fn line_of(&mut self, words: &Words, look: Look) {
        let set = self.press.set(words, look, self.width);
        self.place(set);
    }

    pub fn place(&mut self, set: Set) {
        let Set { lines, links } = set;
        for line in lines {
            if self.full {
                return;
            }
            self.need(line.height);
            self.beside(line.height);
            if self.shaded {
                let (x, y) = (self.x - 6.0, self.y);
                self.draw(Drawn::Area { x, y, width: self.width + 12.0, height: line.height, colour: SHADE });
            }
            if let Some((mark, at)) = self.mark.take() {
                let y = self.y;
                for marked in mark.lines {
                    self.line(marked, &mark.links, at, y);
                }
            }
            let (height, x, y) = (line.height, self.x, self.y);
            self.line(line, &links, x, y);
            self.y += height;
        }
    }

    /// One line at a place of its own.
    pub fn line(&mut self, line: Line, links: &Rc<[String]>, x: f32, y: f32) {
        for piece in &line.pieces {
            let (at, baseline) = (x + piece.x, y + line.baseline);
            let (ink, width, size) = (piece.ink, piece.width, piece.size);
            if ink.struck {
                let y = baseline - size * 0.28;
                self.draw(Drawn::Area { x: at, y, width, height: 0.6, colour: ink.colour });
            }
            if let Some(address) = usize::from(ink.link).checked_sub(1).and_then(|index| links.get(index)) {
                let address: Rc<str> = address.as_str().into();
                self.draw(Drawn::Area { x: at, y: baseline + 1.4, width, height: 0.4, colour: ink.colour });
                self.draw(Drawn::Link { x: at, y, width, height: line.height, address });
            }
        }
        self.draw(Drawn::Line { line, x, y });
    }

    /// A heading never stands alone at the end of a page.
    pub fn heading(&mut self, words: &Words, look: Look, level: u8) {
        if words.is_blank() {
            return;
        }
        self.space(look.size * 0.9);
        let set = self.press.set(words, look, self.width);
        self.need(set.height().min(200.0) + 40.0);
        let title = words.text.split_whitespace().collect::<Vec<_>>().join(" ");
        self.chapters.push(Chapter { title, level, page: self.pages.len() - 1, y: self.y });
        self.place(set);
        self.space(look.size * 0.3);
    }

    pub fn rule(&mut self) {
        self.space(8.0);
        self.need(10.0);
        let (x, y, width) = (self.x, self.y, self.width);
        self.draw(Drawn::Area { x, y, width, height: 0.7, colour: RULE });
        self.y += 8.0;
    }

    /// Everything inside stands this much further to the right.
    pub fn indented(&mut self, by: f32, inside: impl FnOnce(&mut Self)) {
        // Whatever is nested deeper still has room for words.
        let by = if self.width - by < 120.0 { 0.0 } else { by };
        self.x += by;
        self.width -= by;
        inside(self);
        self.x -= by;
        self.width += by;
    }

    pub fn quoted(&mut self, inside: impl FnOnce(&mut Self)) {
        self.bars.push(self.x);
        self.indented(12.0, inside);
        self.bars.pop();
    }

    pub fn shaded(&mut self, inside: impl FnOnce(&mut Self)) {
        self.shaded = true;
        self.indented(6.0, |flow| {
            flow.width -= 6.0;
            inside(flow);
            flow.width += 6.0;
        });
        self.shaded = false;
    }

    /// Puts a mark beside the next line.
    pub fn mark(&mut self, mark: &str, look: Look, by: f32) {
        let set = self.press.set(&Words::plain(mark), look, by + 60.0);
        let at = (self.x - by).max(LEFT - 20.0);
        self.mark = Some((set, at));
    }

    /// A mark that no line came to.
    pub fn unmark(&mut self) {
        if self.mark.is_some() {
            self.line_of(&Words::plain("\u{a0}"), Look::sized(super::BODY));
        }
    }

    /// Cells beside each other, in one row that is not broken; what no page holds goes on in one column.
    pub fn row(&mut self, cells: Vec<Set>, widths: &[f32], grid: Grid) {
        let pad = grid.pad();
        let height = cells.iter().fold(0.0_f32, |most, cell| most.max(cell.height())) + 2.0 * pad;
        if !self.fits(height) {
            cells.into_iter().for_each(|cell| self.place(cell));
            return;
        }
        self.need(height);
        let (left, top) = (self.x, self.y);
        let total: f32 = widths.iter().sum();
        if let Grid::Head = grid {
            self.draw(Drawn::Area { x: left, y: top, width: total, height, colour: SHADE });
        }
        let mut x = left;
        for (cell, width) in cells.into_iter().zip(widths) {
            let mut y = top + pad;
            for line in cell.lines {
                let height = line.height;
                self.line(line, &cell.links, x + pad, y);
                y += height;
            }
            if grid != Grid::None {
                self.frame(x, top, *width, height);
            }
            x += width;
        }
        self.y = top + height;
    }

    /// Four thin lines around a place.
    pub fn frame(&mut self, x: f32, y: f32, width: f32, height: f32) {
        let thin = 0.5;
        for (x, y, width, height) in [
            (x, y, width, thin),
            (x, y + height - thin, width, thin),
            (x, y, thin, height),
            (x + width - thin, y, thin, height),
        ] {
            self.draw(Drawn::Area { x, y, width, height, colour: RULE });
        }
    }

    /// A square of dark and light, with words to its right.
    pub fn square(&mut self, modules: &[bool], side: usize, size: f32, beside: Vec<Set>) {
        let text: f32 = beside.iter().map(Set::height).sum();
        self.need(size.max(text));
        let (x, y) = (self.x, self.y);
        self.modules(modules, side, size, x, y);
        let mut line_y = y + ((size - text) / 2.0).max(0.0);
        for set in beside {
            for line in set.lines {
                let height = line.height;
                self.line(line, &set.links, x + size + 16.0, line_y);
                line_y += height;
            }
        }
        self.y = y + size.max(text);
    }

    /// Dark modules, those side by side as one area.
    pub fn modules(&mut self, modules: &[bool], side: usize, size: f32, x: f32, y: f32) {
        if side == 0 {
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "at most 177 modules a side")]
        let at = |index: usize| size * index as f32 / side as f32;
        for (row, line) in modules.chunks(side).enumerate() {
            let mut column = 0;
            while column < line.len() {
                let run = line[column..].iter().take_while(|dark| **dark).count();
                if run > 0 {
                    let (x, y) = (x + at(column), y + at(row));
                    // A hair more than its share, or viewers show light seams between rows.
                    self.draw(Drawn::Area { x, y, width: at(run), height: at(1) + 0.05, colour: INK });
                }
                column += run.max(1);
            }
        }
    }

    /// Goes on at this height of the same page.
    pub fn move_to(&mut self, y: f32) {
        self.y = y.clamp(TOP, HEIGHT - BOTTOM);
    }
}

/// What is drawn around cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grid {
    None,
    Plain,
    Head,
}

impl Grid {
    fn pad(self) -> f32 {
        match self {
            Self::None => 1.5,
            Self::Plain | Self::Head => 4.0,
        }
    }
}

/// Room inside cells, both sides.
pub const CELL_PADS: f32 = 8.0;
