//! Table `school_wish`: with whom a school would like to work, and with whom not.

use kernel::{OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::ThemeKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_wish")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Whose wish it is.
    pub school_id: OrgId,
    pub other_id: OrgId,
    /// Of one theme; none: of all.
    pub theme_kind: Option<ThemeKind>,
    pub theme: Option<String>,
    /// 1 is first; none where it is a veto.
    pub rank: Option<i32>,
    pub veto: bool,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
