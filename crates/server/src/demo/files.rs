//! The files under `demo/`, built into the binary, and their shapes.

use anyhow::Context;
use rust_embed::RustEmbed;
use serde::Deserialize;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../demo"]
struct Demo;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    pub key: String,
    pub kind: kernel::OrgKind,
    pub parent: Option<String>,
    pub legal_name: String,
    pub short_name: String,
    pub place: Option<String>,
    pub school_type: Option<String>,
    pub time_zone: String,
    pub code: Option<String>,
    pub subject: Option<String>,
    pub level: Option<String>,
    pub about: Option<String>,
}

/// One row of `people.csv`; lists are comma-separated.
#[derive(Deserialize)]
pub struct Person {
    pub key: String,
    pub surname: String,
    pub given_name: String,
    pub patronymic: String,
    pub position: String,
    pub subjects: String,
    pub grades: String,
    pub org: String,
    pub associations: String,
    pub roles: String,
    pub about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Space {
    pub key: String,
    pub kind: String,
    pub org: Option<String>,
    pub title: String,
    pub about: String,
    pub join: Option<String>,
    #[serde(default)]
    pub moderators: Vec<String>,
    #[serde(default)]
    pub members: Vec<String>,
    #[serde(default, rename = "section")]
    pub sections: Vec<Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Section {
    pub key: String,
    pub title: String,
    pub about: Option<String>,
}

/// `smalltalk.toml`: short topics put together by template.
#[derive(Deserialize, Default)]
pub struct SmallTalk {
    #[serde(default, rename = "seed")]
    pub seeds: Vec<Seed>,
    #[serde(default, rename = "reply")]
    pub replies: Vec<Pool>,
}

#[derive(Deserialize)]
pub struct Seed {
    pub space: String,
    pub section: Option<String>,
    pub author: String,
    #[serde(default = "discussion")]
    pub kind: String,
    pub title: String,
    pub body: String,
    pub subject: Option<String>,
    #[serde(default)]
    pub grades: Vec<i32>,
    #[serde(default)]
    pub tags: Vec<String>,
    pub days_ago: i64,
    pub mood: String,
}

#[derive(Deserialize)]
pub struct Pool {
    pub mood: String,
    pub subject: Option<String>,
    pub texts: Vec<String>,
}

fn discussion() -> String {
    "discussion".into()
}

pub(super) fn text(path: &str) -> anyhow::Result<String> {
    let file = Demo::get(path).with_context(|| format!("demo/{path} is missing"))?;
    String::from_utf8(file.data.into_owned()).with_context(|| format!("demo/{path} is not UTF-8"))
}

pub fn organisations() -> anyhow::Result<Vec<Organisation>> {
    #[derive(Deserialize)]
    struct File {
        organisation: Vec<Organisation>,
    }
    Ok(toml::from_str::<File>(&text("organisations.toml")?).context("demo/organisations.toml")?.organisation)
}

pub fn people() -> anyhow::Result<Vec<Person>> {
    let text = text("people.csv")?;
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().context("demo/people.csv")
}

/// One row of `events.csv`; lists are comma-separated.
#[derive(Deserialize)]
pub struct EventRow {
    /// Counted from the day of loading; none for what has no date yet.
    pub day: Option<i64>,
    pub time: String,
    pub kind: String,
    pub host: String,
    pub association: String,
    pub author: String,
    pub level: String,
    pub audience: String,
    pub subjects: String,
    pub grades: String,
    pub skills: String,
    pub room: Option<i32>,
    /// How many may wait.
    pub waiting: Option<i32>,
    pub online: Option<i32>,
    pub place: String,
    /// How many ask for a place.
    pub people: usize,
    pub state: String,
    pub title: String,
    pub summary: String,
}

pub fn events() -> anyhow::Result<Vec<EventRow>> {
    let text = text("events.csv")?;
    let mut reader = csv::ReaderBuilder::new().delimiter(b';').from_reader(text.as_bytes());
    reader.deserialize().collect::<Result<_, _>>().context("demo/events.csv")
}

/// Days of territories, as coordinators would paste them; `{осень}` and `{весна}` are the years of the school year.
pub fn calendar_days() -> anyhow::Result<String> {
    text("calendar-days.csv")
}

/// What is said of every event of a kind.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventKindText {
    pub kind: String,
    pub body: String,
    pub programme: Vec<calendars::plan::ProgrammeItem>,
}

pub fn event_kinds() -> anyhow::Result<Vec<EventKindText>> {
    #[derive(Deserialize)]
    struct File {
        kind: Vec<EventKindText>,
    }
    Ok(toml::from_str::<File>(&text("event-kinds.toml")?).context("demo/event-kinds.toml")?.kind)
}

pub fn spaces() -> anyhow::Result<Vec<Space>> {
    #[derive(Deserialize)]
    struct File {
        space: Vec<Space>,
    }
    Ok(toml::from_str::<File>(&text("spaces.toml")?).context("demo/spaces.toml")?.space)
}

pub fn small_talk() -> anyhow::Result<SmallTalk> {
    match Demo::get("smalltalk.toml") {
        Some(_) => toml::from_str(&text("smalltalk.toml")?).context("demo/smalltalk.toml"),
        None => Ok(SmallTalk::default()),
    }
}

/// Folder with file name, and text of every practice.
pub fn practices() -> anyhow::Result<Vec<(String, String)>> {
    let mut practices = Vec::new();
    for path in Demo::iter() {
        if let Some(slug) = path.strip_prefix("practices/").and_then(|p| p.strip_suffix(".md")) {
            practices.push((slug.to_owned(), text(&path)?));
        }
    }
    practices.sort();
    Ok(practices)
}

/// File name and text of every pair of schools.
pub fn pairings() -> anyhow::Result<Vec<(String, String)>> {
    let mut pairs = Vec::new();
    for path in Demo::iter() {
        if let Some(slug) = path.strip_prefix("pairings/pairs/").and_then(|p| p.strip_suffix(".toml")) {
            pairs.push((slug.to_owned(), text(&path)?));
        }
    }
    pairs.sort();
    Ok(pairs)
}

pub fn collections() -> anyhow::Result<Vec<super::bank_file::Collection>> {
    if Demo::get("collections.toml").is_none() {
        return Ok(Vec::new());
    }
    let file: super::bank_file::Collections =
        toml::from_str(&text("collections.toml")?).context("demo/collections.toml")?;
    Ok(file.collections)
}

/// Space key, file name and text of every written-out topic.
pub fn topics() -> anyhow::Result<Vec<(String, String, String)>> {
    let mut topics = Vec::new();
    for path in Demo::iter() {
        let Some((space, slug)) = path.strip_prefix("topics/").and_then(|p| p.split_once('/')) else { continue };
        if let Some(slug) = slug.strip_suffix(".md") {
            topics.push((space.to_owned(), slug.to_owned(), text(&path)?));
        }
    }
    topics.sort();
    Ok(topics)
}
