//! Table `school_context_level`.

use kernel::SchoolContextId;
use sea_orm::entity::prelude::*;

use crate::kinds::LevelKey;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_context_level")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub context_id: SchoolContextId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: LevelKey,
    /// 1 to 5, see [`LevelKey::anchors`].
    pub level: i32,
    /// Which survey says so.
    #[sea_orm(column_type = "Text")]
    pub source: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
