//! Table `saved_search`.

use kernel::{PersonId, SavedSearchId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "saved_search")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SavedSearchId,
    pub person_id: PersonId,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// The search as asked, JSON.
    #[sea_orm(column_type = "Text")]
    pub ask: String,
    /// 1: tell of new results.
    pub notify: i32,
    pub created_at: Timestamp,
    /// When its owner looked last.
    pub seen_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
