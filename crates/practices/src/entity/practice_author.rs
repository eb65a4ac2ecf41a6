//! Table `practice_author`.

use kernel::{PersonId, PracticeId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_author")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub practice_id: PracticeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// 0 owns it.
    pub position: i32,
    pub added_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
