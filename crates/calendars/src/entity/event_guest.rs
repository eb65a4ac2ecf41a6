//! Table `event_guest`.

use kernel::{EventGuestId, EventId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{RegistrationState, Way};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_guest")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventGuestId,
    pub event_id: EventId,
    /// Empty once they are forgotten.
    #[sea_orm(column_type = "Text")]
    pub name: String,
    #[sea_orm(column_type = "Text")]
    pub email: String,
    /// Position and place of work.
    #[sea_orm(column_type = "Text")]
    pub about: String,
    pub way: Way,
    /// `applied`: the address is not proved yet.
    pub state: RegistrationState,
    pub queue_no: Option<i32>,
    /// Of the link in the letter.
    pub token_hash: String,
    pub expires_at: Timestamp,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
    /// They were seen there.
    pub attended_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
