//! Table `event_material`.

use kernel::{EventId, EventMaterialId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{Access, MaterialKind};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_material")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventMaterialId,
    pub event_id: EventId,
    pub position: i32,
    pub kind: MaterialKind,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// Empty for a file.
    #[sea_orm(column_type = "Text")]
    pub url: String,
    pub access: Access,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
