//! What an edit changed, word by word, as safe HTML.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

use super::escape;

/// Longer work than this ends in a coarser, still correct difference.
const PATIENCE: Duration = Duration::from_millis(200);

/// `<ins>` and `<del>` over the Markdown of two wordings. Line ends stay line ends: show it with preserved white space.
pub fn words(old: &str, new: &str) -> String {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_words(old, new);
    let mut html = String::with_capacity(old.len().max(new.len()) * 2);
    let mut open = ChangeTag::Equal;
    for change in diff.iter_all_changes() {
        if change.tag() != open {
            html.push_str(closing(open));
            html.push_str(opening(change.tag()));
            open = change.tag();
        }
        html.push_str(&escape(change.value()));
    }
    html.push_str(closing(open));
    html
}

fn opening(tag: ChangeTag) -> &'static str {
    match tag {
        ChangeTag::Equal => "",
        ChangeTag::Insert => "<ins>",
        ChangeTag::Delete => "<del>",
    }
}

fn closing(tag: ChangeTag) -> &'static str {
    match tag {
        ChangeTag::Equal => "",
        ChangeTag::Insert => "</ins>",
        ChangeTag::Delete => "</del>",
    }
}
