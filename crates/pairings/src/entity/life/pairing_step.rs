//! Table `pairing_step`.

use kernel::{PairingId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::PairState;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "pairing_step")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub pairing_id: PairingId,
    pub at: Timestamp,
    /// None: time did it.
    pub by_id: Option<PersonId>,
    pub from_state: Option<PairState>,
    pub to_state: PairState,
    #[sea_orm(column_type = "Text")]
    pub reason: String,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
