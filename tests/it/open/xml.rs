//! XML as a tree, read by a parser that forgives nothing.

use std::collections::BTreeMap;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

#[derive(Debug, Default)]
pub struct Node {
    /// With its prefix.
    pub name: String,
    pub attributes: BTreeMap<String, String>,
    pub children: Vec<Node>,
    pub text: String,
}

impl Node {
    pub fn get(&self, name: &str) -> &Node {
        self.find(name).unwrap_or_else(|| panic!("no {name} in {self:#?}"))
    }

    pub fn find(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    pub fn all(&self, name: &str) -> Vec<&Node> {
        self.children.iter().filter(|child| child.name == name).collect()
    }

    pub fn texts(&self, name: &str) -> Vec<&str> {
        self.all(name).into_iter().map(|child| child.text.as_str()).collect()
    }
}

fn node(tag: &BytesStart<'_>) -> Node {
    let attribute = |a: quick_xml::events::attributes::Attribute<'_>| {
        let value = a.normalized_value(XmlVersion::Implicit1_0).unwrap().into_owned();
        (a.key.as_ref().to_owned(), value)
    };
    Node {
        name: tag.name().as_ref().to_owned(),
        attributes: tag.attributes().map(|a| attribute(a.unwrap())).collect(),
        ..Node::default()
    }
}

/// The root element.
#[track_caller]
pub fn parse(text: &str) -> Node {
    assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>"), "{text}");
    let mut reader = Reader::from_str(text);
    let mut open = vec![Node::default()];
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error}: {text}")) {
            Event::Start(tag) => open.push(node(&tag)),
            Event::Empty(tag) => open.last_mut().unwrap().children.push(node(&tag)),
            Event::End(_) => {
                let done = open.pop().unwrap();
                open.last_mut().unwrap().children.push(done);
            }
            Event::Text(text) => open.last_mut().unwrap().text.push_str(&text.xml10_content()),
            Event::GeneralRef(reference) => {
                let c = match (reference.resolve_char_ref().unwrap(), &*reference.xml10_content()) {
                    (Some(c), _) => c,
                    (None, "amp") => '&',
                    (None, "lt") => '<',
                    (None, "gt") => '>',
                    (None, "quot") => '"',
                    (None, other) => panic!("unknown entity {other}"),
                };
                open.last_mut().unwrap().text.push(c);
            }
            Event::Eof => break,
            Event::Decl(_) => {}
            other => panic!("unexpected {other:?}"),
        }
    }
    let mut house = open.pop().unwrap();
    assert!(open.is_empty() && house.children.len() == 1, "one root: {text}");
    house.children.pop().unwrap()
}
