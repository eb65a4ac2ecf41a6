//! Table `school_context`.

use kernel::{OrgId, PersonId, SchoolContextId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::SchoolKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "school_context")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SchoolContextId,
    pub school_id: OrgId,
    /// The year in which the school year begins: 2026 is 2026/27.
    pub year: i32,
    pub pupils: Option<i32>,
    pub kind: Option<SchoolKind>,
    pub rural: Option<bool>,
    pub shifts: Option<i32>,
    pub teachers: Option<i32>,
    pub vacancies: Option<i32>,
    pub teachers_under_35: Option<i32>,
    pub teachers_over_60: Option<i32>,
    pub first_category: Option<i32>,
    pub highest_category: Option<i32>,
    /// By road, to the centre of the municipality.
    pub minutes_to_centre: Option<i32>,
    /// Millionths of a degree.
    pub latitude: Option<i32>,
    pub longitude: Option<i32>,
    /// Codes between commas, see `codes::LANGUAGES`.
    #[sea_orm(column_type = "Text")]
    pub languages: String,
    /// Where the numbers come from.
    #[sea_orm(column_type = "Text")]
    pub source_note: String,
    pub revision: i32,
    pub filled_by: PersonId,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
