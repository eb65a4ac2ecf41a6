//! Table `file_text`.

use sea_orm::entity::prelude::*;

use super::BlobId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file_text")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub blob_id: BlobId,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// JSON of `extract::Part`s.
    #[sea_orm(column_type = "Text")]
    pub parts: String,
    /// Percent of words that look like words.
    pub known: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
