//! Table `practice_use`: once per person, sort and hour.

use kernel::{PersonId, PracticeId};
use sea_orm::entity::prelude::*;

use crate::kinds::Use;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_use")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub practice_id: PracticeId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: Use,
    #[sea_orm(primary_key, auto_increment = false)]
    pub hour: i64,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
