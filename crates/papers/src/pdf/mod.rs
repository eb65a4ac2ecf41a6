//! PDF on sheets of A4: text that can be selected and searched, embedded fonts, numbered pages.
//!
//! What is too deep, too wide or unknown to the fonts is shown as well as it can be; a paper never fails over a text,
//! only over more pages than anybody prints. Making one takes the processor for milliseconds to seconds: callers keep
//! it away from their reactor.

mod certificate;
mod flow;
mod fonts;
mod markdown;
mod press;
mod sheet;
mod table;
mod words;

use anyhow::{Result, bail};
use qrcode::{EcLevel, QrCode};

pub use certificate::{Certificate, certificate};
use flow::{Flow, Grid};
pub use markdown::Breaks;
use press::Look;
use words::{Face, Words};

/// Size of letters, in points.
pub const BODY: f32 = 10.8;

/// A paper: what stands on it from top to bottom.
#[derive(Clone, Debug, Default)]
pub struct Paper {
    pub title: String,
    pub authors: Vec<String>,
    pub keywords: Vec<String>,
    /// Year, month, day.
    pub made: Option<(u16, u8, u8)>,
    /// At the top of every page but the first.
    pub head: String,
    /// At the bottom of every page, before its number.
    pub foot: String,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug)]
pub enum Part {
    Title(String),
    /// Under the title, in smaller letters.
    Byline(String),
    Heading(String),
    /// As written: no markup, line ends kept.
    Text(String),
    Markdown(String, Breaks),
    /// Names and what they say, side by side.
    Facts(Vec<(String, String)>),
    /// Something the reader must know first.
    Notice(String),
    Bullets(Vec<String>),
    /// An address as a square to point a phone at, and words beside it.
    Address {
        address: String,
        beside: Vec<String>,
    },
}

/// Makes a paper.
///
/// # Errors
/// When it is longer than anybody prints, or the fonts cannot be embedded.
pub fn write(paper: &Paper) -> Result<Vec<u8>> {
    let mut flow = Flow::new()?;
    for part in &paper.parts {
        add(&mut flow, part);
        if flow.overflowed() {
            bail!("the paper is too long");
        }
    }
    sheet::print(flow, paper)
}

/// A document with this title above its text.
///
/// # Errors
/// As [`write()`].
pub fn from_markdown(title: &str, markdown: &str) -> Result<Vec<u8>> {
    with_notice(title, None, markdown)
}

/// The same with something under the title that the reader must know first.
///
/// # Errors
/// As [`write()`].
pub fn with_notice(title: &str, notice: Option<&str>, markdown: &str) -> Result<Vec<u8>> {
    let mut parts = vec![Part::Title(title.to_owned())];
    parts.extend(notice.map(|notice| Part::Notice(notice.to_owned())));
    parts.push(Part::Markdown(markdown.to_owned(), Breaks::Joined));
    write(&Paper { title: title.to_owned(), head: title.to_owned(), parts, ..Paper::default() })
}

fn add(flow: &mut Flow, part: &Part) {
    match part {
        Part::Title(title) => {
            flow.words(&Words::plain(title), Look::sized(21.0).bold());
            flow.space(6.0);
        }
        Part::Byline(text) => {
            flow.words(&Words::plain(text), Look::sized(BODY).quiet());
            flow.space(3.0);
        }
        Part::Heading(title) => flow.heading(&Words::plain(title), Look::sized(14.0).bold(), 1),
        Part::Text(text) => {
            flow.words(&Words::plain(text.trim()), Look::sized(BODY));
            flow.space(5.0);
        }
        Part::Markdown(text, breaks) => markdown::add(flow, text, *breaks, 1),
        Part::Facts(facts) => self::facts(flow, facts),
        Part::Notice(text) => {
            flow.space(4.0);
            flow.shaded(|flow| flow.words(&Words::plain(text), Look::sized(BODY).bold()));
            flow.space(8.0);
        }
        Part::Bullets(lines) => {
            for line in lines {
                flow.indented(18.0, |flow| {
                    flow.mark("•", Look::sized(BODY).quiet(), 18.0);
                    flow.words(&linked(line), Look::sized(BODY));
                    flow.unmark();
                });
                flow.space(2.5);
            }
        }
        Part::Address { address, beside } => self::address(flow, address, beside),
    }
}

/// Room for the names of facts.
const NAMES: f32 = 118.0;

fn facts(flow: &mut Flow, facts: &[(String, String)]) {
    flow.space(6.0);
    for (name, said) in facts.iter().filter(|(_, said)| !said.trim().is_empty()) {
        let widths = [NAMES, flow.width() - NAMES];
        let name = flow.press.set(&Words::plain(name), Look::sized(BODY - 0.6).quiet(), widths[0] - 8.0);
        let said = flow.press.set(&linked(said), Look::sized(BODY - 0.3), widths[1] - 4.0);
        flow.row(vec![name, said], &widths, Grid::None);
    }
    flow.space(6.0);
}

/// Addresses in a plain text can be followed.
fn linked(text: &str) -> Words {
    let mut words = Words::default();
    for word in text.split_inclusive(char::is_whitespace) {
        let end = word.trim_end().len();
        let (bare, after) = word.split_at(end);
        let number = words.link(bare.trim_end_matches(['.', ',', ')', ';']));
        words.push(bare, Face { link: number, ..Face::default() });
        words.push(after, Face::default());
    }
    words
}

const SQUARE: f32 = 86.0;

fn address(flow: &mut Flow, address: &str, beside: &[String]) {
    flow.space(10.0);
    let (modules, side) = squared(address);
    let width = flow.width() - SQUARE - 16.0;
    let mut sets = Vec::new();
    for (index, line) in beside.iter().enumerate() {
        let look = Look::sized(BODY - 0.3);
        sets.push(flow.press.set(&linked(line), if index == 0 { look.bold() } else { look }, width));
    }
    flow.square(&modules, side, SQUARE, sets);
    flow.space(6.0);
}

/// Dark modules and their number in a row; nothing for what is too long.
fn squared(text: &str) -> (Vec<bool>, usize) {
    match QrCode::with_error_correction_level(text, EcLevel::M) {
        Ok(code) => (code.to_colors().into_iter().map(|colour| colour == qrcode::Color::Dark).collect(), code.width()),
        Err(_) => (Vec::new(), 0),
    }
}
