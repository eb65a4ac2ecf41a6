//! Markdown as teachers' editors write it, turned once into HTML that is safe everywhere.
//!
//! Raw HTML is shown as text, pictures become links, links leave with `nofollow ugc noopener`, and everything passes an
//! allow-list at the end, whatever the parser thought of it. Two words of our own: a quote that knows its source
//! (`> [!quote post=<uuid>]`) and a mention (`@[Имя](person:<uuid>)`). Both show names from the database, never from
//! the text, so nobody can be quoted or called under another name.

pub mod diff;
mod links;
mod references;
mod sanitizer;

use std::collections::HashMap;

use comrak::{
    Arena, Node, Options,
    arena_tree::NodeEdge,
    nodes::{NodeLink, NodeValue},
    options::{Extension, Render},
};
use kernel::{PersonId, PostId};

pub use references::{References, references};

/// Raised whenever the same text must be rendered anew: stored HTML remembers which renderer made it.
pub const RENDERER: i32 = 3;

/// Longest body, in characters.
pub const MAX_BODY: usize = 30_000;

const EXCERPT: usize = 220;
/// Deeper nesting is nobody's text.
const MAX_DEPTH: usize = 40;

/// What the text refers to, as far as its readers may know it.
#[derive(Clone, Debug, Default)]
pub struct Context {
    /// People who may be mentioned here, by the name to show.
    pub people: HashMap<PersonId, String>,
    /// Posts that may be quoted here.
    pub posts: HashMap<PostId, Source>,
    /// For readers who are nobody's colleagues: mentions are words without links, and whoever is not among `people` is
    /// called so, whatever the writer typed.
    pub outside: Option<&'static str>,
}

/// Where a quote comes from.
#[derive(Clone, Debug)]
pub struct Source {
    pub no: i32,
    pub author: String,
}

/// A text made ready.
#[derive(Clone, Debug, Default)]
pub struct Rendered {
    pub html: String,
    /// Plain text of the beginning, without quotes.
    pub excerpt: String,
    pub mentions: Vec<PersonId>,
}

fn options() -> Options<'static> {
    Options {
        extension: Extension { strikethrough: true, table: true, autolink: true, ..Extension::default() },
        // Teachers press Enter once and mean a new line.
        render: Render { escape: true, hardbreaks: true, ..Render::default() },
        ..Options::default()
    }
}

/// Renders a body. Never fails: what cannot be shown is shown as text.
pub fn render(body: &str, context: &Context) -> Rendered {
    let arena = Arena::new();
    let options = options();
    let root = comrak::parse_document(&arena, body, &options);
    flatten(root);
    let excerpt = excerpt_of(root);
    lower_headings(root);
    images_to_links(&arena, root);
    let mut mentions = Vec::new();
    for node in links_of(root) {
        references::mention(&arena, node, context, &mut mentions);
    }
    for node in links_of(root) {
        links::tame(&arena, node);
    }
    references::quotes(&arena, root, context);
    let mut html = String::with_capacity(body.len() * 2);
    // Writing into a String cannot fail.
    let _ = comrak::format_html(root, &options, &mut html);
    mentions.sort_unstable();
    mentions.dedup();
    Rendered { html: sanitizer::clean(&html), excerpt, mentions }
}

/// Plain text of a body's beginning, for lists and notices.
pub fn excerpt(body: &str) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, body, &options());
    flatten(root);
    excerpt_of(root)
}

/// The whole text without markup and without quotes: what its author said, for the index.
pub fn plain(body: &str) -> String {
    let arena = Arena::new();
    let root = comrak::parse_document(&arena, body, &options());
    flatten(root);
    words_of(root, usize::MAX, &|_| false).split_whitespace().collect::<Vec<_>>().join(" ")
}

fn links_of<'a>(root: Node<'a>) -> Vec<Node<'a>> {
    root.descendants().filter(|n| matches!(n.data().value, NodeValue::Link(_))).collect()
}

