//! Table `file_upload_part`.

use sea_orm::entity::prelude::*;

use super::UploadId;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file_upload_part")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub upload_id: UploadId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub start: i64,
    pub size: i64,
    /// Name in the store.
    pub object: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
