//! Table `review`: the sheet of an expert.

use kernel::{PersonId, PracticeId, PracticeVersionId, ReviewId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{ReviewState, Verdict};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "review")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReviewId,
    pub practice_id: PracticeId,
    pub version_id: PracticeVersionId,
    pub expert_id: PersonId,
    pub assigned_by: PersonId,
    pub assigned_at: Timestamp,
    pub due_at: Timestamp,
    /// See [`crate::rubric`].
    pub rubric: i32,
    pub state: ReviewState,
    pub result: Option<i32>,
    pub efficiency: Option<i32>,
    pub novelty: Option<i32>,
    pub transfer: Option<i32>,
    pub scale: Option<i32>,
    pub total: Option<i32>,
    pub verdict: Option<Verdict>,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub done_at: Option<Timestamp>,
    #[sea_orm(column_type = "Text")]
    pub decline_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
