//! Table `file_text`.

use kernel::Result;
use platform::ports::FilePart;
use sea_orm::entity::prelude::*;

use super::BlobId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub blob_id: BlobId,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// JSON of [`FilePart`]s.
    #[sea_orm(column_type = "Text")]
    pub parts: String,
    /// Percent of words that look like words.
    pub known: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// # Errors
    /// `Internal` when the row was written by something else.
    pub fn parts(&self) -> Result<Vec<FilePart>> {
        Ok(serde_json::from_str(&self.parts)?)
    }
}
