//! Table `status_term`.

use kernel::OrgId;
use sea_orm::entity::prelude::*;

use crate::kinds::StatusKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "status_term")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub territory_id: OrgId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub kind: StatusKind,
    #[sea_orm(column_type = "Text")]
    pub term: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
