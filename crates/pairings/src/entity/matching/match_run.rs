//! Table `match_run`: a proposal of all pairs of a territory, never changed.

use kernel::{MatchRunId, MatchWeightsId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::MatchMode;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "match_run")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MatchRunId,
    pub territory_id: OrgId,
    /// From 1 within the territory.
    pub number: i32,
    pub year: i32,
    pub mode: MatchMode,
    /// None: the built-in ones.
    pub weights_id: Option<MatchWeightsId>,
    /// Canonical JSON of the problem.
    #[sea_orm(column_type = "Text")]
    pub input: String,
    pub input_hash: String,
    #[sea_orm(column_type = "Text")]
    pub result: String,
    pub result_hash: String,
    pub pairs: i32,
    pub uncovered: i32,
    pub total: i64,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
