//! Table `event_slot`.

use kernel::EventId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_slot")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    /// `2027-03`: all that is known while there is no date.
    pub month: Option<String>,
    /// Comes every year.
    pub yearly: bool,
    /// The event of the year before.
    pub follows_id: Option<EventId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
