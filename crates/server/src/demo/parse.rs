//! Reads one topic file; the format is described in `demo/README.md`.

use anyhow::{Context, bail};
use chrono::TimeDelta;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Front {
    pub title: String,
    #[serde(default = "discussion")]
    pub kind: String,
    pub author: String,
    pub section: Option<String>,
    pub subject: Option<String>,
    #[serde(default)]
    pub grades: Vec<i32>,
    #[serde(default)]
    pub tags: Vec<String>,
    /// Keys of the catalogue, `math-5-8`.
    #[serde(default)]
    pub skills: Vec<String>,
    pub days_ago: i64,
    pub time: String,
    pub accepted: Option<usize>,
    #[serde(default)]
    pub pinned: bool,
    #[serde(default)]
    pub locked: bool,
}

fn discussion() -> String {
    "discussion".into()
}

pub struct Topic {
    pub front: Front,
    /// Post 1 first.
    pub posts: Vec<Post>,
}

#[derive(Default)]
pub struct Post {
    pub author: String,
    /// After the previous post.
    pub after: TimeDelta,
    pub text: String,
    pub reply_to: Option<usize>,
    /// Kind and who.
    pub reactions: Vec<(String, Vec<String>)>,
    pub edits: Vec<Edit>,
    pub deleted: Option<String>,
}

pub struct Edit {
    pub after: TimeDelta,
    pub reason: Option<String>,
    pub text: String,
}

/// # Errors
/// With the line that could not be read.
pub fn topic(text: &str) -> anyhow::Result<Topic> {
    let text = text.replace("\r\n", "\n");
    let rest = text.strip_prefix("+++\n").context("a topic begins with +++")?;
    let (front, body) = rest.split_once("\n+++\n").context("the front matter ends with +++")?;
    let front: Front = toml::from_str(front)?;
    let mut posts = vec![Post { author: front.author.clone(), ..Post::default() }];
    for line in body.lines() {
        if let Some(header) = line.strip_prefix("=== ") {
            posts.push(post(header).with_context(|| line.to_owned())?);
        } else if let Some(header) = line.strip_prefix("--- edited ") {
            let edit = edit(header).with_context(|| line.to_owned())?;
            posts.last_mut().context("an edit before any post")?.edits.push(edit);
        } else if let Some(post) = posts.last_mut() {
            let text = post.edits.last_mut().map_or(&mut post.text, |edit| &mut edit.text);
            text.push_str(line);
            text.push('\n');
        }
    }
    for post in &mut posts {
        post.text = post.text.trim().to_owned();
        for edit in &mut post.edits {
            edit.text = edit.text.trim().to_owned();
        }
        if post.text.is_empty() {
            bail!("a post of {} is empty", post.author);
        }
    }
    Ok(Topic { front, posts })
}

fn post(header: &str) -> anyhow::Result<Post> {
    let mut parts = header.split('|').map(str::trim);
    let author = parts.next().unwrap_or_default().to_owned();
    let after = duration(parts.next().context("a post needs an offset")?)?;
    let mut post = Post { author, after, ..Post::default() };
    for part in parts {
        if let Some(number) = part.strip_prefix("reply:") {
            post.reply_to = Some(number.trim().parse()?);
        } else if let Some(reason) = part.strip_prefix("deleted:") {
            post.deleted = Some(reason.trim().to_owned());
        } else {
            post.reactions.extend(reactions(part)?);
        }
    }
    Ok(post)
}

fn reactions(part: &str) -> anyhow::Result<Vec<(String, Vec<String>)>> {
    let mut found = Vec::new();
    for one in part.split(';').map(str::trim).filter(|one| !one.is_empty()) {
        let (kind, who) = one.split_once(':').context("reactions are written kind: who, who")?;
        if !["useful", "apply", "thanks"].contains(&kind.trim()) {
            bail!("{kind} is no reaction");
        }
        let who = who.split(',').map(|w| w.trim().to_owned()).filter(|w| !w.is_empty()).collect();
        found.push((kind.trim().to_owned(), who));
    }
    Ok(found)
}

fn edit(header: &str) -> anyhow::Result<Edit> {
    let (offset, reason) = match header.split_once(':') {
        Some((offset, reason)) => (offset, Some(reason.trim().to_owned())),
        None => (header, None),
    };
    Ok(Edit { after: duration(offset)?, reason: reason.filter(|r| !r.is_empty()), text: String::new() })
}

/// `+1d 2h 10m`.
fn duration(text: &str) -> anyhow::Result<TimeDelta> {
    let mut total = TimeDelta::zero();
    for part in text.trim().trim_start_matches('+').split_whitespace() {
        let (number, unit) = part.split_at(part.len() - 1);
        let number: i64 = number.parse().with_context(|| format!("{part} is no duration"))?;
        total += match unit {
            "d" => TimeDelta::days(number),
            "h" => TimeDelta::hours(number),
            "m" => TimeDelta::minutes(number),
            _ => bail!("{part} is no duration"),
        };
    }
    Ok(total)
}
