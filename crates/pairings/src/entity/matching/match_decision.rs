//! Table `match_decision`: what coordinators say of pairs that runs proposed.

use kernel::{MatchDecisionId, MatchRunId, NeedId, OrgId, PairingId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::DecisionKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "match_decision")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MatchDecisionId,
    pub territory_id: OrgId,
    pub run_id: MatchRunId,
    pub need_id: NeedId,
    pub mentor_id: OrgId,
    /// It counts in this school year.
    pub year: i32,
    pub kind: DecisionKind,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    /// What an accepted pair became.
    pub pairing_id: Option<PairingId>,
    pub by_id: PersonId,
    pub created_at: Timestamp,
    pub undone_at: Option<Timestamp>,
    pub undone_by: Option<PersonId>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
