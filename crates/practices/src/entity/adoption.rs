//! Table `adoption`: «применил(а) в классе».

use kernel::{AdoptionId, PersonId, PracticeId, PracticeVersionId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::Outcome;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "adoption")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AdoptionId,
    pub practice_id: PracticeId,
    pub version_id: PracticeVersionId,
    pub person_id: PersonId,
    pub grade: Option<i32>,
    pub outcome: Outcome,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Percent.
    pub before: Option<i32>,
    pub after: Option<i32>,
    pub client_key: Option<Uuid>,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
