//! Table `event_seat`.

use kernel::EventId;
use sea_orm::entity::prelude::*;

use crate::kinds::Way;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_seat")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub way: Way,
    /// None: as many as come.
    pub capacity: Option<i32>,
    pub taken: i32,
    pub waiting: i32,
    /// How many may wait; none: everybody.
    pub waiting_limit: Option<i32>,
    /// The number last given in the queue.
    pub last_no: i32,
    /// Of the capacity, kept for people of some schools; 0 after the day.
    pub kept: i32,
    /// Of those, taken.
    pub kept_taken: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
