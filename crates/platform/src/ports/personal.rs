//! What features keep about one person: handed out to that person, erased when they leave for good.

use async_trait::async_trait;
use kernel::{PersonId, Result};
use serde_json::Value;

use crate::{App, Tx};

/// Stands where the name of somebody stood who left for good.
pub const ERASED_NAME: &str = "Участник удалён";

/// One file of the archive a person takes along.
#[derive(Clone, Debug)]
pub struct PersonalPart {
    /// Without an ending: `posts`.
    pub name: &'static str,
    pub contents: Value,
}

/// A feature's share of a person's data.
#[async_trait]
pub trait PersonalData: Send + Sync {
    /// Everything that is about the person or by them, in words they understand.
    async fn export(&self, app: &App, person: PersonId) -> Result<Vec<PersonalPart>>;

    /// Erases what tells who the person was, in the running write. What colleagues still need (posts, practices) stays
    /// without a name. Called once more after a crash, so it finds nothing left the second time.
    async fn erase(&self, tx: &mut Tx, person: PersonId) -> Result<()>;
}
