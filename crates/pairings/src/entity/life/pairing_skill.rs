//! Table `pairing_skill`.

use kernel::{PairingId, SkillId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing_skill")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pairing_id: PairingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub skill_id: SkillId,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
