//! Table `event_certificate_form`.

use kernel::EventId;
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_certificate_form")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: EventId,
    #[sea_orm(column_type = "Text")]
    pub signer: String,
    #[sea_orm(column_type = "Text")]
    pub signer_post: String,
    /// Printed as hours.
    pub minutes: i32,
    /// Whoever was there for less gets none; 0: being there is enough.
    pub least_minutes: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
