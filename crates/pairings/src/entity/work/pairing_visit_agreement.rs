//! Table `pairing_visit_agreement`.

use kernel::PairingVisitId;
use sea_orm::entity::prelude::*;

use crate::kinds::PlanForm;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing_visit_agreement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub visit_id: PairingVisitId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub position: i32,
    #[sea_orm(column_type = "Text")]
    pub text: String,
    /// What it becomes in the plan.
    pub form: PlanForm,
    pub due: Option<Date>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
