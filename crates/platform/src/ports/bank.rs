//! Drafts of practices that come out of something else: what was shown at an event goes into the bank.

use async_trait::async_trait;
use kernel::{PersonId, PracticeId, Result, SkillId};

use super::Owner;
use crate::Tx;

/// A practice as far as the place it comes from can tell.
#[derive(Clone, Debug)]
pub struct NewPractice {
    pub author: PersonId,
    pub title: String,
    pub summary: String,
    /// Markdown.
    pub body: String,
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
    pub skills: Vec<SkillId>,
    /// Title and address.
    pub links: Vec<(String, String)>,
    /// Whose files it takes along.
    pub files: Vec<Owner>,
}

/// Implemented by `practices`.
#[async_trait]
pub trait Bank: Send + Sync {
    /// Begins a draft that nobody but its author knows of.
    ///
    /// # Errors
    /// `Refused` when the author may not write.
    async fn draft(&self, tx: &mut Tx, practice: NewPractice) -> Result<PracticeId>;

    /// Is it still there? A draft may have been thrown away.
    async fn has(&self, tx: &mut Tx, practice: PracticeId) -> Result<bool>;
}
