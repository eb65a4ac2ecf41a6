//! The last gate: an allow-list over the finished HTML.

use std::{
    borrow::Cow,
    collections::{HashMap, HashSet},
    sync::LazyLock,
};

use ammonia::{Builder, UrlRelative};
use uuid::Uuid;

use super::links::{Target, target};

const TAGS: &[&str] = &[
    "p",
    "br",
    "em",
    "strong",
    "del",
    "code",
    "pre",
    "blockquote",
    "header",
    "ul",
    "ol",
    "li",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
    "a",
];

static GATE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(TAGS.iter().copied().collect())
        .clean_content_tags(HashSet::from(["script", "style", "title", "textarea", "iframe", "noscript", "xmp"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "title"])),
            ("blockquote", HashSet::from(["data-post"])),
            ("code", HashSet::from(["class"])),
            ("ol", HashSet::from(["start"])),
            ("th", HashSet::from(["align"])),
            ("td", HashSet::from(["align"])),
        ]))
        .allowed_classes(HashMap::from([("a", HashSet::from(["mention"]))]))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(Some("nofollow ugc noopener"))
        .attribute_filter(attribute);
    builder
});

fn attribute<'u>(element: &str, attribute: &str, value: &'u str) -> Option<Cow<'u, str>> {
    let keep = match (element, attribute) {
        ("a", "href") => target(value) != Target::Nowhere,
        ("a", "class" | "title" | "rel") => true,
        ("blockquote", "data-post") => value.parse::<Uuid>().is_ok(),
        ("code", "class") => language(value),
        ("ol", "start") => value.len() < 10 && value.bytes().all(|b| b.is_ascii_digit()),
        ("th" | "td", "align") => matches!(value, "left" | "right" | "center"),
        _ => false,
    };
    keep.then(|| value.into())
}

fn language(class: &str) -> bool {
    class.strip_prefix("language-").is_some_and(|name| {
        (1..=20).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"+#-_.".contains(&b))
    })
}

pub fn clean(html: &str) -> String {
    GATE.clean(html).to_string()
}
