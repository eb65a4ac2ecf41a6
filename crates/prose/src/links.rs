//! Links: four schemes, own pages, and no disguise.

use comrak::{
    Arena, Node,
    nodes::{AstNode, NodeValue},
};
use url::Url;

use super::references::{replace, text_of};

const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// A page of ours.
    Own,
    /// A foreign address in canonical form, with its host as the network knows it.
    Foreign { url: String, host: Option<String> },
    /// Anything else is no link.
    Nowhere,
}

pub fn target(url: &str) -> Target {
    let url = url.trim();
    let own = url.starts_with('/') && !url.starts_with("//") && !url.contains('\\') && !url.contains(char::is_control);
    if own {
        return Target::Own;
    }
    match Url::parse(url) {
        Ok(parsed) if SCHEMES.contains(&parsed.scheme()) => {
            let host = parsed.host_str().map(str::to_owned);
            Target::Foreign { url: parsed.into(), host }
        }
        _ => Target::Nowhere,
    }
}

/// Leaves safe links, shows the true host where the words hide it, turns the rest into text.
pub fn tame<'a>(arena: &'a Arena<'a>, node: Node<'a>) {
    let address = match &node.data().value {
        NodeValue::Link(link) => link.url.clone(),
        _ => return,
    };
    let words = text_of(node);
    match target(&address) {
        Target::Nowhere => {
            let shown = if words.is_empty() { address } else { words };
            replace(arena, node, NodeValue::Text(shown.into()));
        }
        Target::Own => say_something(arena, node, &words, &address),
        Target::Foreign { url, host } => {
            say_something(arena, node, &words, &url);
            if let Some(host) = host.filter(|host| disguised(&words, &address, host)) {
                let note = AstNode::from(NodeValue::Text(format!(" ({host})").into()));
                node.append(arena.alloc(note));
            }
            if let NodeValue::Link(link) = &mut node.data_mut().value {
                link.url = url;
            }
        }
    }
}

/// A link without words, such as a picture without a description, shows its address.
fn say_something<'a>(arena: &'a Arena<'a>, node: Node<'a>, words: &str, address: &str) {
    if words.trim().is_empty() {
        node.append(arena.alloc(AstNode::from(NodeValue::Text(address.to_owned().into()))));
    }
}

/// Do the words promise another host, or does the host look like another one by mixing alphabets?
fn disguised(words: &str, address: &str, host: &str) -> bool {
    let written = address.split_once("://").map_or(address, |(_, rest)| rest);
    let written = written.split(['/', '?', '#']).next().unwrap_or_default();
    let written = written.rsplit('@').next().unwrap_or_default();
    if host.contains("xn--") && mixes_alphabets(strip_www(written)) {
        return true;
    }
    match promised_host(words) {
        Some(promised) => strip_www(&promised) != strip_www(host),
        None => false,
    }
}

fn strip_www(host: &str) -> &str {
    host.strip_prefix("www.").unwrap_or(host)
}

/// The host that words pretend to be, when they look like an address.
fn promised_host(words: &str) -> Option<String> {
    let words = words.trim();
    if words.contains(char::is_whitespace) || !words.contains('.') || words.contains('@') {
        return None;
    }
    let full = if words.contains("://") { words.to_owned() } else { format!("https://{words}") };
    let host = Url::parse(&full).ok()?.host_str()?.to_owned();
    let last = host.rsplit('.').next()?;
    // «стр.5» and «задание.docx» are words, not addresses.
    let address_like = words.contains("://") || words.starts_with("www.") || KNOWN_ENDS.contains(&last);
    address_like.then_some(host)
}

const KNOWN_ENDS: &[&str] =
    &["ru", "com", "org", "net", "info", "su", "xn--p1ai", "edu", "gov", "io", "me", "by", "kz"];

/// «аррӏе.com» mixes, «школа.рф» does not.
fn mixes_alphabets(host: &str) -> bool {
    let latin = host.chars().any(|c| c.is_ascii_alphabetic());
    let other = host.chars().any(|c| c.is_alphabetic() && !c.is_ascii());
    latin && other
}
