//! Table `effect_value`.

use kernel::{EffectIndicatorId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{EffectPoint, EffectWhose};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "effect_value")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub indicator_id: EffectIndicatorId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub point: EffectPoint,
    #[sea_orm(primary_key, auto_increment = false)]
    pub whose: EffectWhose,
    pub numerator: i32,
    pub denominator: i32,
    pub dated: Date,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub by_id: PersonId,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
