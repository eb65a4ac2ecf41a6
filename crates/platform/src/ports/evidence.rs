//! What schools have shown in skills: practices others may read, events that were held.

use async_trait::async_trait;
use kernel::{OrgId, Result, SkillId};

use crate::App;

/// What a school has shown in a skill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    pub school: OrgId,
    pub skill: SkillId,
    /// Published.
    pub practices: i64,
    /// Held.
    pub events: i64,
}

/// Implemented by whatever gathers proof; answers of several are added up.
#[async_trait]
pub trait Evidence: Send + Sync {
    /// Counts of these schools in these skills; what is nought is absent.
    ///
    /// # Errors
    /// `Internal` when the database is out of reach.
    async fn shown(&self, app: &App, schools: &[OrgId], skills: &[SkillId]) -> Result<Vec<Shown>>;
}
