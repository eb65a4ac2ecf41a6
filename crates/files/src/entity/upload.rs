//! Table `file_upload`.

use kernel::{FileId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use super::UploadId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file_upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UploadId,
    pub person_id: PersonId,
    pub organisation_id: Option<OrgId>,
    pub name: String,
    pub size: i64,
    /// What the client says the contents hash to.
    pub sha256: Option<String>,
    pub received: i64,
    /// The file it became.
    pub file_id: Option<FileId>,
    pub created_at: Timestamp,
    pub touched_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
