//! Table `event_decision`.

use kernel::{EventDecisionId, EventId, PersonId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventDecisionId,
    pub event_id: EventId,
    pub position: i32,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// A colleague; otherwise whoever `who` names.
    pub person_id: Option<PersonId>,
    #[sea_orm(column_type = "Text")]
    pub who: String,
    pub due: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
