//! Table `plan_template`.

use kernel::{OrgId, PersonId, PlanTemplateId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::ThemeKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan_template")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PlanTemplateId,
    /// Whose people it is offered to.
    pub org_id: OrgId,
    pub theme_kind: Option<ThemeKind>,
    pub theme: Option<String>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub about: String,
    /// JSON list: read as a whole, never asked for.
    #[sea_orm(column_type = "Text")]
    pub items: String,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
