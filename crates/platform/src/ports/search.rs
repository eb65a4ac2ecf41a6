//! What the index holds of each feature, and what a hit shows.

use std::{collections::HashMap, fmt};

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use kernel::{Actor, FeedEvent, OrgId, PersonId, PersonRef, Result, SkillId, SpaceId, Timestamp};
use uuid::Uuid;

use crate::{App, ports::FileText};

/// Who may find a document: it carries some of these, a reader holds some; one in common is enough.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Audience {
    /// Anybody, signed in or not.
    Everyone,
    /// Everybody whose place in the network is confirmed.
    Network,
    Space(SpaceId),
    Organisation(OrgId),
    /// People of this organisation and of everything below it.
    Below(OrgId),
    /// Those who answer for this organisation and everything below it, look after it or watch it; of none: for the whole
    /// network.
    Office(Option<OrgId>),
    Person(PersonId),
}

/// The term in the index.
impl fmt::Display for Audience {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Everyone => f.write_str("everyone"),
            Self::Network => f.write_str("network"),
            Self::Space(id) => write!(f, "space:{id}"),
            Self::Organisation(id) => write!(f, "organisation:{id}"),
            Self::Below(id) => write!(f, "below:{id}"),
            Self::Office(Some(id)) => write!(f, "office:{id}"),
            Self::Office(None) => f.write_str("office"),
            Self::Person(id) => write!(f, "person:{id}"),
        }
    }
}

/// A searchable thing: `practice`, `topic`, `post`, `person`, `organisation`, `skill`, `event`, `offer`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocKey {
    pub kind: &'static str,
    pub id: Uuid,
}

/// A document of the index. Texts are plain, without markup.
#[derive(Clone, Debug)]
pub struct Document {
    pub key: DocKey,
    pub title: String,
    pub summary: String,
    pub body: String,
    pub keywords: Vec<String>,
    /// Names as shown.
    pub authors: Vec<String>,
    /// Names of organisations and places.
    pub places: Vec<String>,
    pub files: Vec<FileText>,
    /// Codes of `kernel::subject`.
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
    /// Kind within the kind: `lesson_plan`, `question`, `school`…
    pub form: Option<String>,
    pub skills: Vec<SkillId>,
    pub school: Option<OrgId>,
    /// `school`, `municipal`, `regional`, or `community` for what nobody reviewed.
    pub level: Option<String>,
    pub licence: Option<String>,
    pub at: Timestamp,
    /// 0 to 1: level, reviews, accepted answer.
    pub quality: f32,
    /// How often it was used or found useful, weighed: for the order, never shown.
    pub uses: u32,
    pub audience: Vec<Audience>,
}

/// What snippets are cut from.
#[derive(Clone, Debug, Default)]
pub struct DocumentText {
    pub text: String,
    pub files: Vec<FileText>,
}

/// What a hit shows, read from the tables with the reader's rights now.
#[derive(Clone, Debug, serde::Serialize, utoipa::ToSchema)]
pub struct SearchCard {
    pub title: String,
    pub summary: String,
    /// Address within the site, `/b/…`.
    pub path: String,
    pub people: Vec<PersonRef>,
    /// School or space it belongs to.
    pub place: Option<String>,
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
    pub form: Option<String>,
    pub skills: Vec<SkillId>,
    pub level: Option<String>,
    pub at: DateTime<Utc>,
    /// Colleagues who tried a practice in class; marks of thanks for what was said.
    pub uses: u32,
    /// A question with an accepted answer.
    pub answered: bool,
}

/// A feature's ends of the search.
#[async_trait]
pub trait SearchSource: Send + Sync {
    fn kinds(&self) -> &'static [&'static str];

    /// Is this kind of feed event worth a look?
    fn wants(&self, event: &str) -> bool;

    /// Which documents the event may have changed, made or removed.
    async fn touched(&self, app: &App, event: &FeedEvent) -> Result<Vec<DocKey>>;

    /// Present documents by key; those that are gone or are to be found by nobody are absent.
    async fn load(&self, app: &App, keys: &[DocKey]) -> Result<Vec<Document>>;

    /// Keys of one kind after `after` in the order of ids, for a rebuild.
    async fn page(&self, app: &App, kind: &'static str, after: Option<Uuid>, limit: u64) -> Result<Vec<DocKey>>;

    /// What this reader, or a stranger when `None`, may find through this feature. Joined over all features.
    async fn audiences(&self, app: &App, reader: Option<&Actor>) -> Result<Vec<Audience>>;

    /// Cards of what the reader may see now; the rest is absent.
    async fn cards(&self, app: &App, reader: Option<&Actor>, keys: &[DocKey]) -> Result<HashMap<DocKey, SearchCard>>;

    /// The text around which snippets are cut: summary and body as in [`Document`], and the files.
    async fn texts(&self, app: &App, keys: &[DocKey]) -> Result<HashMap<DocKey, DocumentText>> {
        let documents = self.load(app, keys).await?;
        let text = |d: Document| DocumentText { text: format!("{}\n{}", d.summary, d.body), files: d.files };
        Ok(documents.into_iter().map(|d| (d.key.clone(), text(d))).collect())
    }
}
