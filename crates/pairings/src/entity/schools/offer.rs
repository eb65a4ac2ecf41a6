//! Table `offer`.

use kernel::{OfferId, OrgId, PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::OfferState;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "offer")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OfferId,
    pub school_id: OrgId,
    /// So many pairs at once.
    pub capacity: i32,
    /// Pairs that work now: moved by guarded UPDATEs only.
    pub active: i32,
    pub online: bool,
    pub in_person: bool,
    /// So far they go by road.
    pub max_minutes: Option<i32>,
    /// Codes between commas, see `codes::LANGUAGES`.
    #[sea_orm(column_type = "Text")]
    pub languages: String,
    /// Words of `PlanForm` between commas.
    #[sea_orm(column_type = "Text")]
    pub forms: String,
    #[sea_orm(column_type = "Text")]
    pub note: String,
    pub state: OfferState,
    pub by_id: PersonId,
    pub revision: i32,
    pub created_at: Timestamp,
    pub changed_at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
