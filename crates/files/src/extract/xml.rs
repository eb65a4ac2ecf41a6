//! XML as a walk: start, end, text. Character references are text, as spreadsheets of some programs write all of it.

use std::io::BufRead;

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesRef, BytesStart, Event},
};

use super::{Failure, Outcome};

/// Elements inside each other.
const DEEPEST: usize = 512;

/// What a walk meets. Names come without their prefix.
pub trait Visitor {
    fn start(&mut self, name: &str, tag: &Tag<'_>);
    fn end(&mut self, name: &str);
    fn text(&mut self, text: &str);

    /// Elements to pass over with everything in them.
    fn skips(&self, _name: &str) -> bool {
        false
    }

    /// Nothing more is wanted.
    fn full(&self) -> bool {
        false
    }
}

/// A start tag.
pub struct Tag<'a>(&'a BytesStart<'a>);

impl Tag<'_> {
    /// Every attribute of that name, whatever its prefix.
    pub fn all(&self, name: &str) -> Vec<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().filter(|a| a.key.local_name().as_ref() == name);
        found
            .filter_map(|a| a.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned))
            .collect()
    }

    /// The attribute by its name without prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }
}

/// Walks to the end, or to where the XML breaks: what stood before is kept.
pub fn walk(source: impl BufRead, visitor: &mut dyn Visitor) -> Outcome<()> {
    let mut reader = Reader::from_reader(source);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_dangling_amp = true;
    let (mut buffer, mut depth, mut skipping, mut met) = (Vec::new(), 0_usize, 0_usize, false);
    while !visitor.full() {
        buffer.clear();
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Start(tag)) => {
                depth += 1;
                met = true;
                if depth > DEEPEST {
                    return Err(Failure::Damaged);
                }
                let name = tag.local_name();
                if skipping > 0 || visitor.skips(name.as_ref()) {
                    skipping += 1;
                } else {
                    visitor.start(name.as_ref(), &Tag(&tag));
                }
            }
            Ok(Event::Empty(tag)) if skipping == 0 => {
                let name = tag.local_name();
                if !visitor.skips(name.as_ref()) {
                    visitor.start(name.as_ref(), &Tag(&tag));
                    visitor.end(name.as_ref());
                }
            }
            Ok(Event::End(tag)) => {
                depth = depth.saturating_sub(1);
                if skipping > 0 {
                    skipping -= 1;
                } else {
                    visitor.end(tag.local_name().as_ref());
                }
            }
            Ok(Event::Text(text)) if skipping == 0 => visitor.text(&text.xml10_content()),
            Ok(Event::CData(text)) if skipping == 0 => visitor.text(&text.xml10_content()),
            Ok(Event::GeneralRef(reference)) if skipping == 0 => {
                if let Some(c) = resolved(&reference) {
                    visitor.text(c.encode_utf8(&mut [0; 4]));
                }
            }
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => {}
            Err(quick_xml::Error::Io(_)) => return Err(Failure::TooLarge),
            Err(_) if met => return Ok(()),
            Err(_) => return Err(Failure::Damaged),
        }
    }
    Ok(())
}

fn resolved(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Some(c);
    }
    match reference.xml10_content().as_ref() {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
