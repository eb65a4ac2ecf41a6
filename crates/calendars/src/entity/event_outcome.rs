//! Table `event_outcome`.

use kernel::{EventId, RegistrationId, SkillId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::Changed;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_outcome")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub registration_id: RegistrationId,
    pub event_id: EventId,
    pub changed: Changed,
    #[sea_orm(column_type = "Text")]
    pub words: String,
    pub skill_id: Option<SkillId>,
    pub answered_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
