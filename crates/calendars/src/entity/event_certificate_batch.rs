//! Table `event_certificate_batch`.

use kernel::{CertificateBatchId, EventId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event_certificate_batch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateBatchId,
    pub event_id: EventId,
    pub by_id: PersonId,
    /// JSON list of registrations.
    #[sea_orm(column_type = "Text")]
    pub chosen: String,
    pub total: i32,
    pub done: i32,
    pub created_at: Timestamp,
    pub finished_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
