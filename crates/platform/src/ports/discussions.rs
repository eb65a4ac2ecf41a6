//! Topics that other features open: the comments of a practice, the talk about an event.

use async_trait::async_trait;
use kernel::{OrgId, PersonId, Result, SkillId, TopicId};

use crate::Tx;

/// A topic that belongs to something outside the forums.
#[derive(Clone, Debug)]
pub struct NewDiscussion {
    /// Whose space it lives in; `None` is the open space of the whole network.
    pub place: Option<OrgId>,
    pub title: String,
    /// First post, Markdown.
    pub body: String,
    pub author: PersonId,
    pub subject: Option<String>,
    pub grades: Vec<i32>,
    pub skills: Vec<SkillId>,
}

/// Implemented by `forums`.
#[async_trait]
pub trait Discussions: Send + Sync {
    /// Opens a topic in the running write.
    ///
    /// # Errors
    /// `Refused` or `Hidden` when the author may not write there.
    async fn open(&self, tx: &mut Tx, discussion: NewDiscussion) -> Result<TopicId>;
}
