//! Table `synonym_line`.

use kernel::{PersonId, Timestamp};
use sea_orm::entity::prelude::*;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "synonym_line")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// In the format of the seed.
    #[sea_orm(column_type = "Text", unique)]
    pub line: String,
    /// 1: taken out of the seed; 0: added to it.
    pub removed: i32,
    pub person_id: PersonId,
    pub at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
