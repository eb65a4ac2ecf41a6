//! Table `school_context_share`.

use kernel::SchoolContextId;
use sea_orm::entity::prelude::*;

use crate::kinds::ShareKey;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_context_share")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub context_id: SchoolContextId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: ShareKey,
    pub numerator: i32,
    pub denominator: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
