//! Table `pairing_person`.

use kernel::{PairingId, PairingPersonId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{Duty, Side};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing_person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PairingPersonId,
    pub pairing_id: PairingId,
    pub side: Side,
    pub person_id: PersonId,
    pub duty: Duty,
    pub since: Date,
    /// The last day; none: still there.
    pub until: Option<Date>,
    pub by_id: PersonId,
    pub created_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
