//! Table `practice_remark`: what is to be mended, by field.

use kernel::{PersonId, PracticeVersionId, ReviewId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_remark")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub version_id: PracticeVersionId,
    pub review_id: Option<ReviewId>,
    pub author_id: PersonId,
    pub field: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
