//! Table `file`.

use kernel::{FileId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use super::BlobId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: FileId,
    pub blob_id: BlobId,
    /// Who brought it.
    pub person_id: PersonId,
    /// Whose room it takes; the person's own when absent.
    pub organisation_id: Option<OrgId>,
    pub name: String,
    /// What it is attached to; both or neither.
    pub owner_kind: Option<String>,
    pub owner_id: Option<Uuid>,
    pub position: i32,
    /// Since when nothing holds it; absent while bound.
    pub loose_since: Option<Timestamp>,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
