//! Table `event_series`.

use kernel::{EventSeriesId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_series")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventSeriesId,
    pub owner_id: PersonId,
    /// RRULE, as it was written.
    #[sea_orm(column_type = "Text")]
    pub rule: String,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
