//! Table `plan_item_skill`.

use kernel::{PlanItemId, SkillId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_item_skill")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub item_id: PlanItemId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub skill_id: SkillId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
