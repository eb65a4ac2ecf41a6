//! Table `pairing_survey_answer`.

use kernel::{PairingId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{Side, SurveyRound};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing_survey_answer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub pairing_id: PairingId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub round: SurveyRound,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    pub side: Side,
    /// JSON object by the key of a question.
    #[sea_orm(column_type = "Text")]
    pub answers: String,
    /// What it gave to one's own school.
    #[sea_orm(column_type = "Text")]
    pub benefit: String,
    pub answered_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
