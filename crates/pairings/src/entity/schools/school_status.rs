//! Table `school_status`.

use kernel::{OrgId, PersonId, SchoolStatusId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::StatusKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_status")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SchoolStatusId,
    pub school_id: OrgId,
    pub kind: StatusKind,
    pub since: Date,
    /// The last day of it.
    pub until: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub order_title: String,
    #[sea_orm(column_type = "Text")]
    pub order_number: String,
    pub order_date: Date,
    pub by_id: PersonId,
    pub created_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
    #[sea_orm(column_type = "Text")]
    pub revoke_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
