//! Table `practice_skill`.

use kernel::{PracticeVersionId, SkillId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_skill")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub version_id: PracticeVersionId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub skill_id: SkillId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
