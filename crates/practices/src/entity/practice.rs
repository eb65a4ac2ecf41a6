//! Table `practice`.

use kernel::{OrgId, PersonId, PracticeId, PracticeVersionId, Timestamp, TopicId};
use sea_orm::entity::prelude::*;

use crate::kinds::{Audience, Level, Stage};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PracticeId,
    /// Part of the permanent address; given when it first becomes readable.
    pub number: Option<i32>,
    pub owner_id: PersonId,
    pub home_id: Option<OrgId>,
    /// The region the home lies in.
    pub region_id: Option<OrgId>,
    pub stage: Stage,
    pub audience: Audience,
    pub level: Option<Level>,
    pub place_id: Option<OrgId>,
    pub current_id: PracticeVersionId,
    pub shown_id: Option<PracticeVersionId>,
    pub work_id: Option<PracticeVersionId>,
    pub topic_id: Option<TopicId>,
    /// Tenths of a point.
    pub score: Option<i32>,
    pub useful: i32,
    pub apply: i32,
    pub thanks: i32,
    pub views: i32,
    pub downloads: i32,
    pub citations: i32,
    pub adoptions: i32,
    pub external_id: Option<String>,
    /// Who wrote it where it was imported from, as written there.
    #[sea_orm(column_type = "Text")]
    pub credit_author: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub credit_school: Option<String>,
    pub created_at: Timestamp,
    pub published_at: Option<Timestamp>,
    pub touched_at: Timestamp,
    pub archived_at: Option<Timestamp>,
    pub archived_by: Option<PersonId>,
    #[sea_orm(column_type = "Text")]
    pub archive_reason: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
