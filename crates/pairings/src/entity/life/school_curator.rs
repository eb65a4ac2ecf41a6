//! Table `school_curator`.

use kernel::{GrantId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_curator")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub territory_id: OrgId,
    pub school_id: OrgId,
    pub person_id: PersonId,
    pub since: Date,
    /// The last day, as far as it is known.
    pub until: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub order_title: String,
    pub order_number: String,
    pub order_date: Option<Date>,
    /// The right given with it, taken back with it.
    pub grant_id: Option<GrantId>,
    /// Whoever had the school before.
    pub after_id: Option<Uuid>,
    /// What was told when it was handed over.
    #[sea_orm(column_type = "Text")]
    pub handover: String,
    pub by_id: PersonId,
    pub created_at: Timestamp,
    pub ended_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
