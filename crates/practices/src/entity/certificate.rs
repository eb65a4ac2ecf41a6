//! Table `certificate`.

use kernel::{CertificateId, PersonId, PracticeId, PracticeVersionId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::Level;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "certificate")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CertificateId,
    pub number: String,
    pub practice_id: PracticeId,
    pub version_id: PracticeVersionId,
    pub person_id: PersonId,
    #[sea_orm(column_type = "Text")]
    pub author: String,
    #[sea_orm(column_type = "Text")]
    pub place: String,
    pub level: Level,
    pub version_no: i32,
    pub issued_at: Timestamp,
    pub withdrawn_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
