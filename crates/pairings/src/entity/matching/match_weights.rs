//! Table `match_weights`.

use kernel::{MatchWeightsId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "match_weights")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MatchWeightsId,
    pub territory_id: OrgId,
    /// From 1; 0 are the built-in ones, which nobody stores.
    pub version: i32,
    /// Thousandths of the score.
    pub context: i32,
    pub complementarity: i32,
    pub practice: i32,
    pub access: i32,
    pub history: i32,
    pub min_likeness: i32,
    pub load_penalty: i32,
    pub minutes_limit: i32,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
