//! Mentions and quotes: words of ours inside Markdown.

use comrak::{
    Arena, Node,
    nodes::{AstNode, NodeValue},
};
use kernel::{PersonId, PostId};
use uuid::Uuid;

use super::{Context, Source, escape};

/// More names than this in one text is a broadcast; the rest stays plain text.
const MAX_MENTIONS: usize = 30;
const MAX_QUOTES: usize = 30;

/// Ids a text may refer to: a superset, cheap to find, for looking up before rendering.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct References {
    pub people: Vec<PersonId>,
    pub posts: Vec<PostId>,
}

pub fn references(body: &str) -> References {
    References {
        people: ids_after(body, "](person:", MAX_MENTIONS).into_iter().map(PersonId).collect(),
        posts: ids_after(body, "[!quote post=", MAX_QUOTES).into_iter().map(PostId).collect(),
    }
}

fn ids_after(body: &str, marker: &str, max: usize) -> Vec<Uuid> {
    let mut ids = Vec::new();
    for (at, _) in body.match_indices(marker) {
        let start = at + marker.len();
        let id = body.get(start..start + 36).and_then(|text| text.parse().ok());
        match id {
            Some(id) if !ids.contains(&id) => ids.push(id),
            _ => {}
        }
        if ids.len() == max {
            break;
        }
    }
    ids
}

/// `@[Имя](person:<uuid>)` becomes a mention; for people unknown here only the word remains.
pub fn mention<'a>(arena: &'a Arena<'a>, node: Node<'a>, context: &Context, found: &mut Vec<PersonId>) {
    let person = match &node.data().value {
        NodeValue::Link(link) => link.url.strip_prefix("person:").and_then(|id| id.parse::<Uuid>().ok()).map(PersonId),
        _ => None,
    };
    let Some(person) = person else { return };
    if let Some(nameless) = context.outside {
        // The typed word is a name as well.
        let name = context.people.get(&person).map_or(nameless, String::as_str);
        return replace(arena, node, NodeValue::Text(name.to_owned().into()));
    }
    let called = take_at_sign(node);
    match context.people.get(&person) {
        Some(name) if called => {
            found.push(person);
            let html = format!("<a class=\"mention\" href=\"/people/{person}\">@{}</a>", escape(name));
            replace(arena, node, NodeValue::Raw(html));
        }
        _ => {
            let label: String = text_of(node);
            replace(arena, node, NodeValue::Text(label.into()));
        }
    }
}

fn take_at_sign(node: Node<'_>) -> bool {
    let Some(before) = node.previous_sibling() else { return false };
    let mut data = before.data_mut();
    let NodeValue::Text(text) = &mut data.value else { return false };
    match text.strip_suffix('@').map(str::to_owned) {
        Some(rest) => {
            *text = rest.into();
            true
        }
        None => false,
    }
}

pub fn replace<'a>(arena: &'a Arena<'a>, node: Node<'a>, value: NodeValue) {
    node.insert_before(arena.alloc(AstNode::from(value)));
    node.detach();
}

/// The words inside a node.
pub fn text_of(node: Node<'_>) -> String {
    let mut text = String::new();
    for inner in node.descendants() {
        match &inner.data().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            _ => {}
        }
    }
    text
}

/// Block quotes whose first line names a post get a header that leads to it.
pub fn quotes<'a>(arena: &'a Arena<'a>, root: Node<'a>, context: &Context) {
    let quotes: Vec<Node<'a>> =
        root.descendants().filter(|n| matches!(n.data().value, NodeValue::BlockQuote)).collect();
    for quote in quotes {
        let Some(post) = take_marker(quote) else { continue };
        let Some(source) = context.posts.get(&post) else { continue };
        quote.insert_before(arena.alloc(AstNode::from(NodeValue::Raw(opening(post, source)))));
        let children: Vec<Node<'a>> = quote.children().collect();
        for child in children {
            quote.insert_before(child);
        }
        replace(arena, quote, NodeValue::Raw("</blockquote>\n".to_owned()));
    }
}

fn opening(post: PostId, source: &Source) -> String {
    let Source { no, author } = source;
    format!(
        "<blockquote data-post=\"{post}\">\n<header><a href=\"/p/{post}\">{}, № {no}</a></header>\n",
        escape(author)
    )
}

/// Takes `[!quote post=…]` off the first line of a quote.
fn take_marker<'a>(quote: Node<'a>) -> Option<PostId> {
    let paragraph = quote.first_child()?;
    if !matches!(paragraph.data().value, NodeValue::Paragraph) {
        return None;
    }
    let mut line = String::new();
    let mut taken = Vec::new();
    for inline in paragraph.children() {
        taken.push(inline);
        match &inline.data().value {
            NodeValue::Text(text) => line.push_str(text),
            NodeValue::SoftBreak | NodeValue::LineBreak => break,
            _ => return None,
        }
    }
    let id = line.trim().strip_prefix("[!quote post=")?.strip_suffix(']')?.parse::<Uuid>().ok()?;
    for inline in taken {
        inline.detach();
    }
    if paragraph.first_child().is_none() {
        paragraph.detach();
    }
    Some(PostId(id))
}
