//! Table `skill`.

use kernel::{PersonId, SkillId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "skill")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SkillId,
    /// Code of `kernel::subject`.
    pub subject: String,
    pub grade: i32,
    /// Task code: `8`, `11.1`, `4k1`.
    pub code: String,
    /// One to three words for a chip.
    #[sea_orm(column_type = "Text")]
    pub short: String,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// Section of the subject.
    #[sea_orm(column_type = "Text")]
    pub block: String,
    /// Points for the task.
    pub max: i32,
    #[sea_orm(column_type = "Text")]
    pub source: String,
    pub year: i32,
    /// Order within subject and grade.
    pub position: i32,
    pub archived: bool,
    /// Words, block and synonyms as people type them.
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    pub version: i32,
    /// Nobody: as the embedded list has it.
    pub edited_by: Option<PersonId>,
    pub updated_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
