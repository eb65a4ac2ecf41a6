//! Reads one practice of `demo/practices` and the collections; the format is described in `demo/README.md`.

use anyhow::{Context, bail};
use chrono::TimeDelta;
use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Front {
    pub title: String,
    pub kind: String,
    pub authors: Vec<String>,
    #[serde(default)]
    pub subjects: Vec<String>,
    #[serde(default)]
    pub grades: Vec<i32>,
    #[serde(default)]
    pub skills: Vec<String>,
    pub state: String,
    pub level: Option<String>,
    pub place: Option<String>,
    pub licence: String,
    #[serde(default)]
    pub keywords: Vec<String>,
    pub days_ago: i64,
    #[serde(default)]
    pub summary: String,
    #[serde(default)]
    pub problem: String,
    #[serde(default)]
    pub goal: String,
    #[serde(default)]
    pub resources: String,
    #[serde(default)]
    pub conditions: String,
    #[serde(default)]
    pub risks: String,
    #[serde(default)]
    pub result_before: String,
    #[serde(default)]
    pub result_after: String,
    #[serde(default)]
    pub result_how: String,
}

pub struct Practice {
    pub front: Front,
    pub body: String,
    pub files: Vec<File>,
    pub reviews: Vec<Review>,
    pub adoptions: Vec<Adoption>,
    pub comments: Vec<Comment>,
}

pub struct File {
    /// `docx`, `pdf` or `xlsx`.
    pub form: String,
    pub title: String,
    pub text: String,
}

pub struct Review {
    pub expert: String,
    /// In the order of the sheet.
    pub marks: [i32; 5],
    pub text: String,
}

pub struct Adoption {
    pub person: String,
    pub grade: Option<i32>,
    pub days_ago: i64,
    pub outcome: String,
    pub numbers: Option<(i32, i32)>,
    pub text: String,
}

pub struct Comment {
    pub person: String,
    /// After the previous one.
    pub after: TimeDelta,
    pub text: String,
}

/// # Errors
/// With the block that could not be read.
pub fn practice(text: &str) -> anyhow::Result<Practice> {
    let rest = text.trim_start().strip_prefix("+++").context("the file begins with +++")?;
    let (front, rest) = rest.split_once("\n+++").context("the head ends with +++")?;
    let front: Front = toml::from_str(front)?;
    let mut blocks = rest.split("\n=== ");
    let body = blocks.next().unwrap_or_default().trim().to_owned();
    let mut practice = Practice { front, body, files: vec![], reviews: vec![], adoptions: vec![], comments: vec![] };
    for block in blocks {
        let (head, text) = block.split_once('\n').unwrap_or((block, ""));
        let parts: Vec<&str> = head.split('|').map(str::trim).collect();
        take(&mut practice, &parts, text.trim()).with_context(|| format!("=== {head}"))?;
    }
    Ok(practice)
}

fn take(practice: &mut Practice, parts: &[&str], text: &str) -> anyhow::Result<()> {
    let text = text.to_owned();
    match parts {
        ["file", form, title, ..] => {
            practice.files.push(File { form: (*form).to_owned(), title: (*title).to_owned(), text });
        }
        ["review", expert, marks] => {
            practice.reviews.push(Review { expert: (*expert).to_owned(), marks: read_marks(marks)?, text });
        }
        ["adoption", person, rest @ ..] => practice.adoptions.push(adoption(person, rest, text)?),
        ["comment", person, after] => {
            practice.comments.push(Comment { person: (*person).to_owned(), after: span(after)?, text });
        }
        _ => bail!("no block of this sort is known"),
    }
    Ok(())
}

fn read_marks(text: &str) -> anyhow::Result<[i32; 5]> {
    let mut marks = [0; 5];
    for (place, name) in marks.iter_mut().zip(["result", "efficiency", "novelty", "transfer", "scale"]) {
        let found = text.split(',').find_map(|part| part.trim().strip_prefix(name)?.trim().parse().ok());
        *place = found.with_context(|| format!("the mark for {name}"))?;
    }
    Ok(marks)
}

fn adoption(person: &str, parts: &[&str], text: String) -> anyhow::Result<Adoption> {
    let mut read =
        Adoption { person: person.to_owned(), grade: None, days_ago: 0, outcome: String::new(), numbers: None, text };
    for part in parts {
        match part.split_once(' ') {
            Some(("grade", grade)) => read.grade = Some(grade.trim().parse()?),
            Some(("days_ago", days)) => read.days_ago = days.trim().parse()?,
            Some(("outcome", outcome)) => outcome.trim().clone_into(&mut read.outcome),
            _ => {
                let (before, after) = part.split_once("->").with_context(|| format!("what is «{part}»?"))?;
                read.numbers = Some((before.trim().parse()?, after.trim().parse()?));
            }
        }
    }
    Ok(read)
}

/// `+3d`, `+5h`
fn span(text: &str) -> anyhow::Result<TimeDelta> {
    let text = text.trim().trim_start_matches('+');
    let (number, unit) = text.split_at(text.len().saturating_sub(1));
    let number: i64 = number.parse().with_context(|| format!("the time {text}"))?;
    match unit {
        "d" => Ok(TimeDelta::days(number)),
        "h" => Ok(TimeDelta::hours(number)),
        "m" => Ok(TimeDelta::minutes(number)),
        _ => bail!("the time {text}"),
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Collection {
    pub key: String,
    pub title: String,
    pub foreword: String,
    pub owner: String,
    /// Key of an association or school its owner runs.
    pub org: Option<String>,
    #[serde(rename = "item")]
    pub items: Vec<Item>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Item {
    /// `math/percent-strip`: folder and file of the practice.
    pub practice: String,
    #[serde(default)]
    pub note: String,
}

#[derive(Deserialize, Default)]
pub struct Collections {
    #[serde(default, rename = "collection")]
    pub collections: Vec<Collection>,
}
