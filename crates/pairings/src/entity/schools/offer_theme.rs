//! Table `offer_theme`.

use kernel::OfferId;
use sea_orm::entity::prelude::*;

use crate::kinds::ThemeKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer_theme")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub offer_id: OfferId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme_kind: ThemeKind,
    #[sea_orm(primary_key, auto_increment = false)]
    pub theme: String,
    /// So many pairs in this theme at once.
    pub specialists: i32,
    /// Pairs that work now: moved by guarded UPDATEs only.
    pub active: i32,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    /// 0 to 100, where somebody measured it.
    pub strength: Option<i32>,
    /// What says that they are strong in it.
    #[sea_orm(column_type = "Text")]
    pub basis: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
