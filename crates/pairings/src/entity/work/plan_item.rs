//! Table `plan_item`.

use kernel::{EventId, PairingId, PairingVisitId, PersonId, PlanItemId, PracticeId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{PlanForm, PlanState};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_item")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanItemId,
    pub pairing_id: PairingId,
    pub form: PlanForm,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub goal: String,
    pub due: Option<Date>,
    pub state: PlanState,
    /// Who does it on either side.
    pub mentor_person_id: Option<PersonId>,
    pub mentee_person_id: Option<PersonId>,
    pub minutes: Option<i32>,
    /// How many people came, where an event counted them.
    pub present: Option<i32>,
    pub done_on: Option<Date>,
    #[sea_orm(column_type = "Text")]
    pub outcome: String,
    /// Why it was cancelled.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// What it became. A draft may have been thrown away since.
    pub event_id: Option<EventId>,
    pub visit_id: Option<PairingVisitId>,
    pub practice_id: Option<PracticeId>,
    #[sea_orm(column_type = "Text")]
    pub link: String,
    /// The visit at which it was agreed upon.
    pub agreed_at_id: Option<PairingVisitId>,
    pub position: i32,
    pub by_id: PersonId,
    /// Nobody when the event or the practice closed it.
    pub done_by_id: Option<PersonId>,
    /// Grows with every change.
    pub revision: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
