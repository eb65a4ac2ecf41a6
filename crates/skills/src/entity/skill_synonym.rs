//! Table `skill_synonym`: other words under which a skill is looked for.

use kernel::SkillId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skill_synonym")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub skill_id: SkillId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub word: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
