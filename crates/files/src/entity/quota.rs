//! Table `file_quota`.

use kernel::Timestamp;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "file_quota")]
pub struct Model {
    /// The organisation or the person whose room it is.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub counted_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
