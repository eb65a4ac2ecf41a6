//! Table `event_speaker`.

use kernel::{EventId, PersonId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_speaker")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    /// A colleague; otherwise a guest known by name.
    pub person_id: Option<PersonId>,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    /// Position and place of work of a guest.
    #[sea_orm(column_type = "Text")]
    pub about: String,
    /// What they speak about.
    #[sea_orm(column_type = "Text")]
    pub topic: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
