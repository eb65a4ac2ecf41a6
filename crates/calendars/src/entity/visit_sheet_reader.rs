//! Table `visit_sheet_reader`.

use kernel::{PersonId, Timestamp, VisitSheetId};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "visit_sheet_reader")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub sheet_id: VisitSheetId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    /// Who let them in.
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
