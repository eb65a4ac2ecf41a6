//! Table `effect_indicator`.

use kernel::{EffectIndicatorId, PairingId, PersonId, SkillId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "effect_indicator")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EffectIndicatorId,
    pub pairing_id: PairingId,
    pub skill_id: Option<SkillId>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub unit: String,
    /// Less of it is better.
    pub less: bool,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
