//! What is written about a practice: its passport.

use kernel::{Result, SkillId, error::Checks};
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    entity::practice_version,
    kinds::{Kind, Licence},
};

pub const MAX_TITLE: usize = 200;
pub const MAX_SUMMARY: usize = 600;
pub const MAX_BODY: usize = 60_000;
const MAX_FIELD: usize = 4_000;
const MAX_KEYWORD: usize = 80;
const MAX_KEYWORDS: usize = 20;
const MAX_LINKS: usize = 20;
const MAX_SKILLS: usize = 12;
const MAX_SUBJECTS: usize = 8;
/// Less than this describes nothing that others could repeat.
const LEAST_BODY: usize = 100;

/// A link beside the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[schema(as = PracticeLink)]
pub struct Link {
    #[serde(default)]
    pub title: String,
    pub url: String,
}

/// The passport. Everything may be empty in a draft.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct Passport {
    pub kind: Kind,
    pub title: String,
    /// One or two sentences for lists.
    pub summary: String,
    /// What fails.
    pub problem: String,
    /// What the pupil or adult does afterwards.
    pub goal: String,
    /// Markdown, by stages.
    pub body: String,
    pub resources: String,
    /// When it works, for whom.
    pub conditions: String,
    pub risks: String,
    pub result_before: String,
    pub result_after: String,
    /// How it was measured.
    pub result_how: String,
    pub licence: Licence,
    /// The employer agrees: what is made on duty is theirs.
    pub employer_consent: bool,
    pub keywords: Vec<String>,
    pub links: Vec<Link>,
    /// Codes of subjects.
    pub subjects: Vec<String>,
    /// Empty when it is about adults.
    pub grades: Vec<i32>,
    /// Weak spots it treats.
    pub skills: Vec<SkillId>,
}

impl Default for Passport {
    fn default() -> Self {
        Self {
            kind: Kind::Technique,
            title: String::new(),
            summary: String::new(),
            problem: String::new(),
            goal: String::new(),
            body: String::new(),
            resources: String::new(),
            conditions: String::new(),
            risks: String::new(),
            result_before: String::new(),
            result_after: String::new(),
            result_how: String::new(),
            licence: Licence::CcBy,
            employer_consent: false,
            keywords: Vec::new(),
            links: Vec::new(),
            subjects: Vec::new(),
            grades: Vec::new(),
            skills: Vec::new(),
        }
    }
}

/// Names of the fields that remarks may point at.
pub const FIELDS: &[&str] = &[
    "kind",
    "title",
    "summary",
    "problem",
    "goal",
    "body",
    "resources",
    "conditions",
    "risks",
    "result_before",
    "result_after",
    "result_how",
    "licence",
    "employer_consent",
    "keywords",
    "links",
    "subjects",
    "grades",
    "skills",
    "files",
    "authors",
    "whole",
];

impl Passport {
    /// Cut to what a passport holds: for drafts that nobody typed.
    #[must_use]
    pub(crate) fn fit(mut self) -> Self {
        for (text, most) in [(&mut self.title, MAX_TITLE), (&mut self.summary, MAX_SUMMARY), (&mut self.body, MAX_BODY)]
        {
            *text = text.chars().take(most).collect();
        }
        self.subjects.truncate(MAX_SUBJECTS);
        self.skills.truncate(MAX_SKILLS);
        self.links.truncate(MAX_LINKS);
        self
    }

