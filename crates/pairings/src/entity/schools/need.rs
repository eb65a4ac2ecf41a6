//! Table `need`.

use kernel::{NeedId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{NeedSource, NeedState, ThemeKind};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "need")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: NeedId,
    pub school_id: OrgId,
    pub theme_kind: ThemeKind,
    /// Code of a subject or of `codes::MANAGEMENT`.
    pub theme: String,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    /// 1 to 100.
    pub strength: i32,
    /// 1 to 3, 1 is first.
    pub priority: i32,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub source: NeedSource,
    pub state: NeedState,
    #[sea_orm(column_type = "Text")]
    pub close_reason: Option<String>,
    pub by_id: PersonId,
    pub revision: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
