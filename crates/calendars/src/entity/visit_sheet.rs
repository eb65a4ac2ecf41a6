//! Table `visit_sheet`.

use kernel::{EventId, PersonId, SkillId, Timestamp, VisitSheetId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_sheet")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: VisitSheetId,
    pub event_id: Option<EventId>,
    pub visitor_id: PersonId,
    pub teacher_id: PersonId,
    pub subject: Option<String>,
    pub grade: Option<i32>,
    /// The weak spot the lesson worked on.
    pub skill_id: Option<SkillId>,
    #[sea_orm(column_type = "Text")]
    pub topic: String,
    pub held_on: Date,
    /// Version of the criteria it was begun with.
    pub criteria: i32,
    /// JSON objects by the key of a criterion.
    #[sea_orm(column_type = "Text")]
    pub marks: String,
    #[sea_orm(column_type = "Text")]
    pub notes: String,
    #[sea_orm(column_type = "Text")]
    pub strengths: String,
    #[sea_orm(column_type = "Text")]
    pub advice: String,
    /// The teacher's word.
    #[sea_orm(column_type = "Text")]
    pub remark: String,
    pub revision: i32,
    /// From then on the teacher reads it, and nothing in it changes.
    pub visitor_signed_at: Option<Timestamp>,
    pub teacher_signed_at: Option<Timestamp>,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
