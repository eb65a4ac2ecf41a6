//! Table `event_feedback`.

use kernel::{EventFeedbackId, EventId, RegistrationId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_feedback")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventFeedbackId,
    pub event_id: EventId,
    /// Nobody, when the form is anonymous.
    pub registration_id: Option<RegistrationId>,
    pub rating: i32,
    /// JSON list beside the questions.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
