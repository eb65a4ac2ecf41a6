//! Table `file_blob`.

use kernel::Timestamp;
use sea_orm::entity::prelude::*;

use super::BlobId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file_blob")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BlobId,
    /// Hexadecimal; equal contents are kept once.
    pub sha256: String,
    pub size: i64,
    /// Sniffed.
    pub media_type: String,
    /// Never shown inline: it holds macros.
    pub download_only: bool,
    pub width: Option<i32>,
    pub height: Option<i32>,
    /// Pages, slides or sheets.
    pub pages: Option<i32>,
    pub text_state: TextState,
    /// Why there is no text: see `extract::Failure`.
    pub text_reason: Option<String>,
    pub thumbnail: bool,
    pub preview: Preview,
    /// Version of the extractor that looked at it last; 0 for none.
    pub extractor: i32,
    pub created_at: Timestamp,
}

/// How far the text is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum TextState {
    Waiting,
    Ready,
    None,
}

/// What can be shown without downloading.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Preview {
    None,
    Html,
    Picture,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
