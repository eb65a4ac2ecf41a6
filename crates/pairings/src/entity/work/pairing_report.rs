//! Table `pairing_report`.

use kernel::{PairingId, PairingReportId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::ReportState;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing_report")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PairingReportId,
    pub pairing_id: PairingId,
    /// In which the school year begins.
    pub year: i32,
    /// 1: September to December, 2: January to August.
    pub half: i32,
    pub state: ReportState,
    /// JSON: numbers and ids as they were when it was made.
    #[sea_orm(column_type = "Text")]
    pub facts: String,
    /// Markdown.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    pub by_id: PersonId,
    pub submitted_by_id: Option<PersonId>,
    pub submitted_at: Option<Timestamp>,
    pub revision: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
