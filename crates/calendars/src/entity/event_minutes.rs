//! Table `event_minutes`.

use kernel::{EventId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::Access;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_minutes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    /// Markdown.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub chair: String,
    #[sea_orm(column_type = "Text")]
    pub secretary: String,
    pub access: Access,
    /// Grows with every save.
    pub revision: i32,
    pub by_id: PersonId,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
