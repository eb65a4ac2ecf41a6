//! How Markdown is read for paper.

use comrak::{Node, Options, nodes::NodeValue, options::Extension};

pub fn options() -> Options<'static> {
    Options { extension: Extension { table: true, strikethrough: true, ..Extension::default() }, ..Options::default() }
}

/// The words inside a node, without markup.
pub fn words(node: Node<'_>) -> String {
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
