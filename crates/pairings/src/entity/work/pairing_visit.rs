//! Table `pairing_visit`.

use kernel::{PairingId, PairingVisitId, PersonId, PlanItemId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{Side, VisitState};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing_visit")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PairingVisitId,
    pub pairing_id: PairingId,
    /// The item of the plan it fulfils.
    pub item_id: Option<PlanItemId>,
    /// Who goes to whom.
    pub by_side: Side,
    pub planned_on: Date,
    pub held_on: Option<Date>,
    pub minutes: Option<i32>,
    pub state: VisitState,
    /// Whom they met.
    #[sea_orm(column_type = "Text")]
    pub met: String,
    #[sea_orm(column_type = "Text")]
    pub findings: String,
    /// Why it was missed.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub mentor_signed_by_id: Option<PersonId>,
    pub mentor_signed_at: Option<Timestamp>,
    pub mentee_signed_by_id: Option<PersonId>,
    pub mentee_signed_at: Option<Timestamp>,
    pub by_id: PersonId,
    /// Grows with everything that is written; signatures leave it.
    pub revision: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
