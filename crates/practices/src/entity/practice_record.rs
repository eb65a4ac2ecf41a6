//! Table `practice_record`: what harvesters were told.

use kernel::{PracticeId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub practice_id: PracticeId,
    pub changed_at: Timestamp,
    /// Otherwise told as taken away.
    pub open: bool,
    /// Codes between commas, as they were when it was last open: `,math,physics,`
    #[sea_orm(column_type = "Text")]
    pub subjects: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
