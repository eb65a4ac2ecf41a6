//! Table `offer_skill`.

use kernel::{OfferId, SkillId};
use sea_orm::entity::prelude::*;

use crate::kinds::ThemeKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_skill")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: OfferId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme_kind: ThemeKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub skill_id: SkillId,
    /// Per cent of pupils who can do it.
    pub share_done: Option<i32>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
