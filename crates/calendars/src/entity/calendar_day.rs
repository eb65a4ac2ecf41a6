//! Table `calendar_day`.

use kernel::{CalendarDayId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::DayKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "calendar_day")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CalendarDayId,
    /// The territory or school whose days these are; none: the whole network.
    pub org_id: Option<OrgId>,
    pub kind: DayKind,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    pub first: Date,
    pub last: Date,
    /// `,4,5,`: of these grades only; empty: of all.
    #[sea_orm(column_type = "Text")]
    pub grades: String,
    /// `,math,`: of these subjects only; empty: of all.
    #[sea_orm(column_type = "Text")]
    pub subjects: String,
    pub by_id: PersonId,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
