//! Table `event_change`.

use kernel::{EventId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_change")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    /// The event's sequence after it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub sequence: i32,
    pub at: Timestamp,
    pub time_zone_was: String,
    pub starts_was: Option<DateTime>,
    pub ends_was: Option<DateTime>,
    #[sea_orm(column_type = "Text")]
    pub place_was: String,
    pub time_zone_now: String,
    pub starts_now: Option<DateTime>,
    pub ends_now: Option<DateTime>,
    #[sea_orm(column_type = "Text")]
    pub place_now: String,
    /// The address to connect is another: neither is told here.
    pub link: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
