//! Table `space`.

use kernel::{OrgId, PersonId, SpaceId, Timestamp};
use sea_orm::entity::prelude::*;

use crate::kinds::{Audience, JoinRule, SpaceKind};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "space")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SpaceId,
    pub kind: SpaceKind,
    pub organisation_id: Option<OrgId>,
    #[sea_orm(column_type = "Text")]
    pub title: String,
    #[sea_orm(column_type = "Text")]
    pub about: String,
    pub join_rule: JoinRule,
    pub audience: Audience,
    #[sea_orm(column_type = "Text")]
    pub search_key: String,
    pub external_key: Option<String>,
    pub version: i32,
    pub created_by: Option<PersonId>,
    pub created_at: Timestamp,
    /// Put away: everybody who read it still does, nobody writes.
    pub archived_at: Option<Timestamp>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
