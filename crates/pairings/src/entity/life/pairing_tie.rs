//! Table `pairing_tie`.

use kernel::{PairingId, PairingPersonId, PairingTieId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::TieKind;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing_tie")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PairingTieId,
    pub pairing_id: PairingId,
    pub mentor_person_id: PairingPersonId,
    pub mentee_person_id: PairingPersonId,
    pub kind: TieKind,
    /// Empty: not of one subject.
    pub subject: String,
    pub since: Date,
    pub until: Option<Date>,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