    /// Words cleaned, lists sorted and without repetitions.
    #[must_use]
    pub fn tidy(mut self) -> Self {
        for text in [&mut self.title, &mut self.summary] {
            *text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
        let mut seen = std::collections::BTreeSet::new();
        self.keywords = std::mem::take(&mut self.keywords)
            .into_iter()
            .map(|word| word.trim().to_owned())
            .filter(|word| !word.is_empty() && seen.insert(word.to_lowercase()))
            .collect();
        self.links.retain(|link| !link.url.trim().is_empty());
        let order = |code: &String| kernel::subject::SUBJECTS.iter().position(|s| s == code);
        self.subjects.sort_by_key(order);
        self.subjects.dedup();
        self.grades.sort_unstable();
        self.grades.dedup();
        self.skills.sort_unstable();
        self.skills.dedup();
        self
    }

    /// What even a draft must keep to.
    ///
    /// # Errors
    /// `Invalid` with every field that is wrong.
    pub async fn check<C: ConnectionTrait>(&self, db: &C) -> Result<()> {
        let mut checks = Checks::default();
        checks
            .up_to(&self.title, MAX_TITLE, "title")
            .up_to(&self.summary, MAX_SUMMARY, "summary")
            .up_to(&self.body, MAX_BODY, "body");
        for (field, text) in self.texts() {
            checks.up_to(text, MAX_FIELD, field);
        }
        checks
            .require(self.keywords.len() <= MAX_KEYWORDS, "keywords", "too_many")
            .require(self.links.len() <= MAX_LINKS, "links", "too_many")
            .require(self.skills.len() <= MAX_SKILLS, "skills", "too_many")
            .require(self.subjects.len() <= MAX_SUBJECTS, "subjects", "too_many");
        for (index, word) in self.keywords.iter().enumerate() {
            checks.up_to(word, MAX_KEYWORD, &format!("keywords[{index}]"));
        }
        for (index, link) in self.links.iter().enumerate() {
            let web = link.url.len() <= 2_000
                && url::Url::parse(&link.url).is_ok_and(|u| ["http", "https"].contains(&u.scheme()));
            checks.require(web, &format!("links[{index}].url"), "invalid").up_to(
                &link.title,
                MAX_TITLE,
                &format!("links[{index}].title"),
            );
        }
        for (index, subject) in self.subjects.iter().enumerate() {
            checks.require(kernel::subject::is_known(subject), &format!("subjects[{index}]"), "unknown");
        }
        for (index, grade) in self.grades.iter().enumerate() {
            checks.require(kernel::subject::is_grade(*grade), &format!("grades[{index}]"), "invalid");
        }
        let known = skills::chips(db, &self.skills).await?;
        for (index, skill) in self.skills.iter().enumerate() {
            checks.require(known.contains_key(skill), &format!("skills[{index}]"), "unknown");
        }
        checks.done()
    }

    fn texts(&self) -> [(&'static str, &str); 8] {
        [
            ("problem", &self.problem),
            ("goal", &self.goal),
            ("resources", &self.resources),
            ("conditions", &self.conditions),
            ("risks", &self.risks),
            ("result_before", &self.result_before),
            ("result_after", &self.result_after),
            ("result_how", &self.result_how),
        ]
    }

    /// What must be there before anybody else reads it.
    ///
    /// # Errors
    /// `Invalid` with every field that is missing.
    pub fn readable(&self) -> Result<()> {
        let mut checks = Checks::default();
        self.require_words(&mut checks);
        checks.done()
    }

    /// What must be there before experts read it.
    ///
    /// # Errors
    /// `Invalid` with every field that is missing.
    pub fn complete(&self) -> Result<()> {
        let mut checks = Checks::default();
        self.require_words(&mut checks);
        let results = [&self.result_before, &self.result_after, &self.result_how].map(|text| !text.trim().is_empty());
        let (any, all) = (results.contains(&true), !results.contains(&false));
        checks
            .require(!self.problem.trim().is_empty(), "problem", "required")
            .require(!self.goal.trim().is_empty(), "goal", "required")
            .require(!self.subjects.is_empty(), "subjects", "required")
            .require(self.employer_consent, "employer_consent", "required");
        for (there, field) in results.into_iter().zip(["result_before", "result_after", "result_how"]) {
            // «было», «стало» and the way of measuring say something only together.
            checks.require(there || !any || all, field, "required");
        }
        checks.done()
    }

    fn require_words(&self, checks: &mut Checks) {
        let length = self.body.trim().chars().count();
        checks
            .require(!self.title.trim().is_empty(), "title", "required")
            .require(!self.summary.trim().is_empty(), "summary", "required")
            .require(length > 0, "body", "required")
            .require(length == 0 || length >= LEAST_BODY, "body", "too_short");
    }

    /// Title and keywords as people type them when they look for it in a list.
    pub fn search_key(&self) -> String {
        key(&format!("{} {}", self.title, self.keywords.join(" ")))
    }

    /// The passport of a stored version; what hangs on it in other tables is added by the caller.
    pub fn of(row: &practice_version::Model) -> Self {
        Self {
            kind: row.kind,
            title: row.title.clone(),
            summary: row.summary.clone(),
            problem: row.problem.clone(),
            goal: row.goal.clone(),
            body: row.body.clone(),
            resources: row.resources.clone(),
            conditions: row.conditions.clone(),
            risks: row.risks.clone(),
            result_before: row.result_before.clone(),
            result_after: row.result_after.clone(),
            result_how: row.result_how.clone(),
            licence: row.licence,
            employer_consent: row.employer_consent,
            keywords: list(&row.keywords),
            links: list(&row.links),
            ..Self::default()
        }
    }
}

/// A stored JSON list; a broken one is empty.
pub fn list<T: serde::de::DeserializeOwned>(text: &str) -> Vec<T> {
    serde_json::from_str(text).unwrap_or_default()
}

/// Lower case, «ё» as «е», words parted by single spaces.
pub fn key(text: &str) -> String {
    let lower: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            'ё' => 'е',
            c if c.is_alphanumeric() => c,
            _ => ' ',
        })
        .collect();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}
