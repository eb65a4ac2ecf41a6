//! Table `event_terms`.

use kernel::{EventId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_terms")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    /// People without an account may come.
    pub guests: bool,
    /// So many of one school at most.
    pub per_school: Option<i32>,
    /// Until when places are kept, by the wall; the instant is computed of it.
    pub kept_until_wall: Option<DateTime>,
    pub kept_until: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
