//! Table `attendance_mark`.

use kernel::{AttendanceMarkId, EventId, PersonId, RegistrationId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::MarkMethod;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "attendance_mark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttendanceMarkId,
    pub event_id: EventId,
    pub registration_id: RegistrationId,
    /// Number in the programme, from one; 0: the event as a whole.
    pub session: i32,
    pub method: MarkMethod,
    pub present: bool,
    pub minutes: Option<i32>,
    /// When it happened, by the clock of the device.
    pub at: Timestamp,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
