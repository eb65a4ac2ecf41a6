//! Table `practice_grade`.

use kernel::PracticeVersionId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_grade")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: PracticeVersionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub grade: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
