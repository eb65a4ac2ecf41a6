//! Table `watch`.

use kernel::{PersonId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{WatchLevel, WatchTarget};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "watch")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: PersonId,
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_kind: WatchTarget,
    #[sea_orm(primary_key, auto_increment = false)]
    pub target_id: Uuid,
    pub level: WatchLevel,
    pub at: Timestamp,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
