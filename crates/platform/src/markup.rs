//! Words of people inside HTML, XML and scripts: the only place that knows how they are kept from becoming markup.

use std::fmt::Write as _;

/// Text between tags and in quoted attributes, of HTML and XML alike. Left out is what XML cannot say, and marks that
/// turn the direction of everything behind them: a title must not rewrite the page around it.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| !unsayable(*c)) {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn unsayable(c: char) -> bool {
    matches!(
        c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}'
            | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    )
}

/// JSON inside a `<script>` element: nothing in it can end the element or begin a comment.
pub fn script(value: &serde_json::Value) -> String {
    let mut out = String::new();
    for c in value.to_string().chars() {
        match c {
            c if matches!(c, '<' | '>' | '&' | '\u{2028}' | '\u{2029}') || unsayable(c) => {
                // Writing into a String cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out
}

/// HTML put together of safe pieces.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html(String);

impl Html {
    /// Markup of our own, or what the sanitizer let through. Never words of people.
    pub fn markup(&mut self, safe: &str) -> &mut Self {
        self.0.extend(safe.chars().filter(|c| !unsayable(*c)));
        self
    }

    pub fn words(&mut self, text: &str) -> &mut Self {
        self.0.push_str(&escape(text));
        self
    }

    /// `<tag>text</tag>`; the text finds its own direction. Nothing when there is no text.
    pub fn element(&mut self, tag: &'static str, text: &str) -> &mut Self {
        if !text.trim().is_empty() {
            let _ = write!(self.0, "<{tag} dir=\"auto\">{}</{tag}>", escape(text.trim()));
        }
        self
    }

    /// Paragraphs as they were typed, a new line for a new line.
    pub fn paragraphs(&mut self, text: &str) -> &mut Self {
        for part in text.split("\n\n").map(str::trim).filter(|part| !part.is_empty()) {
            let _ = write!(self.0, "<p dir=\"auto\">{}</p>", escape(part).replace('\n', "<br>"));
        }
        self
    }

    /// A heading and what was typed under it; nothing when nothing was.
    pub fn section(&mut self, title: &str, text: &str) -> &mut Self {
        if !text.trim().is_empty() {
            self.element("h2", title).paragraphs(text);
        }
        self
    }

    /// A link within the site.
    pub fn link(&mut self, path: &str, text: &str) -> &mut Self {
        let _ = write!(self.0, "<a href=\"{}\" dir=\"auto\">{}</a>", escape(path), escape(text));
        self
    }

    /// A link that somebody else gave: not followed by search engines, tells nobody where the reader came from.
    pub fn foreign(&mut self, url: &str, text: &str) -> &mut Self {
        let _ = write!(
            self.0,
            "<a href=\"{}\" rel=\"nofollow ugc noopener noreferrer\" dir=\"auto\">{}</a>",
            escape(url),
            escape(text)
        );
        self
    }

    /// A list of links within the site: path and words.
    pub fn links<'a>(&mut self, links: impl IntoIterator<Item = (&'a str, &'a str)>) -> &mut Self {
        self.markup("<ul>");
        for (path, text) in links {
            self.markup("<li>").link(path, text).markup("</li>");
        }
        self.markup("</ul>")
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}