/// Cuts what is nested too deep, with everything below it.
fn flatten(root: Node<'_>) {
    let mut depth = 0_usize;
    let mut cut = Vec::new();
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => {
                depth += 1;
                if depth == MAX_DEPTH {
                    cut.push(node);
                }
            }
            NodeEdge::End(_) => depth -= 1,
        }
    }
    for node in cut {
        node.detach();
    }
}

/// The page's own headings are above those of a post.
fn lower_headings(root: Node<'_>) {
    for node in root.descendants() {
        if let NodeValue::Heading(heading) = &mut node.data_mut().value {
            heading.level = (heading.level + 2).min(6);
        }
    }
}

/// A picture of a foreign host would tell that host who reads; it becomes a link to itself, inside a link its words.
fn images_to_links<'a>(arena: &'a Arena<'a>, root: Node<'a>) {
    let images: Vec<Node<'a>> = root.descendants().filter(|n| matches!(n.data().value, NodeValue::Image(_))).collect();
    for node in images {
        let url = match &node.data().value {
            NodeValue::Image(image) => image.url.clone(),
            _ => continue,
        };
        let linked = node.ancestors().skip(1).any(|n| matches!(n.data().value, NodeValue::Link(_)));
        if linked {
            references::replace(arena, node, NodeValue::Text(references::text_of(node).into()));
        } else {
            node.data_mut().value = NodeValue::Link(Box::new(NodeLink { url, title: String::new() }));
        }
    }
}

/// A table in one line is no text, unless there is nothing else.
fn excerpt_of(root: Node<'_>) -> String {
    let text = shorten(&words_of(root, EXCERPT * 8, &|value| matches!(value, NodeValue::Table(_))));
    if text.is_empty() { shorten(&words_of(root, EXCERPT * 8, &|_| false)) } else { text }
}

/// Words outside quotes and outside what is left out, at least `enough` bytes of them where there are so many.
fn words_of(root: Node<'_>, enough: usize, left_out: &dyn Fn(&NodeValue) -> bool) -> String {
    let silent = |value: &NodeValue| matches!(value, NodeValue::BlockQuote) || left_out(value);
    let mut text = String::new();
    let mut within = 0_usize;
    for edge in root.traverse() {
        match edge {
            NodeEdge::Start(node) => match &node.data().value {
                value if silent(value) => within += 1,
                _ if within > 0 => {}
                NodeValue::Text(part) => text.push_str(part),
                NodeValue::Code(code) => text.push_str(&code.literal),
                NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
                NodeValue::CodeBlock(block) => text.push_str(&block.literal),
                NodeValue::HtmlInline(html) => text.push_str(html),
                NodeValue::HtmlBlock(block) => text.push_str(&block.literal),
                _ => {}
            },
            NodeEdge::End(node) => match &node.data().value {
                value if silent(value) => within -= 1,
                NodeValue::Paragraph | NodeValue::Heading(_) | NodeValue::TableCell => text.push(' '),
                _ => {}
            },
        }
        if text.len() > enough {
            break;
        }
    }
    text
}

/// The beginning of a plain text, cut between words.
pub fn shorten(text: &str) -> String {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(EXCERPT) {
        None => words,
        Some((end, _)) => {
            let cut = words[..end].rfind(' ').unwrap_or(end);
            format!("{}…", words[..cut].trim_end_matches([',', ';', ':', '.', '-', ' ']))
        }
    }
}

/// The words of rendered HTML, without its markup.
pub fn bare(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    for (at, part) in html.split('<').enumerate() {
        // What stands before the first tag has none in front of it.
        let words = if at == 0 { part } else { part.split_once('>').map_or("", |(_, words)| words) };
        text.push(' ');
        text.push_str(words);
    }
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'");
    let text = text.replace("&nbsp;", " ").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text between tags.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(c),
        }
    }
    out
}
