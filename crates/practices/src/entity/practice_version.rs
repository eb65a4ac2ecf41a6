//! Table `practice_version`.

use kernel::{PersonId, PracticeId, PracticeVersionId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{Kind, Level, Licence, VersionState};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "practice_version")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PracticeVersionId,
    pub practice_id: PracticeId,
    pub no: i32,
    pub state: VersionState,
    pub kind: Kind,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub summary: String,
    #[sea_orm(column_type = "Text")]
    pub problem: String,
    #[sea_orm(column_type = "Text")]
    pub goal: String,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    #[sea_orm(column_type = "Text")]
    pub html: String,
    pub rendered_by: i32,
    #[sea_orm(column_type = "Text")]
    pub resources: String,
    #[sea_orm(column_type = "Text")]
    pub conditions: String,
    #[sea_orm(column_type = "Text")]
    pub risks: String,
    #[sea_orm(column_type = "Text")]
    pub result_before: String,
    #[sea_orm(column_type = "Text")]
    pub result_after: String,
    #[sea_orm(column_type = "Text")]
    pub result_how: String,
    pub licence: Licence,
    pub employer_consent: bool,
    /// JSON list of words.
    #[sea_orm(column_type = "Text")]
    pub keywords: String,
    /// JSON list of `{title, url}`.
    #[sea_orm(column_type = "Text")]
    pub links: String,
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    pub wanted_level: Option<Level>,
    pub level: Option<Level>,
    pub score: Option<i32>,
    pub revision: i32,
    pub saved_by: PersonId,
    pub created_at: Timestamp,
    pub saved_at: Timestamp,
    pub submitted_at: Option<Timestamp>,
    pub checked_by: Option<PersonId>,
    pub checked_at: Option<Timestamp>,
    pub decided_by: Option<PersonId>,
    pub decided_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
