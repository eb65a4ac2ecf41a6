//! Table `agreement`.

use kernel::{AgreementId, FileId, PairingId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::AgreementState;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "agreement")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AgreementId,
    pub pairing_id: PairingId,
    pub number: String,
    pub dated: Option<Date>,
    /// First and last day.
    pub since: Option<Date>,
    pub until: Option<Date>,
    pub state: AgreementState,
    /// Markdown of the terms.
    #[sea_orm(column_type = "Text")]
    pub text: String,
    #[sea_orm(column_type = "Text")]
    pub mentor_details: String,
    #[sea_orm(column_type = "Text")]
    pub mentee_details: String,
    pub mentor_signed_by: Option<PersonId>,
    pub mentor_signed_at: Option<Timestamp>,
    pub mentee_signed_by: Option<PersonId>,
    pub mentee_signed_at: Option<Timestamp>,
    pub scan_id: Option<FileId>,
    /// Both schools were told that it ends soon.
    pub warned_at: Option<Timestamp>,
    /// Why it was terminated.
    #[sea_orm(column_type = "Text")]
    pub reason: String,
    pub ended_at: Option<Timestamp>,
    /// The agreement it continues.
    pub renews_id: Option<AgreementId>,
    pub by_id: PersonId,
    pub revision: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
