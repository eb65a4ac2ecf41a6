//! Table `event_template`.

use kernel::{EventTemplateId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::EventKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_template")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventTemplateId,
    /// Whose people it is offered to, with everybody below; none: the whole network.
    pub org_id: Option<OrgId>,
    pub by_id: PersonId,
    pub kind: EventKind,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    /// JSON: `plan::EventPlan` without dates and links.
    #[sea_orm(column_type = "Text")]
    pub plan: String,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
