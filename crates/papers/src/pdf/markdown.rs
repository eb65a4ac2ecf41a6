//! Markdown on paper.

use comrak::{
    Arena, Node,
    nodes::{ListType, NodeValue},
};

use super::{
    BODY,
    flow::Flow,
    press::Look,
    table::table,
    words::{Face, Words},
};
use crate::marked::{options, words};

/// What a single line end means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Breaks {
    /// A new line, as teachers type.
    Kept,
    /// A space, as files are wrapped.
    Joined,
}

/// Deeper nesting is nobody's text; it is shown as words.
const DEEPEST: usize = 16;
const HANG: f32 = 18.0;
const GAP: f32 = 5.0;

/// Adds a text; its headings stand this much below those of the paper.
pub fn add(flow: &mut Flow, markdown: &str, breaks: Breaks, below: u8) {
    let arena = Arena::new();
    let mut reading = options();
    reading.extension.autolink = true;
    let root = comrak::parse_document(&arena, markdown, &reading);
    let page = Page { breaks, below };
    for block in root.children() {
        page.block(flow, block, 0);
    }
}

#[derive(Clone, Copy)]
struct Page {
    breaks: Breaks,
    below: u8,
}

impl Page {
    fn block(self, flow: &mut Flow, node: Node<'_>, depth: usize) {
        if flow.overflowed() {
            return;
        }
        if depth > DEEPEST {
            return self.paragraph(flow, &Words::plain(&words(node)));
        }
        let value = node.data().value.clone();
        match value {
            NodeValue::Heading(heading) => self.heading(flow, node, heading.level),
            NodeValue::Paragraph => self.paragraph(flow, &self.read(node)),
            NodeValue::List(list) => {
                let first = list.start;
                for (index, item) in node.children().enumerate() {
                    let mark = match list.list_type {
                        ListType::Bullet => "•".to_owned(),
                        ListType::Ordered => format!("{}.", first.saturating_add(index)),
                    };
                    self.item(flow, item, &mark, depth);
                }
                flow.space(GAP / 2.0);
            }
            NodeValue::Table(_) => table(flow, node, self.breaks),
            NodeValue::BlockQuote => {
                flow.quoted(|flow| node.children().for_each(|inner| self.block(flow, inner, depth + 1)));
                flow.space(GAP / 2.0);
            }
            NodeValue::CodeBlock(code) => code_block(flow, &code.literal),
            NodeValue::HtmlBlock(html) => self.paragraph(flow, &Words::plain(html.literal.trim())),
            NodeValue::ThematicBreak => flow.rule(),
            _ => node.children().for_each(|inner| self.block(flow, inner, depth + 1)),
        }
    }

    fn heading(self, flow: &mut Flow, node: Node<'_>, level: u8) {
        let level = level.saturating_add(self.below);
        let size = match level {
            0 | 1 => 16.0,
            2 => 14.0,
            3 => 12.0,
            _ => BODY + 0.5,
        };
        flow.heading(&self.read(node), Look::sized(size).bold(), level);
    }

    fn paragraph(self, flow: &mut Flow, words: &Words) {
        flow.words(words, Look::sized(BODY));
        flow.space(GAP);
    }

    fn item(self, flow: &mut Flow, item: Node<'_>, mark: &str, depth: usize) {
        #[expect(clippy::cast_precision_loss, reason = "a few signs")]
        let hang = HANG.max(mark.chars().count() as f32 * 6.0 + 4.0);
        flow.indented(hang, |flow| {
            flow.mark(mark, Look::sized(BODY).quiet(), hang);
            for inner in item.children() {
                if matches!(inner.data().value, NodeValue::Paragraph) {
                    flow.words(&self.read(inner), Look::sized(BODY));
                    flow.space(2.5);
                } else {
                    self.block(flow, inner, depth + 1);
                }
            }
            flow.unmark();
        });
    }

    fn read(self, node: Node<'_>) -> Words {
        let mut words = Words::default();
        inline(node, Face::default(), self.breaks, &mut words, 0);
        words
    }
}

fn code_block(flow: &mut Flow, literal: &str) {
    flow.space(3.0);
    flow.shaded(|flow| {
        for line in literal.trim_end_matches('\n').lines() {
            // An empty line of a program is a line.
            let line = if line.trim().is_empty() { "\u{a0}" } else { line };
            flow.line_of(&Words::faced(line, Face { mono: true, ..Face::default() }), Look::sized(BODY - 0.5));
        }
    });
    flow.space(GAP + 2.0);
}

/// The words inside a block.
pub fn inline(node: Node<'_>, face: Face, breaks: Breaks, out: &mut Words, depth: usize) {
    if depth > DEEPEST {
        return out.push(&words(node), face);
    }
    for inner in node.children() {
        let value = inner.data().value.clone();
        let mut deeper = |face: Face| inline(inner, face, breaks, out, depth + 1);
        match value {
            NodeValue::Text(text) => out.push(&text, face),
            NodeValue::Code(code) => out.push(&code.literal, Face { mono: true, ..face }),
            NodeValue::HtmlInline(html) => out.push(&html, face),
            NodeValue::SoftBreak if breaks == Breaks::Joined => out.push(" ", face),
            NodeValue::SoftBreak | NodeValue::LineBreak => out.push("\n", face),
            NodeValue::Strong => deeper(Face { bold: true, ..face }),
            NodeValue::Emph => deeper(Face { italic: true, ..face }),
            NodeValue::Strikethrough => deeper(Face { struck: true, ..face }),
            NodeValue::Link(link) => {
                let number = out.link(&link.url);
                inline(inner, Face { link: number, ..face }, breaks, out, depth + 1);
                // On paper nobody can click: the address is printed too.
                if number > 0 && words(inner) != link.url {
                    out.push(&format!(" ({})", link.url), Face { quiet: true, ..face });
                }
            }
            NodeValue::Image(image) => {
                inline(inner, Face { italic: true, ..face }, breaks, out, depth + 1);
                out.push(&format!(" ({})", image.url), Face { quiet: true, ..face });
            }
            _ => deeper(face),
        }
    }
}
