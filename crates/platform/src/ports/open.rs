//! What strangers read without signing in: pages for people and search engines, records for harvesters.

use async_trait::async_trait;
use kernel::{Result, SkillId, Timestamp};
use serde_json::Value;
use uuid::Uuid;

use crate::{App, markup::Html};

/// A page as everybody may read it. The house puts it into the application's own document.
#[derive(Clone, Debug)]
pub struct OpenPage {
    /// The one address of it within the site.
    pub path: String,
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// The word of Open Graph: `article`, `website`.
    pub kind: &'static str,
    pub published: Option<Timestamp>,
    pub changed: Option<Timestamp>,
    /// schema.org, as JSON-LD.
    pub data: Value,
    /// From the heading of the first level on.
    pub body: Html,
    /// Search engines may list it.
    pub listed: bool,
}

/// A line of the site map.
#[derive(Clone, Debug)]
pub struct OpenAddress {
    pub id: Uuid,
    pub path: String,
    pub changed: Timestamp,
}

/// Things of one sort that speak of a skill.
#[derive(Clone, Debug)]
pub struct Shelf {
    /// «Практики»
    pub heading: &'static str,
    /// Path and title, best first.
    pub links: Vec<(String, String)>,
}

/// Pages of one feature at `/<prefix>/<address>`.
#[async_trait]
pub trait OpenPages: Send + Sync {
    fn prefix(&self) -> &'static str;

    /// The page, if anybody at all may read it. What is not there and what is not for everybody are both `None`.
    async fn page(&self, app: &App, address: &str) -> Result<Option<OpenPage>>;

    /// What search engines may list, after `after` in the order of ids.
    async fn addresses(&self, app: &App, after: Option<Uuid>, limit: u64) -> Result<Vec<OpenAddress>>;

    /// What there is about a skill, for its page.
    async fn about(&self, _app: &App, _skill: SkillId, _limit: u64) -> Result<Option<Shelf>> {
        Ok(None)
    }
}

/// A record for harvesters. `elements` are those of Dublin Core, by name; none when it was taken away.
#[derive(Clone, Debug)]
pub struct HarvestRecord {
    pub id: Uuid,
    /// Last part of its identifier: `practice/12`.
    pub local: String,
    pub changed: Timestamp,
    /// Codes of `kernel::subject`.
    pub sets: Vec<String>,
    pub elements: Option<Vec<(&'static str, String)>>,
}

/// Which records are wanted, in the order of (changed, id).
#[derive(Clone, Debug, Default)]
pub struct HarvestQuery {
    pub from: Option<Timestamp>,
    /// Not this moment itself.
    pub before: Option<Timestamp>,
    pub set: Option<String>,
    pub after: Option<(Timestamp, Uuid)>,
    pub limit: u64,
    /// Fill in `elements`.
    pub full: bool,
}

/// The catalogue that others harvest. Whatever was once in it stays known for ever, at least as taken away.
#[async_trait]
pub trait Harvest: Send + Sync {
    async fn record(&self, app: &App, local: &str) -> Result<Option<HarvestRecord>>;

    async fn records(&self, app: &App, query: &HarvestQuery) -> Result<Vec<HarvestRecord>>;

    /// How many `query` names, whatever its `after` and `limit`.
    async fn count(&self, app: &App, query: &HarvestQuery) -> Result<u64>;

    /// When the oldest record last changed.
    async fn earliest(&self, app: &App) -> Result<Option<Timestamp>>;
}
