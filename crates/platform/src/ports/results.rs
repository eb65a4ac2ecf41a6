//! What results of pupils say about a school, for whoever looks for somebody to help it.

use async_trait::async_trait;
use kernel::{OrgId, Result, SkillId};

use crate::App;

/// A skill pupils lack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultSkill {
    pub skill: SkillId,
    /// Per cent of pupils who can do it.
    pub share_done: i32,
    /// Of how many pupils.
    pub pupils: i32,
}

/// A subject a school needs help in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ResultNeed {
    /// Code of `kernel::subject`.
    pub theme: String,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    /// 1 to 100.
    pub strength: i32,
    pub skills: Vec<ResultSkill>,
}

/// Implemented by whoever keeps results. Nothing here is ever shown to anybody but the school and those who answer for it.
#[async_trait]
pub trait SchoolResults: Send + Sync {
    /// What the school needs help in by its results up to this school year, named by the year in which it begins.
    ///
    /// # Errors
    /// `Internal` when the database is out of reach.
    async fn needs(&self, app: &App, school: OrgId, year: i32) -> Result<Vec<ResultNeed>>;
}
